package dev.plimsoll.scenarios.load;

/** Walks a schedule once, without allocation. Not safe for use by several threads. */
public interface Arrivals {
    /** What {@link #nextNanos()} says at the end. */
    long END = -1;

    /** The next intended start in nanoseconds since the start of the schedule, never before the last; {@link #END} at the end. */
    long nextNanos();
}
