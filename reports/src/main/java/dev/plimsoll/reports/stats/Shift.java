package dev.plimsoll.reports.stats;

import java.util.Arrays;

/**
 * How much larger the values of one sample are than those of another: the median of all differences (Hodges and Lehmann
 * 1963), with the interval that inverts the rank-sum test of Mann and Whitney (Moses 1953). Exact up to {@link #EXACT}
 * observations a sample, by the recursion of Mann and Whitney (1947); by its normal approximation beyond.
 */
public final class Shift {
    static final int EXACT = 60;

    private Shift() {}

    /**
     * The shift from {@code other} to {@code one}. If the samples are too small for the confidence, the bounds are the
     * smallest and the largest difference, and the interval's confidence is what they have.
     *
     * @param one independent observations, at least one
     * @param other independent observations, at least one
     * @param confidence two-sided, between 0 and 1
     */
    public static Interval of(double[] one, double[] other, double confidence) {
        int pairs = one.length * other.length;
        double[] differences = new double[pairs];
        for (int i = 0; i < one.length; i++) {
            for (int j = 0; j < other.length; j++) {
                differences[i * other.length + j] = one[i] - other[j];
            }
        }
        Arrays.sort(differences);
        double median = (differences[(pairs - 1) / 2] + differences[pairs / 2]) / 2;
        int rank;
        double reached = confidence;
        if (Math.max(one.length, other.length) <= EXACT) {
            double[] u = rankSums(one.length, other.length);
            double tail = 0;
            rank = 0;
            while (tail + u[rank] <= (1 - confidence) / 2) {
                tail += u[rank++];
            }
            if (rank == 0) {
                rank = 1;
                reached = Math.clamp(1 - 2 * u[0], 1e-9, confidence);
            }
        } else {
            double deviation = Math.sqrt(pairs * (one.length + other.length + 1.0) / 12);
            rank = (int) Math.max(1, Math.floor(pairs / 2.0 - Normal.quantile((1 + confidence) / 2) * deviation - 0.5));
        }
        return new Interval(
                median, differences[rank - 1], differences[pairs - rank], reached, "Hodges-Lehmann, Mann-Whitney");
    }

    /** Probabilities of the rank-sum statistic 0, 1, ... if there is no shift. */
    static double[] rankSums(int n, int m) {
        double[][] row = new double[m + 1][];
        for (int j = 0; j <= m; j++) {
            row[j] = new double[] {1};
        }
        for (int i = 1; i <= n; i++) {
            double[][] next = new double[m + 1][];
            next[0] = new double[] {1};
            for (int j = 1; j <= m; j++) {
                next[j] = new double[i * j + 1];
                for (int u = 0; u < row[j].length; u++) {
                    next[j][u + j] += row[j][u] * i / (i + j);
                }
                for (int u = 0; u < next[j - 1].length; u++) {
                    next[j][u] += next[j - 1][u] * j / (i + j);
                }
            }
            row = next;
        }
        return row[m];
    }
}
