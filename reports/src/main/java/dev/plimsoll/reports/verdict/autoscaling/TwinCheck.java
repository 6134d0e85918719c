package dev.plimsoll.reports.verdict.autoscaling;

import dev.plimsoll.reports.record.AutoscalingDetail;
import dev.plimsoll.reports.record.AutoscalingDetail.Observation;
import dev.plimsoll.reports.record.AutoscalingDetail.Prediction;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Agreement;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Disagreement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds the autoscaler's decisions against the twin's. */
final class TwinCheck {
    private enum Timing {
        LATE,
        EARLY,
        NEITHER
    }

    private TwinCheck() {}

    static @Nullable Agreement of(AutoscalingDetail detail) {
        List<Prediction> predicted = detail.predicted();
        List<Observation> observed = detail.observed();
        int ticks = 0;
        int equal = 0;
        int withinOne = 0;
        int late = 0;
        int early = 0;
        int unseen = 0;
        Disagreement first = null;
        int o = 0;
        for (int i = 0; i < predicted.size(); i++) {
            Prediction tick = predicted.get(i);
            long next = i + 1 < predicted.size() ? predicted.get(i + 1).atNanos() : Long.MAX_VALUE;
            while (o < observed.size() && observed.get(o).atNanos() < tick.atNanos()) {
                o++;
            }
            if (o == observed.size()
                    || observed.get(o).atNanos() >= next
                    || observed.get(o).desired() < 0) {
                unseen++;
                continue;
            }
            Observation seen = observed.get(o);
            ticks++;
            int apart = Math.abs(seen.desired() - tick.desired());
            equal += apart == 0 ? 1 : 0;
            withinOne += apart <= 1 ? 1 : 0;
            if (apart != 0) {
                Timing timing = timing(predicted, i, seen.desired());
                late += timing == Timing.LATE ? 1 : 0;
                early += timing == Timing.EARLY ? 1 : 0;
                if (first == null) {
                    first = new Disagreement(
                            tick.atNanos(), seen.desired(), tick.desired(), explanation(timing, tick, seen));
                }
            }
        }
        return ticks == 0 ? null : new Agreement(ticks, equal, withinOne, late, early, unseen, first);
    }

    private static Timing timing(List<Prediction> predicted, int i, int desired) {
        for (int back = 1; back <= 2 && back <= i; back++) {
            if (predicted.get(i - back).desired() == desired) {
                return Timing.LATE;
            }
        }
        return i + 1 < predicted.size() && predicted.get(i + 1).desired() == desired ? Timing.EARLY : Timing.NEITHER;
    }

    private static String explanation(Timing timing, Prediction tick, Observation seen) {
        StringBuilder words = new StringBuilder(
                switch (timing) {
                    case LATE -> "it still wanted what the twin had decided up to two ticks before";
                    case EARLY -> "it already wanted what the twin decided one tick later";
                    case NEITHER -> "the twin decided that at no neighbouring tick";
                });
        if (!tick.why().isEmpty()) {
            words.append("; the twin: ").append(tick.why());
        }
        Double stable = seen.stable();
        Double panic = seen.panic();
        if (stable != null) {
            words.append(String.format(Locale.ROOT, "; stable average %.2f", stable));
        }
        if (panic != null) {
            words.append(String.format(Locale.ROOT, ", panic average %.2f", panic));
        }
        if (seen.inPanic() != null) {
            words.append(seen.inPanic() ? ", in panic" : ", not in panic");
        }
        return words.append(", %d ready".formatted(seen.ready())).toString();
    }
}
