package dev.plimsoll.scenarios.load;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The injector process. It is told what to do by lines of JSON on its standard input and tells by lines on its standard output;
 * whatever else is printed goes to its standard error. It ends with its input, so that it never outlives its parent.
 */
public final class InjectorMain {
    private InjectorMain() {}

    /** Takes no arguments: what it is told may be secret, and arguments are not. */
    public static void main(String[] args) throws IOException {
        PrintWriter out = new PrintWriter(
                new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), false);
        System.setOut(System.err);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                Injector injector = new Injector(out)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                injector.take(line);
            }
        }
        // Gatling and gRPC leave threads behind that would keep the process alive.
        System.exit(0);
    }
}
