package dev.plimsoll.reports.verdict.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.AutoscalingDetail;
import dev.plimsoll.reports.record.AutoscalingDetail.LoadEvent;
import dev.plimsoll.reports.record.AutoscalingDetail.Observation;
import dev.plimsoll.reports.record.AutoscalingDetail.Prediction;
import dev.plimsoll.reports.record.AutoscalingDetail.Settings;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.testing.ScenarioRuns;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ScenarioFindings;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A load that steps up at 10 s to what 4 replicas carry and stops at 40 s; desired and ready are given for each second. */
final class AutoscalingFindingsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final List<LoadEvent> EVENTS = List.of(
            new LoadEvent(10 * SECOND, LoadEvent.Kind.UP, 4, "step from 10/s to 100/s"),
            new LoadEvent(40 * SECOND, LoadEvent.Kind.STOP, 0, "the end of the load"));

    @Test
    void theReactionToAStepIsTimed() {
        Finding up = find(
                findings(goodTrace(), twin(goodTrace()), 5 * SECOND, List.of()), "reaction to step from 10/s to 100/s");
        assertThat(up.judgement()).isEqualTo(Judgement.PASS);
        assertThat(up.reason())
                .isEqualTo("more replicas were desired after 2.00 s, one more was ready after 3.00 s,"
                        + " enough were ready after 5.00 s; overshoot 1, 1 reversals; known to 1.00 s");
        Finding late = find(
                findings(goodTrace(), twin(goodTrace()), 4 * SECOND, List.of()), "reaction to step from 10/s to 100/s");
        assertThat(late.judgement()).isEqualTo(Judgement.FAIL);
    }

    @Test
    void theWayToZeroIsTimed() {
        Finding down = find(
                findings(goodTrace(), twin(goodTrace()), 5 * SECOND, List.of()),
                "scale-down after the end of the load");
        assertThat(down.observed()).isEqualTo("zero after 12.00 s");
        assertThat(down.reason()).startsWith("fewer replicas were desired after 6.00 s, fewer were ready after 8.00 s");
    }

    @Test
    void reversalsAreCounted() {
        List<Observation> trace = trace(t -> t < 12 ? 1 : 3 + t % 2, t -> t < 12 ? 1 : 4);
        String reason = find(findings(trace, List.of(), null, List.of()), "reaction to step from 10/s to 100/s")
                .reason();
        assertThat(reason).contains("27 reversals");
    }

    @Test
    void anAutoscalerThatFollowsItsConfigurationIsToldSo() {
        Finding twin = find(
                findings(goodTrace(), twin(goodTrace()), null, List.of()),
                "the autoscaler does what its configuration says");
        assertThat(twin.judgement()).isEqualTo(Judgement.PASS);
        assertThat(twin.reason())
                .isEqualTo("your autoscaler does what its configuration says: of 30 decisions 30 are equal (100.0 %)"
                        + " and 30 within one replica (100.0 %)");
    }

    @Test
    void anAutoscalerThatDoesNotIsToldWhereItParted() {
        List<Observation> stubborn = trace(t -> 1, t -> 1);
        Finding twin = find(
                findings(stubborn, twin(goodTrace()), null, List.of()),
                "the autoscaler does what its configuration says");
        assertThat(twin.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(twin.reason())
                .startsWith("your autoscaler does not do what its configuration says: of 30 decisions 6 are equal")
                .contains(
                        "first at 12.00 s: 1 where the twin wants 5, it still wanted what the twin had decided up to two"
                                + " ticks before; the twin: made up; stable average 7.00, panic average 9.00, not in panic, 1 ready");
    }

    @Test
    void withoutATwinNothingIsSaidOfTheConfiguration() {
        assertThat(find(
                                findings(goodTrace(), List.of(), null, List.of()),
                                "the autoscaler does what its configuration says")
                        .judgement())
                .isEqualTo(Judgement.INCONCLUSIVE);
    }

    @Test
    void secondsInViolationAndFailuresWhileScalingAreCounted() {
        List<RequestSample> requests = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            long at = i * SECOND / 10;
            boolean slow = i >= 110 && i < 130;
            Outcome outcome = i == 120
                    ? Outcome.CONNECTION_LOST
                    : i == 121 ? Outcome.UNSENT : i == 300 ? Outcome.SERVER_ERROR : Outcome.OK;
            requests.add(new RequestSample(i, 0, 1, outcome, 200, at, at, at, at, at + (slow ? SECOND : SECOND / 100)));
        }
        List<Finding> findings = findings(goodTrace(), List.of(), null, requests);
        assertThat(find(findings, "time in violation").observed()).isEqualTo("3 s of 40 s");
        Finding failed = find(findings, "no request fails during step from 10/s to 100/s");
        assertThat(failed.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(failed.reason()).isEqualTo("1 requests in flight while it scaled failed: {CONNECTION_LOST=1}");
    }

    private interface Trace {
        int at(int second);
    }

    private static List<Observation> goodTrace() {
        return trace(
                t -> t < 12 ? 1 : t < 20 ? 5 : t < 46 ? 4 : 0,
                t -> t < 13 ? 1 : t < 15 ? 3 : t < 48 ? 4 : t < 52 ? 2 : 0);
    }

    private static List<Observation> trace(Trace desired, Trace ready) {
        List<Observation> observations = new ArrayList<>();
        for (int t = 0; t < 60; t++) {
            observations.add(new Observation(t * SECOND, ready.at(t), desired.at(t), null, 7.0, 9.0, false));
        }
        return observations;
    }

    private static List<Prediction> twin(List<Observation> observations) {
        List<Prediction> predictions = new ArrayList<>();
        for (int t = 0; t < observations.size(); t += 2) {
            predictions.add(new Prediction(
                    observations.get(t).atNanos(), observations.get(t).desired(), "made up"));
        }
        return predictions;
    }

    private static List<Finding> findings(
            List<Observation> observed,
            List<Prediction> predicted,
            @Nullable Long reactionLimit,
            List<RequestSample> requests) {
        Settings settings = new Settings(SECOND / 10, 0.95, reactionLimit, null, 0.95);
        AutoscalingDetail detail = new AutoscalingDetail(
                "iris-00001", Map.of("stable-window", "60s"), "step", EVENTS, observed, predicted, settings);
        return ScenarioFindings.of(ScenarioRuns.of("autoscaling", detail, requests));
    }

    private static Finding find(List<Finding> findings, String name) {
        return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }
}
