package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The report of a run as one HTML file: it asks for nothing from any network, opens from disk, prints, can be read
 * without JavaScript, and holds the data of all that it shows.
 *
 * <pre><code>
 * Files.writeString(directory.resolve("report.html"), HtmlReport.render(run, verdict));
 * </code></pre>
 *
 * <p>Every judgement in it was made by the verdict. Its security policy forbids every request and every script but the
 * two that it carries; strings from outside are escaped and their invisible characters spelt out.
 */
public final class HtmlReport {
    private static final DateTimeFormatter STARTED = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'"
                    + "%3E%3Ccircle cx='8' cy='8' r='5' fill='none' stroke='%23456' stroke-width='2'/%3E%3Cpath d='M0 8h16'"
                    + " stroke='%23456' stroke-width='2'/%3E%3C/svg%3E";

    private HtmlReport() {}

    /** The report as text; write it as UTF-8. */
    public static String render(RunRecord run, Verdict verdict) {
        Page page = new Page(run, verdict, RunFigures.of(run), new DataBlock(), new Markup());
        write(page);
        return page.m().toString();
    }

    /** Writes the report to {@code out}, which must encode it as UTF-8. */
    public static void render(RunRecord run, Verdict verdict, Appendable out) throws IOException {
        out.append(render(run, verdict));
    }

    private static void write(Page page) {
        Markup m = page.m();
        String css = Resources.css();
        String uplotCss = Resources.uplotCss();
        String script = Resources.script();
        String uplot = Resources.uplotScript();
        String policy = "default-src 'none'; script-src " + Resources.hash(uplot) + " " + Resources.hash(script)
                + "; style-src " + Resources.hash(uplotCss) + " " + Resources.hash(css)
                + "; img-src data:; base-uri 'none'; form-action 'none'";
        Judgement judgement = page.verdict().judgement();
        m.raw("<!DOCTYPE html>\n").open("html", "lang", "en");
        m.raw("\n<head>\n<meta charset=\"utf-8\">\n");
        m.open("meta", "http-equiv", "Content-Security-Policy", "content", policy)
                .raw("\n");
        m.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        m.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
        m.open(
                        "meta",
                        "name",
                        "generator",
                        "content",
                        "Plimsoll " + page.description().plimsoll())
                .raw("\n");
        m.element("title", judgement + ": " + page.description().name() + " - Plimsoll report");
        m.open("link", "rel", "icon", "href", ICON).raw("\n");
        m.raw("<style>").raw(uplotCss).raw("</style>\n<style>").raw(css).raw("</style>\n</head>\n");
        m.open("body", "class", judgement.name().toLowerCase(Locale.ROOT)).raw("\n");
        m.element("a", "Skip to the objectives", "class", "skip", "href", "#objectives");
        m.open("header")
                .open("p", "class", "brand")
                .text("Plimsoll")
                .element("span", "load line report")
                .close("p");
        m.element("button", "Dark", "type", "button", "id", "theme", "hidden", "");
        m.close("header").open("main");
        firstScreen(page);
        contents(page);
        ObjectivesSection.write(page);
        LatencySection.write(page);
        TimeSection.write(page);
        EvidenceSections.errors(page);
        HealthSection.write(page);
        EvidenceSections.findings(page);
        EvidenceSections.environment(page);
        EvidenceSections.warnings(page);
        EvidenceSections.reproduce(page);
        m.close("main");
        m.open("footer")
                .element(
                        "p",
                        "Made by Plimsoll " + page.description().plimsoll()
                                + ". This file is whole: it asks for nothing from any network. Charts: uPlot 1.6.30, MIT licence, kept in the source of this file.")
                .close("footer");
        m.raw("<script type=\"application/json\" id=\"data\">")
                .raw(page.data().json(page.run(), page.verdict()))
                .raw("</script>\n<script>")
                .raw(uplot)
                .raw("</script>\n<script>")
                .raw(script)
                .raw("</script>\n</body>\n</html>\n");
    }

    private static void firstScreen(Page page) {
        Markup m = page.m();
        RunDescription run = page.description();
        m.open("section", "class", "verdict", "aria-labelledby", "verdict");
        m.open("div", "class", "says");
        LoadLine.write(m, page.verdict().judgement());
        m.open("div").open("h1", "id", "verdict");
        m.element("span", page.verdict().judgement().name(), "class", "word").text(" ");
        m.element("span", run.name(), "class", "run").close("h1");
        m.element("p", page.verdict().why(), "class", "why");
        if (run.partial() != null) {
            m.open("p", "class", "partial")
                    .element("strong", "Partial record.")
                    .text(" " + run.partial())
                    .close("p");
        }
        int warnings = page.verdict().warnings().size();
        if (warnings > 0) {
            m.open("p", "class", "warned")
                    .element(
                            "a",
                            Figures.count(warnings, "warning") + " to read before trusting the figures",
                            "href",
                            "#warnings")
                    .close("p");
        }
        m.close("div").close("div");
        long requests = page.run().requests().size();
        m.open("dl", "class", "facts");
        fact(m, "Target", run.target().kind() + ", " + run.target().address());
        fact(m, "Model", run.target().model());
        fact(m, "Started", STARTED.format(run.started().truncatedTo(ChronoUnit.SECONDS)));
        fact(m, "Duration", Figures.duration((double) run.durationNanos()));
        fact(m, "Requests", Figures.count(requests));
        long errors = page.figures().errors();
        fact(
                m,
                "Errors",
                errors == 0
                        ? Figures.count(errors)
                        : Figures.count(errors) + " (" + Figures.share((double) errors / requests) + ")");
        fact(m, "Seed", Long.toString(run.seed()));
        m.close("dl");
        ObjectivesSection.glance(page);
        m.close("section");
    }

    static void fact(Markup m, String name, String value) {
        m.open("div").element("dt", name).element("dd", value).close("div");
    }

    private static void contents(Page page) {
        Markup m = page.m();
        m.open("nav", "aria-label", "Contents").open("ul");
        String[][] sections = {
            {"objectives", "Objectives"},
            {"latency", "Latency"},
            {"spectrum", "Percentiles"},
            {"time", "Over the run"},
            {"errors", "Errors"},
            {"injector", "Injector"},
            {"findings", "Findings"},
            {"environment", "Environment"},
            {"warnings", "Warnings"},
            {"reproduce", "Do it again"},
        };
        for (String[] section : sections) {
            m.open("li").element("a", section[1], "href", "#" + section[0]).close("li");
        }
        m.close("ul").close("nav");
    }
}
