package dev.plimsoll.scenarios.cli;

/** placeholder */
public final class Plimsoll {
    private Plimsoll() {}

    static void main(String[] args) {
        System.out.println("hello " + System.getProperty("plimsoll.home"));
    }
}
