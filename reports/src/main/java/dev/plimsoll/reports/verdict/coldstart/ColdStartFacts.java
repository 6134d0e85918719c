package dev.plimsoll.reports.verdict.coldstart;

import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.OrderStatistics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one cold-start scenario; for the report to draw. Times are nanoseconds, instants since the run's epoch.
 *
 * @param scenario name of the scenario
 * @param trials all, in the order they were made
 * @param populations accepted trials by setting, in the order in which settings first came
 * @param comparisons each later setting against the first
 * @param unattributedLimit largest share of a wait, at p95, that no phase accounts for
 * @param phaseToleranceNanos by how much a phase's median may be off its declaration; null if that is only reported
 * @param unattributedShareAtP95 observed over all accepted trials, 0 to 1; null without one
 * @param p95Needs trials that bound a p95 from both sides at 95 %
 */
public record ColdStartFacts(
        String scenario,
        List<TrialFacts> trials,
        List<Population> populations,
        List<Comparison> comparisons,
        double unattributedLimit,
        @Nullable Long phaseToleranceNanos,
        @Nullable OrderStatistics unattributedShareAtP95,
        int p95Needs) {
    public ColdStartFacts {
        trials = List.copyOf(trials);
        populations = List.copyOf(populations);
        comparisons = List.copyOf(comparisons);
    }

    /** The trials of one standing. */
    public List<TrialFacts> standing(Standing standing) {
        return trials.stream().filter(t -> t.standing() == standing).toList();
    }

    /** What can be done with a trial. */
    public enum Standing {
        /** Proven cold, and answered. */
        ACCEPTED,
        /** Not proven cold; used for nothing. */
        REFUSED,
        /** Sent to zero replicas, but never answered rightly: no time to tell, and a failure. */
        FAILED,
        /** Its times contradict one another: a defect of the record. */
        DEFECTIVE
    }

    /**
     * One trial.
     *
     * @param number from 1, in the order they were made
     * @param setting label of its setting
     * @param standing what can be done with it
     * @param reason why, if it is not accepted; empty otherwise
     * @param startNanos the first request was handed to its transport
     * @param waitNanos from there to the first byte; null if there was none
     * @param path critical path, by time; pieces do not overlap, gaps are unattributed; empty unless accepted
     * @param phaseNanos for each phase its time on the critical path; a phase that nobody waited for has 0
     * @param unattributedNanos part of the wait that no phase accounts for; never negative
     * @param readyBehindByteNanos by how much the pod was seen Ready after the first byte; negative if before; null if unknown
     */
    public record TrialFacts(
            int number,
            String setting,
            Standing standing,
            String reason,
            long startNanos,
            @Nullable Long waitNanos,
            List<Piece> path,
            Map<String, Long> phaseNanos,
            long unattributedNanos,
            @Nullable Long readyBehindByteNanos) {}

    /** A piece of a critical path: this phase was waited for from here to there. */
    public record Piece(String phase, long fromNanos, long toNanos) {
        /** Its length. */
        public long nanos() {
            return toNanos - fromNanos;
        }
    }

    /**
     * The accepted trials of one setting.
     *
     * @param setting its label
     * @param settings its facts
     * @param accepted trials
     * @param medianNanos of the wait
     * @param p95Nanos of the wait; unbounded above if the trials are too few
     * @param phases in order of their first begin
     */
    public record Population(
            String setting,
            Map<String, String> settings,
            int accepted,
            OrderStatistics medianNanos,
            OrderStatistics p95Nanos,
            List<PhaseFacts> phases) {}

    /**
     * A phase over the trials of a setting.
     *
     * @param name of the phase
     * @param trials that have it
     * @param lengthNanos median of its whole length
     * @param pathNanos median of its time on the critical path
     * @param errorNanos median of its length less its declared length; null where none is declared
     */
    public record PhaseFacts(
            String name,
            int trials,
            OrderStatistics lengthNanos,
            OrderStatistics pathNanos,
            @Nullable OrderStatistics errorNanos) {}

    /**
     * Two settings.
     *
     * @param setting the one
     * @param against the other
     * @param shiftNanos how much longer the waits are under {@code setting}, with its interval
     */
    public record Comparison(String setting, String against, Interval shiftNanos) {}
}
