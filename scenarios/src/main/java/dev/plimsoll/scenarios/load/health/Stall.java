package dev.plimsoll.scenarios.load.health;

/** Something stood still between two readings of {@link System#nanoTime()}. */
record Stall(long fromNanos, long toNanos) {
    boolean overlaps(Stall other) {
        return fromNanos < other.toNanos && other.fromNanos < toNanos;
    }
}
