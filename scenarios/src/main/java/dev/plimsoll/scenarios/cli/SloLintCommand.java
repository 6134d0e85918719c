package dev.plimsoll.scenarios.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.slo.dialect.Scrape;
import dev.plimsoll.reports.slo.lint.Finding;
import dev.plimsoll.reports.slo.lint.LintContext;
import dev.plimsoll.reports.slo.lint.RuleLinter;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleFile;
import dev.plimsoll.reports.slo.rules.Selection;
import dev.plimsoll.reports.slo.rules.SloRules;
import dev.plimsoll.reports.source.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lint",
        description =
                "Find alert rules that cannot fire, cannot see, or say something else than they mean. Exit code 1 if any.",
        footer = {"", "Example:", "  plimsoll slo lint rules/*.yaml --scrape activator-metrics.txt --slo slo.yaml"})
final class SloLintCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(
            paramLabel = "RULES.yaml",
            arity = "1..*",
            description = "Rule files, plain groups or PrometheusRule objects.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--scrape",
            paramLabel = "FILE",
            description = "What the components expose, saved; may be repeated.")
    private List<Path> scrapes = new ArrayList<>();

    @Option(names = "--slo", paramLabel = "FILE", description = "OpenSLO file whose objectives must be alerted on.")
    private @Nullable Path slo;

    @Option(names = "--prometheus", paramLabel = "MAJOR", description = "2 or 3 (default: ${DEFAULT-VALUE}).")
    private String prometheus = "3";

    @Option(
            names = "--scrape-interval",
            paramLabel = "D",
            description = "Of the request metrics (default: ${DEFAULT-VALUE}).")
    private String scrapeInterval = "15s";

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    SloLintCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Finding> findings = RuleLinter.lint(ruleFiles(files), lintContext());
        if (json) {
            ArrayNode list = new ObjectMapper().createArrayNode();
            for (Finding finding : findings) {
                list.addObject()
                        .put("mistake", finding.mistake().word())
                        .put("at", finding.at().toString())
                        .put("rule", finding.rule())
                        .put("message", finding.message())
                        .put("fix", finding.fix());
            }
            context.out().println(list.toPrettyString());
        } else {
            findings.forEach(context.out()::println);
            context.out().println(findings.isEmpty() ? "no finding" : Figures.count(findings.size(), "finding"));
        }
        return (findings.isEmpty() ? ExitCode.PASS : ExitCode.FAIL).code();
    }

    static List<RuleFile> ruleFiles(List<Path> files) {
        return files.stream()
                .map(file -> RuleFile.parse(file.toString(), TextFiles.read(file, "rule")))
                .toList();
    }

    private LintContext lintContext() {
        PrometheusMajor major = switch (prometheus) {
            case "2" -> PrometheusMajor.V2;
            case "3" -> PrometheusMajor.V3;
            default -> throw new UsageException("--prometheus must be 2 or 3, not '" + prometheus + "'.");
        };
        Duration interval = DurationText.parse(scrapeInterval)
                .filter(parsed -> !parsed.isZero())
                .orElseThrow(() -> new UsageException("--scrape-interval must be " + DurationText.FORM + "."));
        StringBuilder exposed = new StringBuilder();
        scrapes.forEach(file -> exposed.append(TextFiles.read(file, "scrape")).append('\n'));
        List<AlertObjective> objectives = slo == null
                ? List.of()
                : SloRules.objectives(
                                SloDocument.parse(slo.toString(), TextFiles.read(slo, "SLO")),
                                new Selection(Map.of(), Map.of()))
                        .objectives();
        return new LintContext(
                scrapes.isEmpty() ? null : Scrape.parse(exposed.toString()), major, interval, objectives);
    }
}
