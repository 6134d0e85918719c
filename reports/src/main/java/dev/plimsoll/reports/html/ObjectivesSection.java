package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import java.util.Comparator;
import java.util.List;

/** The objectives: a glance for the first screen, and each with its evidence. */
final class ObjectivesSection {
    private static final int GLANCE = 5;

    private ObjectivesSection() {}

    static void glance(Page page) {
        Markup m = page.m();
        List<ObjectiveVerdict> objectives = page.verdict().objectives();
        if (objectives.isEmpty()) {
            m.element("p", "No objective was judged.", "class", "none");
            return;
        }
        List<ObjectiveVerdict> first = objectives.stream()
                .sorted(Comparator.comparingInt(objective -> urgency(objective.judgement())))
                .limit(GLANCE)
                .toList();
        m.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Objectives at a glance");
        m.open("table", "class", "glance", "role", "table")
                .element("caption", "Objectives at a glance", "class", "unseen");
        head(m, "Verdict", "Objective", "Population", "Good requests", "Asked", "Error budget used (line: all of it)");
        m.open("tbody", "role", "rowgroup");
        for (ObjectiveVerdict objective : first) {
            m.open("tr", "role", "row").open("td", "role", "cell");
            page.judgement(objective.judgement());
            m.close("td").element("th", objective.objective(), "scope", "row", "role", "rowheader");
            m.element("td", objective.scenario() + ", " + objective.population(), "role", "cell");
            m.element("td", good(objective), "class", "figure", "role", "cell", "data-head", "Good");
            m.element("td", asked(objective), "class", "figure", "role", "cell", "data-head", "Asked");
            m.open("td", "class", "picture", "role", "cell");
            BudgetPicture.write(m, objective);
            m.close("td").close("tr");
        }
        m.close("tbody").close("table").close("div");
        if (objectives.size() > first.size()) {
            m.open("p", "class", "more")
                    .element("a", "All " + objectives.size() + " objectives", "href", "#objectives")
                    .close("p");
        }
    }

    static void write(Page page) {
        Markup m = page.m();
        page.section("objectives", "Objectives");
        DataTable table = page.data()
                .table(new DataTable(
                        "objectives",
                        "Objectives",
                        "slo",
                        "objective",
                        "scenario",
                        "population",
                        "judgement",
                        "requests",
                        "bad",
                        "good share",
                        "good share lower",
                        "good share upper",
                        "confidence",
                        "method",
                        "asked share",
                        "threshold ms",
                        "latency at target ms",
                        "latency lower ms",
                        "latency upper ms",
                        "without injector lag",
                        "reason"));
        List<ObjectiveVerdict> objectives = page.verdict().objectives();
        if (objectives.isEmpty()) {
            m.element("p", "No objective was judged.");
        }
        if (!objectives.isEmpty()) {
            m.element(
                    "p",
                    "The picture shows the share of bad requests against the share that the objective allows, its error budget: bar and dot are interval and estimate, the upright line is the whole budget; left of it the ship floats. Logarithmic from a hundredth to a hundred budgets; an arrow says that the interval goes on.",
                    "class",
                    "legend");
        }
        for (ObjectiveVerdict objective : objectives) {
            one(page, objective);
            addRow(table, objective);
        }
        if (!objectives.isEmpty()) {
            page.download(table);
        }
        m.close("section");
    }

    private static void one(Page page, ObjectiveVerdict objective) {
        Markup m = page.m();
        m.open("article", "class", "objective");
        m.open("h3");
        page.judgement(objective.judgement());
        m.text(" " + objective.objective()).close("h3");
        m.element("p", objective.slo() + " on " + objective.scenario() + ", " + objective.population(), "class", "of");
        BudgetPicture.write(m, objective);
        m.element("p", objective.reason(), "class", "reason");
        m.open("dl", "class", "facts");
        HtmlReport.fact(
                m, "Bad", Figures.count(objective.bad()) + " of " + Figures.count(objective.count(), "request"));
        HtmlReport.fact(m, "Good", good(objective));
        HtmlReport.fact(m, "Asked", asked(objective));
        Interval quantile = objective.quantileNanos();
        if (quantile != null) {
            HtmlReport.fact(m, Figures.share(objective.target()) + " within", Figures.duration(quantile));
        }
        Interval good = objective.good();
        if (good != null) {
            HtmlReport.fact(m, "Interval", Figures.share(good.confidence()) + ", " + good.method());
        }
        if (objective.more() != null) {
            HtmlReport.fact(m, "Still needs", "about " + Figures.duration(objective.more()));
        }
        if (objective.withoutInjectorLag() != objective.judgement()) {
            HtmlReport.fact(
                    m, "Without injector lag", objective.withoutInjectorLag().name());
        }
        m.close("dl").close("article");
    }

    static String good(ObjectiveVerdict objective) {
        return objective.good() == null ? "unknown" : Figures.share(objective.good());
    }

    private static String asked(ObjectiveVerdict objective) {
        Long threshold = objective.thresholdNanos();
        return Figures.share(objective.target())
                + (threshold == null ? "" : " within " + Figures.duration((double) threshold));
    }

    private static void addRow(DataTable table, ObjectiveVerdict objective) {
        Interval good = objective.good();
        Interval quantile = objective.quantileNanos();
        Long threshold = objective.thresholdNanos();
        table.add(
                objective.slo(),
                objective.objective(),
                objective.scenario(),
                objective.population(),
                objective.judgement().name(),
                objective.count(),
                objective.bad(),
                good == null ? null : good.estimate(),
                good == null ? null : good.lower(),
                good == null ? null : good.upper(),
                good == null ? null : good.confidence(),
                good == null ? null : good.method(),
                objective.target(),
                threshold == null ? null : threshold / 1e6,
                quantile == null ? null : quantile.estimate() / 1e6,
                quantile == null ? null : quantile.lower() / 1e6,
                quantile == null ? null : quantile.upper() / 1e6,
                objective.withoutInjectorLag().name(),
                objective.reason());
    }

    static void head(Markup m, String... columns) {
        m.open("thead").open("tr");
        for (String column : columns) {
            m.element("th", column, "scope", "col");
        }
        m.close("tr").close("thead");
    }

    private static int urgency(Judgement judgement) {
        return switch (judgement) {
            case INVALID -> 0;
            case FAIL -> 1;
            case INCONCLUSIVE -> 2;
            case PASS -> 3;
        };
    }
}
