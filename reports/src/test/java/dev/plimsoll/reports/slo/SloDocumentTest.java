package dev.plimsoll.reports.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plimsoll.reports.source.SourceProblem;
import dev.plimsoll.reports.testing.RunRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SloDocumentTest {
    private static final String REST = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: referring}
            spec:
              service: iris
              indicatorRef: time
              budgetingMethod: Occurrences
              timeWindow:
                - duration: 1M
                  calendar: {startTime: 2026-01-01 00:00:00, timeZone: Europe/Berlin}
              objectives:
                - op: lt
                  value: 1.5
                  targetPercent: 99.9
              alertPolicies:
                - alertPolicyRef: burn
                - kind: AlertPolicy
                  metadata: {name: inline}
                  spec:
                    alertWhenBreaching: true
                    conditions:
                      - kind: AlertCondition
                        metadata: {name: slow}
                        spec:
                          severity: ticket
                          condition: {kind: burnrate, threshold: 1, lookbackWindow: 3d, alertAfter: 0m}
                    notificationTargets:
                      - targetRef: mail
            ---
            apiVersion: openslo/v1
            kind: SLI
            metadata: {name: time, labels: {team: a, tags: [b, c]}, annotations: {plimsoll.dev/x: y}}
            spec:
              thresholdMetric:
                metricSource:
                  metricSourceRef: here
                  spec: {measure: timeToFirstByte, unit: s, scenario: steady, protocol: v2-grpc}
            ---
            apiVersion: openslo/v1
            kind: DataSource
            metadata: {name: here}
            spec: {type: Plimsoll, connectionDetails: {anything: [at, all]}}
            ---
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: iris}
            spec: {description: flowers}
            ---
            apiVersion: openslo/v1
            kind: AlertPolicy
            metadata: {name: burn}
            spec:
              conditions:
                - conditionRef: fast
              notificationTargets:
                - targetRef: mail
            ---
            apiVersion: openslo/v1
            kind: AlertCondition
            metadata: {name: fast}
            spec:
              severity: page
              condition: {kind: burnrate, threshold: 14.4, lookbackWindow: 1h, alertAfter: 5m}
            ---
            apiVersion: openslo/v1
            kind: AlertNotificationTarget
            metadata: {name: mail}
            spec: {target: email}
            """;

    @Test
    void anInlineIndicatorBecomesObjectives() {
        Slos slos = SloDocument.parse("slo.yaml", RunRecords.SLO);
        assertThat(slos.slos()).extracting(Slo::name).containsExactly("iris-latency", "iris-availability");
        assertThat(slos.slos().getFirst().objectives())
                .containsExactly(new Objective.Latency(
                        "p99 <= 100 ms", 0.99, Objective.Measure.RESPONSE_TIME, true, 100_000_000, Selector.ALL));
        assertThat(slos.slos().getLast().objectives())
                .containsExactly(new Objective.Availability("availability", 0.99, Selector.ALL));
        assertThat(slos.slos().getFirst().timeWindow()).isEqualTo("28d");
    }

    @Test
    void everyKindIsReadAndReferencesAreFollowed() {
        Slos slos = SloDocument.parse("slo.yaml", REST);
        assertThat(slos.slos()).hasSize(1);
        Slo slo = slos.slos().getFirst();
        assertThat(slo.alertPolicies()).containsExactly("burn", "inline");
        Objective.Latency latency = (Objective.Latency) slo.objectives().getFirst();
        assertThat(latency)
                .isEqualTo(new Objective.Latency(
                        "p99.9 < 1500 ms",
                        99.9 / 100,
                        Objective.Measure.TIME_TO_FIRST_BYTE,
                        false,
                        1_500_000_000,
                        new Selector("steady", "v2-grpc", null, null)));
        assertThat(latency.holds(1_500_000_000)).isFalse();
        assertThat(slos.alertPolicies())
                .containsExactly(
                        new AlertPolicy("burn", new AlertPolicy.Condition("fast", "page", 14.4, "1h", "5m")),
                        new AlertPolicy("inline", new AlertPolicy.Condition("slow", "ticket", 1, "3d", "0m")));
    }

    @Test
    void otherSourcesAndTimeslicesAreKeptButNotJudged() {
        String prometheus = RunRecords.SLO.replace("type: plimsoll", "type: Prometheus");
        assertThat(SloDocument.parse("s", prometheus).slos().getFirst().objectives())
                .containsExactly(new Objective.NotJudged("p99 <= 100 ms", 0.99, "its metric source is Prometheus"));
        String sliced = RunRecords.SLO
                .replaceFirst("Occurrences", "Timeslices")
                .replaceFirst("target: 0.99", "target: 0.99\n      timeSliceTarget: 0.9\n      timeSliceWindow: 1m");
        assertThat(SloDocument.parse("s", sliced).slos().getFirst().objectives().getFirst())
                .isEqualTo(new Objective.NotJudged(
                        "p99 <= 100 ms",
                        0.99,
                        "a run is judged by occurrences, and its budgeting method is Timeslices"));
    }

    @Test
    void allProblemsOfAFileAreToldAtOnceWithTheirPlaces() {
        String broken = RunRecords.SLO
                .replaceFirst("budgetingMethod: Occurrences", "budgettingMethod: Occurrences")
                .replaceFirst("measure: responseTime", "measure: responsTime")
                .replaceFirst("duration: 28d", "duration: 28 days")
                .replaceFirst("target: 0.99", "target: 99");
        SloException thrown = catchThrowableOfType(SloException.class, () -> SloDocument.parse("slo.yaml", broken));
        assertThat(thrown.problems())
                .extracting(SourceProblem::toString)
                .containsExactly(
                        "slo.yaml:7:3: 'budgetingMethod' is missing",
                        "slo.yaml:16:22: unknown 'measure' 'responsTime'; did you mean 'responseTime'?",
                        "slo.yaml:19:17: not a duration of OpenSLO: '28 days'; write a whole number and one of m, h, d, w,"
                                + " M, Q, Y, for example 28d",
                        "slo.yaml:21:3: unknown key 'budgettingMethod'; did you mean 'budgetingMethod'?",
                        "slo.yaml:26:15: the target must be at least 0 and below 1, not 99");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "apiVersion: openslo/v1 | apiVersion: openslo/v2 | unknown apiVersion 'openslo/v2'; this reads openslo/v1",
                "kind: SLO | kind: Slo | unknown kind 'Slo'; did you mean 'SLO'?",
                "op: lte | op: gte | a latency must stay below its threshold: use lte or lt",
                "op: lte | displayName2: x | unknown key 'displayName2'",
                "value: 100 | value: 0 | the threshold must be above 0",
                "type: plimsoll | type: plimsol | unknown type of metric source 'plimsol'; did you mean 'plimsoll'?",
                "isRolling: true | isRolling: false | a time window either has 'isRolling: true' or a 'calendar'",
                "target: 0.99 | targetPercent: 100 | the target must be at least 0 and below 100, not 100",
                "outcome: ok | outcome: failed | unknown 'outcome' 'failed'",
                "service: iris | other: iris | 'service' is missing",
                "name: iris-latency | name: iris latency | a name has 1 to 255 characters, none of them blank",
                "name: iris-availability | name: iris-latency | two documents of the kind SLO with the name 'iris-latency'",
                "total: | bad: | a ratioMetric needs 'total' and one of 'good' and 'bad', or 'raw'",
                "measure: requests | measure: request | unknown 'measure' 'request'; did you mean 'requests'?",
            })
    void whatIsWrongIsSaid(String right, String wrong, String message) {
        assertThatThrownBy(() -> SloDocument.parse("slo.yaml", RunRecords.SLO.replaceFirst(right, wrong)))
                .isInstanceOf(SloException.class)
                .hasMessageContaining(message)
                .hasMessageMatching("(?s)slo\\.yaml:\\d+:\\d+: .*");
    }

    @Test
    void aThresholdMetricHasOneObjective() {
        String two =
                RunRecords.SLO.replaceFirst("target: 0.99", "target: 0.99\n    - {op: lte, value: 50, target: 0.9}");
        assertThatThrownBy(() -> SloDocument.parse("slo.yaml", two))
                .hasMessageContaining("slo.yaml:27:7: an SLO with a thresholdMetric has exactly one objective");
    }

    @Test
    void aMissingIndicatorGetsASuggestion() {
        assertThatThrownBy(() -> SloDocument.parse("s", REST.replace("indicatorRef: time", "indicatorRef: tim")))
                .hasMessage("s:6:17: there is no SLI with the name 'tim' in this file; did you mean 'time'?");
    }

    @Test
    void aFileWithoutAnSloIsRefused() {
        assertThatThrownBy(() -> SloDocument.parse(
                        "s", "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: a}\nspec: {}\n"))
                .hasMessage("s:1:1: there is no document of the kind SLO in this file");
        assertThatThrownBy(() -> SloDocument.parse("s", "")).hasMessageContaining("no document of the kind SLO");
        assertThatThrownBy(() -> SloDocument.parse("s", "a: [")).isInstanceOf(SloException.class);
    }

    @Test
    void selectorsSayWhatTheySelect() {
        assertThat(Selector.ALL.words()).isEqualTo("everything");
        assertThat(new Selector("a", null, "b", null).words()).isEqualTo("scenario 'a', entry 'b'");
        assertThat(List.of(Objective.Measure.values())).hasSize(3);
    }
}
