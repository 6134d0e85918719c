package dev.plimsoll.reports.stats;

/**
 * An estimate with its two-sided confidence interval.
 *
 * @param estimate the observed figure
 * @param lower lower bound, at most the estimate
 * @param upper upper bound, at least the estimate
 * @param confidence coverage that the method aims at, for example 0.95
 * @param method name of the method, as the report prints it
 */
public record Interval(double estimate, double lower, double upper, double confidence, String method) {
    public Interval {
        if (!(lower <= estimate && estimate <= upper)) {
            throw new IllegalArgumentException("not an interval: " + lower + " <= " + estimate + " <= " + upper);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be between 0 and 1: " + confidence);
        }
    }
}
