package dev.plimsoll.reports.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * An exact test of a declared share against independent draws, with its sample size computed beforehand.
 *
 * <p>The declared share is contradicted when the exact two-sided test rejects it (each tail at most {@code alpha / 2}, the
 * test that inverts to the interval of Clopper and Pearson 1934) <em>and</em> that interval reaches beyond the smallest
 * difference that matters: a million requests must not condemn a split for a difference that nobody minds. The second
 * condition can only lower the probability of a false alarm, and leaves the power at the smallest difference that matters
 * at {@code 1 - alpha / 2} or more once it binds.
 *
 * @param declared share that was declared, strictly between 0 and 1
 * @param smallestDifference smallest difference of shares that matters, strictly between 0 and 1
 * @param alpha largest probability of contradicting a true declaration
 * @param power least probability of contradicting a share that differs by {@code smallestDifference}
 */
public record ShareTest(double declared, double smallestDifference, double alpha, double power) {
    private static final int LARGEST_SAMPLE = 50_000_000;

    public ShareTest {
        if (!(declared > 0 && declared < 1)) {
            throw new IllegalArgumentException("the declared share must be between 0 and 1: " + declared);
        }
        if (!(smallestDifference > 0 && smallestDifference < 1)) {
            throw new IllegalArgumentException("the difference must be between 0 and 1: " + smallestDifference);
        }
        if (!(alpha > 0 && alpha < 0.5 && power > 0.5 && power < 1)) {
            throw new IllegalArgumentException("alpha or power is out of its range: " + alpha + ", " + power);
        }
    }

    /** Probability, if the declaration is true, of a count at least as far out on its side, doubled; at most 1. */
    public double p(int hits, int trials) {
        BinomialDistribution truth = BinomialDistribution.of(trials, declared);
        double atMost = truth.cumulativeProbability(hits);
        double atLeast = hits == 0 ? 1 : truth.survivalProbability(hits - 1);
        return Math.min(1, 2 * Math.min(atMost, atLeast));
    }

    /** Whether the counts contradict the declaration. */
    public boolean contradictedBy(int hits, int trials) {
        return hits <= lowest(trials) || hits >= highest(trials);
    }

    /** Probability that a sample of this size contradicts the declaration when the true share is {@code share}. */
    public double powerAt(double share, int trials) {
        BinomialDistribution truth = BinomialDistribution.of(trials, share);
        int low = lowest(trials);
        int high = highest(trials);
        double below = low < 0 ? 0 : truth.cumulativeProbability(low);
        double above = high > trials ? 0 : truth.survivalProbability(high - 1);
        return below + above;
    }

    /**
     * The smallest sample from which on every larger one has the power, against a share that is larger, and one that is
     * smaller, by the smallest difference (where such a share exists).
     */
    public int sampleSize() {
        double guess = Math.max(normalSize(higher()), normalSize(lower()));
        if (guess > LARGEST_SAMPLE) {
            throw new IllegalArgumentException(
                    "a difference of " + smallestDifference + " needs more than " + LARGEST_SAMPLE + " requests");
        }
        int size = (int) Math.ceil(guess + 3 / smallestDifference) + 20;
        while (!suffices(size)) {
            size += size / 10 + 1;
        }
        while (size > 1 && suffices(size - 1)) {
            size--;
        }
        return size;
    }

    private boolean suffices(int trials) {
        return (higher() > 1 || powerAt(higher(), trials) >= power)
                && (lower() < 0 || powerAt(lower(), trials) >= power);
    }

    /** The nearest larger share that matters; above 1 if there is none. */
    private double higher() {
        return snap(declared + smallestDifference);
    }

    /** The nearest smaller share that matters; below 0 if there is none. */
    private double lower() {
        return snap(declared - smallestDifference);
    }

    /** Sums of decimal fractions miss 0 and 1 by a rounding. */
    private static double snap(double share) {
        return Math.abs(share) < 1e-12 ? 0 : Math.abs(share - 1) < 1e-12 ? 1 : share;
    }

    /** Largest count that contradicts from below; -1 if none does. */
    private int lowest(int trials) {
        if (lower() < 0) {
            return -1;
        }
        BinomialDistribution truth = BinomialDistribution.of(trials, declared);
        int count = truth.inverseCumulativeProbability(alpha / 2);
        int rejected = truth.cumulativeProbability(count) <= alpha / 2 ? count : count - 1;
        return Math.min(rejected, BinomialDistribution.of(trials, lower()).inverseSurvivalProbability(alpha / 2));
    }

    /** Smallest count that contradicts from above; more than {@code trials} if none does. */
    private int highest(int trials) {
        if (higher() > 1) {
            return trials + 1;
        }
        int rejected = BinomialDistribution.of(trials, declared).inverseSurvivalProbability(alpha / 2) + 1;
        return Math.max(rejected, BinomialDistribution.of(trials, higher()).inverseCumulativeProbability(alpha / 2));
    }

    private double normalSize(double other) {
        if (other < 0 || other > 1) {
            return 0;
        }
        double deviations = Normal.quantile(1 - alpha / 2) * Math.sqrt(declared * (1 - declared))
                + Normal.quantile(power) * Math.sqrt(other * (1 - other));
        return deviations * deviations / (smallestDifference * smallestDifference);
    }
}
