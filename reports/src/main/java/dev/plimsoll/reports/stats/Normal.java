package dev.plimsoll.reports.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles of the normal distribution and of Student's t. */
final class Normal {
    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normal() {}

    static double quantile(double probability) {
        return STANDARD.inverseCumulativeProbability(probability);
    }

    static double t(double probability, int degreesOfFreedom) {
        return TDistribution.of(degreesOfFreedom).inverseCumulativeProbability(probability);
    }
}
