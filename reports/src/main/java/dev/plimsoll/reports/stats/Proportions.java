package dev.plimsoll.reports.stats;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Intervals of a share of good observations. None of them shrinks to a point when nothing failed. Their coverage, by
 * simulation, is in docs/MATH.md.
 */
public final class Proportions {
    /** Stretches of time that a population is cut into; {@link #dependent} also tries twice and four times their length. */
    public static final int BLOCKS = 40;

    static final String INDEPENDENT = "Clopper-Pearson";
    static final String DEPENDENT = "Korn-Graubard over time blocks";

    private Proportions() {}

    /**
     * The exact interval for independent observations (Clopper and Pearson, Biometrika 26, 1934), by quantiles of the beta
     * distribution, so that counts need not be whole.
     *
     * @param good good observations, 0 to {@code total}
     * @param total observations, above 0
     * @param confidence two-sided, 0 to 1 exclusive
     */
    public static Interval clopperPearson(double good, double total, double confidence) {
        return interval(good / total, good, total, confidence, INDEPENDENT);
    }

    /**
     * The interval for observations that depend on one another within stretches of time: Clopper-Pearson with the effective
     * number of observations (Korn and Graubard, Survey Methodology 24, 1998). The design effect is the variance of the
     * share over the blocks' totals against that of independent observations, at least 1; the effective number is lowered by
     * the squared ratio of Student's t quantiles with {@code total - 1} and {@code blocks - 1} degrees of freedom. Of the
     * blocks as given, in pairs and in fours, those with the smallest effective number count.
     *
     * <p>Where nothing or everything is bad there is no variance to measure: observations then count as independent.
     *
     * @param blocks at least one observation
     * @param confidence two-sided, 0 to 1 exclusive
     * @return interval of the share of good observations
     */
    public static Interval dependent(Blocks blocks, double confidence) {
        double good = blocks.total() - blocks.bad();
        double share = good / blocks.total();
        double effective = effectiveSize(blocks, confidence);
        return interval(
                share, share * effective, effective, confidence, effective == blocks.total() ? INDEPENDENT : DEPENDENT);
    }

    /**
     * How many independent observations tell as much as these; at most their number.
     *
     * @param confidence two-sided, for the correction by degrees of freedom
     */
    public static double effectiveSize(Blocks blocks, double confidence) {
        if (blocks.total() < 1) {
            throw new IllegalArgumentException("no observations");
        }
        double smallest = (double) blocks.total();
        for (int factor = 1; factor <= 4; factor *= 2) {
            smallest = Math.min(smallest, effectiveSizeOf(blocks.coarser(factor), confidence));
        }
        return smallest;
    }

    private static double effectiveSizeOf(Blocks blocks, double confidence) {
        long total = blocks.total();
        int filled = blocks.filled();
        if (blocks.bad() == 0 || blocks.bad() == total || filled < 2) {
            return (double) total;
        }
        double bad = blocks.bad() / (double) total;
        double designEffect = Math.max(1, blocks.variance() / (bad * (1 - bad) / total));
        if (designEffect == 1) {
            return (double) total;
        }
        double tail = 1 - (1 - confidence) / 2;
        double ratio = TDistribution.of(total - 1.0).inverseCumulativeProbability(tail)
                / TDistribution.of(filled - 1.0).inverseCumulativeProbability(tail);
        return Math.min((double) total, total / designEffect * ratio * ratio);
    }

    /**
     * How many independent observations without a bad one show a share of good ones of at least {@code target}.
     *
     * @param target below 1
     * @param confidence two-sided
     */
    public static long smallestPassing(double target, double confidence) {
        if (target <= 0) {
            return 1;
        }
        return (long) Math.ceil(Math.log((1 - confidence) / 2) / Math.log(target));
    }

    private static Interval interval(double share, double good, double total, double confidence, String method) {
        if (!(total > 0) || good < 0 || good > total * (1 + 1e-12)) {
            throw new IllegalArgumentException("not a share: " + good + " of " + total);
        }
        double tail = (1 - confidence) / 2;
        double bad = Math.max(0, total - good);
        double lower = good <= 0 ? 0 : BetaDistribution.of(good, bad + 1).inverseCumulativeProbability(tail);
        double upper = bad <= 0 ? 1 : BetaDistribution.of(good + 1, bad).inverseSurvivalProbability(tail);
        return new Interval(share, Math.min(lower, share), Math.max(upper, share), confidence, method);
    }
}
