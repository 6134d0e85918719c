package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.slo.importing.ImportedRules;
import dev.plimsoll.reports.slo.importing.OpenSloYaml;
import dev.plimsoll.reports.slo.importing.RuleImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Turn the thresholds of existing alert rules into objectives, printed as OpenSLO.",
            "Alerts that say no objective are listed on standard error, each with the reason."
        },
        footer = {"", "Example:", "  plimsoll slo import rules/*.yaml > slo.yaml && plimsoll run --slo slo.yaml"})
final class SloImportCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(
            paramLabel = "RULES.yaml",
            arity = "1..*",
            description = "Rule files, plain groups or PrometheusRule objects.")
    private List<Path> files = new ArrayList<>();

    SloImportCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ImportedRules rules = RuleImporter.read(SloLintCommand.ruleFiles(files));
        rules.notUnderstood()
                .forEach(alert -> context.err()
                        .println(alert.at() + ": not understood: " + alert.alert() + ": " + alert.reason()));
        if (rules.objectives().isEmpty()) {
            throw new UsageException("no alert of these files says an objective that is understood.");
        }
        rules.objectives()
                .forEach(imported -> imported.remarks()
                        .forEach(remark ->
                                context.err().println(imported.at() + ": note: " + imported.alert() + ": " + remark)));
        context.out().print(OpenSloYaml.write(rules.objectives()));
        context.out().flush();
        return ExitCode.PASS.code();
    }
}
