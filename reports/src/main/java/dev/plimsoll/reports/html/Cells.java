package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;

/** Cells of a heat map or a strip: their levels of darkness, by the logarithm of a count, and their outlines. */
final class Cells {
    static final int LEVELS = 6;

    private Cells() {}

    /** The lightest level for one, the darkest for the fullest cell. */
    static int level(long count, long most) {
        return most == 1
                ? LEVELS - 1
                : (int) Math.min(
                        LEVELS - 1,
                        Math.floor(Math.log((double) count) / Math.log((double) most) * (LEVELS - 1) + 0.5));
    }

    /** Adds a rectangle, in thousandths of the drawn area. */
    static void rectangle(StringBuilder path, double from, double to, double top, double bottom) {
        path.append('M')
                .append(Plot.decimal(from))
                .append(' ')
                .append(Plot.decimal(top))
                .append('H')
                .append(Plot.decimal(to))
                .append('V')
                .append(Plot.decimal(bottom))
                .append('H')
                .append(Plot.decimal(from))
                .append('Z');
    }

    /** The entry of a legend that says what the levels mean. */
    static void key(Markup m, long most, String unit) {
        m.open("li").raw("<svg width=\"84\" height=\"12\" aria-hidden=\"true\">");
        for (int level = 0; level < LEVELS; level++) {
            m.raw("<rect class=\"h" + level + "\" x=\"" + 14 * level + "\" width=\"14\" height=\"12\"/>");
        }
        String range = most == 1 ? "1" : "1 to " + Figures.count(most);
        m.raw("</svg>")
                .text(range + " " + unit + (most == 1 ? "" : "; darkness by the logarithm"))
                .close("li");
    }
}
