package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.record.ClosedLoopExhibit;
import dev.plimsoll.reports.record.LatencySeries;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.Series;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Latency by series, from the intended start and from sending, and its whole spectrum of percentiles. */
final class LatencySection {
    private static final double[] QUANTILES = {0.5, 0.9, 0.95, 0.99, 0.999, 1};
    private static final int POINTS_PER_NINE = 12;

    /** Lines of one chart have at most this many styles; beyond it they repeat. */
    static final int STYLES = 8;

    private LatencySection() {}

    static void write(Page page) {
        Markup m = page.m();
        page.section("latency", "Latency by series");
        m.element(
                "p",
                "Response time counts from the moment the schedule meant a request to start: what a user waits. Service time counts from the moment of sending: it leaves out the wait for a connection and for the injector. The closed loop is what a tool would have printed whose users each wait for an answer before they ask again: arrivals that find no user free are missing from it (coordinated omission). Nothing is judged by the last two. Errors count with the time they took; the figures are of what was recorded, intervals stand with the objectives.");
        table(page);
        m.close("section");
        spectrum(page);
    }

    private static void table(Page page) {
        Markup m = page.m();
        DataTable data = page.data()
                .table(new DataTable(
                        "latency",
                        "Latency by series",
                        "series",
                        "judged",
                        "measure",
                        "requests",
                        "errors",
                        "p50 ms",
                        "p90 ms",
                        "p95 ms",
                        "p99 ms",
                        "p99.9 ms",
                        "max ms"));
        EvidenceSections.scrolled(m, "Latency by series");
        m.open("table", "class", "latency").element("caption", "Percentiles of what was recorded");
        ObjectivesSection.head(
                m, "Series", "Requests", "Errors", "Measure", "p50", "p90", "p95", "p99", "p99.9", "Max");
        for (LatencySeries population : page.figures().populations()) {
            m.open("tbody");
            boolean known = intendedKnown(page, population.series());
            boolean exhibited = known
                    && population.series().measured()
                    && population.response().getTotalCount() > 0;
            m.open("tr");
            about(m, population, known, exhibited ? 3 : 2);
            m.element("th", known ? "response time" : "time from dispatch", "scope", "row");
            figures(m, data, population, known ? "response time" : "time from dispatch", population.response());
            m.open("tr").element("th", "service time", "scope", "row");
            figures(m, data, population, "service time", population.service());
            if (exhibited) {
                ClosedLoopExhibit exhibit = ClosedLoopExhibit.of(
                        page.run().requests(), population.series().index());
                m.open("tr", "class", "exhibit").open("th", "scope", "row").text("a closed loop would print");
                m.element(
                                "span",
                                Figures.count(exhibit.users(), "user") + "; "
                                        + Figures.count(exhibit.skipped(), "arrival") + " left out",
                                "class",
                                "aside")
                        .close("th");
                figures(m, data, population, "closed loop, " + exhibit.users() + " users", exhibit.latencies());
            }
            m.close("tbody");
        }
        m.close("table").close("div");
        page.download(data);
    }

    private static void about(Markup m, LatencySeries population, boolean intendedKnown, int rows) {
        String span = Integer.toString(rows);
        m.open("th", "scope", "rowgroup", "rowspan", span)
                .text(population.series().label());
        if (!population.series().measured()) {
            m.element("span", "not judged", "class", "aside");
        }
        if (!intendedKnown) {
            m.element("span", "intended start unknown", "class", "aside");
        }
        long unsent = population.outcomes().getOrDefault(Outcome.UNSENT, 0L);
        if (unsent > 0) {
            m.element("span", Figures.count(unsent) + " never sent, without a latency", "class", "aside");
        }
        m.close("th");
        m.element("td", Figures.count(population.count()), "class", "figure", "rowspan", span);
        m.element("td", Figures.count(population.failed()), "class", "figure", "rowspan", span);
    }

    private static void figures(
            Markup m, DataTable data, LatencySeries population, String measure, Histogram latencies) {
        List<@Nullable Object> cells = new ArrayList<>(List.of(
                population.series().label(),
                population.series().measured(),
                measure,
                population.count(),
                population.failed()));
        for (double q : QUANTILES) {
            double nanos = latencies.getTotalCount() == 0 ? Double.NaN : latencies.getValueAtPercentile(q * 100);
            m.element("td", Double.isNaN(nanos) ? "" : Figures.measured(nanos), "class", "figure");
            cells.add(nanos / 1e6);
        }
        m.close("tr");
        data.add(cells.toArray());
    }

    private static boolean intendedKnown(Page page, Series series) {
        return page.description().scenarios().stream()
                .flatMap(scenario -> scenario.legs().stream())
                .filter(leg -> leg.series() == series.index())
                .allMatch(RunDescription.Leg::intendedKnown);
    }

    private static void spectrum(Page page) {
        Markup m = page.m();
        page.section("spectrum", "Percentile spectrum");
        List<LatencySeries> shown = page.figures().populations().stream()
                .filter(population ->
                        population.series().measured() && population.response().getTotalCount() > 0)
                .toList();
        if (shown.isEmpty()) {
            m.element("p", "No judged series has a request.").close("section");
            return;
        }
        List<String> columns = new ArrayList<>(List.of("nines"));
        columns.add("percentile");
        double most = 1;
        double smallest = Double.MAX_VALUE;
        double largest = 0;
        for (LatencySeries population : shown) {
            columns.add(population.series().label() + " response ms");
            columns.add(population.series().label() + " service ms");
            most = Math.max(most, Math.log10((double) population.response().getTotalCount()));
            smallest = Math.min(smallest, population.service().getMinNonZeroValue() / 1e6);
            largest = Math.max(largest, population.responseNanos(1) / 1e6);
        }
        DataTable table = page.data()
                .table(new DataTable("spectrum", "Percentile spectrum", List.copyOf(columns), new ArrayList<>()));
        for (int k = 0; k <= Math.ceil(most * POINTS_PER_NINE); k++) {
            double nines = Math.min(most, (double) k / POINTS_PER_NINE);
            double q = 1 - Math.pow(10, -nines);
            List<@Nullable Object> row = new ArrayList<>(List.of(nines, q * 100));
            for (LatencySeries population : shown) {
                boolean reached =
                        nines <= Math.log10((double) population.response().getTotalCount()) + 1e-9;
                row.add(reached ? population.responseNanos(q) / 1e6 : null);
                row.add(reached ? population.serviceNanos(q) / 1e6 : null);
            }
            table.add(row.toArray());
        }
        Plot plot = new Plot(
                "Latency by percentile",
                "Response and service time in milliseconds, logarithmic, over the percentile by its number of nines.",
                Axis.nines(most),
                Axis.milliseconds(smallest, largest),
                320);
        List<DataBlock.ChartLine> lines = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            int style = i % STYLES;
            String label = shown.get(i).series().label();
            plot.line(table, 3 + 2 * i, "s" + style + " second", false);
            plot.line(table, 2 + 2 * i, "s" + style, false);
            lines.add(new DataBlock.ChartLine(2 + 2 * i, label + ", response", style, false, false));
            lines.add(new DataBlock.ChartLine(3 + 2 * i, label + ", service", style, true, false));
        }
        DataBlock.Chart chart = new DataBlock.Chart("spectrum-chart", table.name(), "nines", "ms", lines);
        page.data().chart(chart);
        Figure.write(m, chart, plot, "Each line ends where its series has no more requests.");
        table.writeFolded(m);
        page.download(table);
        m.close("section");
    }
}
