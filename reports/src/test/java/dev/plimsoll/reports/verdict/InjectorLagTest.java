package dev.plimsoll.reports.verdict;

import static dev.plimsoll.reports.record.RequestSample.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.slo.Objective;
import dev.plimsoll.reports.slo.Selector;
import dev.plimsoll.reports.testing.RunRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InjectorLagTest {
    private static final long MILLI = 1_000_000;

    private static TimelineEvent pause(long atMillis, long lengthMillis, TimelineEvent.Pause.Who who) {
        return new TimelineEvent.Pause(atMillis * MILLI, lengthMillis * MILLI, who, "test");
    }

    private static final InjectorPauses PAUSES = InjectorPauses.of(List.of(
            pause(500, 100, TimelineEvent.Pause.Who.INJECTOR),
            pause(100, 50, TimelineEvent.Pause.Who.INJECTOR),
            pause(120, 80, TimelineEvent.Pause.Who.INJECTOR),
            pause(300, 100, TimelineEvent.Pause.Who.TARGET)));

    /** Times in milliseconds; series 1 is measured and has a time-out of 10 s. */
    private static Times without(Outcome outcome, long intended, long dispatched, long sent, long firstByte, long end) {
        RequestLog log = RequestLog.of(List.of(new RequestSample(
                0,
                1,
                0,
                outcome,
                200,
                intended * MILLI,
                dispatched * MILLI,
                sent * MILLI,
                firstByte < 0 ? NEVER : firstByte * MILLI,
                end * MILLI)));
        RunRecord made = RunRecords.builder().protocols(List.of("v1-rest")).build();
        RunRecord run = new RunRecord(made.description(), log, List.of(), "", "");
        return new Times.WithoutInjectorLag(
                log, PAUSES, Population.of(run, Selector.ALL).getFirst());
    }

    @Test
    void pausesThatOverlapAreCountedOnceAndTheTargetsAreNotOurs() {
        assertThat(PAUSES.count()).isEqualTo(2);
        assertThat(PAUSES.totalNanos()).isEqualTo(200 * MILLI);
        assertThat(PAUSES.overlapNanos(0, 1_000 * MILLI)).isEqualTo(200 * MILLI);
        assertThat(PAUSES.overlapNanos(150 * MILLI, 550 * MILLI)).isEqualTo(100 * MILLI);
        assertThat(PAUSES.overlapNanos(210 * MILLI, 490 * MILLI)).isZero();
        assertThat(PAUSES.overlapNanos(120 * MILLI, 130 * MILLI)).isEqualTo(10 * MILLI);
        assertThat(PAUSES.contain(199 * MILLI)).isTrue();
        assertThat(PAUSES.contain(200 * MILLI)).isFalse();
        assertThat(PAUSES.contain(99 * MILLI)).isFalse();
        assertThat(InjectorPauses.of(List.of()).totalNanos()).isZero();
    }

    @Test
    void latenessAndPausesAreTakenAwayButTheWaitForAConnectionStays() {
        Times times = without(Outcome.OK, 50, 90, 220, 230, 240);
        assertThat(times.nanos(0, Objective.Measure.RESPONSE_TIME)).isEqualTo((240 - 90 - 100) * MILLI);
        assertThat(times.nanos(0, Objective.Measure.TIME_TO_FIRST_BYTE)).isEqualTo((230 - 90 - 100) * MILLI);
        assertThat(times.nanos(0, Objective.Measure.SERVICE_TIME)).isEqualTo(20 * MILLI);
    }

    @Test
    void noTimeFallsBelowZero() {
        assertThat(without(Outcome.OK, 100, 110, 120, 150, 160).nanos(0, Objective.Measure.RESPONSE_TIME))
                .isZero();
        assertThat(without(Outcome.OK, 110, 100, 120, 150, 160).nanos(0, Objective.Measure.RESPONSE_TIME))
                .isZero();
    }

    @Test
    void aTimeOutIsExcusedOnlyIfItFellDueDuringAPause() {
        InjectorPauses none = InjectorPauses.of(List.of());
        assertThat(none.contain(0)).isFalse();
        assertThat(without(Outcome.TIMED_OUT, -9_450, -9_450, -9_450, -1, 600).good(0))
                .isTrue();
        assertThat(without(Outcome.TIMED_OUT, -9_600, -9_600, -9_600, -1, 400).good(0))
                .isFalse();
        assertThat(without(Outcome.SERVER_ERROR, -9_450, -9_450, -9_450, -1, 600)
                        .good(0))
                .isFalse();
    }
}
