package dev.plimsoll.scenarios.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Logged;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Replica.Change;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Request.What;
import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.ColdStartDetail.Evidence;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialTest {
    private static final long EPOCH = 1_000;

    private final List<Logged> events = new ArrayList<>();

    private void at(long nanos, DataPlaneEvent event) {
        events.add(new Logged(events.size() + 1, "iris-00001", 0, nanos, event));
    }

    private void cold() {
        at(1_105, new DataPlaneEvent.Replica("pod-2", "uid-2", Change.CREATED));
        at(1_106, new DataPlaneEvent.Request("run-11", "", What.HELD));
        at(1_107, new DataPlaneEvent.Request("run-1", "", What.HELD));
        at(1_110, new DataPlaneEvent.Phase("pod-2", "uid-2", "container start", false, 20));
        at(1_131, new DataPlaneEvent.Phase("pod-2", "uid-2", "container start", true, 20));
        at(1_131, new DataPlaneEvent.Phase("pod-2", "uid-2", "real model load", false, -1));
        at(1_140, new DataPlaneEvent.Phase("pod-2", "uid-2", "real model load", true, -1));
        at(1_140, new DataPlaneEvent.Replica("pod-2", "uid-2", Change.SERVING));
        at(1_150, new DataPlaneEvent.Replica("pod-2", "uid-2", Change.PROBED));
        at(1_151, new DataPlaneEvent.Request("run-1", "pod-2", What.RELEASED));
    }

    private ColdStartDetail.Trial told(Outcome outcome, long firstByteNanos) {
        RequestSample request = new RequestSample(1, 0, 0, outcome, 200, 100, 101, 102, firstByteNanos, 160);
        return new Trial(nanos -> nanos - EPOCH, Map.of("window", "6s"), 1_090, request, events).told();
    }

    @Test
    void theWaitOfAColdTrialIsExplainedWithoutAGap() {
        cold();
        at(1_400, new DataPlaneEvent.Replica("pod-2", "uid-2", Change.READY));

        ColdStartDetail.Trial trial = told(Outcome.OK, 155);

        assertThat(trial.phases())
                .containsExactly(
                        new Phase("arrival and scale decision", 101, 105, null),
                        new Phase("container start", 110, 131, 20L),
                        new Phase("real model load", 131, 140, null),
                        new Phase("activator probe", 140, 150, null),
                        new Phase("forward", 150, 151, null),
                        new Phase("answer", 151, 155, null));
        assertThat(trial.evidence()).isEqualTo(new Evidence(90L, "pod-2", "uid-2", 131L));
        assertThat(trial.readyNanos()).isEqualTo(400);
        assertThat(trial.startNanos()).isEqualTo(101);
        assertThat(trial.requestIds()).containsExactly(1L);
    }

    @Test
    void aRequestThatWasNotHeldHasNoEvidenceOfAColdStart() {
        at(1_050, new DataPlaneEvent.Replica("pod-1", "uid-1", Change.READY));

        ColdStartDetail.Trial trial = told(Outcome.OK, 155);

        assertThat(trial.evidence()).isEqualTo(new Evidence(90L, null, null, null));
        assertThat(trial.phases()).isEmpty();
        assertThat(Trial.isOver(events, 1)).isTrue();
    }

    @Test
    void aRequestThatFailedHasNoFirstByte() {
        cold();

        ColdStartDetail.Trial trial = told(Outcome.SERVER_ERROR, 155);

        assertThat(trial.firstByteNanos()).isNull();
        assertThat(trial.phases()).extracting(Phase::name).doesNotContain("answer");
    }

    @Test
    void aTrialIsOverOnceItsPodIsReadyOrGoneOrItsClientLeft() {
        cold();
        assertThat(Trial.isOver(events, 1)).isFalse();
        assertThat(Trial.isOver(events, 11)).as("still held").isFalse();
        at(1_300, new DataPlaneEvent.Request("run-11", "", What.ABANDONED));
        assertThat(Trial.isOver(events, 11)).isTrue();
        at(1_400, new DataPlaneEvent.Replica("pod-2", "uid-2", Change.READY));
        assertThat(Trial.isOver(events, 1)).isTrue();
    }
}
