package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail.Settings;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.Proportions;
import dev.plimsoll.reports.stats.RunsTest;
import dev.plimsoll.reports.stats.ShareTest;
import dev.plimsoll.reports.verdict.Judgement;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a split is as declared, and drawn for each request on its own. */
final class SplitCheck {
    private SplitCheck() {}

    /** Judges the requests sent from the settle limit on; null at 0 and 100 %, where one contrary request is enough. */
    static CanaryFacts.@Nullable Split of(Traffic traffic, Shift shift, Settings settings) {
        if (shift.declaredPercent() == 0 || shift.declaredPercent() == 100) {
            return null;
        }
        int from = traffic.from(shift.atNanos() + settings.settleLimitNanos());
        int until = traffic.from(shift.untilNanos());
        boolean[] kinds = new boolean[Math.max(0, until - from)];
        int canary = 0;
        int known = 0;
        for (int i = from; i < until; i++) {
            if (traffic.arm(i) != Traffic.UNATTRIBUTED) {
                kinds[known] = traffic.arm(i) == Traffic.CANARY;
                canary += kinds[known] ? 1 : 0;
                known++;
            }
        }
        int unattributed = kinds.length - known;
        ShareTest test = new ShareTest(
                shift.declaredPercent() / 100.0,
                settings.smallestShareDifference(),
                settings.alpha(),
                settings.power());
        int required = test.sampleSize();
        RunsTest runs = RunsTest.of(Arrays.copyOf(kinds, known));
        if (known == 0) {
            return new CanaryFacts.Split(
                    0,
                    0,
                    unattributed,
                    required,
                    null,
                    1,
                    Judgement.INVALID,
                    runs,
                    Judgement.INVALID,
                    "no request with a known revision was sent after the settle limit");
        }
        Interval share = Proportions.clopperPearson(canary, known, 1 - settings.alpha());
        boolean contradicted = test.contradictedBy(canary, known);
        boolean turnable = unattributed > 0
                && (test.contradictedBy(canary + unattributed, known + unattributed) != contradicted
                        || test.contradictedBy(canary, known + unattributed) != contradicted);
        Judgement judgement;
        String reason;
        double p = test.p(canary, known);
        String seen = String.format(
                Locale.ROOT,
                "%d of %d requests went to the canary, %.2f %% (%.2f to %.2f) where %d %% was declared",
                canary,
                known,
                100 * share.estimate(),
                100 * share.lower(),
                100 * share.upper(),
                shift.declaredPercent());
        if (turnable) {
            judgement = Judgement.INCONCLUSIVE;
            reason = seen
                    + "; %d requests with no known revision could turn this: make the target name its revision"
                            .formatted(unattributed);
        } else if (contradicted) {
            judgement = Judgement.FAIL;
            reason = seen
                    + String.format(Locale.ROOT, "; by chance at most once in %.3g times", 1 / Math.max(p, 1e-300));
        } else if (known < required) {
            judgement = Judgement.INCONCLUSIVE;
            reason = seen
                    + "; it takes %d requests to tell a difference of %s points, %d more"
                            .formatted(required, points(settings.smallestShareDifference()), required - known);
        } else {
            judgement = Judgement.PASS;
            reason = p <= settings.alpha()
                    ? seen
                            + "; it is off, but by less than the %s points that matter"
                                    .formatted(points(settings.smallestShareDifference()))
                    : seen;
        }
        return new CanaryFacts.Split(
                canary,
                known - canary,
                unattributed,
                required,
                share,
                p,
                judgement,
                runs,
                sticky(runs, known < required, settings.alpha()),
                reason);
    }

    private static Judgement sticky(RunsTest runs, boolean tooFewRequests, double alpha) {
        if (runs.tooFew() <= alpha) {
            return Judgement.FAIL;
        }
        return tooFewRequests || runs.first() == 0 || runs.second() == 0 ? Judgement.INCONCLUSIVE : Judgement.PASS;
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.3g", 100 * share);
    }
}
