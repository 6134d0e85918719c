package dev.plimsoll.reports.slo.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.importing.ImportedRules.Imported;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.BucketPolicy;
import dev.plimsoll.reports.slo.rules.Indicator;
import dev.plimsoll.reports.slo.rules.RuleFile;
import dev.plimsoll.reports.slo.rules.RuleGenerator;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.RuleYaml;
import dev.plimsoll.reports.slo.rules.Selection;
import dev.plimsoll.reports.slo.rules.SloRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleImporterTest {
    private static ImportedRules read(String... exprs) {
        StringBuilder yaml = new StringBuilder("groups:\n- name: g\n  rules:\n");
        for (int i = 0; i < exprs.length; i++) {
            yaml.append("  - alert: Alert")
                    .append(i)
                    .append("\n    expr: |\n      ")
                    .append(exprs[i])
                    .append('\n');
        }
        return RuleImporter.read(List.of(RuleFile.parse("r.yaml", yaml.toString())));
    }

    private static Imported one(String expr) {
        ImportedRules rules = read(expr);
        assertThat(rules.notUnderstood()).isEmpty();
        assertThat(rules.objectives()).hasSize(1);
        return rules.objectives().getFirst();
    }

    @Test
    void aQuantileAboveAThresholdIsALatencyObjective() {
        Imported imported = one(
                "histogram_quantile(0.99, sum by (le) (rate(http_server_request_duration_seconds_bucket{kn_service_name=\"iris\", k8s_namespace_name=\"ml\"}[10m]))) > 0.25");

        assertThat(imported.objective())
                .isEqualTo(new AlertObjective(
                        "alert0",
                        Selection.service("ml", "iris"),
                        new Indicator.Latency(Duration.ofMillis(250)),
                        0.99));
        assertThat(imported.windows()).containsExactly(Duration.ofMinutes(10));
        assertThat(imported.at()).hasToString("r.yaml:5:11");
    }

    @Test
    void millisecondsAreReadInMilliseconds() {
        assertThat(one("1000 < histogram_quantile(0.95, rate(revision_app_request_latencies_bucket[5m]))")
                        .objective()
                        .indicator())
                .isEqualTo(new Indicator.Latency(Duration.ofSeconds(1)));
        assertThat(
                        one("histogram_quantile(0.5, sum(rate(istio_request_duration_milliseconds_bucket[1m])) by (le)) > 100")
                                .objective()
                                .indicator())
                .isEqualTo(new Indicator.Latency(Duration.ofMillis(100)));
    }

    @Test
    void aShareOfErrorsIsAnAvailabilityObjectiveEitherWayRound() {
        Imported bad = one(
                "sum(rate(istio_requests_total{reporter=\"source\", destination_service_name=\"x\", response_code=~\"5.*\"}[5m])) / sum(rate(istio_requests_total{reporter=\"source\", destination_service_name=\"x\"}[5m])) > 0.05");
        Imported good = one("sum(rate(r_total{code!~\"5..\"}[5m])) / sum(rate(r_total[5m])) < 0.99");
        Imported perCent = one("100 * sum(rate(r_total{code=\"500\"}[5m])) / sum(rate(r_total[5m])) > 2");

        assertThat(bad.objective().indicator()).isEqualTo(new Indicator.Availability());
        assertThat(bad.objective().target()).isEqualTo(0.95);
        assertThat(good.objective().target()).isEqualTo(0.99);
        assertThat(perCent.objective().target()).isEqualTo(0.98);
    }

    @Test
    void aShareOfSlowRequestsIsALatencyObjective() {
        Imported imported = one(
                "1 - sum(rate(h_seconds_bucket{le=\"0.5\"}[1h])) / sum(rate(h_seconds_count[1h])) > 14.4 * (1 - 0.999)");

        assertThat(imported.objective().indicator()).isEqualTo(new Indicator.Latency(Duration.ofMillis(500)));
        assertThat(imported.objective().target()).isEqualTo(0.999);
        assertThat(imported.factor()).isEqualTo(14.4);
        assertThat(imported.firesAbove()).isCloseTo(0.0144, offset(1e-12));
    }

    @Test
    void ourOwnRulesAreReadBackAsTheObjectivesTheyWereMadeFrom() {
        List<AlertObjective> objectives = List.of(
                new AlertObjective(
                        "iris-availability", Selection.service("ml", "iris"), new Indicator.Availability(), 0.999),
                new AlertObjective(
                        "iris-p99",
                        Selection.service("ml", "iris"),
                        new Indicator.Latency(Duration.ofSeconds(1)),
                        0.99));
        for (Dialect dialect : Dialect.all()) {
            if (dialect.requests().getFirst().labels().get(Identity.SERVICE) == null
                    || !dialect.requests().getFirst().codeOnHistogram()) {
                continue;
            }
            String yaml = RuleYaml.groups(RuleGenerator.generate(
                            objectives,
                            RuleOptions.of(dialect).withScaling(false).withBuckets(BucketPolicy.STRICTER))
                    .groups());

            ImportedRules read = RuleImporter.read(List.of(RuleFile.parse("r.yaml", yaml)));

            assertThat(read.notUnderstood()).isEmpty();
            assertThat(read.objectives()).hasSize(8);
            assertThat(read.objectives())
                    .extracting(i ->
                            Map.entry(i.objective().indicator(), i.objective().target()))
                    .containsOnly(
                            Map.entry(new Indicator.Availability(), 0.999),
                            Map.entry(new Indicator.Latency(Duration.ofSeconds(1)), 0.99));
            assertThat(read.objectives().getFirst().windows())
                    .containsExactly(Duration.ofHours(1), Duration.ofMinutes(5));
            assertThat(read.objectives()).extracting(Imported::factor).contains(14.4, 6.0, 3.0, 1.0);
        }
    }

    @Test
    void whatIsNotUnderstoodIsListedWithTheReason() {
        ImportedRules rules = read(
                "up == 0",
                "sum(rate(a_total[5m])) > 5",
                "absent(x)",
                "histogram_quantile(0.9, rate(h_bucket[5m])) < 3",
                "sum(rate(r_total{code=\"500\"}[5m])) / sum(rate(r_total[5m])) > 1.5",
                "sum(rate(r_total{code=\"200\"}[5m])) / sum(rate(r_total[5m])) > 0.5",
                "broken(",
                "histogram_quantile(0.9, rate(a_bucket[5m])) > 1 and histogram_quantile(0.99, rate(a_bucket[5m])) > 2");

        assertThat(rules.objectives()).isEmpty();
        assertThat(rules.notUnderstood())
                .extracting(ImportedRules.NotUnderstood::reason)
                .containsExactly(
                        "it compares neither a quantile nor a share of requests",
                        "it compares neither a quantile nor a share of requests",
                        "it compares nothing with a number",
                        "it fires while requests are fast",
                        "its bound 1.5 leaves no objective between 0 and 1",
                        "it fires while many requests are good",
                        "its expression cannot be read: expected an expression, found the end",
                        "it joins several objectives; split it");
    }

    @Test
    void conditionsThatAnObjectiveCannotKeepAreTold() {
        Imported imported = one(
                "sum(rate(r_total{ns=~\"a|b\", team=\"x\", code=~\"5..\"}[5m])) / sum(rate(r_total{ns=~\"a|b\", team=\"x\"}[5m])) > 0.01 and sum(rate(r_total[5m])) > 1");

        assertThat(imported.objective().selection().labels()).containsExactly(Map.entry("team", "x"));
        assertThat(imported.remarks())
                .containsExactly(
                        "Further conditions are left out, for example a guard against little traffic.",
                        "The condition ns=~\"a|b\" is left out.");
    }

    @Test
    void importedObjectivesAreWrittenAsDocumentsThatARunIsJudgedBy() {
        ImportedRules rules = read(
                "sum(rate(r_total{code=\"500\"}[1h])) / sum(rate(r_total[1h])) > 14.4 * (1 - 0.999)",
                "sum(rate(r_total{code=\"500\"}[6h])) / sum(rate(r_total[6h])) > 6 * (1 - 0.999)",
                "histogram_quantile(0.95, rate(h_seconds_bucket{ns=~\"a|b\"}[5m])) > 0.0125");

        String yaml = OpenSloYaml.write(rules.objectives());

        assertThat(yaml).contains("# From r.yaml:5:11: Alert0, Alert1\n");
        assertThat(SloRules.objectives(SloDocument.parse("slo.yaml", yaml), new Selection(Map.of(), Map.of()))
                        .objectives())
                .extracting(o -> Map.entry(o.indicator(), o.target()))
                .containsExactly(
                        Map.entry(new Indicator.Availability(), 0.999),
                        Map.entry(new Indicator.Latency(Duration.ofNanos(12_500_000)), 0.95));
    }
}
