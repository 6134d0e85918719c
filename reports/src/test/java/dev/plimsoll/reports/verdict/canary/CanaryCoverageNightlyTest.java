package dev.plimsoll.reports.verdict.canary;

import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.testing.CanaryRuns;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Comparison;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Drill;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often the comparison's 98 % intervals hold the truth, in 2,000 seeded runs an arm; prints tables of docs/CANARY.md. */
@Tag("nightly")
final class CanaryCoverageNightlyTest {
    private static final int RUNS = 2_000;

    @Test
    void theIntervalsHoldTheTruthAboutAsOftenAsTheySay() {
        assertSoftly(softly -> {
            arm(softly, "independent", 0.97, () -> comparison().weather(0.4, 0, 0, 0));
            arm(softly, "shared weather 15 %, own 3 %, memory 0.4 s", 0.965, () -> comparison());
            arm(
                    softly,
                    "own weather 10 %, memory 0.4 s",
                    0.96,
                    () -> comparison().weather(0.4, 0.15, 0.10, 0.8));
            arm(softly, "heavy tail (sigma 1)", 0.965, () -> comparison().weather(1, 0.15, 0.03, 0.8));
            arm(
                    softly,
                    "own weather 10 %, memory 3.3 s (longer than a section)",
                    0.85,
                    () -> comparison().weather(0.4, 0.15, 0.10, 0.97));
            arm(
                    softly,
                    "failures 1 %, and half of all in 2 % of the time",
                    0.965,
                    () -> comparison().failures(0.01, 0.02));
        });
    }

    @Test
    void aFaultIsNoticedSoon() {
        detection("5 % errors", () -> CanarySimulation.drill().canaryFails(0.05));
        detection("2 % errors", () -> CanarySimulation.drill().canaryFails(0.02));
        detection("20 % slower", () -> CanarySimulation.drill().canarySlower(1.2));
    }

    private static CanaryRuns.Builder comparison() {
        return CanarySimulation.comparison();
    }

    private static void arm(SoftAssertions softly, String truth, double least, Supplier<CanaryRuns.Builder> settings) {
        Comparison[] comparisons = LongStream.rangeClosed(1, RUNS)
                .parallel()
                .mapToObj(seed -> Objects.requireNonNull(
                        facts(settings.get().seed(seed).build()).comparison()))
                .toArray(Comparison[]::new);
        double latency = Arrays.stream(comparisons)
                        .filter(c -> holds(Objects.requireNonNull(c.latency()).ratio(), 1))
                        .count()
                / (double) RUNS;
        double errors = Arrays.stream(comparisons)
                        .filter(c -> holds(c.errors().difference(), 0))
                        .count()
                / (double) RUNS;
        System.out.printf(Locale.ROOT, "| %s | %.2f %% | %.2f %% |%n", truth, 100 * latency, 100 * errors);
        softly.assertThat(latency).as("latency: " + truth).isGreaterThanOrEqualTo(least);
        softly.assertThat(errors).as("errors: " + truth).isGreaterThanOrEqualTo(0.965);
    }

    private static void detection(String fault, Supplier<CanaryRuns.Builder> settings) {
        double[] seconds = LongStream.rangeClosed(1, RUNS)
                .parallel()
                .mapToObj(seed -> Objects.requireNonNull(
                        facts(settings.get().seed(seed).build()).drill()))
                .map(Drill::detectionNanos)
                .mapToDouble(nanos -> nanos == null ? Double.POSITIVE_INFINITY : nanos / 1e9)
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f s | %.1f s | %.2f %% |%n",
                fault,
                seconds[RUNS / 2],
                seconds[RUNS * 95 / 100],
                100.0 * Arrays.stream(seconds).filter(Double::isFinite).count() / RUNS);
    }

    private static boolean holds(Interval interval, double truth) {
        return interval.lower() <= truth && truth <= interval.upper();
    }

    private static CanaryFacts facts(RunRecord run) {
        RunDescription.ScenarioDescription scenario =
                run.description().scenarios().getFirst();
        return CanaryCourt.facts(run, scenario, (CanaryDetail) Objects.requireNonNull(scenario.detail()));
    }
}
