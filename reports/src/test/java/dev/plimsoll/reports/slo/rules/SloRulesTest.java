package dev.plimsoll.reports.slo.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.slo.Slos;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.testing.RunRecords;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SloRulesTest {
    private static final Selection IRIS = Selection.service("models", "iris");
    private static final RuleOptions OPTIONS =
            RuleOptions.of(Dialect.named("knative-1.21").orElseThrow());

    private static Slos slos(String annotations) {
        return SloDocument.parse(
                "slo.yaml",
                RunRecords.SLO.replaceFirst(
                        "  displayName: Answers come soon\n", "  displayName: Soon\n" + annotations));
    }

    @Test
    void theObjectivesThatJudgeARunAreThoseThatAreAlertedOn() {
        assertThat(SloRules.objectives(slos(""), IRIS).objectives())
                .containsExactly(
                        new AlertObjective("iris-latency", IRIS, new Indicator.Latency(Duration.ofMillis(100)), 0.99),
                        new AlertObjective("iris-availability", IRIS, new Indicator.Availability(), 0.99));
    }

    @Test
    void anSloMayHaveItsOwnWindowsAndTheOthersKeepTheTable() {
        RuleSet rules = SloRules.generate(
                slos("  annotations:\n    plimsoll.dev/burn-windows: \"10:2h/10m:page\"\n"), IRIS, OPTIONS);

        assertThat(rules.groups())
                .extracting(RuleGroup::name)
                .containsExactly(
                        "plimsoll-iris-latency",
                        "plimsoll-iris-availability",
                        "plimsoll-scaling-models-iris",
                        "plimsoll-scrapes");
        assertThat(rules.groups().getFirst().rules())
                .filteredOn(Rule.Alerting.class::isInstance)
                .extracting(r -> r.labels().get("long_window"))
                .containsExactly("2h");
        assertThat(rules.groups().get(1).rules())
                .filteredOn(Rule.Alerting.class::isInstance)
                .hasSize(4);
    }

    @Test
    void anAnnotationThatIsNoTableIsToldWithItsSlo() {
        assertThatThrownBy(
                        () -> SloRules.objectives(slos("  annotations:\n    plimsoll.dev/burn-windows: often\n"), IRIS))
                .isInstanceOf(RuleException.class)
                .hasMessageContaining("slo.yaml: SLO iris-latency: annotation plimsoll.dev/burn-windows")
                .hasMessageContaining("'often' is no pair of burn windows");
    }
}
