package dev.plimsoll.reports.stats;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A quantile of a few independent observations, bounded by two of them: exact for every continuous distribution, because the
 * number of observations below the true quantile is binomial (Thompson 1936, Annals of Mathematical Statistics 7).
 *
 * @param probability of the quantile
 * @param estimate the observation at rank {@code ceil(probability * size)}
 * @param lower largest observation that is low enough, or null if none is
 * @param upper smallest observation that is high enough, or null if none is: the sample is too small to bound it
 * @param confidence two-sided
 * @param size observations
 */
public record OrderStatistics(
        double probability,
        double estimate,
        @Nullable Double lower,
        @Nullable Double upper,
        double confidence,
        int size) {
    /** The quantile of observations in any order; at least one. */
    public static OrderStatistics of(double[] observations, double probability, double confidence) {
        if (observations.length == 0) {
            throw new IllegalArgumentException("no observations");
        }
        double[] sorted = observations.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double tail = (1 - confidence) / 2;
        BinomialDistribution below = BinomialDistribution.of(n, probability);
        int low = below.inverseCumulativeProbability(tail);
        int lowest = below.cumulativeProbability(low) <= tail ? low + 1 : low;
        int highest = below.inverseSurvivalProbability(tail) + 1;
        return new OrderStatistics(
                probability,
                sorted[(int) Quantiles.rank(probability, n)],
                lowest < 1 ? null : sorted[lowest - 1],
                highest > n ? null : sorted[highest - 1],
                confidence,
                n);
    }

    /** How many observations it takes to bound the quantile from both sides. */
    public static int sizeFor(double probability, double confidence) {
        double tail = (1 - confidence) / 2;
        double farther = Math.max(probability, 1 - probability);
        return (int) Math.ceil(Math.log(tail) / Math.log(farther) - 1e-9);
    }

    /** Both bounds as an interval, or null if one is missing. */
    public @Nullable Interval interval() {
        return lower == null || upper == null
                ? null
                : new Interval(estimate, lower, upper, confidence, "order statistics");
    }
}
