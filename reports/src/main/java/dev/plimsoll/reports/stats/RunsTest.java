package dev.plimsoll.reports.stats;

/**
 * The exact test of Wald and Wolfowitz (1940): whether the order of two kinds is that of independent draws, given how many
 * there are of each. Too few runs mean that kinds stick together; too many, that they alternate.
 *
 * @param first how many there are of one kind
 * @param second how many of the other
 * @param runs runs of the same kind
 * @param tooFew probability of so few runs or fewer, by chance
 * @param tooMany probability of so many runs or more, by chance
 */
public record RunsTest(int first, int second, int runs, double tooFew, double tooMany) {
    /** Tests the order of {@code kinds}; both kinds must be there, or there is no order: both probabilities are 1. */
    public static RunsTest of(boolean[] kinds) {
        int first = 0;
        int runs = kinds.length == 0 ? 0 : 1;
        for (int i = 0; i < kinds.length; i++) {
            first += kinds[i] ? 1 : 0;
            runs += i > 0 && kinds[i] != kinds[i - 1] ? 1 : 0;
        }
        return of(first, kinds.length - first, runs);
    }

    static RunsTest of(int first, int second, int runs) {
        if (first == 0 || second == 0) {
            return new RunsTest(first, second, runs, 1, 1);
        }
        LogFactorials log = new LogFactorials(first + second);
        double all = log.choose(first + second, first);
        double atMost = 0;
        double atLeast = 0;
        int largest = Math.min(first + second, 2 * Math.min(first, second) + 1);
        for (int r = 2; r <= largest; r++) {
            int half = r / 2;
            double probability;
            if (r % 2 == 0) {
                probability = 2 * Math.exp(log.choose(first - 1, half - 1) + log.choose(second - 1, half - 1) - all);
            } else {
                probability = Math.exp(log.choose(first - 1, half) + log.choose(second - 1, half - 1) - all)
                        + Math.exp(log.choose(first - 1, half - 1) + log.choose(second - 1, half) - all);
            }
            atMost += r <= runs ? probability : 0;
            atLeast += r >= runs ? probability : 0;
        }
        return new RunsTest(first, second, runs, Math.min(1, atMost), Math.min(1, atLeast));
    }

    /** How many runs independent draws have on average. */
    public double expected() {
        return first + second == 0 ? 0 : 1 + 2.0 * first * second / (first + second);
    }
}
