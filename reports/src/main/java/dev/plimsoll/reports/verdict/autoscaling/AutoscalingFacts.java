package dev.plimsoll.reports.verdict.autoscaling;

import dev.plimsoll.reports.record.AutoscalingDetail.LoadEvent;
import dev.plimsoll.reports.record.AutoscalingDetail.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one autoscaling scenario; for the report to draw. Times are nanoseconds; instants since the run's epoch.
 *
 * @param scenario name of the scenario
 * @param revision that was scaled
 * @param settings what is judged
 * @param changes one for each change of the load, in order
 * @param resolutionNanos median gap between observations: no reaction is known more closely
 * @param secondsJudged seconds in which requests were meant to start
 * @param violatedSeconds starts of those seconds in which too few of them were answered in time
 * @param agreement with the twin; null where there is no twin, or nothing was seen at its ticks
 */
public record AutoscalingFacts(
        String scenario,
        String revision,
        Settings settings,
        List<Change> changes,
        long resolutionNanos,
        int secondsJudged,
        List<Long> violatedSeconds,
        @Nullable Agreement agreement) {
    public AutoscalingFacts {
        changes = List.copyOf(changes);
        violatedSeconds = List.copyOf(violatedSeconds);
    }

    /**
     * What followed a change of the load, until the next one or the end. Delays count from the change; null: it did not
     * come.
     *
     * @param event the change
     * @param untilNanos end of what is looked at
     * @param firstDesiredNanos until more (after a step down: fewer) replicas were desired
     * @param firstReadyNanos until more (fewer) replicas were ready
     * @param enoughNanos until as many as needed (after a step down: no more than needed) were ready, for the first time
     * @param zeroNanos until no replica was ready, after the load stopped
     * @param overshoot most replicas desired beyond those needed; 0 if none, or if the need is not known
     * @param reversals how often the desired number turned round, after its first move
     * @param errors requests that failed while it scaled: from the change until enough were ready, or until the end of what
     *     is looked at
     * @param causes how many of each outcome
     */
    public record Change(
            LoadEvent event,
            long untilNanos,
            @Nullable Long firstDesiredNanos,
            @Nullable Long firstReadyNanos,
            @Nullable Long enoughNanos,
            @Nullable Long zeroNanos,
            int overshoot,
            int reversals,
            int errors,
            Map<String, Integer> causes) {}

    /**
     * The autoscaler against its twin, tick by tick: the twin's decision against the first observation from its tick on and
     * before its next tick.
     *
     * @param ticks decisions that could be compared
     * @param equal the same number
     * @param withinOne at most one replica apart, the equal ones included
     * @param late unequal, but what the twin had decided one or two ticks before
     * @param early unequal, but what the twin decided one tick later
     * @param unseen decisions of the twin with no observation
     * @param first the first disagreement; null if there is none
     */
    public record Agreement(
            int ticks,
            int equal,
            int withinOne,
            int late,
            int early,
            int unseen,
            @Nullable Disagreement first) {
        /** Share of decisions at most one replica apart. */
        public double withinOneShare() {
            return (double) withinOne / ticks;
        }
    }

    /**
     * Where autoscaler and twin parted.
     *
     * @param atNanos the twin's tick
     * @param observed replicas that the autoscaler wanted
     * @param predicted replicas that the twin wanted
     * @param explanation in words: late or early by which measure, the twin's rule, and the averages seen
     */
    public record Disagreement(long atNanos, int observed, int predicted, String explanation) {}
}
