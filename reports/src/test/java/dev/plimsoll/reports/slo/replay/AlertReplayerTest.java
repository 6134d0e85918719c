package dev.plimsoll.reports.slo.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.dialect.Component;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import dev.plimsoll.reports.slo.replay.AlertReplay.ReplayedAlert;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.BucketPolicy;
import dev.plimsoll.reports.slo.rules.BurnTable;
import dev.plimsoll.reports.slo.rules.Indicator;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleException;
import dev.plimsoll.reports.slo.rules.RuleGenerator;
import dev.plimsoll.reports.slo.rules.RuleGroup;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.Selection;
import dev.plimsoll.reports.testing.RunRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlertReplayerTest {
    private static final Selection IRIS = Selection.service("models", "iris");
    private static final AlertObjective AVAILABILITY =
            new AlertObjective("iris-availability", IRIS, new Indicator.Availability(), 0.99);
    private static final AlertObjective LATENCY =
            new AlertObjective("iris-p99", IRIS, new Indicator.Latency(Duration.ofSeconds(1)), 0.99);

    /** A hundred requests a second, each of 10 ms; those that {@code bad} names fail with 503. */
    private static RunRecord run(int seconds, IntPredicate bad) {
        RunRecord template = RunRecords.healthy();
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < seconds * 100; i++) {
            long at = i * 10_000_000L;
            boolean failed = bad.test(i);
            samples.add(new RequestSample(
                    i,
                    1,
                    1,
                    failed ? Outcome.SERVER_ERROR : Outcome.OK,
                    failed ? 503 : 200,
                    at,
                    at,
                    at,
                    at + 9_000_000,
                    at + 10_000_000));
        }
        return new RunRecord(template.description(), RequestLog.of(samples), List.of(), "", "");
    }

    /** The workbook's table, sixty times as fast: 1m/5s, 6m/30s, 24m/2m, 72m/6m. */
    private static RuleOptions drill() {
        return RuleOptions.of(Dialect.named("knative-1.21").orElseThrow())
                .withTable(BurnTable.SRE_WORKBOOK, 60)
                .withScaling(false)
                .withIntervals(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO);
    }

    private static ReplayOptions options(PrometheusMajor major, int repetitions) {
        return new ReplayOptions(
                major,
                Duration.ofMinutes(80),
                repetitions,
                1,
                Duration.ofMinutes(3),
                ReplayOptions.SeenLatency.SERVICE);
    }

    private static AlertReplay replay(RunRecord run, AlertObjective objective, ReplayOptions options) {
        List<RuleGroup> groups =
                RuleGenerator.generate(List.of(objective), drill()).groups();
        return AlertReplayer.replay(run, List.of(objective), groups, drill(), options);
    }

    private static ReplayedAlert alert(AlertReplay replay, String name) {
        return replay.alerts().stream()
                .filter(a -> a.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"V2, 1", "V3, 1", "V2, 2", "V3, 2", "V3, 5"})
    void aConstantBurnFiresWhenTheClosedFormulaSays(PrometheusMajor major, int oneOf) {
        AlertReplay replay = replay(run(120, i -> i % oneOf == 0), AVAILABILITY, options(major, 1));
        ReplayedAlert page = alert(replay, "IrisAvailabilityBudgetBurn1m");

        assertThat(page.formula()).isCloseTo(Duration.ofMillis(8640L * oneOf), Duration.ofMillis(100));
        assertThat(page.firings()).hasSize(1);
        // One scrape and one evaluation, a second each.
        assertThat(page.firings().getFirst().fired()).isCloseTo(page.formula(), Duration.ofSeconds(2));
    }

    @Test
    void aPageResolvesSoonAfterTheBurnEnds() {
        ReplayedAlert page = alert(
                replay(run(60, _ -> true), AVAILABILITY, options(PrometheusMajor.V3, 1)),
                "IrisAvailabilityBudgetBurn1m");

        // The short window is 5 s; bad requests leave it after that.
        assertThat(page.firings().getFirst().resolved())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(60 + 5 + 2));
    }

    @ParameterizedTest
    @EnumSource(names = "EITHER", mode = EnumSource.Mode.EXCLUDE)
    void aBurnBelowTheThresholdStaysSilent(PrometheusMajor major) {
        AlertReplay replay = replay(run(120, i -> i % 8 == 0), AVAILABILITY, options(major, 1));
        ReplayedAlert page = alert(replay, "IrisAvailabilityBudgetBurn1m");

        assertThat(page.firings()).isEmpty();
        assertThat(page.formula()).isNull();
        assertThat(replay.views().getFirst().alert()).isCloseTo(0.125, offset(1e-9));
    }

    @Test
    void aRunThatIsTooShortForAWindowIsRepeatedAndSaidSo() {
        RunRecord run = run(30, i -> i % 8 == 0);
        String slower = "IrisAvailabilityBudgetBurn6m";

        AlertReplay once = replay(run, AVAILABILITY, options(PrometheusMajor.V3, 1));
        AlertReplay often = replay(run, AVAILABILITY, options(PrometheusMajor.V3, 12));

        assertThat(alert(once, slower).firings()).isEmpty();
        assertThat(alert(often, slower).firings()).hasSize(1);
        // 360 s x 6 x 0.01 / 0.125
        assertThat(alert(often, slower).firings().getFirst().fired())
                .isCloseTo(Duration.ofMillis(172_800), Duration.ofSeconds(2));
        assertThat(often.statements().getFirst()).contains("12 times in a row");
        assertThat(once.statements()).anyMatch(s -> s.contains("which nobody measured"));
    }

    @Test
    void aStretchedRunKeepsItsSharesAndItsRate() {
        ReplayOptions stretched = new ReplayOptions(
                PrometheusMajor.V3,
                Duration.ofMinutes(80),
                1,
                6,
                Duration.ofMinutes(1),
                ReplayOptions.SeenLatency.SERVICE);
        AlertReplay replay = replay(run(60, i -> i % 8 == 0), AVAILABILITY, stretched);

        assertThat(alert(replay, "IrisAvailabilityBudgetBurn6m")
                        .firings()
                        .getFirst()
                        .fired())
                .isCloseTo(Duration.ofMillis(172_800), Duration.ofSeconds(7));
        assertThat(replay.statements().getFirst()).contains("stretched to 6.0 s");
    }

    @Test
    void aColdStartBurnsTheLatencyAlert() {
        RunRecord cold = RunRecords.builder().coldStart(Duration.ofSeconds(20)).build();

        AlertReplay replay = replay(cold, LATENCY, options(PrometheusMajor.V3, 1));

        assertThat(alert(replay, "IrisP99BudgetBurn1m").firings()).hasSize(1);
        assertThat(replay.views().getFirst().client()).isGreaterThan(0.05);
    }

    @Test
    void whatTheClientSawAndTheMetricDoesNotIsTheGap() {
        AlertReplay.View view = replay(RunRecords.failing(), AVAILABILITY, options(PrometheusMajor.V3, 1))
                .views()
                .getFirst();

        assertThat(view.client()).isCloseTo(0.04, offset(0.01));
        assertThat(view.alert()).isGreaterThan(0).isLessThan(view.client());
        assertThat(view.gap()).isEqualTo(view.client() - view.alert());
    }

    @Test
    void everyDialectsNamesAreReplayedThroughItsOwnRules() {
        RunRecord bad = run(40, _ -> true);
        for (Dialect dialect : Dialect.all()) {
            for (RequestMetrics metrics : dialect.requests()) {
                boolean codes = metrics.codeLabel() != null;
                Selection selection = metrics.component() == Component.SERVER && !codes
                        ? new Selection(Map.of(Identity.MODEL, "iris"), Map.of())
                        : IRIS;
                AlertObjective objective = codes
                        ? new AlertObjective("o", selection, new Indicator.Availability(), 0.99)
                        : new AlertObjective("o", selection, new Indicator.Latency(Duration.ofMillis(5)), 0.99);
                RuleOptions rules = RuleOptions.of(dialect)
                        .reading(metrics.component(), metrics.labelSource())
                        .withTable(BurnTable.parse("14.4:60m/5m:page"), 60)
                        .withBuckets(BucketPolicy.STRICTER)
                        .withScaling(false)
                        .withIntervals(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO);
                for (PrometheusMajor major : List.of(PrometheusMajor.V2, PrometheusMajor.V3)) {
                    AlertReplay replay = AlertReplayer.replay(
                            bad,
                            List.of(objective),
                            RuleGenerator.generate(List.of(objective), rules).groups(),
                            rules,
                            new ReplayOptions(
                                    major,
                                    Duration.ofMinutes(2),
                                    1,
                                    1,
                                    Duration.ofSeconds(10),
                                    ReplayOptions.SeenLatency.SERVICE));

                    assertThat(replay.alerts().getFirst().firings())
                            .as("%s %s %s", dialect.name(), metrics.component(), major)
                            .hasSize(1);
                    assertThat(replay.statements()).noneMatch(s -> s.startsWith("Not evaluated"));
                }
            }
        }
    }

    @Test
    void aRuleBeyondTheEvaluatorIsToldAndTheOthersGoOn() {
        List<RuleGroup> groups = new ArrayList<>(
                RuleGenerator.generate(List.of(AVAILABILITY), drill()).groups());
        groups.add(new RuleGroup(
                "theirs",
                Duration.ZERO,
                List.of(new Rule.Alerting(
                        "Theirs", "deriv(x[5m]) > 1", Duration.ZERO, Duration.ZERO, Map.of(), Map.of()))));

        AlertReplay replay = AlertReplayer.replay(
                run(60, _ -> true), List.of(AVAILABILITY), groups, drill(), options(PrometheusMajor.V3, 1));

        assertThat(replay.statements()).contains("Not evaluated: Theirs: the function deriv is not evaluated here.");
        assertThat(alert(replay, "IrisAvailabilityBudgetBurn1m").firings()).hasSize(1);
        assertThat(alert(replay, "Theirs").firings()).isEmpty();
    }

    @Test
    void aRunWithoutMeasuredRequestsIsRefused() {
        RunRecord empty =
                new RunRecord(RunRecords.healthy().description(), RequestLog.of(List.of()), List.of(), "", "");

        assertThatThrownBy(() -> replay(empty, AVAILABILITY, options(PrometheusMajor.V3, 1)))
                .isInstanceOf(RuleException.class)
                .hasMessage("the run has no measured request to replay");
    }
}
