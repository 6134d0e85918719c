package dev.plimsoll.reports.verdict.coldstart;

import dev.plimsoll.reports.record.ColdStartDetail.Evidence;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.ColdStartDetail.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether a trial was cold, and whether its times make sense. */
final class Coldness {
    private Coldness() {}

    /**
     * What is missing to prove that a trial was cold; empty if nothing is.
     *
     * @param earlierPods UIDs of the pods of earlier trials
     */
    static List<String> doubts(Trial trial, Set<String> earlierPods) {
        List<String> doubts = new ArrayList<>();
        Evidence evidence = trial.evidence();
        Long zero = evidence.replicasSeenZeroAtNanos();
        if (zero == null) {
            doubts.add("zero replicas were not seen before it");
        } else if (zero > trial.startNanos()) {
            doubts.add("zero replicas were seen only after the request was sent");
        }
        String uid = evidence.podUid();
        if (uid == null) {
            doubts.add("the pod that answered is not known");
        } else if (earlierPods.contains(uid)) {
            doubts.add("the pod " + uid + " had served an earlier trial");
        }
        Long started = evidence.containerStartedAtNanos();
        if (started == null) {
            doubts.add("the start of the container is not known");
        } else if (started <= trial.startNanos()) {
            doubts.add("the container had started before the request was sent");
        }
        return doubts;
    }

    /** Whether zero replicas were seen before the request: a trial that was never answered has no pod to show. */
    static boolean sawZero(Trial trial) {
        Long zero = trial.evidence().replicasSeenZeroAtNanos();
        return zero != null && zero <= trial.startNanos();
    }

    /** Times that contradict one another; empty if none do. */
    static List<String> defects(Trial trial) {
        List<String> defects = new ArrayList<>();
        Long firstByte = trial.firstByteNanos();
        if (firstByte != null && firstByte < trial.startNanos()) {
            defects.add("the first byte precedes the request by %d ns".formatted(trial.startNanos() - firstByte));
        }
        for (Phase phase : trial.phases()) {
            if (phase.toNanos() < phase.fromNanos()) {
                defects.add("the phase '%s' ends %d ns before it begins"
                        .formatted(phase.name(), phase.fromNanos() - phase.toNanos()));
            }
        }
        return defects;
    }
}
