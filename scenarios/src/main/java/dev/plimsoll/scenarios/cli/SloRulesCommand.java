package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.slo.rules.RuleSet;
import dev.plimsoll.reports.slo.rules.RuleYaml;
import dev.plimsoll.reports.slo.rules.SloRules;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rules",
        description = {
            "Print the Prometheus rules that watch a file's objectives: multiwindow, multi-burn-rate.",
            "What the metrics cannot see is said on standard error."
        },
        footer = {
            "",
            "Examples:",
            "  plimsoll slo rules slo.yaml --dialect knative-1.21 --namespace default --service iris-predictor",
            "  plimsoll slo rules slo.yaml --dialect istio --namespace default --crd iris-alerts | kubectl apply -f -"
        })
final class SloRulesCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(paramLabel = "SLO.yaml", description = "OpenSLO v1 file.")
    private Path file = Path.of("slo.yaml");

    @Mixin
    private RuleChoice choice = new RuleChoice();

    @Option(
            names = "--crd",
            paramLabel = "NAME",
            description = "Print a PrometheusRule object of that name, not plain groups.")
    private @Nullable String crd;

    @Option(
            names = "--crd-namespace",
            paramLabel = "NAME",
            description = "Namespace of the PrometheusRule (default: ${DEFAULT-VALUE}).")
    private String crdNamespace = "monitoring";

    SloRulesCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RuleSet rules = SloRules.generate(
                SloDocument.parse(file.toString(), TextFiles.read(file, "SLO")), choice.selection(), choice.options());
        rules.remarks().forEach(remark -> context.err().println("note: " + remark));
        context.out()
                .print(
                        crd == null
                                ? RuleYaml.groups(rules.groups())
                                : RuleYaml.prometheusRule(crd, crdNamespace, Map.of(), rules.groups()));
        context.out().flush();
        return ExitCode.PASS.code();
    }
}
