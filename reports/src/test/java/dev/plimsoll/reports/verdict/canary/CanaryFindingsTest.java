package dev.plimsoll.reports.verdict.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.CanaryDetail.Decision;
import dev.plimsoll.reports.record.CanaryDetail.Mode;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.CanaryRuns;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ScenarioFindings;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class CanaryFindingsTest {
    @Test
    void aGoodCanaryPassesEveryCheckAndIsPromoted() {
        List<Finding> findings = ScenarioFindings.of(CanaryRuns.healthy());
        assertThat(findings)
                .hasSize(13)
                .allSatisfy(f -> assertThat(f.judgement()).as(f.toString()).isEqualTo(Judgement.PASS));
        assertThat(find(findings, CanarySimulation.DECISION).observed()).isEqualTo("promote");
    }

    @Test
    void aSplitOfTooFewRequestsIsUndecidedAndSaysHowManyMore() {
        Finding finding = find(
                ScenarioFindings.of(
                        CanaryRuns.builder().shift(0, 200).shift(10, 500).build()),
                CanarySimulation.SPLIT);
        assertThat(finding.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(finding.reason()).contains("it takes 1068 requests to tell a difference of 5.00 points, 568 more");
    }

    @Test
    void aSplitThatUnattributedRequestsCouldTurnIsUndecided() {
        Finding finding = find(
                ScenarioFindings.of(CanaryRuns.builder()
                        .shift(0, 200)
                        .shift(10, 1_500)
                        .unattributed(0.2)
                        .build()),
                CanarySimulation.SPLIT);
        assertThat(finding.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(finding.reason()).contains("make the target name its revision");
    }

    @Test
    void aCanaryThatIsNotToldApartHasNoSplitAtAll() {
        Finding finding = find(
                ScenarioFindings.of(CanaryRuns.builder()
                        .shift(0, 200)
                        .shift(10, 300)
                        .unattributed(1)
                        .build()),
                CanarySimulation.SPLIT);
        assertThat(finding.judgement()).isEqualTo(Judgement.INVALID);
    }

    @Test
    void routingThatSticksIsFound() {
        List<Finding> findings = ScenarioFindings.of(
                CanaryRuns.builder().shift(0, 200).shift(10, 1_200).sticky(0.5).build());
        assertThat(find(findings, CanarySimulation.ORDER).judgement()).isEqualTo(Judgement.FAIL);
        assertThat(find(findings, CanarySimulation.DECISION).reason()).contains("runs of one revision where");
    }

    @Test
    void aShiftThatTakesEffectLateIsFound() {
        RunRecord run = CanaryRuns.builder()
                .shift(0, 400)
                .shift(50, 1_000)
                .shift(100, 600)
                .effectAfter(Duration.ofMillis(1_600))
                .build();
        assertThat(find(ScenarioFindings.of(run), "shift from 0 to 50 % takes effect")
                        .judgement())
                .isEqualTo(Judgement.FAIL);
        Finding whole = find(ScenarioFindings.of(run), "shift from 50 to 100 % takes effect");
        assertThat(whole.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(whole.reason()).startsWith("the stable revision still answered a request sent 1.");
    }

    @Test
    void theTimeToEffectIsFoundAndBounded() {
        RunRecord run = CanaryRuns.builder()
                .shift(0, 400)
                .shift(10, 400)
                .shift(50, 1_000)
                .build();
        CanaryFacts.ShiftFacts shift = facts(run).shifts().get(2);
        var change =
                Objects.requireNonNull(Objects.requireNonNull(shift.effect()).changeNanos());
        assertThat(change.lower()).isLessThanOrEqualTo(300e6);
        assertThat(change.upper()).isBetween(300e6, 1e9);
    }

    @Test
    void requestsLostInAShiftAreNamedWithTheirCause() {
        RunRecord run = CanaryRuns.builder()
                .shift(0, 400)
                .shift(50, 400)
                .lostInShifts(0.05)
                .failures(0, 0)
                .build();
        Finding finding = find(ScenarioFindings.of(run), "shift from 0 to 50 % drops nothing");
        assertThat(finding.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(finding.reason()).contains("were lost: {CONNECTION_LOST=").contains("the first have the ids [");
    }

    @Test
    void whatTheInjectorNeverSentIsHeldAgainstNobody() {
        RunRecord run = CanaryRuns.builder()
                .shift(0, 600)
                .shift(10, 1_300)
                .shift(50, 6_000)
                .shift(100, 600)
                .unsent(0.05)
                .failures(0, 0)
                .build();
        assertThat(facts(run).unsent()).isGreaterThan(300);
        assertThat(ScenarioFindings.of(run))
                .allSatisfy(f -> assertThat(f.judgement()).as(f.toString()).isEqualTo(Judgement.PASS));
    }

    @Test
    void blueGreenIsComparedBeforeAndAfter() {
        CanaryRuns.Builder step =
                CanaryRuns.builder().mode(Mode.BLUE_GREEN).shift(0, 4_000).shift(100, 4_000);
        List<Finding> good = ScenarioFindings.of(step.build());
        assertThat(find(good, CanarySimulation.ERRORS).judgement()).isEqualTo(Judgement.PASS);
        CanaryFacts.Comparison compared =
                Objects.requireNonNull(facts(step.build()).comparison());
        assertThat(compared.canaryRequests()).isGreaterThan(3_500);
        assertThat(find(ScenarioFindings.of(step.canaryFails(0.05).build()), CanarySimulation.DECISION)
                        .observed())
                .isEqualTo("roll back");
    }

    @Test
    void withoutEnoughOfBothItHoldsAndSaysWhatItNeeds() {
        Finding finding = find(
                ScenarioFindings.of(
                        CanaryRuns.builder().shift(0, 200).shift(10, 1_200).build()),
                CanarySimulation.DECISION);
        assertThat(finding.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(finding.observed()).isEqualTo("hold");
        assertThat(finding.reason()).contains("at least 480 requests of each are needed in one window");
    }

    @Test
    void aDrillIsCaughtAndTimed() {
        CanaryFacts facts = facts(CanaryRuns.drill());
        assertThat(facts.decision()).isEqualTo(Decision.ROLL_BACK);
        CanaryFacts.Drill drill = Objects.requireNonNull(facts.drill());
        assertThat(drill.caught()).isTrue();
        assertThat(Objects.requireNonNull(drill.detectionNanos())).isBetween(0L, 6_000_000_000L);
        assertThat(drill.rolledBackNanos()).isNotNull();
    }

    @Test
    void aDrillWhoseFaultDoesNothingIsNotCaught() {
        RunRecord run = CanaryRuns.builder()
                .shift(0, 600)
                .shift(50, 2_000)
                .faultAt(Duration.ofSeconds(6), "nothing")
                .asked(Decision.ROLL_BACK)
                .build();
        assertThat(find(ScenarioFindings.of(run), CanarySimulation.DRILL).judgement())
                .isEqualTo(Judgement.FAIL);
    }

    @Test
    void aRecordThatLacksRequestsSaysSo() {
        RunRecord whole = CanaryRuns.healthy();
        RequestLog.Builder some = new RequestLog.Builder();
        for (int i = 0; i < 1_000; i++) {
            some.add(whole.requests().sample(i));
        }
        RunRecord cut = new RunRecord(
                whole.description(), some.beyondLimit(7).build(), whole.timeline(), whole.slo(), whole.suite());
        Finding finding = find(ScenarioFindings.of(cut), "the record holds every request");
        assertThat(finding.judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(finding.observed()).isEqualTo("7 are missing");
    }

    private static Finding find(List<Finding> findings, String name) {
        return CanarySimulation.find(findings, name);
    }

    private static CanaryFacts facts(RunRecord run) {
        RunDescription.ScenarioDescription scenario =
                run.description().scenarios().getFirst();
        return CanaryCourt.facts(run, scenario, (CanaryDetail) Objects.requireNonNull(scenario.detail()));
    }
}
