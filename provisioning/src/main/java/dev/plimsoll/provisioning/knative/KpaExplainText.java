package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.KpaExplain.Comparison;
import dev.plimsoll.provisioning.knative.KpaExplain.Explained;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts explanations and comparisons into words, a line each. */
public final class KpaExplainText {
    private KpaExplainText() {}

    /**
     * Returns a line for every tick, or only for those at which something changed.
     *
     * @param verbose whether ticks without a change are shown
     */
    public static List<String> lines(List<Explained> explained, KpaConfiguration configuration, boolean verbose) {
        List<String> lines = new ArrayList<>();
        for (Explained tick : explained) {
            if (verbose || tick.changed()) {
                lines.add(line(tick, configuration));
            }
        }
        return List.copyOf(lines);
    }

    /** Returns one tick's line: its scale, then the reasons in the order in which they act. */
    public static String line(Explained tick, KpaConfiguration configuration) {
        String scale = tick.scale() == tick.previousScale()
                ? "stays at " + tick.scale()
                : tick.previousScale() + " -> " + tick.scale();
        return String.format(Locale.ROOT, "t=%d s: %s: ", tick.second(), scale)
                + String.join("; ", reasons(tick, configuration));
    }

    private static List<String> reasons(Explained tick, KpaConfiguration configuration) {
        KpaSpec spec = configuration.spec();
        ScaleDecision decision = tick.decision();
        List<String> reasons = new ArrayList<>();
        reasons.add(average("stable", decision.stable(), spec.stableWindowSeconds(), spec, decision.stableWanted()));
        if (decision.inPanic() || decision.panicWanted() != decision.stableWanted()) {
            reasons.add(average("panic", decision.panic(), spec.panicWindowSeconds(), spec, decision.panicWanted()));
        }
        addLimits(reasons, decision, spec);
        addPanic(reasons, decision, spec);
        if (decision.desired() != decision.beforeDelay()) {
            reasons.add("kept at " + decision.desired() + " instead of " + decision.beforeDelay()
                    + " by scaleDownDelay " + AutoscalerConfig.text(spec.scaleDownDelay()));
        }
        if (tick.scale() != decision.desired()) {
            reasons.add(
                    tick.scale() > decision.desired()
                            ? "raised from " + decision.desired() + " to minScale " + tick.scale()
                            : "cut from " + decision.desired() + " to maxScale " + tick.scale());
        }
        reasons.add(activator(tick, spec));
        return reasons;
    }

    private static String average(String window, double average, int seconds, KpaSpec spec, double wanted) {
        return window + " " + figure(average) + " over " + seconds + " s / target " + figure(spec.targetValue())
                + " -> " + figure(wanted);
    }

    private static void addLimits(List<String> reasons, ScaleDecision decision, KpaSpec spec) {
        double largest = decision.inPanic()
                ? Math.max(decision.stableWanted(), decision.panicWanted())
                : decision.stableWanted();
        if (largest > decision.mostPods()) {
            reasons.add("at most " + figure(decision.mostPods()) + " by maxScaleUpRate " + figure(spec.maxScaleUpRate())
                    + " x " + ready(decision));
        }
        if (largest < decision.fewestPods()) {
            reasons.add("at least " + figure(decision.fewestPods()) + " by maxScaleDownRate: " + ready(decision) + " / "
                    + figure(spec.maxScaleDownRate()));
        }
        boolean raised = decision.stableDesired() == spec.activationScale()
                && Math.min(Math.max(decision.stableWanted(), decision.fewestPods()), decision.mostPods())
                        < spec.activationScale();
        if (spec.activationScale() > 1 && raised) {
            reasons.add("raised to activationScale " + spec.activationScale());
        }
    }

    private static void addPanic(List<String> reasons, ScaleDecision decision, KpaSpec spec) {
        String ratio = figure(decision.panicWanted()) + " / " + ready(decision) + " = "
                + figure(decision.panicWanted() / Math.max(1, decision.readyPods()));
        String threshold = figure(spec.panicThreshold());
        switch (decision.panicChange()) {
            case ENTERED -> reasons.add("panic begins: " + ratio + " >= panicThreshold " + threshold);
            case RENEWED -> reasons.add("panic renewed: " + ratio + " >= panicThreshold " + threshold);
            case LEFT ->
                reasons.add("panic ends: below panicThreshold " + threshold + " for more than "
                        + spec.stableWindowSeconds() + " s");
            case NONE -> {
                if (decision.inPanic()) {
                    reasons.add("in panic until " + spec.stableWindowSeconds() + " s pass below panicThreshold "
                            + threshold);
                }
            }
        }
        int wanted = Math.max(decision.stableDesired(), decision.panicDesired());
        if (decision.inPanic() && wanted < decision.beforeDelay()) {
            reasons.add("panic does not go down from " + decision.beforeDelay() + " to " + wanted);
        }
    }

    private static String activator(Explained tick, KpaSpec spec) {
        ScaleDecision decision = tick.decision();
        if (tick.scale() == 0) {
            return "activator in the path at zero";
        }
        if (spec.targetBurstCapacity() == 0) {
            return "activator out of the path (targetBurstCapacity 0)";
        }
        if (spec.targetBurstCapacity() < 0) {
            return "activator always in the path (targetBurstCapacity -1)";
        }
        return "excess burst capacity " + decision.readyPods() + " x " + figure(spec.totalValue()) + " - "
                + figure(spec.targetBurstCapacity()) + " - " + figure(decision.panic()) + " -> "
                + decision.excessBurstCapacity()
                + (decision.excessBurstCapacity() < 0 ? ": activator in the path" : ": activator out of the path");
    }

    private static String ready(ScaleDecision decision) {
        return decision.readyPods() == 0 ? "1 (0 ready count as 1)" : decision.readyPods() + " ready";
    }

    /** Returns a comparison's lines: the difference in a sentence, and then what it takes for granted. */
    public static List<String> lines(Comparison comparison, KpaConfiguration other) {
        List<String> lines = new ArrayList<>();
        lines.add("with " + (other.changes().isEmpty() ? "the same configuration" : String.join(", ", other.changes()))
                + ": "
                + instead(comparison.other().podSeconds(), comparison.base().podSeconds(), " pod-seconds")
                + percentage(comparison)
                + ", peak "
                + instead(comparison.other().peakPods(), comparison.base().peakPods(), " pods")
                + ", "
                + instead(comparison.other().secondsAtZero(), comparison.base().secondsAtZero(), " s at zero")
                + ", "
                + instead(comparison.other().panicSeconds(), comparison.base().panicSeconds(), " s in panic")
                + ", over " + comparison.seconds() + " s; the scale differs at " + comparison.differingTicks() + " of "
                + comparison.ticks() + " ticks");
        lines.add("start-up delay " + AutoscalerConfig.text(comparison.startUpDelay()) + " a pod");
        for (String assumption : KpaExplain.ASSUMPTIONS) {
            lines.add("assumed: " + assumption);
        }
        return List.copyOf(lines);
    }

    private static String instead(long other, long base, String unit) {
        return other + unit + (other == base ? " (the same)" : " instead of " + base);
    }

    private static String percentage(Comparison comparison) {
        long base = comparison.base().podSeconds();
        long other = comparison.other().podSeconds();
        return base == 0 || base == other
                ? ""
                : String.format(Locale.ROOT, " (%+.1f %%)", 100.0 * (other - base) / base);
    }

    /** At most six decimals, as averages have, and none where there is nothing to show. */
    private static String figure(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
