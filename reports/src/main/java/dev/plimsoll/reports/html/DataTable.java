package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table of the page's data block: what a chart draws and what a button hands out as CSV.
 *
 * @param name its name in the data block and of the file
 * @param caption what it holds
 * @param columns names of columns, with their units
 * @param rows cells: strings, numbers, booleans or null
 */
record DataTable(String name, String caption, List<String> columns, List<List<@Nullable Object>> rows) {
    DataTable(String name, String caption, String... columns) {
        this(name, caption, List.of(columns), new ArrayList<>());
    }

    void add(@Nullable Object... cells) {
        List<@Nullable Object> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            row.add(cell instanceof Double number ? rounded(number) : cell);
        }
        rows.add(row);
    }

    /** The column as numbers, NaN where there is none. */
    double[] column(int index) {
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows.get(i).get(index) instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        return values;
    }

    /** The same figures for eyes that cannot use the chart, folded away. */
    void writeFolded(Markup m) {
        m.open("details", "class", "data").element("summary", caption + ": figures as a table");
        m.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
        m.open("table").element("caption", caption).open("thead").open("tr");
        columns.forEach(column -> m.element("th", column, "scope", "col"));
        m.close("tr").close("thead").open("tbody");
        for (List<@Nullable Object> row : rows) {
            m.open("tr");
            for (int i = 0; i < row.size(); i++) {
                Object cell = row.get(i);
                String text = switch (cell) {
                    case null -> "";
                    case Double number -> Figures.number(number);
                    case Long number -> Figures.count(number);
                    default -> cell.toString();
                };
                if (i == 0) {
                    m.element("th", text, "scope", "row");
                } else {
                    m.element("td", text);
                }
            }
            m.close("tr");
        }
        m.close("tbody").close("table").close("div").close("details");
    }

    private static @Nullable Double rounded(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return value == 0
                ? 0.0
                : java.math.BigDecimal.valueOf(value)
                        .round(new java.math.MathContext(6))
                        .doubleValue();
    }
}
