package dev.plimsoll.reports.stats;

/** Natural logarithms of factorials, tabulated. */
final class LogFactorials {
    private final double[] table;

    /** The factorials of 0 to {@code largest}. */
    LogFactorials(int largest) {
        table = new double[largest + 1];
        for (int i = 2; i <= largest; i++) {
            table[i] = table[i - 1] + Math.log(i);
        }
    }

    double of(int n) {
        return table[n];
    }

    /** Logarithm of the number of ways to choose {@code k} of {@code n}; negative infinity if there is none. */
    double choose(int n, int k) {
        return k < 0 || k > n ? Double.NEGATIVE_INFINITY : table[n] - table[k] - table[n - k];
    }
}
