package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import java.util.ArrayList;
import java.util.List;

/** Counts over time as a strip for each column of a table: darker for more. Reads better than many lines across each other. */
final class Strips {
    private static final int ROW = 36;
    private static final int LABEL = 13;
    private static final int STRIP = 16;

    private Strips() {}

    static void write(Page page, DataTable table) {
        Markup m = page.m();
        int rows = table.columns().size() - 1;
        int height = rows * ROW;
        double[] seconds = table.column(0);
        double width = page.figures().columnSeconds();
        long most = 1;
        for (int row = 1; row <= rows; row++) {
            for (double count : table.column(row)) {
                most = Math.max(most, (long) count);
            }
        }
        Axis time = TimeSection.timeAxis(page);
        Plot plot = TimeSection.overTime(
                page,
                new Plot(
                        table.caption(),
                        "A strip for each outcome: time from left to right, darker for more. The table below has the figures.",
                        time,
                        new Axis(0, rows, false, List.of()),
                        height + Plot.AROUND));
        List<StringBuilder> levels = new ArrayList<>();
        for (int level = 0; level < Cells.LEVELS; level++) {
            levels.add(new StringBuilder());
        }
        for (int row = 1; row <= rows; row++) {
            double top = (row - 1) * ROW + LABEL + 4.0;
            double[] counts = table.column(row);
            long total = 0;
            for (int i = 0; i < counts.length; i++) {
                long count = (long) counts[i];
                total += count;
                if (count > 0) {
                    Cells.rectangle(
                            levels.get(Cells.level(count, most)),
                            time.at(seconds[i]) * 1000,
                            time.at(seconds[i] + width) * 1000,
                            top / height * 1000,
                            (top + STRIP) / height * 1000);
                }
            }
            plot.over((row - 1) * ROW + LABEL, table.columns().get(row) + ": " + Figures.count(total));
        }
        for (int level = 0; level < Cells.LEVELS; level++) {
            plot.cells(levels.get(level).toString(), "h" + level);
        }
        m.open("figure", "class", "chart");
        plot.write(m);
        m.open("figcaption").open("ul", "class", "key");
        Cells.key(m, most, "errors in " + Figures.duration(width * 1e9) + ", by the end of the request");
        m.close("ul").close("figcaption").close("figure");
    }
}
