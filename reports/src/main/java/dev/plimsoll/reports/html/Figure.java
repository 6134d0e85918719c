package dev.plimsoll.reports.html;

/** A chart with its legend: as SVG at first, and drawn by the script where there is one. */
final class Figure {
    private Figure() {}

    static void write(Markup m, DataBlock.Chart chart, Plot plot, String note) {
        m.open("figure", "class", "chart", "id", chart.id());
        m.open("div", "class", "static");
        plot.write(m);
        m.close("div").open("div", "class", "live", "hidden", "").close("div");
        m.open("figcaption");
        m.open("ul", "class", "key");
        for (DataBlock.ChartLine line : chart.lines()) {
            String style = "line s" + line.style() + (line.dashed() ? " second" : "");
            m.open("li")
                    .raw("<svg width=\"34\" height=\"10\" aria-hidden=\"true\"><path class=\"" + style
                            + "\" d=\"M0 5H34\"/></svg>")
                    .text(line.name())
                    .element("output", "", "data-column", Integer.toString(line.column()))
                    .close("li");
        }
        m.close("ul");
        if (!note.isEmpty()) {
            m.element("p", note);
        }
        m.close("figcaption").close("figure");
    }
}
