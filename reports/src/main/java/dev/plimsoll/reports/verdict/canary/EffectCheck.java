package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail.Settings;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.ShareChange;
import dev.plimsoll.reports.verdict.Judgement;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How soon after its application a shift was in effect, by the times at which requests were sent. */
final class EffectCheck {
    private static final double CONFIDENCE = 0.99;

    private EffectCheck() {}

    static CanaryFacts.@Nullable Effect of(Traffic traffic, Shift before, Shift shift, Settings settings) {
        if (before.declaredPercent() == shift.declaredPercent()) {
            return null;
        }
        Long firstNew = switch (before.declaredPercent()) {
            case 0 -> first(traffic, shift, Traffic.CANARY);
            case 100 -> first(traffic, shift, Traffic.STABLE);
            default -> null;
        };
        return switch (shift.declaredPercent()) {
            case 0 -> whole(traffic, shift, Traffic.CANARY, firstNew, settings);
            case 100 -> whole(traffic, shift, Traffic.STABLE, firstNew, settings);
            default -> mixed(traffic, before, shift, firstNew, settings);
        };
    }

    /** A shift to one revision alone: the last request answered by the other tells. */
    private static CanaryFacts.Effect whole(
            Traffic traffic, Shift shift, byte contrary, @Nullable Long firstNew, Settings settings) {
        int from = traffic.from(shift.atNanos());
        int until = traffic.from(shift.untilNanos());
        int after = 0;
        Long last = null;
        for (int i = from; i < until; i++) {
            boolean known = traffic.arm(i) != Traffic.UNATTRIBUTED;
            after += known && traffic.sentNanos(i) >= shift.atNanos() + settings.settleLimitNanos() ? 1 : 0;
            if (traffic.arm(i) == contrary) {
                last = traffic.sentNanos(i) - shift.atNanos();
            }
        }
        String who = contrary == Traffic.CANARY ? "canary" : "stable revision";
        if (last != null && last > settings.settleLimitNanos()) {
            return new CanaryFacts.Effect(
                    firstNew,
                    last,
                    null,
                    Judgement.FAIL,
                    "the %s still answered a request sent %s after the shift to %d %%; the limit is %s"
                            .formatted(
                                    who, seconds(last), shift.declaredPercent(), seconds(settings.settleLimitNanos())));
        }
        if (after == 0) {
            return new CanaryFacts.Effect(
                    firstNew,
                    last,
                    null,
                    Judgement.INVALID,
                    "no request with a known revision was sent after the settle limit of "
                            + seconds(settings.settleLimitNanos()));
        }
        String reason = last == null
                ? "the %s answered no request sent after the shift".formatted(who)
                : "the last request that the %s answered was sent %s after the shift".formatted(who, seconds(last));
        return new CanaryFacts.Effect(firstNew, last, null, Judgement.PASS, reason);
    }

    private static CanaryFacts.Effect mixed(
            Traffic traffic, Shift before, Shift shift, @Nullable Long firstNew, Settings settings) {
        long limit = settings.settleLimitNanos();
        int from = traffic.from(Math.min(before.atNanos() + limit, before.untilNanos()));
        int until = traffic.from(shift.untilNanos());
        boolean[] hits = new boolean[Math.max(0, until - from)];
        int[] index = new int[hits.length];
        int known = 0;
        int candidates = -1;
        for (int i = from; i < until; i++) {
            boolean whileChanging =
                    traffic.sentNanos(i) >= before.untilNanos() && traffic.sentNanos(i) < shift.atNanos();
            if (traffic.arm(i) != Traffic.UNATTRIBUTED && !whileChanging) {
                if (candidates < 0 && traffic.sentNanos(i) >= shift.atNanos()) {
                    candidates = known;
                }
                hits[known] = traffic.arm(i) == Traffic.CANARY;
                index[known++] = i;
            }
        }
        if (candidates < 0) {
            return new CanaryFacts.Effect(
                    firstNew,
                    null,
                    null,
                    Judgement.INVALID,
                    "no request with a known revision was sent after the shift");
        }
        ShareChange change = ShareChange.of(Arrays.copyOf(hits, known), candidates, known, CONFIDENCE);
        Interval nanos = new Interval(
                sentAfter(traffic, shift, index, known, change.estimate()),
                change.lower() == candidates ? 0 : sentAfter(traffic, shift, index, known, change.lower() - 1),
                sentAfter(traffic, shift, index, known, change.upper()),
                CONFIDENCE,
                "binomial change point");
        Judgement judgement = nanos.upper() <= limit
                ? Judgement.PASS
                : nanos.lower() > limit ? Judgement.FAIL : Judgement.INCONCLUSIVE;
        String reason = "the split changed from %d to %d %% %s after it was applied (%s to %s); the limit is %s"
                .formatted(
                        before.declaredPercent(),
                        shift.declaredPercent(),
                        seconds(nanos.estimate()),
                        seconds(nanos.lower()),
                        seconds(nanos.upper()),
                        seconds(limit));
        return new CanaryFacts.Effect(firstNew, null, nanos, judgement, reason);
    }

    private static double sentAfter(Traffic traffic, Shift shift, int[] index, int known, int place) {
        long at = place >= known ? shift.untilNanos() : traffic.sentNanos(index[place]);
        return (double) Math.max(0, at - shift.atNanos());
    }

    private static @Nullable Long first(Traffic traffic, Shift shift, byte arm) {
        for (int i = traffic.from(shift.atNanos()); i < traffic.from(shift.untilNanos()); i++) {
            if (traffic.arm(i) == arm) {
                return traffic.sentNanos(i) - shift.atNanos();
            }
        }
        return null;
    }

    static String seconds(long nanos) {
        return seconds((double) nanos);
    }

    static String seconds(double nanos) {
        return nanos < 1e9
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
