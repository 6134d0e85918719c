package dev.plimsoll.reports.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.stats.Proportions;
import dev.plimsoll.reports.testing.RunRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static Verdict judge(RunRecord run) {
        return Judge.judge(run, SloDocument.parse("slo.yaml", run.slo()), JudgeSettings.DEFAULT);
    }

    private static RunRecords.Builder small() {
        return RunRecords.builder().protocols(List.of("v1-rest"));
    }

    private static ObjectiveVerdict latency(Verdict verdict) {
        return verdict.objectives().getFirst();
    }

    private static ObjectiveVerdict availability(Verdict verdict) {
        return verdict.objectives().getLast();
    }

    @Test
    void aHealthyRunPassesForEveryProtocol() {
        Verdict verdict = judge(RunRecords.healthy());
        assertThat(verdict.judgement()).isEqualTo(Judgement.PASS);
        assertThat(verdict.objectives())
                .extracting(v -> v.slo() + " " + v.population() + " " + v.judgement())
                .containsExactly(
                        "iris-latency v1-rest PASS",
                        "iris-latency v2-rest PASS",
                        "iris-latency v2-grpc PASS",
                        "iris-availability v1-rest PASS",
                        "iris-availability v2-rest PASS",
                        "iris-availability v2-grpc PASS");
        assertThat(verdict.why()).startsWith("All 6 judgements hold; nearest to its limit is iris-");
        assertThat(verdict.warnings()).isEmpty();
        ObjectiveVerdict first = latency(verdict);
        assertThat(first.count()).isBetween(11_000L, 13_000L);
        assertThat(Objects.requireNonNull(first.quantileNanos()).estimate()).isBetween(5e6, 30e6);
    }

    @Test
    void aFailedRequestIsBadForLatencyToo() {
        Verdict verdict = judge(RunRecords.failing());
        assertThat(verdict.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(latency(verdict).judgement()).isEqualTo(Judgement.FAIL);
        assertThat(latency(verdict).bad()).isCloseTo(availability(verdict).bad(), within(200L));
        assertThat(latency(verdict).quantileNanos()).isNull();
        assertThat(latency(verdict).reason())
                .contains("p99 does not exist, as more requests than that failed")
                .contains("requests failed");
        assertThat(verdict.why()).contains("6 of 6 judgements, first iris-");
    }

    @Test
    void slowAnswersFailLatencyButNotAvailability() {
        Verdict verdict = judge(small().slow(0.03, Duration.ofMillis(400)).build());
        assertThat(latency(verdict).judgement()).isEqualTo(Judgement.FAIL);
        assertThat(latency(verdict).withoutInjectorLag()).isEqualTo(Judgement.FAIL);
        assertThat(availability(verdict).judgement()).isEqualTo(Judgement.PASS);
    }

    /** One burst is one event: it does not tell how often such bursts come, so it neither passes nor fails the target. */
    @Test
    void oneColdStartIsCountedWholeFromTheIntendedStartButDecidesNothing() {
        Verdict verdict = judge(small().coldStart(Duration.ofSeconds(8)).build());
        assertThat(latency(verdict).bad()).isBetween(1_450L, 1_750L);
        assertThat(latency(verdict).judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(latency(verdict).reason())
                .contains("the bad ones came close together, so that all tell only as much as ");
        assertThat(Objects.requireNonNull(latency(verdict).quantileNanos()).lower())
                .isLessThan(100e6);
        Verdict often = judge(small().failuresInBursts(0.1, Duration.ofSeconds(1))
                .duration(Duration.ofMinutes(10))
                .rate(50)
                .build());
        assertThat(availability(often).judgement()).isEqualTo(Judgement.FAIL);
    }

    @Test
    void aStallOfTheInjectorIsNotTheTargetsFault() {
        Verdict verdict = judge(RunRecords.injectorStall());
        assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
        ObjectiveVerdict latency = latency(verdict);
        assertThat(latency.judgement()).isEqualTo(Judgement.INVALID);
        assertThat(latency.withoutInjectorLag()).isEqualTo(Judgement.PASS);
        assertThat(latency.reason()).startsWith("the injector's own lag decides: as recorded this is ");
        assertThat(availability(verdict).judgement()).isEqualTo(Judgement.PASS);
        assertThat(verdict.warnings())
                .containsExactly("the injector stood still once, 3,000 ms in all; each objective was also judged"
                        + " without that");
    }

    @Test
    void aStallOfTheInjectorIsNoExcuseForATargetThatFailsAnyway() {
        Verdict verdict = judge(small().slow(0.2, Duration.ofMillis(400))
                .injectorPause(Duration.ofSeconds(20), Duration.ofSeconds(1))
                .build());
        assertThat(latency(verdict).judgement()).isEqualTo(Judgement.FAIL);
        assertThat(latency(verdict).withoutInjectorLag()).isEqualTo(Judgement.FAIL);
    }

    @Test
    void aPauseOfTheTargetIsOnlyTold() {
        RunRecord run = RunRecords.healthy();
        List<TimelineEvent> timeline = new ArrayList<>(run.timeline());
        timeline.add(
                new TimelineEvent.Pause(10_000_000_000L, 2_000_000_000L, TimelineEvent.Pause.Who.TARGET, "collector"));
        Verdict verdict = judge(new RunRecord(run.description(), run.requests(), timeline, run.slo(), run.suite()));
        assertThat(verdict.judgement()).isEqualTo(Judgement.PASS);
        assertThat(verdict.warnings())
                .containsExactly("the target says that it stood still once, 2,000 ms in all; that counts against it");
    }

    @Test
    void aKilledRunCanFailButNotPass() {
        Verdict good = judge(RunRecords.partial());
        assertThat(good.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(latency(good).reason()).contains("the record is not whole (the injector was killed)");
        Verdict bad = judge(small().failures(0.1)
                .killedAt(Duration.ofSeconds(30), "the injector was killed")
                .build());
        assertThat(bad.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(bad.warnings()).contains("the run is not whole: the injector was killed");
    }

    @Test
    void aRunBeyondTheLimitOfItsRecordCannotPass() {
        RunRecord run = small().build();
        RequestLog.Builder log = new RequestLog.Builder();
        for (int i = 0; i < run.requests().size(); i++) {
            log.add(run.requests().sample(i));
        }
        Verdict verdict = judge(
                new RunRecord(run.description(), log.beyondLimit(9).build(), run.timeline(), run.slo(), run.suite()));
        assertThat(verdict.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(verdict.warnings())
                .containsExactly("9 requests ended after the limit of the record and are not judged");
    }

    @Test
    void aWholeRunThatRecordedTooLittleIsInvalid() {
        RunRecord run = small().build();
        RunRecord cut = small().killedAt(Duration.ofSeconds(30), "x").build();
        Verdict verdict =
                judge(new RunRecord(run.description(), cut.requests(), run.timeline(), run.slo(), run.suite()));
        assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
        assertThat(latency(verdict).reason())
                .startsWith("only ")
                .contains("scheduled requests were sent and recorded, and at least 90 % must be");
    }

    @Test
    void requestsNeverSentCountOnlyIfTheyCouldDecide() {
        Verdict few = judge(small().unsent(0.001).build());
        assertThat(few.judgement()).isEqualTo(Judgement.PASS);
        Verdict many = judge(small().unsent(0.03).build());
        assertThat(many.judgement()).isEqualTo(Judgement.INVALID);
        assertThat(availability(many).reason())
                .contains(
                        "were never sent by the injector, and they could decide: PASS if all were good, FAIL if all were"
                                + " bad");
    }

    @Test
    void anUnknownIntendedStartLeavesLatencyOpen() {
        Verdict verdict = judge(small().intendedUnknown().build());
        assertThat(latency(verdict).judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(latency(verdict).reason()).startsWith("the intended start of its requests is unknown");
        assertThat(latency(verdict).good()).isNull();
        assertThat(availability(verdict).judgement()).isEqualTo(Judgement.PASS);
    }

    @Test
    void aSmallRunSaysHowMuchItNeeds() {
        RunRecord run = small().duration(Duration.ofSeconds(1)).build();
        Verdict verdict = judge(run);
        assertThat(verdict.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        ObjectiveVerdict availability = availability(verdict);
        assertThat(availability.reason()).contains("368 requests are needed to show this even if none is bad");
        Duration more = Objects.requireNonNull(availability.more());
        double needed = (1e9 + more.toNanos()) / 1e9 * availability.count();
        assertThat(needed).isBetween(360.0, 376.0);
    }

    @Test
    void anUndecidedRunThatIsMadeAsLongAsItSaysWouldBeDecided() {
        Verdict verdict =
                judge(small().failures(0.007).duration(Duration.ofSeconds(20)).build());
        ObjectiveVerdict availability = availability(verdict);
        assertThat(availability.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        Duration more = Objects.requireNonNull(availability.more());
        double share = Objects.requireNonNull(availability.good()).estimate();
        double longer = availability.count() * (1 + more.toNanos() / 20e9);
        assertThat(Proportions.clopperPearson(share * longer, longer, 0.95).lower())
                .isGreaterThanOrEqualTo(0.99);
        assertThat(verdict.why()).contains("more would decide");
    }

    @Test
    void anObjectiveThatSelectsNothingIsInvalidAndSaysWhatThereIs() {
        String slo = RunRecords.SLO.replaceFirst("unit: ms", "unit: ms\n            scenario: canary");
        Verdict verdict = judge(small().slo(slo).build());
        assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
        assertThat(latency(verdict).reason())
                .isEqualTo("it selects no measured request of this run (scenario 'canary'); measured:"
                        + " steady/gateway/v1-rest/steady");
    }

    @Test
    void objectivesOfOtherSourcesAreToldAndAloneAreNoVerdict() {
        String slo = RunRecords.SLO.replace("type: plimsoll", "type: Prometheus");
        Verdict verdict = judge(small().slo(slo).build());
        assertThat(verdict.judgement()).isEqualTo(Judgement.INVALID);
        assertThat(verdict.why()).startsWith("Nothing was judged");
        assertThat(verdict.warnings())
                .contains("not judged by this run: iris-latency, p99 <= 100 ms: its metric source is Prometheus")
                .contains("no objective is about steady/gateway/v1-rest/steady");
    }

    @Test
    void warmUpIsNotJudged() {
        Verdict verdict = judge(small().warmUp(Duration.ofSeconds(30)).build());
        assertThat(latency(verdict).count()).isLessThan(13_000);
    }

    /** Seeded runs at half and at twice the error budget: the judge must not call either wrongly. */
    @Test
    void atHalfAndTwiceTheBudgetTheVerdictIsRight() {
        int runs = 100;
        int right = 0;
        for (int seed = 0; seed < runs; seed++) {
            boolean good = seed % 2 == 0;
            RunRecord run = small().seed(1_000 + seed)
                    .warmUp(Duration.ZERO)
                    .failures(good ? 0.005 : 0.02)
                    .build();
            right += availability(judge(run)).judgement() == (good ? Judgement.PASS : Judgement.FAIL) ? 1 : 0;
        }
        assertThat(right).isGreaterThanOrEqualTo(99);
    }
}
