package dev.plimsoll.scenarios.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.figures.PlainText;
import dev.plimsoll.reports.record.RunDirectory;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import dev.plimsoll.reports.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** What a person, or a script, reads at the end of a run. */
final class TerminalSummary {
    private TerminalSummary() {}

    static void print(Publication.Published published, RunDirectory directory, boolean json, Plimsoll.Context context) {
        if (json) {
            context.out().println(json(published, directory));
        } else {
            lines(published, directory, context.colour()).forEach(context.out()::println);
        }
        context.out().flush();
    }

    static List<String> lines(Publication.Published published, RunDirectory directory, boolean colour) {
        Verdict verdict = published.verdict();
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(painted(verdict.judgement(), colour) + "  " + PlainText.oneLine(verdict.why()));
        lines.add("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("OBJECTIVE", "POPULATION", "OBSERVED", "REQUESTS", "VERDICT"));
        for (ObjectiveVerdict objective : verdict.objectives()) {
            rows.add(List.of(
                    PlainText.oneLine(objective.objective()),
                    PlainText.oneLine(objective.scenario() + " " + objective.population()),
                    observed(objective),
                    Figures.count(objective.count()),
                    objective.judgement().name()));
        }
        for (Verdict.Finding finding : verdict.findings()) {
            rows.add(List.of(
                    PlainText.oneLine(finding.name()),
                    PlainText.oneLine(finding.scenario()),
                    PlainText.oneLine(finding.observed()),
                    "",
                    finding.judgement().name()));
        }
        lines.addAll(aligned(rows));
        for (String warning : verdict.warnings()) {
            lines.add("note: " + PlainText.oneLine(warning));
        }
        lines.add("");
        lines.add("report  " + directory.htmlFile());
        return lines;
    }

    private static String observed(ObjectiveVerdict objective) {
        if (objective.quantileNanos() != null) {
            return Figures.duration(objective.quantileNanos());
        }
        return objective.good() == null ? "nothing" : Figures.share(objective.good());
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                line.append(row.get(c)).append(" ".repeat(widths[c] - row.get(c).length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String painted(Judgement judgement, boolean colour) {
        String style = switch (judgement) {
            case PASS -> "bold,green";
            case FAIL -> "bold,red";
            case INCONCLUSIVE -> "bold,yellow";
            case INVALID -> "bold,magenta";
        };
        return (colour ? Ansi.ON : Ansi.OFF).string("@|" + style + " " + judgement.name() + "|@");
    }

    private static String json(Publication.Published published, RunDirectory directory) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        Verdict verdict = published.verdict();
        root.put("judgement", verdict.judgement().name());
        root.put("why", verdict.why());
        root.put("directory", directory.path().toString());
        root.put("report", directory.htmlFile().toString());
        root.put("requests", published.run().requests().size());
        ArrayNode objectives = root.putArray("objectives");
        for (ObjectiveVerdict objective : verdict.objectives()) {
            ObjectNode node = objectives.addObject();
            node.put("slo", objective.slo());
            node.put("objective", objective.objective());
            node.put("scenario", objective.scenario());
            node.put("population", objective.population());
            node.put("judgement", objective.judgement().name());
            node.put("reason", objective.reason());
            node.put("target", objective.target());
            node.put("count", objective.count());
            node.put("bad", objective.bad());
            interval(node, "good", objective.good());
            interval(node, "quantileNanos", objective.quantileNanos());
        }
        ArrayNode findings = root.putArray("findings");
        for (Verdict.Finding finding : verdict.findings()) {
            findings.addObject()
                    .put("scenario", finding.scenario())
                    .put("name", finding.name())
                    .put("judgement", finding.judgement().name())
                    .put("observed", finding.observed())
                    .put("expected", finding.expected())
                    .put("reason", finding.reason());
        }
        ArrayNode warnings = root.putArray("warnings");
        verdict.warnings().forEach(warnings::add);
        return root.toPrettyString();
    }

    private static void interval(ObjectNode node, String name, @Nullable Interval interval) {
        if (interval != null) {
            node.putObject(name)
                    .put("estimate", interval.estimate())
                    .put("lower", interval.lower())
                    .put("upper", interval.upper())
                    .put("confidence", interval.confidence())
                    .put("method", interval.method());
        }
    }
}
