package dev.plimsoll.reports.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cold starts, one after the other, each with its evidence of having been cold.
 *
 * @param trials in the order they were made; those that were not cold are here too
 * @param unattributedLimit largest share of a client's wait, at p95 over the trials, that no phase accounts for; 0 to 1
 * @param phaseToleranceNanos by how much the median length of a phase may be off its declaration, either way; or null if
 *     that is only reported
 */
public record ColdStartDetail(
        List<Trial> trials,
        double unattributedLimit,
        @Nullable Long phaseToleranceNanos) implements ScenarioDetail {
    public ColdStartDetail {
        trials = List.copyOf(trials);
        if (!(unattributedLimit >= 0 && unattributedLimit <= 1)) {
            throw new IllegalArgumentException("unattributedLimit is a share, not " + unattributedLimit);
        }
    }

    /**
     * One start from zero.
     *
     * @param setting label of its setting; trials of one setting are one population
     * @param settings the setting in facts, for example {@code minScale=0}, {@code stableWindow=6s}, {@code warmPool=0}
     * @param requestIds ids of the requests that were sent to zero replicas; the first is the one explained
     * @param startNanos when the first request was handed to its transport; the client's wait counts from there
     * @param evidence what shows that it was cold
     * @param phases what happened between, in any order; phases may overlap
     * @param readyNanos when the pod was seen Ready, or null; the first byte may precede it, because the activator probes
     *     pods itself
     * @param firstByteNanos when the client had the first byte of the answer, or null if it never came
     */
    public record Trial(
            String setting,
            Map<String, String> settings,
            List<Long> requestIds,
            long startNanos,
            Evidence evidence,
            List<Phase> phases,
            @Nullable Long readyNanos,
            @Nullable Long firstByteNanos) {
        public Trial {
            settings = Map.copyOf(settings);
            requestIds = List.copyOf(requestIds);
            phases = List.copyOf(phases);
        }
    }

    /**
     * What shows that a trial began at zero. Each part that was not seen is null, and the trial is refused.
     *
     * @param replicasSeenZeroAtNanos when zero replicas, terminating ones included, were last seen before the request
     * @param podName name of the pod that answered
     * @param podUid its UID, which no earlier pod had
     * @param containerStartedAtNanos when its container started
     */
    public record Evidence(
            @Nullable Long replicasSeenZeroAtNanos,
            @Nullable String podName,
            @Nullable String podUid,
            @Nullable Long containerStartedAtNanos) {}

    /**
     * A part of a cold start.
     *
     * @param name for example {@code image pull}
     * @param fromNanos when it began
     * @param toNanos when it ended; before {@code fromNanos} only by a defect of clocks or of the record
     * @param declaredNanos how long it was declared to take, where that is known (embedded), or null
     */
    public record Phase(
            String name,
            long fromNanos,
            long toNanos,
            @Nullable Long declaredNanos) {}
}
