package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.html.RunFigures.Population;
import dev.plimsoll.reports.html.RunFigures.Sorted;
import java.util.ArrayList;
import java.util.List;
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
                "Response time counts from the moment the schedule meant a request to start: what a user waits. Service time counts from the moment of sending: it leaves out the wait for a connection and for the injector. Errors count with the time they took.");
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
        m.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", "Latency by series");
        m.open("table", "class", "latency").element("caption", "Percentiles of what was recorded");
        ObjectivesSection.head(
                m, "Series", "Requests", "Errors", "Measure", "p50", "p90", "p95", "p99", "p99.9", "Max");
        for (Population population : page.figures().populations()) {
            m.open("tbody");
            row(m, data, population, "response time", population.response(), true);
            row(m, data, population, "service time", population.service(), false);
            m.close("tbody");
        }
        m.close("table").close("div");
        page.download(data);
    }

    private static void row(
            Markup m, DataTable data, Population population, String measure, Sorted latencies, boolean first) {
        String label = population.series().label();
        m.open("tr");
        if (first) {
            m.open("th", "scope", "rowgroup", "rowspan", "2").text(label);
            if (!population.series().measured()) {
                m.element("span", "not judged", "class", "aside");
            }
            if (!population.intendedKnown()) {
                m.element("span", "intended start unknown: from dispatch", "class", "aside");
            }
            m.close("th");
            m.element("td", Figures.count(population.requests()), "class", "figure", "rowspan", "2");
            m.element("td", Figures.count(population.errors()), "class", "figure", "rowspan", "2");
        }
        m.element("th", measure, "scope", "row");
        List<@Nullable Object> cells = new ArrayList<>(
                List.of(label, population.series().measured(), measure, population.requests(), population.errors()));
        for (double q : QUANTILES) {
            double nanos = latencies.quantile(q);
            m.element("td", Double.isNaN(nanos) ? "" : Figures.measured(nanos), "class", "figure");
            cells.add(nanos / 1e6);
        }
        m.close("tr");
        data.add(cells.toArray());
    }

    private static void spectrum(Page page) {
        Markup m = page.m();
        page.section("spectrum", "Percentile spectrum");
        List<Population> shown = page.figures().populations().stream()
                .filter(population -> population.series().measured() && population.requests() > 0)
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
        for (Population population : shown) {
            columns.add(population.series().label() + " response ms");
            columns.add(population.series().label() + " service ms");
            most = Math.max(most, Math.log10((double) population.requests()));
            smallest = Math.min(smallest, population.service().quantile(0) / 1e6);
            largest = Math.max(largest, population.response().quantile(1) / 1e6);
        }
        DataTable table = page.data()
                .table(new DataTable("spectrum", "Percentile spectrum", List.copyOf(columns), new ArrayList<>()));
        for (int k = 0; k <= Math.ceil(most * POINTS_PER_NINE); k++) {
            double nines = Math.min(most, (double) k / POINTS_PER_NINE);
            double q = 1 - Math.pow(10, -nines);
            List<@Nullable Object> row = new ArrayList<>(List.of(nines, q * 100));
            for (Population population : shown) {
                boolean reached = nines <= Math.log10((double) population.requests()) + 1e-9;
                row.add(reached ? population.response().quantile(q) / 1e6 : null);
                row.add(reached ? population.service().quantile(q) / 1e6 : null);
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
