package dev.plimsoll.scenarios.load.engine;

/**
 * One arrival of a schedule.
 *
 * @param number from 0, in the order of the schedule
 * @param intendedNanos its intended start as a reading of {@link System#nanoTime()}
 */
public record Arrival(long number, long intendedNanos) {}
