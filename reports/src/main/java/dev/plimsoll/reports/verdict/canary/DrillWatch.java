package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.CanaryDetail.Fault;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.stats.RiskWatch;
import dev.plimsoll.reports.stats.Sections;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replays the requests as they ended, and tells when an operator who watched them would have known of the fault. */
final class DrillWatch {
    private static final int FEWEST_ANSWERS = 100;
    private static final double QUANTILE = 0.95;

    private DrillWatch() {}

    private record BadEvent(long endNanos, boolean canarys, boolean failure, double share) {}

    /**
     * Watches failures and slow answers, each with half of alpha.
     *
     * @param worse whether the comparison found the canary worse, which counts as caught where nothing could be watched
     */
    static CanaryFacts.Drill of(Traffic traffic, CanaryDetail detail, Fault fault, boolean worse) {
        Double slow = slowNanos(traffic, detail);
        List<BadEvent> events = events(traffic, detail, slow);
        double alpha = detail.settings().alpha();
        RiskWatch failures = new RiskWatch(alpha / 2);
        RiskWatch slowAnswers = new RiskWatch(alpha / 2);
        Long alarm = null;
        for (BadEvent event : events) {
            RiskWatch watch = event.failure() ? failures : slowAnswers;
            if (watch.add(event.canarys(), event.share())) {
                alarm = event.endNanos();
                break;
            }
        }
        boolean sideBySide = detail.shifts().stream().anyMatch(s -> s.declaredPercent() % 100 != 0);
        Long detection = alarm == null || alarm < fault.fromNanos() ? null : alarm - fault.fromNanos();
        boolean caught = detection != null || (alarm == null && !sideBySide && worse);
        return new CanaryFacts.Drill(
                fault.kind(),
                fault.fromNanos(),
                alarm,
                detection,
                rolledBack(traffic, detail, fault),
                caught,
                events.size(),
                slow,
                reason(fault, alarm, detection, sideBySide, worse, events.size()));
    }

    private static String reason(
            Fault fault,
            @Nullable Long alarm,
            @Nullable Long detection,
            boolean sideBySide,
            boolean worse,
            int watched) {
        if (detection != null) {
            return "'%s' was noticed %s after it began".formatted(fault.kind(), EffectCheck.seconds(detection));
        }
        if (alarm != null) {
            return "a false alarm was raised %s before '%s' began"
                    .formatted(EffectCheck.seconds(fault.fromNanos() - alarm), fault.kind());
        }
        if (!sideBySide) {
            return worse
                    ? "the comparison of before and after shows '%s'; when it was noticed cannot be told, because the revisions never served side by side"
                            .formatted(fault.kind())
                    : "'%s' was not noticed".formatted(fault.kind());
        }
        return "'%s' was not noticed in %d bad events".formatted(fault.kind(), watched);
    }

    private static List<BadEvent> events(Traffic traffic, CanaryDetail detail, @Nullable Double slow) {
        List<BadEvent> events = new ArrayList<>();
        for (Shift shift : detail.shifts()) {
            if (shift.declaredPercent() % 100 == 0) {
                continue;
            }
            int until = traffic.from(shift.untilNanos());
            for (int i = traffic.from(shift.atNanos() + detail.settings().settleLimitNanos()); i < until; i++) {
                boolean failure = !traffic.good(i);
                boolean bad = failure || (slow != null && traffic.responseNanos(i) > slow);
                if (bad && traffic.arm(i) != Traffic.UNATTRIBUTED) {
                    events.add(new BadEvent(
                            traffic.endNanos(i),
                            traffic.arm(i) == Traffic.CANARY,
                            failure,
                            shift.declaredPercent() / 100.0));
                }
            }
        }
        events.sort(Comparator.comparingLong(BadEvent::endNanos));
        return events;
    }

    /** The stable revision's p95 before the canary had traffic: fixed before the watch begins, the same for both. */
    private static @Nullable Double slowNanos(Traffic traffic, CanaryDetail detail) {
        long until = detail.shifts().stream()
                .filter(s -> s.declaredPercent() > 0)
                .mapToLong(Shift::atNanos)
                .findFirst()
                .orElse(Long.MIN_VALUE);
        long[] nanos = new long[traffic.from(until)];
        int count = 0;
        for (int i = 0; i < nanos.length; i++) {
            if (traffic.arm(i) == Traffic.STABLE && traffic.good(i)) {
                nanos[count++] = traffic.responseNanos(i);
            }
        }
        if (count < FEWEST_ANSWERS) {
            return null;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Sections.quantile(sorted, QUANTILE);
    }

    private static @Nullable Long rolledBack(Traffic traffic, CanaryDetail detail, Fault fault) {
        boolean shiftedBack =
                detail.shifts().stream().anyMatch(s -> s.declaredPercent() == 0 && s.atNanos() >= fault.fromNanos());
        if (!shiftedBack) {
            return null;
        }
        for (int i = traffic.size() - 1; i >= 0 && traffic.sentNanos(i) >= fault.fromNanos(); i--) {
            if (traffic.arm(i) == Traffic.CANARY) {
                return traffic.sentNanos(i) - fault.fromNanos();
            }
        }
        return null;
    }
}
