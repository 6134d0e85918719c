package dev.plimsoll.reports.markdown;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.figures.PlainText;
import dev.plimsoll.reports.record.LatencySeries;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import dev.plimsoll.reports.verdict.Verdict;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A verdict as GitHub-flavoured Markdown, to append to {@code $GITHUB_STEP_SUMMARY}: the verdict, the objectives, the
 * findings, latency by series, warnings. Names and messages from outside are escaped, so that they can neither break a
 * table nor bring markup, mathematics or HTML of their own.
 */
public final class SummaryMarkdown {
    private SummaryMarkdown() {}

    public static String render(RunRecord run, Verdict verdict) {
        StringBuilder out = new StringBuilder();
        heading(out, run, verdict);
        objectives(out, verdict.objectives());
        findings(out, verdict.findings());
        series(out, run);
        list(out, "Warnings", verdict.warnings());
        list(out, "Notes", run.description().notes());
        return out.toString();
    }

    private static void heading(StringBuilder out, RunRecord run, Verdict verdict) {
        RunDescription description = run.description();
        out.append("## ")
                .append(sign(verdict.judgement()))
                .append(' ')
                .append(verdict.judgement())
                .append(": ")
                .append(escape(description.name()))
                .append("\n\n")
                .append(escape(verdict.why()))
                .append("\n\n");
        if (description.partial() != null) {
            out.append("**The record is partial:** ")
                    .append(escape(description.partial()))
                    .append("\n\n");
        }
        RunDescription.TargetDescription target = description.target();
        out.append("Target ")
                .append(escape(target.kind()))
                .append(' ')
                .append(escape(target.address()))
                .append(", model ")
                .append(escape(target.model()))
                .append(". Started ")
                .append(description.started())
                .append(", ran ")
                .append(Figures.duration((double) description.durationNanos()))
                .append(", seed ")
                .append(description.seed())
                .append(", Plimsoll ")
                .append(escape(description.plimsoll()))
                .append(".\n\n");
    }

    private static void objectives(StringBuilder out, List<ObjectiveVerdict> objectives) {
        if (objectives.isEmpty()) {
            out.append("No objective was judged.\n\n");
            return;
        }
        row(
                out,
                "Verdict",
                "Objective",
                "Scenario",
                "Population",
                "Requests",
                "Bad",
                "Good",
                "Asked",
                "Latency at target");
        out.append("|---|---|---|---|--:|--:|---|--:|---|\n");
        for (ObjectiveVerdict objective : objectives) {
            row(
                    out,
                    sign(objective.judgement()) + " " + objective.judgement(),
                    escape(objective.slo() + ": " + objective.objective()),
                    escape(objective.scenario()),
                    escape(objective.population()),
                    Figures.count(objective.count()),
                    Figures.count(objective.bad()),
                    objective.good() == null ? "" : Figures.share(objective.good()),
                    Figures.share(objective.target()),
                    objective.quantileNanos() == null ? "" : Figures.duration(objective.quantileNanos()));
        }
        out.append('\n');
        for (ObjectiveVerdict objective : objectives) {
            if (objective.judgement() != Judgement.PASS) {
                out.append("- **")
                        .append(objective.judgement())
                        .append("** ")
                        .append(escape(
                                objective.objective() + ", " + objective.population() + ": " + objective.reason()));
                if (objective.more() != null) {
                    out.append(" Needs about ")
                            .append(Figures.duration(objective.more()))
                            .append(" more.");
                }
                out.append('\n');
            }
        }
        out.append('\n');
    }

    private static void findings(StringBuilder out, List<Verdict.Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        row(out, "Verdict", "Scenario", "Finding", "Observed", "Expected", "Reason");
        out.append("|---|---|---|---|---|---|\n");
        for (Verdict.Finding finding : findings) {
            row(
                    out,
                    sign(finding.judgement()) + " " + finding.judgement(),
                    escape(finding.scenario()),
                    escape(finding.name()),
                    escape(finding.observed()),
                    escape(finding.expected()),
                    escape(finding.reason()));
        }
        out.append('\n');
    }

    private static void series(StringBuilder out, RunRecord run) {
        row(out, "Series", "Requests", "Errors", "p50", "p95", "p99", "max");
        out.append("|---|--:|--:|--:|--:|--:|--:|\n");
        for (LatencySeries population : LatencySeries.of(run)) {
            Series series = population.series();
            String label = series.label() + (series.measured() ? "" : " (not judged)");
            row(
                    out,
                    escape(label),
                    Figures.count(population.count()),
                    Figures.count(population.failed()),
                    quantile(population.response(), 0.5),
                    quantile(population.response(), 0.95),
                    quantile(population.response(), 0.99),
                    quantile(population.response(), 1));
        }
        out.append("\nResponse time, from the intended start (where that is unknown, from the dispatch); ")
                .append("errors count with the time they took. Figures of what was recorded.\n\n");
    }

    private static String quantile(Histogram histogram, double quantile) {
        return histogram.getTotalCount() == 0
                ? ""
                : Figures.measured((double) histogram.getValueAtPercentile(quantile * 100));
    }

    private static void list(StringBuilder out, String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        out.append("**").append(title).append("**\n\n");
        for (String item : items) {
            out.append("- ").append(escape(item)).append('\n');
        }
        out.append('\n');
    }

    private static void row(StringBuilder out, String... cells) {
        out.append('|');
        for (String cell : cells) {
            out.append(' ').append(cell).append(" |");
        }
        out.append('\n');
    }

    /** A sign beside the word, so that a long list can be skimmed; shapes differ, not only colours. */
    private static String sign(Judgement judgement) {
        return switch (judgement) {
            case PASS -> "✅";
            case FAIL -> "❌";
            case INCONCLUSIVE -> "❔";
            case INVALID -> "⛔";
        };
    }

    /** Text as text: on one line, without table cells, markup, mathematics or HTML of its own. */
    private static String escape(String text) {
        String line = PlainText.oneLine(text);
        StringBuilder out = new StringBuilder(line.length() + 16);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '\\', '`', '*', '_', '[', ']', '|', '~', '$', '#', '!' ->
                    out.append('\\').append(c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
