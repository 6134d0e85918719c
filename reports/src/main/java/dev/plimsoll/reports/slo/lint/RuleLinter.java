package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.importing.Recordings;
import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.slo.promql.PromqlException;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks for mistakes in rule files. */
public final class RuleLinter {
    private RuleLinter() {}

    /**
     * Holds rule files against what is known of their metrics. Recording rules of any of the files are followed.
     *
     * @return findings by place; none for rules that Plimsoll generates
     */
    public static List<Finding> lint(List<RuleFile> files, LintContext context) {
        List<Finding> findings = new ArrayList<>();
        Recordings recordings = new Recordings(files);
        ThresholdChecks thresholds =
                new ThresholdChecks(new Histograms(context.scrape()), recordings, context.prometheus());
        MetricChecks metrics = new MetricChecks(context.scrape(), recordings.names(), context.scrapeInterval());
        AlertChecks alerts = new AlertChecks(recordings);
        for (RuleFile file : files) {
            for (RuleFile.PlacedRule placed : file.rules()) {
                Expr expr;
                try {
                    expr = Expr.parse(placed.rule().expr());
                } catch (PromqlException e) {
                    findings.add(new Finding(
                            Mistake.UNREADABLE_EXPRESSION,
                            placed.exprAt(),
                            RuleUnderLint.name(placed.rule()),
                            "The expression cannot be read at character " + (e.offset() + 1) + ": " + e.getMessage()
                                    + ".",
                            "Correct it; promtool check rules tells the same."));
                    continue;
                }
                RuleUnderLint rule = new RuleUnderLint(placed, expr, findings);
                thresholds.buckets(rule);
                thresholds.quantiles(rule);
                metrics.names(rule);
                metrics.windows(rule);
                if (placed.rule() instanceof Rule.Alerting alert) {
                    thresholds.comparisons(rule);
                    metrics.counters(rule);
                    alerts.alert(rule, alert);
                }
            }
        }
        AlertChecks.duplicates(files, findings);
        AlertChecks.objectives(files, context.objectives(), findings);
        findings.sort(Comparator.comparing((Finding f) -> f.at().file())
                .thenComparingInt(f -> f.at().line())
                .thenComparingInt(f -> f.at().column())
                .thenComparing(Finding::mistake));
        return List.copyOf(findings);
    }
}
