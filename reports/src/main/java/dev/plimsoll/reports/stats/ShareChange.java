package dev.plimsoll.reports.stats;

/**
 * Where in a row of independent draws their share changed, once.
 *
 * <p>By likelihood, with both shares integrated out over uniform priors, so that only the place is left (Smith 1975,
 * "A Bayesian approach to inference about a change-point", Biometrika 62). With every candidate equally likely beforehand,
 * the central set holds the true place as often as it says.
 *
 * @param estimate index of the first draw of the new share that is most likely
 * @param lower lowest index of the central set
 * @param upper highest index of the central set
 * @param confidence probability of the set
 */
public record ShareChange(int estimate, int lower, int upper, double confidence) {
    /**
     * Finds the change. A place {@code i} means that the draws before {@code i} have the old share and those from {@code i}
     * on the new; {@code hits.length} means that it has not come.
     *
     * @param hits the draws, in order
     * @param from lowest candidate
     * @param to highest candidate, at most {@code hits.length}
     * @param confidence probability of the set, between 0 and 1
     */
    public static ShareChange of(boolean[] hits, int from, int to, double confidence) {
        if (from < 0 || to > hits.length || from > to) {
            throw new IllegalArgumentException("no candidates from " + from + " to " + to + " of " + hits.length);
        }
        int all = 0;
        for (boolean hit : hits) {
            all += hit ? 1 : 0;
        }
        LogFactorials log = new LogFactorials(hits.length + 1);
        double[] weight = new double[to - from + 1];
        int before = 0;
        double best = Double.NEGATIVE_INFINITY;
        int estimate = from;
        for (int i = 0; i <= to; i++) {
            if (i >= from) {
                weight[i - from] = marginal(log, before, i) + marginal(log, all - before, hits.length - i);
                if (weight[i - from] > best) {
                    best = weight[i - from];
                    estimate = i;
                }
            }
            before += i < hits.length && hits[i] ? 1 : 0;
        }
        double sum = 0;
        for (int i = 0; i < weight.length; i++) {
            weight[i] = Math.exp(weight[i] - best);
            sum += weight[i];
        }
        double tail = (1 - confidence) / 2 * sum;
        int lower = edge(weight, tail, 0, 1) + from;
        int upper = edge(weight, tail, weight.length - 1, -1) + from;
        return new ShareChange(estimate, Math.min(lower, estimate), Math.max(upper, estimate), confidence);
    }

    private static int edge(double[] weight, double tail, int start, int step) {
        double passed = weight[start];
        int i = start;
        while (passed <= tail) {
            i += step;
            passed += weight[i];
        }
        return i;
    }

    private static double marginal(LogFactorials log, int hits, int draws) {
        return log.of(hits) + log.of(draws - hits) - log.of(draws + 1);
    }
}
