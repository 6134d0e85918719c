package dev.plimsoll.reports.html;

import dev.plimsoll.reports.verdict.Judgement;

/**
 * The verdict as a Plimsoll mark: a ring with a line through it, as painted on a hull, and the water. The water stands
 * below the line for PASS, above it for FAIL, in waves across it for INCONCLUSIVE; for INVALID there is no water and
 * the line is broken, so that the mark is told apart by shape and not by colour alone.
 */
final class LoadLine {
    private LoadLine() {}

    static void write(Markup m, Judgement judgement) {
        String description = switch (judgement) {
            case PASS -> "Plimsoll mark with the water below the load line: PASS";
            case FAIL -> "Plimsoll mark with the water above the load line: FAIL";
            case INCONCLUSIVE -> "Plimsoll mark with waves across the load line: INCONCLUSIVE";
            case INVALID -> "Plimsoll mark with a broken load line and no water: INVALID";
        };
        m.open(
                "svg",
                "class",
                "mark-of-load",
                "viewBox",
                "0 0 240 168",
                "width",
                "240",
                "height",
                "168",
                "role",
                "img");
        m.element("title", description);
        switch (judgement) {
            case PASS -> water(m, 122, 3);
            case FAIL -> water(m, 42, 3);
            case INCONCLUSIVE -> water(m, 82, 13);
            case INVALID -> {}
        }
        m.raw("<circle class=\"ring\" cx=\"120\" cy=\"82\" r=\"56\"/>");
        m.raw(
                judgement == Judgement.INVALID
                        ? "<path class=\"load\" d=\"M28 82H88M152 82H212\"/><path class=\"crack\" d=\"M98 96L112 70M128 94L142 68\"/>"
                        : "<path class=\"load\" d=\"M28 82H212\"/>");
        m.raw("</svg>\n");
    }

    private static void water(Markup m, int level, int height) {
        StringBuilder surface = new StringBuilder("M0 " + level);
        for (int x = 0; x < 240; x += 60) {
            surface.append("q15 ").append(-height).append(" 30 0t30 0");
        }
        m.raw("<path class=\"water\" d=\"" + surface + "V168H0Z\"/><path class=\"surface\" d=\"" + surface + "\"/>");
    }
}
