package dev.plimsoll.reports.stats;

/**
 * Yes-or-no observations, summed over consecutive stretches of time of equal length. Failures of one stretch may depend on
 * one another; stretches are taken as nearly independent.
 */
public final class Blocks {
    private final long[] counts;
    private final long[] bad;
    private long total;
    private long totalBad;

    /**
     * Makes empty stretches.
     *
     * @param blocks how many, at least 1
     */
    public Blocks(int blocks) {
        if (blocks < 1) {
            throw new IllegalArgumentException("not a number of blocks: " + blocks);
        }
        counts = new long[blocks];
        bad = new long[blocks];
    }

    /** The stretch that an instant belongs to, of {@code blocks} between {@code from} and {@code to} (exclusive); the ends take what lies outside. */
    public static int at(long instant, long from, long to, int blocks) {
        double share = (instant - from) / (double) Math.max(1, to - from);
        return Math.clamp((int) (share * blocks), 0, blocks - 1);
    }

    public void add(int block, boolean isBad) {
        counts[block]++;
        total++;
        if (isBad) {
            bad[block]++;
            totalBad++;
        }
    }

    /** Adds many observations to a stretch. */
    public void add(int block, long observations, long badOnes) {
        counts[block] += observations;
        total += observations;
        bad[block] += badOnes;
        totalBad += badOnes;
    }

    public int size() {
        return counts.length;
    }

    public long total() {
        return total;
    }

    public long bad() {
        return totalBad;
    }

    /** The same observations in stretches {@code factor} times as long; the last one is shorter where it does not divide. */
    public Blocks coarser(int factor) {
        Blocks coarse = new Blocks((counts.length + factor - 1) / factor);
        for (int i = 0; i < counts.length; i++) {
            coarse.add(i / factor, counts[i], bad[i]);
        }
        return coarse;
    }

    /** How many stretches hold anything. */
    int filled() {
        int filled = 0;
        for (long count : counts) {
            filled += count > 0 ? 1 : 0;
        }
        return filled;
    }

    /**
     * Variance of the share of bad observations, as a ratio of block totals by linearization: {@code B/(B-1) sum (b_i - p
     * n_i)^2 / n^2} over the {@code B} stretches that hold anything (Cochran, Sampling Techniques, section 6.4, each block as
     * a cluster drawn with replacement).
     */
    double variance() {
        int filled = filled();
        double share = totalBad / (double) total;
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double deviation = bad[i] - share * counts[i];
            sum += deviation * deviation;
        }
        return filled / (filled - 1.0) * sum / ((double) total * total);
    }
}
