package dev.plimsoll.reports.stats;

/** Intervals of quantiles of observations that depend on one another within stretches of time. */
public final class Quantiles {
    private Quantiles() {}

    /** Where in a sorted sample a quantile and its bounds stand, from 0; {@code size} or more is beyond the largest observation. */
    public record Ranks(long estimate, long lower, long upper, String method) {}

    /**
     * Finds the ranks by Woodruff's inversion (JASA 47, 1952): the interval of the share of observations at or below the
     * estimated quantile, around {@code quantile}, is carried over to the order statistics.
     *
     * @param blocks observations by stretch of time; bad is one above the estimated quantile, the order statistic
     *     {@link #rank}
     * @param quantile 0 to 1 exclusive
     * @param confidence two-sided, 0 to 1 exclusive
     */
    public static Ranks of(Blocks blocks, double quantile, double confidence) {
        return of(blocks, quantile, confidence, (double) blocks.total());
    }

    /**
     * As {@link #of(Blocks, double, double)}, with a limit on the effective number of observations: where bursts are longer
     * than the tail above the quantile, that tail alone shows too little of them.
     *
     * @param effectiveAtMost above 0
     */
    public static Ranks of(Blocks blocks, double quantile, double confidence, double effectiveAtMost) {
        double effective = Math.min(effectiveAtMost, Proportions.effectiveSize(blocks, confidence));
        Interval share = Proportions.clopperPearson(quantile * effective, effective, confidence);
        long size = blocks.total();
        long estimate = rank(quantile, size);
        long lower = Math.min(estimate, rank(share.lower(), size));
        double last = 1 - 1e-12;
        long upper = share.upper() >= last ? size : Math.max(estimate, (long) Math.ceil(share.upper() * size));
        return new Ranks(estimate, lower, upper, "Woodruff, " + (effective == size ? "independent" : "time blocks"));
    }

    /** Rank, from 0, of the smallest observation that at least the share {@code quantile} of {@code size} does not exceed. */
    public static long rank(double quantile, long size) {
        return Math.clamp((long) Math.ceil(quantile * size - 1e-9) - 1, 0, Math.max(0, size - 1));
    }
}
