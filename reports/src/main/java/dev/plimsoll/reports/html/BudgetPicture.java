package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;

/**
 * The share of bad requests against the share that an objective allows, with its interval, on one logarithmic scale for
 * all objectives, so that rows can be compared.
 */
final class BudgetPicture {
    private static final double DECADES = 2;
    private static final int WIDTH = 220;
    private static final int MARGIN = 10;

    private BudgetPicture() {}

    static void write(Markup m, ObjectiveVerdict objective) {
        Interval good = objective.good();
        double budget = 1 - objective.target();
        if (good == null || budget <= 0) {
            m.element("span", good == null ? "nothing to show" : "no budget", "class", "none");
            return;
        }
        double estimate = (1 - good.estimate()) / budget;
        double lower = (1 - good.upper()) / budget;
        double upper = (1 - good.lower()) / budget;
        String words = "error budget used: " + Figures.number(estimate) + " times the budget, " + Figures.number(lower)
                + " to " + Figures.number(upper);
        m.open("svg", "class", "budget", "viewBox", "0 0 220 24", "width", "220", "height", "24", "role", "img");
        m.element("title", words);
        m.raw("<path class=\"scale\" d=\"M" + MARGIN + " 12H" + (WIDTH - MARGIN) + "\"/>");
        StringBuilder ticks = new StringBuilder();
        for (double tick : new double[] {0.01, 0.1, 10, 100}) {
            ticks.append('M').append(Plot.decimal(at(tick))).append(" 9v6");
        }
        m.raw("<path class=\"scale\" d=\"" + ticks + "\"/>");
        double from = at(lower);
        double to = at(upper);
        m.raw("<path class=\"bar\" d=\"M" + Plot.decimal(from) + " 12H" + Plot.decimal(to) + "\"/>");
        m.raw("<path class=\"ends\" d=\"" + (beyond(lower) < 0 ? "" : "M" + Plot.decimal(from) + " 5v14")
                + (beyond(upper) > 0 ? "" : "M" + Plot.decimal(to) + " 5v14") + "\"/>");
        if (beyond(lower) < 0) {
            m.raw("<path class=\"arrow\" d=\"M" + MARGIN + " 6L2 12L" + MARGIN + " 18Z\"/>");
        }
        if (beyond(upper) > 0) {
            m.raw("<path class=\"arrow\" d=\"M210 6L218 12L210 18Z\"/>");
        }
        if (beyond(estimate) == 0) {
            m.raw("<circle class=\"dot\" cx=\"" + Plot.decimal(at(estimate)) + "\" cy=\"12\" r=\"3.5\"/>");
        }
        m.raw("<path class=\"limit\" d=\"M110 1V23\"/></svg>\n");
    }

    private static int beyond(double budgets) {
        return budgets < Math.pow(10, -DECADES) ? -1 : budgets > Math.pow(10, DECADES) ? 1 : 0;
    }

    private static double at(double budgets) {
        double decades = Math.clamp(Math.log10(Math.max(budgets, Double.MIN_NORMAL)), -DECADES, DECADES);
        return MARGIN + (decades + DECADES) / (2 * DECADES) * (WIDTH - 2 * MARGIN);
    }
}
