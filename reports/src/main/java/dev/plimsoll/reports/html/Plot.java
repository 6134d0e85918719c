package dev.plimsoll.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as SVG, readable without JavaScript and in print. Its width follows the page while its letters keep their
 * size: the drawn area is stretched by itself and the labels stand around it.
 */
final class Plot {
    /** Width of the column of labels left of the drawn area, in CSS pixels; the style sheet knows it too. */
    private static final int LEFT = 60;

    /** Height of what is above and below the drawn area. */
    static final int AROUND = 32;

    private static final int TOP = 8;
    private static final int BOTTOM = AROUND - TOP;
    private static final int UNITS = 1000;

    private record Line(DataTable table, int column, String style, boolean stepped) {}

    private record Band(double from, double to, String style) {}

    private record Over(double y, String text) {}

    private record Cells(String path, String style) {}

    private final String title;
    private final String description;
    private final Axis x;
    private final Axis y;
    private final int height;
    private final List<Line> lines = new ArrayList<>();
    private final List<Band> bands = new ArrayList<>();
    private final List<Double> marks = new ArrayList<>();
    private final List<Cells> cells = new ArrayList<>();
    private final List<Over> texts = new ArrayList<>();

    Plot(String title, String description, Axis x, Axis y, int height) {
        this.title = title;
        this.description = description;
        this.x = x;
        this.y = y;
        this.height = height;
    }

    /**
     * Draws a column of a table over its first column; the line is interrupted where a cell is empty.
     *
     * @param style class of the line: colour and dashes
     * @param stepped whether a value holds until the next one
     */
    Plot line(DataTable table, int column, String style, boolean stepped) {
        lines.add(new Line(table, column, style, stepped));
        return this;
    }

    /** A stretch of the x axis, from top to bottom. */
    Plot band(double from, double to, String style) {
        bands.add(new Band(from, to, style));
        return this;
    }

    /** A place on the x axis. */
    Plot mark(double at) {
        marks.add(at);
        return this;
    }

    /** A path in thousandths of the drawn area, filled. */
    Plot cells(String path, String style) {
        cells.add(new Cells(path, style));
        return this;
    }

    /** A text at the left edge of the drawn area, so many CSS pixels below its upper edge. */
    Plot over(double pixels, String text) {
        texts.add(new Over(pixels, text));
        return this;
    }

    void write(Markup m) {
        int area = height - TOP - BOTTOM;
        m.open("div", "class", "plot", "role", "img", "aria-label", title + ". " + description);
        m.open("svg", "class", "plot-y", "width", Integer.toString(LEFT), "height", Integer.toString(height - BOTTOM));
        for (Axis.Tick tick : y.ticks()) {
            String at = decimal(TOP + area * (1 - y.at(tick.value())) + 4);
            m.element("text", tick.label(), "x", Integer.toString(LEFT - 8), "y", at);
        }
        m.raw("</svg>");
        m.raw("<svg class=\"plot-area\" height=\"" + area
                + "\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\">");
        for (Cells each : cells) {
            m.raw("<path class=\"" + each.style + "\" d=\"" + each.path + "\"/>");
        }
        for (Band band : bands) {
            double from = x.at(band.from) * UNITS;
            double width = Math.max(1.5, x.at(band.to) * UNITS - from);
            m.raw("<rect class=\"" + band.style + "\" x=\"" + decimal(from) + "\" width=\"" + decimal(width)
                    + "\" y=\"0\" height=\"1000\"/>");
        }
        StringBuilder grid = new StringBuilder();
        for (Axis.Tick tick : y.ticks()) {
            grid.append("M0 ").append(decimal((1 - y.at(tick.value())) * UNITS)).append("H1000");
        }
        m.raw("<path class=\"grid\" d=\"" + grid + "\"/>");
        StringBuilder upright = new StringBuilder();
        for (double mark : marks) {
            upright.append('M').append(decimal(x.at(mark) * UNITS)).append(" 0V1000");
        }
        m.raw("<path class=\"mark\" d=\"" + upright + "\"/>");
        for (Line line : lines) {
            m.raw("<path class=\"line " + line.style + "\" d=\"" + path(line) + "\"/>");
        }
        m.raw("</svg>");
        if (!texts.isEmpty()) {
            m.raw("<svg class=\"plot-over\" height=\"" + area + "\">");
            for (Over over : texts) {
                m.element("text", over.text, "x", "4", "y", decimal(over.y));
            }
            m.raw("</svg>");
        }
        m.raw("<svg class=\"plot-x\" height=\"" + BOTTOM + "\">");
        for (Axis.Tick tick : x.ticks()) {
            m.element("text", tick.label(), "x", decimal(x.at(tick.value()) * 100) + "%", "y", "17");
        }
        m.raw("</svg></div>\n");
    }

    private String path(Line line) {
        double[] xs = line.table.column(0);
        double[] ys = line.table.column(line.column);
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < xs.length; i++) {
            if (Double.isNaN(ys[i])) {
                pen = false;
                continue;
            }
            String atX = decimal(x.at(xs[i]) * UNITS);
            String atY = decimal((1 - y.at(ys[i])) * UNITS);
            if (pen && line.stepped) {
                path.append('H').append(atX).append('V').append(atY);
            } else {
                path.append(pen ? 'L' : 'M').append(atX).append(' ').append(atY);
                if (!pen && (i + 1 == xs.length || Double.isNaN(ys[i + 1]))) {
                    path.append("h2");
                }
            }
            pen = true;
        }
        return path.toString();
    }

    static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
