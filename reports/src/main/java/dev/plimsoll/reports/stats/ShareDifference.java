package dev.plimsoll.reports.stats;

import java.util.Arrays;

/**
 * The difference of two shares whose events come in clusters.
 *
 * <p>Each arm's draws are cut in time into sections. How much more the arm's share varies over its sections than independent
 * draws would is its design effect; it, and the few degrees of freedom it is known with, reduce the draws to an effective
 * number (Korn and Graubard 1998, Survey Methodology 24). The effective numbers go into the hybrid score interval of
 * Newcombe (1998, Statistics in Medicine 17, method 10), which does not collapse when an arm has no event at all.
 */
public final class ShareDifference {
    private ShareDifference() {}

    /**
     * An arm: draws and events of each section.
     *
     * @param draws in each section
     * @param events in each section, at most the draws
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; made, read and dropped
    public record Arm(int[] draws, int[] events) {
        /** The share of events; 0 without draws. */
        public double share() {
            int all = count();
            return all == 0 ? 0 : (double) Arrays.stream(events).sum() / all;
        }

        /** All draws. */
        public int count() {
            return Arrays.stream(draws).sum();
        }

        /** How many times larger the share's variance is than that of independent draws; at least 1. */
        public double designEffect() {
            double share = share();
            double all = count();
            if (share == 0 || share == 1 || draws.length < 2) {
                return 1;
            }
            double squares = 0;
            for (int i = 0; i < draws.length; i++) {
                double off = events[i] - share * draws[i];
                squares += off * off;
            }
            double clustered = squares * draws.length / (draws.length - 1) / (all * all);
            return Math.max(1, clustered / (share * (1 - share) / all));
        }

        private double effective(double confidence) {
            double ratio = Normal.quantile((1 + confidence) / 2) / Normal.t((1 + confidence) / 2, draws.length - 1);
            return count() / designEffect() * ratio * ratio;
        }

        private double[] wilson(double confidence) {
            double z = Normal.quantile((1 + confidence) / 2);
            double n = effective(confidence);
            double share = share();
            double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
            double half = z / (1 + z * z / n) * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
            return new double[] {Math.clamp(centre - half, 0, share), Math.clamp(centre + half, share, 1)};
        }
    }

    /**
     * Share of {@code one} less the share of {@code other}.
     *
     * @param confidence two-sided, between 0 and 1
     * @throws IllegalArgumentException if an arm has fewer than two sections, or no draw
     */
    public static Interval of(Arm one, Arm other, double confidence) {
        if (one.draws.length < 2 || other.draws.length < 2 || one.count() == 0 || other.count() == 0) {
            throw new IllegalArgumentException("each arm needs draws, in two sections at least");
        }
        double[] a = one.wilson(confidence);
        double[] b = other.wilson(confidence);
        double difference = one.share() - other.share();
        double down = Math.hypot(one.share() - a[0], b[1] - other.share());
        double up = Math.hypot(a[1] - one.share(), other.share() - b[0]);
        return new Interval(
                difference, difference - down, difference + up, confidence, "Newcombe on Korn-Graubard counts");
    }
}
