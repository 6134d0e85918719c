package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.slo.Objective;
import dev.plimsoll.reports.stats.Blocks;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.Proportions;
import dev.plimsoll.reports.stats.Quantiles;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often a population was good.
 *
 * @param blocks good and bad requests by time of their start
 * @param good share of good requests
 * @param effective how many independent requests would tell as much
 */
record Evidence(Blocks blocks, Interval good, double effective) {

    /** How requests that were never sent count. */
    enum Unsent {
        LEFT_OUT,
        GOOD,
        BAD
    }

    static Evidence of(
            Objective objective, Population population, RequestLog log, Times times, Unsent unsent, double confidence) {
        Blocks blocks = new Blocks(Proportions.BLOCKS);
        for (int i = 0; i < population.rows().size(); i++) {
            int row = population.rows().get(i);
            blocks.add(block(population, log, row), !isGood(objective, times, row));
        }
        if (unsent != Unsent.LEFT_OUT) {
            for (int i = 0; i < population.unsent().size(); i++) {
                int row = population.unsent().get(i);
                blocks.add(block(population, log, row), unsent == Unsent.BAD);
            }
        }
        return new Evidence(
                blocks, Proportions.dependent(blocks, confidence), Proportions.effectiveSize(blocks, confidence));
    }

    Judgement judgement(double target) {
        if (good.lower() >= target) {
            return Judgement.PASS;
        }
        return good.upper() < target ? Judgement.FAIL : Judgement.INCONCLUSIVE;
    }

    /**
     * The latency at a quantile, failed requests standing above all others. Null where the quantile itself falls among them;
     * the upper bound is infinite where it does, or where the sample is too small to have one. Its requests count for no more
     * independent ones than those of the share do.
     */
    @Nullable
    Interval quantile(
            Objective.Latency objective, Population population, RequestLog log, Times times, double confidence) {
        int size = population.rows().size();
        if (size == 0 || objective.target() <= 0) {
            return null;
        }
        long[] nanos = new long[size];
        for (int i = 0; i < size; i++) {
            nanos[i] = times.nanos(population.rows().get(i), objective.measure());
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        long estimate = sorted[(int) Quantiles.rank(objective.target(), size)];
        if (estimate == Long.MAX_VALUE) {
            return null;
        }
        Blocks above = new Blocks(Proportions.BLOCKS);
        for (int i = 0; i < size; i++) {
            above.add(block(population, log, population.rows().get(i)), nanos[i] > estimate);
        }
        Quantiles.Ranks ranks = Quantiles.of(above, objective.target(), confidence, effective);
        double upper = ranks.upper() >= size || sorted[(int) ranks.upper()] == Long.MAX_VALUE
                ? Double.POSITIVE_INFINITY
                : sorted[(int) ranks.upper()];
        return new Interval(estimate, sorted[(int) ranks.lower()], upper, confidence, ranks.method());
    }

    private static boolean isGood(Objective objective, Times times, int row) {
        return switch (objective) {
            case Objective.Latency latency -> times.good(row) && latency.holds(times.nanos(row, latency.measure()));
            case Objective.Availability _ -> times.good(row);
            case Objective.NotJudged notJudged -> throw new IllegalArgumentException(notJudged.reason());
        };
    }

    private static int block(Population population, RequestLog log, int row) {
        return Blocks.at(
                Population.start(log, row), population.fromNanos(), population.toNanos() + 1, Proportions.BLOCKS);
    }
}
