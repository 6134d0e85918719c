package dev.plimsoll.reports.slo.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.slo.dialect.Component;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.LabelSource;
import dev.plimsoll.reports.slo.dialect.Scrape;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.Indicator;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleFile;
import dev.plimsoll.reports.slo.rules.RuleGenerator;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.RuleYaml;
import dev.plimsoll.reports.slo.rules.Selection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RuleLinterTest {
    private static final Selection IRIS = Selection.service("lab", "sklearn-iris-predictor");
    private static final AlertObjective AVAILABILITY =
            new AlertObjective("iris-availability", IRIS, new Indicator.Availability(), 0.999);
    private static final AlertObjective LATENCY =
            new AlertObjective("iris-p99", IRIS, new Indicator.Latency(Duration.ofSeconds(1)), 0.99);

    private static String resource(String name) {
        try (InputStream in = RuleLinterTest.class.getResourceAsStream("/slo/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scrape knative() {
        return Scrape.parse(resource("scrapes/activator.txt")
                + resource("scrapes/autoscaler.txt")
                + resource("scrapes/queue-proxy.txt"));
    }

    /** Each file has one mistake, on the line with the comment "planted". */
    @ParameterizedTest
    @EnumSource(Mistake.class)
    void aPlantedMistakeIsFoundAtItsLineAndNothingElse(Mistake mistake) {
        String file = mistake.word() + ".yaml";
        String text = resource("lint/" + file);
        int line = (int) text.lines().takeWhile(l -> !l.contains("# planted")).count() + 1;
        List<AlertObjective> objectives =
                mistake == Mistake.OBJECTIVE_WITHOUT_ALERT ? List.of(AVAILABILITY) : List.of();

        List<Finding> findings = RuleLinter.lint(
                List.of(RuleFile.parse(file, text)),
                new LintContext(knative(), PrometheusMajor.V3, Duration.ofSeconds(15), objectives));

        assertThat(findings).extracting(Finding::mistake).containsExactly(mistake);
        assertThat(findings.getFirst().at().file()).isEqualTo(file);
        assertThat(findings.getFirst().at().line()).isEqualTo(line);
        assertThat(findings.getFirst().message()).isNotBlank().endsWith(".");
        assertThat(findings.getFirst().fix()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource(PrometheusMajor.class)
    void generatedRulesHaveNoMistakes(PrometheusMajor major) {
        for (LabelSource source : List.of(LabelSource.SERIES, LabelSource.TARGET_INFO, LabelSource.POD_LABELS)) {
            Component component = source == LabelSource.SERIES ? Component.ACTIVATOR : Component.QUEUE_PROXY;
            RuleOptions options = RuleOptions.of(Dialect.named("knative-1.21").orElseThrow())
                    .reading(component, source)
                    .withPrometheus(major);
            List<AlertObjective> objectives = List.of(AVAILABILITY, LATENCY);
            String yaml = RuleYaml.prometheusRule(
                    "iris",
                    "lab",
                    Map.of(),
                    RuleGenerator.generate(objectives, options).groups());

            assertThat(RuleLinter.lint(
                            List.of(RuleFile.parse("iris.yaml", yaml)),
                            new LintContext(knative(), major, Duration.ofSeconds(15), objectives)))
                    .isEmpty();
        }
    }

    @Test
    void theSuccessorOfARenamedMetricIsNamed() {
        Finding finding = RuleLinter.lint(
                        List.of(RuleFile.parse("r.yaml", resource("lint/renamed-metric.yaml"))),
                        new LintContext(knative(), PrometheusMajor.V3, Duration.ofSeconds(15), List.of()))
                .getFirst();

        assertThat(finding.fix()).contains("kn_serving_invocation_duration_seconds_count");
        assertThat(finding)
                .hasToString(finding.at() + ": renamed-metric: Planted: " + finding.message() + " " + finding.fix());
    }

    @ParameterizedTest
    @CsvSource({"1.0, V2, 1", "1, V3, 1", "1, V2, 0", "1.0, V3, 0"})
    void theSpellingOfLeIsHeldAgainstThePrometheusThatReadsIt(String le, PrometheusMajor major, int wrong) {
        String rule =
                "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: rate(http_server_request_duration_seconds_bucket{le=\""
                        + le + "\"}[5m])\n";

        List<Finding> findings = RuleLinter.lint(
                List.of(RuleFile.parse("r.yaml", rule)),
                new LintContext(null, major, Duration.ofSeconds(15), List.of()));

        assertThat(findings).hasSize(wrong);
    }

    @Test
    void withoutAScrapeNamesAreTrusted() {
        String rule = "groups:\n- name: g\n  rules:\n  - record: a:b\n    expr: rate(anything_total{x=\"y\"}[5m])\n";

        assertThat(RuleLinter.lint(List.of(RuleFile.parse("r.yaml", rule)), LintContext.plain()))
                .isEmpty();
    }

    @Test
    void findingsComeInTheOrderOfTheFile() {
        String rules = """
                groups:
                - name: g
                  rules:
                  - alert: A
                    expr: a_total > 1
                  - alert: B
                    expr: rate(b_total[1s]) > 1
                """;

        assertThat(RuleLinter.lint(List.of(RuleFile.parse("r.yaml", rules)), LintContext.plain()))
                .extracting(f -> f.at().line())
                .containsExactly(5, 5, 7, 7);
    }

    /** As kube-prometheus does: one name recorded from several selections, and conditions that must last. */
    @Test
    void habitsOfWellKeptRulesAreNoMistakes() {
        String rules = """
                groups:
                - name: g
                  rules:
                  - record: code:requests:increase1h
                    expr: sum by (code) (increase(requests_total{code=~"2.."}[1h]))
                  - record: code:requests:increase1h
                    expr: sum by (code) (increase(requests_total{code=~"5.."}[1h]))
                  - alert: ReloadFails
                    expr: max_over_time(reload_failed[5m]) == 1
                    for: 15m
                    labels: {severity: ticket}
                """;

        assertThat(RuleLinter.lint(List.of(RuleFile.parse("r.yaml", rules)), LintContext.plain()))
                .isEmpty();
    }
}
