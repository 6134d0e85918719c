package dev.plimsoll.reports.html;

import dev.plimsoll.reports.figures.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * An axis of a chart: where a value lies between its ends, and what is written beside it.
 *
 * @param from value at its start, transformed where it is logarithmic
 * @param to value at its end, likewise
 * @param logarithmic whether values are placed by their decimal logarithm
 * @param ticks labelled values, not transformed
 */
record Axis(double from, double to, boolean logarithmic, List<Tick> ticks) {
    record Tick(double value, String label) {}

    private static final double[] STEPS = {1, 2, 5, 10};

    /** Place of a value on the axis, 0 to 1; values beyond the ends lie on them. NaN stays NaN. */
    double at(double value) {
        double placed = logarithmic ? Math.log10(Math.max(value, Double.MIN_NORMAL)) : value;
        return Double.isNaN(value) ? value : Math.clamp((placed - from) / (to - from), 0, 1);
    }

    /** Latencies in milliseconds, logarithmic, between decades or their fifths and halves. */
    static Axis milliseconds(double smallest, double largest) {
        double low = Math.max(smallest, 1e-3);
        double high = Math.max(largest, low);
        double from = below(low);
        double to = above(high);
        if (to <= from * 1.01) {
            to = above(from * 2);
        }
        boolean fine = Math.log10(to / from) <= 2.5;
        List<Tick> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(Math.log10(from) + 1e-9); Math.pow(10, decade) <= to * 1.001; decade++) {
            for (double step : fine ? new double[] {1, 2, 5} : new double[] {1}) {
                double value = step * Math.pow(10, decade);
                if (value >= from * 0.999 && value <= to * 1.001) {
                    ticks.add(new Tick(value, Figures.duration(value * 1e6)));
                }
            }
        }
        return new Axis(Math.log10(from), Math.log10(to), true, List.copyOf(ticks));
    }

    /** Zero to a round value above the largest, with about four labels. */
    static Axis fromZero(double largest, DoubleFunction<String> label) {
        double step = niceStep(Math.max(largest, 1e-9) / 4);
        double top = Math.max(1, Math.ceil(largest / step - 1e-9)) * step;
        return linear(top, step, label);
    }

    /** The time of the run in seconds since its epoch. */
    static Axis seconds(double duration) {
        double[] steps = {0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400};
        double step = steps[steps.length - 1];
        for (int i = steps.length - 1; i >= 0; i--) {
            if (duration / steps[i] <= 8) {
                step = steps[i];
            }
        }
        return linear(duration, step, seconds -> Figures.duration(seconds * 1e9));
    }

    /** Percentiles by their number of nines: x = -log10(1 - q). */
    static Axis nines(double largest) {
        List<Tick> ticks = new ArrayList<>();
        int last = Math.max(1, (int) Math.floor(largest + 1e-9));
        for (int nines = 0; nines <= last; nines++) {
            ticks.add(new Tick(nines, percentile(nines)));
        }
        return new Axis(0, Math.max(1, largest), false, List.copyOf(ticks));
    }

    private static String percentile(int nines) {
        return switch (nines) {
            case 0 -> "0 %";
            case 1 -> "90 %";
            case 2 -> "99 %";
            default -> "99." + "9".repeat(nines - 2) + " %";
        };
    }

    private static Axis linear(double top, double step, DoubleFunction<String> label) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= top * 1.0001; i++) {
            ticks.add(new Tick(i * step, label.apply(i * step)));
        }
        return new Axis(0, top, false, List.copyOf(ticks));
    }

    private static double niceStep(double rough) {
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (step * decade >= rough * 0.999) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    private static double below(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return value >= 5 * decade ? 5 * decade : value >= 2 * decade ? 2 * decade : decade;
    }

    private static double above(double value) {
        double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
        return value <= decade * 1.0001
                ? decade
                : value <= 2 * decade ? 2 * decade : value <= 5 * decade ? 5 * decade : 10 * decade;
    }
}
