package dev.plimsoll.reports.html;

import dev.plimsoll.reports.html.RunFigures.Column;
import dev.plimsoll.reports.html.RunFigures.Lane;
import dev.plimsoll.reports.html.RunFigures.Sorted;

/**
 * How often which response time was seen when: columns of time, logarithmic rows of latency, and darker cells for more
 * requests. Drawn as SVG only; the script reads out the column under the pointer.
 */
final class HeatMap {
    private static final int MOST_ROWS = 40;
    private static final int[] ROWS_PER_DECADE = {20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1};

    private HeatMap() {}

    static void write(Page page, Lane lane, int index, Axis latency, DataTable figures) {
        Markup m = page.m();
        double decades = latency.to() - latency.from();
        int perDecade = 1;
        for (int i = ROWS_PER_DECADE.length - 1; i >= 0; i--) {
            if (decades * ROWS_PER_DECADE[i] <= MOST_ROWS) {
                perDecade = ROWS_PER_DECADE[i];
            }
        }
        int rows = (int) Math.ceil(decades * perDecade - 1e-9);
        long[][] counts = counts(lane, latency, perDecade, rows);
        long most = 1;
        for (long[] column : counts) {
            for (long count : column) {
                most = Math.max(most, count);
            }
        }
        double width = page.figures().columnSeconds();
        DataTable table = page.data()
                .table(new DataTable(
                        "heat-" + index,
                        "Heat map of response times, " + lane.label(),
                        "seconds",
                        "from ms",
                        "to ms",
                        "requests"));
        StringBuilder[] paths = new StringBuilder[Cells.LEVELS];
        for (int level = 0; level < Cells.LEVELS; level++) {
            paths[level] = new StringBuilder();
        }
        Axis time = TimeSection.timeAxis(page);
        for (int column = 0; column < counts.length; column++) {
            double from = time.at(column * width) * 1000;
            double to = time.at((column + 1) * width) * 1000;
            for (int row = 0; row < rows; row++) {
                long count = counts[column][row];
                if (count > 0) {
                    double low = Math.pow(10, latency.from() + (double) row / perDecade);
                    double high = Math.pow(10, latency.from() + (row + 1.0) / perDecade);
                    table.add(column * width, low, high, count);
                    double top = (1 - latency.at(high)) * 1000;
                    double bottom = (1 - latency.at(low)) * 1000;
                    Cells.rectangle(paths[Cells.level(count, most)], from, to, top, bottom);
                }
            }
        }
        StringBuilder errors = new StringBuilder();
        for (int column = 0; column < counts.length; column++) {
            if (lane.columns().get(column).errors() > 0) {
                Cells.rectangle(errors, time.at(column * width) * 1000, time.at((column + 1) * width) * 1000, 0, 28);
            }
        }
        Plot plot = TimeSection.overTime(
                page,
                new Plot(
                        "Response times over the run, " + lane.label(),
                        "Heat map: time from left to right, response time upwards, logarithmic; darker cells hold more requests. The table below has the figures.",
                        time,
                        latency,
                        210));
        for (int level = 0; level < Cells.LEVELS; level++) {
            plot.cells(paths[level].toString(), "h" + level);
        }
        plot.cells(errors.toString(), "failures");
        m.element("h3", "Response times, " + lane.label());
        m.open("figure", "class", "chart heat", "data-lane", figures.name(), "data-cells", table.name());
        plot.write(m);
        m.open("figcaption").open("ul", "class", "key");
        Cells.key(m, most, most == 1 ? "request a cell" : "requests a cell");
        if (errors.length() > 0) {
            m.open("li")
                    .raw(
                            "<svg width=\"14\" height=\"12\" aria-hidden=\"true\"><rect class=\"failures\" width=\"14\" height=\"5\"/></svg>")
                    .text("at the top edge: an error in this column")
                    .close("li");
        }
        m.open("li").element("output", "", "class", "at").close("li");
        m.close("ul").close("figcaption").close("figure");
        figures.writeFolded(m);
        page.download(figures);
        page.download(table, "Download cells as CSV");
    }

    private static long[][] counts(Lane lane, Axis latency, int perDecade, int rows) {
        long[][] counts = new long[lane.columns().size()][rows];
        for (int column = 0; column < counts.length; column++) {
            Column requests = lane.columns().get(column);
            Sorted response = requests.response();
            for (int i = 0; i < response.size(); i++) {
                double decade = Math.log10(Math.max(response.nanos(i) / 1e6, 1e-6)) - latency.from();
                counts[column][Math.clamp((long) Math.floor(decade * perDecade), 0, rows - 1)]++;
            }
        }
        return counts;
    }
}
