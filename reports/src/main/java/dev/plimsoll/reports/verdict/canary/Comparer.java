package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.CanaryDetail.Mode;
import dev.plimsoll.reports.record.CanaryDetail.Settings;
import dev.plimsoll.reports.record.CanaryDetail.Shift;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.Sections;
import dev.plimsoll.reports.stats.ShareDifference;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Comparison;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Outcome;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the canary's failures and response times against those of the stable revision. */
final class Comparer {
    /** A p95 of fewer is an extreme, and says little. */
    static final int SMALLEST_SECTION = 60;

    static final int FEWEST_SECTIONS = 8;
    private static final int MOST_SECTIONS = 20;
    private static final double QUANTILE = 0.95;

    private final Traffic traffic;
    private final Settings settings;
    private final double confidence;

    private Comparer(Traffic traffic, Settings settings) {
        this.traffic = traffic;
        this.settings = settings;
        confidence = 1 - 2 * settings.alpha();
    }

    /** The comparison, or null if the smaller arm has too few requests in every window. */
    static @Nullable Comparison of(Traffic traffic, CanaryDetail detail) {
        return new Comparer(traffic, detail.settings()).best(detail);
    }

    private @Nullable Comparison best(CanaryDetail detail) {
        List<Shift> shifts = detail.shifts();
        int best = -1;
        int most = FEWEST_SECTIONS * SMALLEST_SECTION - 1;
        for (int i = 0; i < shifts.size(); i++) {
            boolean together = shifts.get(i).declaredPercent() % 100 != 0;
            if (together || followed(detail, i)) {
                int canary = in(shifts.get(i), Traffic.CANARY).length;
                int stable = in(shifts.get(together ? i : i - 1), Traffic.STABLE).length;
                if (Math.min(canary, stable) > most) {
                    most = Math.min(canary, stable);
                    best = i;
                }
            }
        }
        if (best < 0) {
            return null;
        }
        boolean together = shifts.get(best).declaredPercent() % 100 != 0;
        return compare(shifts.get(best), shifts.get(together ? best : best - 1), together);
    }

    /** Whether the shift is the whole step of a blue-green change. */
    private static boolean followed(CanaryDetail detail, int i) {
        return detail.mode() == Mode.BLUE_GREEN
                && i > 0
                && detail.shifts().get(i).declaredPercent() == 100
                && detail.shifts().get(i - 1).declaredPercent() == 0;
    }

    private @Nullable Comparison compare(Shift canaryShift, Shift stableShift, boolean together) {
        int[] canary = in(canaryShift, Traffic.CANARY);
        int[] stable = in(stableShift, Traffic.STABLE);
        boolean canaryLeads = canary.length <= stable.length;
        int[] smaller = canaryLeads ? canary : stable;
        for (int sections = Math.min(MOST_SECTIONS, smaller.length / SMALLEST_SECTION);
                sections >= FEWEST_SECTIONS;
                sections--) {
            int[] even = evenly(smaller.length, sections);
            int[] canaryEnds = evenly(canary.length, sections);
            int[] stableEnds = evenly(stable.length, sections);
            if (together && canaryLeads) {
                stableEnds = cutWith(canary, even, stable);
            } else if (together) {
                canaryEnds = cutWith(stable, even, canary);
            }
            Sectioned one = new Sectioned(traffic, canary, canaryEnds);
            Sectioned other = new Sectioned(traffic, stable, stableEnds);
            if (Math.min(one.smallest(), other.smallest()) >= SMALLEST_SECTION / 2) {
                int[] lost = unattributedFailures(canaryShift, canary, canaryEnds);
                int[] lostBefore = together ? new int[sections] : unattributedFailures(stableShift, stable, stableEnds);
                return new Comparison(
                        canaryShift.declaredPercent(),
                        canaryShift.atNanos() + settings.settleLimitNanos(),
                        canaryShift.untilNanos(),
                        canary.length,
                        stable.length,
                        sections,
                        errors(one, other, lost, lostBefore, together),
                        Math.min(one.fewestTimed(), other.fewestTimed()) < SMALLEST_SECTION / 2
                                ? null
                                : latency(one, other, sections));
            }
        }
        return null;
    }

    private CanaryFacts.Errors errors(
            Sectioned canary, Sectioned stable, int[] lost, int[] lostBefore, boolean together) {
        int[] none = new int[lost.length];
        ShareDifference.Arm one = canary.failures(together ? none : lost);
        ShareDifference.Arm other = stable.failures(lostBefore);
        Interval difference = ShareDifference.of(one, other, confidence);
        Outcome outcome = outcome(difference, settings.errorMargin());
        int unattributed = Arrays.stream(lost).sum() + Arrays.stream(lostBefore).sum();
        if (together && unattributed > 0) {
            Outcome worst =
                    outcome(ShareDifference.of(canary.failures(lost), other, confidence), settings.errorMargin());
            Outcome mildest =
                    outcome(ShareDifference.of(one, stable.failures(lost), confidence), settings.errorMargin());
            outcome = worst == outcome && mildest == outcome ? outcome : Outcome.UNDECIDED;
        }
        return new CanaryFacts.Errors(
                one.share(),
                other.share(),
                difference,
                one.designEffect(),
                other.designEffect(),
                settings.errorMargin(),
                unattributed,
                outcome);
    }

    private CanaryFacts.Latency latency(Sectioned canary, Sectioned stable, int sections) {
        double margin = Math.log(settings.latencyMargin());
        double canaryNanos = canary.quantileNanos(QUANTILE);
        double stableNanos = stable.quantileNanos(QUANTILE);
        double whole = Math.log(canaryNanos / stableNanos);
        double[] parts = new double[sections];
        for (int s = 0; s < sections; s++) {
            parts[s] = Math.log(canary.quantileNanos(s, QUANTILE) / stable.quantileNanos(s, QUANTILE));
        }
        Interval log = Sections.interval(whole, parts, confidence);
        double growth =
                Sections.growth(Sections.error(whole, parts), sections, margin, settings.alpha(), settings.power());
        double ratio = Math.exp(whole);
        return new CanaryFacts.Latency(
                canaryNanos,
                stableNanos,
                new Interval(
                        ratio,
                        Math.min(ratio, Math.exp(log.lower())),
                        Math.max(ratio, Math.exp(log.upper())),
                        confidence,
                        log.method()),
                settings.latencyMargin(),
                log.lower() > -margin && log.upper() < margin,
                Math.round(Math.ceil(growth * Math.min(canary.count(), stable.count()))),
                outcome(log, margin));
    }

    private static Outcome outcome(Interval difference, double margin) {
        if (difference.upper() < margin) {
            return Outcome.NOT_WORSE;
        }
        return difference.lower() > 0 ? Outcome.WORSE : Outcome.UNDECIDED;
    }

    private int[] in(Shift shift, byte arm) {
        int from = traffic.from(shift.atNanos() + settings.settleLimitNanos());
        int until = traffic.from(shift.untilNanos());
        int[] found = new int[Math.max(0, until - from)];
        int count = 0;
        for (int i = from; i < until; i++) {
            if (traffic.arm(i) == arm) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int[] evenly(int count, int sections) {
        int[] ends = new int[sections];
        for (int s = 0; s < sections; s++) {
            ends[s] = (int) ((long) count * (s + 1) / sections);
        }
        return ends;
    }

    /** Cuts the follower at the times at which the leader is cut, so that both see the same weather. */
    private int[] cutWith(int[] leader, int[] leaderEnds, int[] follower) {
        int[] ends = new int[leaderEnds.length];
        int f = 0;
        for (int s = 0; s < ends.length - 1; s++) {
            while (f < follower.length && follower[f] < leader[leaderEnds[s]]) {
                f++;
            }
            ends[s] = f;
        }
        ends[ends.length - 1] = follower.length;
        return ends;
    }

    private int[] unattributedFailures(Shift shift, int[] arm, int[] ends) {
        int[] lost = new int[ends.length];
        int section = 0;
        for (int i : in(shift, Traffic.UNATTRIBUTED)) {
            while (section < ends.length - 1 && i >= arm[ends[section]]) {
                section++;
            }
            lost[section] += traffic.good(i) ? 0 : 1;
        }
        return lost;
    }
}
