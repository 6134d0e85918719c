package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shorter sections: findings, errors, environment, warnings and notes, and how to do it again. */
final class EvidenceSections {
    private static final int MOST_SAMPLES = 200;

    private EvidenceSections() {}

    static void findings(Page page) {
        Markup m = page.m();
        page.section("findings", "Findings of the scenarios");
        List<Verdict.Finding> findings = page.verdict().findings();
        if (findings.isEmpty()) {
            m.element("p", "The scenarios of this run report nothing beside the objectives.")
                    .close("section");
            return;
        }
        DataTable table = page.data()
                .table(new DataTable(
                        "findings", "Findings", "scenario", "finding", "judgement", "observed", "expected", "reason"));
        scrolled(m, "Findings of the scenarios");
        m.open("table").element("caption", "What was checked beside the objectives");
        ObjectivesSection.head(m, "Verdict", "Finding", "Scenario", "Observed", "Expected", "Reason");
        m.open("tbody");
        for (Verdict.Finding finding : findings) {
            m.open("tr").open("td");
            page.judgement(finding.judgement());
            m.close("td").element("th", finding.name(), "scope", "row").element("td", finding.scenario());
            m.element("td", finding.observed()).element("td", finding.expected());
            m.element("td", finding.reason(), "class", "prose").close("tr");
            table.add(
                    finding.scenario(),
                    finding.name(),
                    finding.judgement().name(),
                    finding.observed(),
                    finding.expected(),
                    finding.reason());
        }
        m.close("tbody").close("table").close("div");
        page.download(table);
        m.close("section");
    }

    static void errors(Page page) {
        Markup m = page.m();
        page.section("errors", "First errors");
        Map<Outcome, Long> outcomes = page.figures().outcomes();
        if (page.figures().errors() > 0) {
            long requests = page.run().requests().size();
            m.open("dl", "class", "facts");
            outcomes.forEach((outcome, count) -> {
                if (!outcome.isGood()) {
                    HtmlReport.fact(
                            m,
                            TimeSection.words(outcome),
                            Figures.count(count) + " (" + Figures.share((double) count / requests) + ")");
                }
            });
            m.close("dl");
        }
        DataTable table = new DataTable(
                "errors", "Samples of errors", "seconds", "request", "series", "outcome", "status", "message");
        for (TimelineEvent event : page.run().timeline()) {
            if (event instanceof TimelineEvent.ErrorSample sample
                    && table.rows().size() < MOST_SAMPLES) {
                table.add(
                        sample.atNanos() / 1e9,
                        sample.requestId(),
                        seriesLabel(page, sample.series()),
                        TimeSection.words(sample.outcome()),
                        sample.status() < 0 ? null : (Object) (long) sample.status(),
                        sample.message());
            }
        }
        if (table.rows().isEmpty()) {
            m.element("p", page.figures().errors() == 0 ? "No request failed." : "No sample of an error was kept.")
                    .close("section");
            return;
        }
        page.data().table(table);
        m.element(
                "p",
                "The first requests that failed in each way, at most " + MOST_SAMPLES
                        + "; the injector redacted and cut their messages.");
        scrolled(m, "Samples of errors");
        m.open("table", "class", "samples").element("caption", "Samples of errors");
        ObjectivesSection.head(m, "At", "Series", "Outcome", "Status", "Message", "Request");
        m.open("tbody");
        for (List<@Nullable Object> row : table.rows()) {
            m.open("tr").element("th", Figures.number((double) text(row, 0)) + " s", "scope", "row", "class", "figure");
            m.element("td", text(row, 2).toString()).element("td", text(row, 3).toString());
            m.element("td", row.get(4) == null ? "none" : text(row, 4).toString());
            m.open("td").element("code", text(row, 5).toString()).close("td");
            m.element("td", text(row, 1).toString()).close("tr");
        }
        m.close("tbody").close("table").close("div");
        page.download(table);
        m.close("section");
    }

    private static Object text(List<@Nullable Object> row, int column) {
        Object cell = row.get(column);
        return cell == null ? "" : cell;
    }

    private static String seriesLabel(Page page, int index) {
        return page.description().series().stream()
                .filter(series -> series.index() == index)
                .map(Series::label)
                .findFirst()
                .orElse("unknown series " + index);
    }

    static void environment(Page page) {
        Markup m = page.m();
        RunDescription run = page.description();
        page.section("environment", "Environment");
        m.element("h3", "Load");
        scrolled(m, "Load by series");
        m.open("table").element("caption", "What was sent");
        ObjectivesSection.head(m, "Series", "Arrivals", "Scheduled", "From", "To", "Time-out", "Connections");
        m.open("tbody");
        for (RunDescription.ScenarioDescription scenario : run.scenarios()) {
            for (RunDescription.Leg leg : scenario.legs()) {
                m.open("tr").element("th", seriesLabel(page, leg.series()), "scope", "row");
                m.element("td", leg.arrivals() + (leg.intendedKnown() ? "" : ", intended start unknown"));
                m.element("td", Figures.count(leg.scheduled()), "class", "figure");
                m.element("td", Figures.duration((double) leg.fromNanos()), "class", "figure");
                m.element("td", Figures.duration((double) leg.toNanos()), "class", "figure");
                m.element("td", Figures.duration((double) leg.timeoutNanos()), "class", "figure");
                m.element("td", leg.connections()).close("tr");
            }
        }
        m.close("tbody").close("table").close("div");
        facts(m, "Target", run.target().facts());
        facts(m, "Injector", run.injector().facts());
        facts(m, "Machine and software", run.environment());
        m.close("section");
    }

    private static void facts(Markup m, String heading, Map<String, String> facts) {
        if (!facts.isEmpty()) {
            m.element("h3", heading).open("dl", "class", "facts");
            new TreeMap<>(facts).forEach((name, value) -> HtmlReport.fact(m, name, value));
            m.close("dl");
        }
    }

    static void warnings(Page page) {
        page.section("warnings", "Warnings and notes");
        list(page.m(), "Warnings", page.verdict().warnings());
        list(page.m(), "Notes", page.description().notes());
        if (page.verdict().warnings().isEmpty() && page.description().notes().isEmpty()) {
            page.m().element("p", "There are none.");
        }
        page.m().close("section");
    }

    private static void list(Markup m, String heading, List<String> items) {
        if (!items.isEmpty()) {
            m.element("h3", heading).open("ul", "class", "prose");
            items.forEach(item -> m.element("li", item));
            m.close("ul");
        }
    }

    static void reproduce(Page page) {
        Markup m = page.m();
        page.section("reproduce", "How to do it again");
        boolean judged = !page.run().slo().isBlank();
        String command = page.description().environment().get("command");
        if (command != null) {
            m.element("p", "The command that made this run:");
            m.open("pre").text(command).close("pre");
        }
        m.element("p", command == null ? "In the run directory:" : "Its suite and objectives, in the run directory:");
        m.open("pre")
                .text("plimsoll run suite.yaml" + (judged ? " --slo slo.yaml" : "") + " --seed "
                        + page.description().seed()
                        + "\nplimsoll report .     # judge and render this very record again")
                .close("pre");
        m.element("p", "The seed fixes every arrival; what the target answers is its own.");
        source(m, "suite.yaml", page.run().suite());
        source(m, "slo.yaml", page.run().slo());
        m.element(
                "button",
                "Download all data of this page as JSON",
                "type",
                "button",
                "class",
                "download",
                "data-all",
                "");
        m.close("section");
    }

    private static void source(Markup m, String name, String text) {
        if (text.isBlank()) {
            return;
        }
        m.open("details").element("summary", name);
        m.open("pre", "tabindex", "0", "role", "region", "aria-label", name)
                .text(text)
                .close("pre")
                .close("details");
    }

    static void scrolled(Markup m, String label) {
        m.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", label);
    }
}
