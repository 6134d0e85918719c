package dev.plimsoll.reports.verdict.autoscaling;

import dev.plimsoll.reports.record.AutoscalingDetail.LoadEvent;
import dev.plimsoll.reports.record.AutoscalingDetail.LoadEvent.Kind;
import dev.plimsoll.reports.record.AutoscalingDetail.Observation;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Change;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** How the autoscaler followed one change of the load. */
final class ChangeCheck {
    private ChangeCheck() {}

    static Change of(List<Observation> all, ScenarioRequests requests, LoadEvent event, long untilNanos) {
        Observation before = null;
        for (Observation one : all) {
            before = one.atNanos() <= event.atNanos() ? one : before;
        }
        List<Observation> after = all.stream()
                .filter(o -> o.atNanos() > event.atNanos() && o.atNanos() <= untilNanos)
                .toList();
        Integer enough = event.kind() == Kind.STOP ? Integer.valueOf(0) : event.enough();
        boolean up = event.kind() == Kind.UP;
        Long enoughNanos =
                enough == null ? null : delay(event, after, o -> up ? o.ready() >= enough : o.ready() <= enough);
        long scalingEnds = enoughNanos == null ? untilNanos : event.atNanos() + enoughNanos;
        ScenarioRequests.Failures failures = requests.failed(event.atNanos(), scalingEnds);
        return new Change(
                event,
                untilNanos,
                moved(event, after, before, Observation::desired, up),
                moved(event, after, before, Observation::ready, up),
                enoughNanos,
                event.kind() == Kind.STOP ? delay(event, after, o -> o.ready() == 0) : null,
                overshoot(after, enough, up),
                reversals(before, after),
                failures.count(),
                failures.causes());
    }

    private static @Nullable Long moved(
            LoadEvent event,
            List<Observation> after,
            @Nullable Observation before,
            ToIntFunction<Observation> figure,
            boolean up) {
        int old = before == null ? 0 : Math.max(0, figure.applyAsInt(before));
        return delay(event, after, o -> {
            int now = figure.applyAsInt(o);
            return up ? now > old : now >= 0 && now < old;
        });
    }

    private static @Nullable Long delay(LoadEvent event, List<Observation> after, Predicate<Observation> holds) {
        return after.stream()
                .filter(holds)
                .findFirst()
                .map(o -> o.atNanos() - event.atNanos())
                .orElse(null);
    }

    private static int overshoot(List<Observation> after, @Nullable Integer enough, boolean up) {
        if (enough == null || !up) {
            return 0;
        }
        return Math.max(0, after.stream().mapToInt(Observation::desired).max().orElse(0) - enough);
    }

    private static int reversals(@Nullable Observation before, List<Observation> after) {
        int reversals = 0;
        int direction = 0;
        int last = before == null ? -1 : before.desired();
        for (Observation one : after) {
            if (last >= 0 && one.desired() >= 0 && one.desired() != last) {
                int now = Integer.signum(one.desired() - last);
                reversals += direction != 0 && now != direction ? 1 : 0;
                direction = now;
            }
            last = one.desired();
        }
        return reversals;
    }
}
