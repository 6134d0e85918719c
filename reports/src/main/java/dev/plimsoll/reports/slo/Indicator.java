package dev.plimsoll.reports.slo;

/** What an SLI measures. */
sealed interface Indicator {
    /**
     * A latency.
     *
     * @param unitNanos nanoseconds of one unit of the objective's value
     */
    record Time(Objective.Measure measure, long unitNanos, Selector selector) implements Indicator {}

    record Success(Selector selector) implements Indicator {}

    /**
     * Measured by somebody else.
     *
     * @param threshold whether it is a threshold metric rather than a ratio
     */
    record Elsewhere(boolean threshold, String reason) implements Indicator {}

    /** Could not be read; the problem is noted. */
    record Broken() implements Indicator {}
}
