package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.stats.Interval;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One objective held against one population.
 *
 * @param slo name of the OpenSLO document
 * @param objective name to show, for example {@code p99 <= 250 ms}
 * @param scenario scenario judged
 * @param population which requests, for example {@code v1-rest} or {@code all protocols}
 * @param kind what is measured
 * @param thresholdNanos latency threshold, or null for availability
 * @param target share of good requests that the objective asks for, 0 to 1
 * @param count requests in the population that were sent
 * @param bad requests that broke it; a failed request always does
 * @param good share of good requests, with its interval
 * @param quantileNanos the latency at the target quantile in nanoseconds, with its interval; null for availability, and where
 *     more requests failed than the target leaves. Its upper bound is {@link Double#POSITIVE_INFINITY} where the sample is too
 *     small to have one, or where it falls among failed requests
 * @param judgement what it comes to
 * @param reason in words, with the figures
 * @param more how much longer the run must be before this can be decided; null unless INCONCLUSIVE and known
 * @param withoutInjectorLag what it would have come to if the injector's own lag is removed
 */
public record ObjectiveVerdict(
        String slo,
        String objective,
        String scenario,
        String population,
        Kind kind,
        @Nullable Long thresholdNanos,
        double target,
        long count,
        long bad,
        @Nullable Interval good,
        @Nullable Interval quantileNanos,
        Judgement judgement,
        String reason,
        @Nullable Duration more,
        Judgement withoutInjectorLag) {
    /** What an objective measures. */
    public enum Kind {
        AVAILABILITY,
        LATENCY
    }
}
