package dev.plimsoll.reports.verdict.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.ColdStartDetail.Evidence;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.ColdStartDetail.Trial;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.testing.ColdStartTrials;
import dev.plimsoll.reports.testing.ScenarioRuns;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ScenarioFindings;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ColdStartFindingsTest {
    private static final long TOLERANCE_NANOS = 5_000_000;

    @Test
    void coldTrialsAreExplained() {
        List<Trial> trials = ColdStartTrials.cold(50, "minScale 0", 1, 1);
        assertThat(findings(trials))
                .allSatisfy(f -> assertThat(f.judgement()).as(f.toString()).isEqualTo(Judgement.PASS));
        ColdStartFacts facts = facts(trials);
        assertThat(facts.p95Needs()).isEqualTo(72);
        assertThat(facts.populations()).singleElement().satisfies(p -> {
            assertThat(p.accepted()).isEqualTo(50);
            assertThat(p.medianNanos().interval()).isNotNull();
            assertThat(p.p95Nanos().upper()).isNull();
            assertThat(p.phases()).hasSize(7);
        });
        assertThat(facts.trials()).allSatisfy(t -> {
            long onPath =
                    t.phaseNanos().values().stream().mapToLong(Long::longValue).sum();
            assertThat(onPath + t.unattributedNanos()).isEqualTo(Objects.requireNonNull(t.waitNanos()));
            assertThat(t.unattributedNanos()).isNotNegative();
            assertThat(t.phaseNanos()).containsEntry("readiness", 0L);
            assertThat(Objects.requireNonNull(t.readyBehindByteNanos())).isEqualTo(300_000_000);
        });
    }

    @Test
    void aTrialThatIsNotProvenColdIsRefusedByName() {
        List<Trial> trials = new ArrayList<>(ColdStartTrials.cold(6, "minScale 0", 1, 2));
        Evidence cold = trials.get(1).evidence();
        long start = trials.get(1).startNanos();
        trials.set(1, with(trials.get(1), null, cold.podUid(), cold.containerStartedAtNanos()));
        trials.set(
                2,
                with(
                        trials.get(2),
                        start,
                        "minScale 0-uid-0",
                        trials.get(2).evidence().containerStartedAtNanos()));
        trials.set(3, with(trials.get(3), start, "new", trials.get(3).startNanos() - 1));
        trials.set(4, with(trials.get(4), start, null, null));
        Finding finding = find(findings(trials), "trials were cold");
        assertThat(finding.judgement()).isEqualTo(Judgement.PASS);
        assertThat(finding.observed()).isEqualTo("2 accepted of 6, 4 refused");
        assertThat(finding.reason())
                .contains("trial 2 (minScale 0): zero replicas were not seen before it")
                .contains("trial 3 (minScale 0): the pod minScale 0-uid-0 had served an earlier trial")
                .contains("trial 4 (minScale 0): the container had started before the request was sent")
                .contains(
                        "trial 5 (minScale 0): the pod that answered is not known; the start of the container is not known");
        assertThat(facts(trials).populations())
                .singleElement()
                .satisfies(p -> assertThat(p.accepted()).isEqualTo(2));
    }

    @Test
    void withoutAColdTrialThereIsNothingToMeasure() {
        Trial warm = ColdStartTrials.cold(1, "minScale 1", 1, 3).getFirst();
        List<Finding> findings = findings(List.of(with(warm, null, null, null)));
        assertThat(findings)
                .singleElement()
                .satisfies(f -> assertThat(f.judgement()).isEqualTo(Judgement.INVALID));
        assertThat(findings(List.of())).singleElement().satisfies(f -> {
            assertThat(f.judgement()).isEqualTo(Judgement.INVALID);
            assertThat(f.reason()).isEqualTo("no trial was made");
        });
    }

    @Test
    void aNegativePhaseInvalidatesItsTrialAndIsNamed() {
        List<Trial> trials = new ArrayList<>(ColdStartTrials.cold(3, "minScale 0", 1, 4));
        List<Phase> phases = new ArrayList<>(trials.get(1).phases());
        phases.add(new Phase("node", 900, 400, null));
        trials.set(1, ColdStartTrials.with(trials.get(1), phases));
        Finding finding = find(findings(trials), "the times of each trial agree");
        assertThat(finding.judgement()).isEqualTo(Judgement.INVALID);
        assertThat(finding.reason()).isEqualTo("trial 2 (minScale 0): the phase 'node' ends 500 ns before it begins");
        assertThat(facts(trials).standing(ColdStartFacts.Standing.ACCEPTED)).hasSize(2);
    }

    @Test
    void aColdStartThatWasNotAnsweredRightlyIsAFailureAndNotARefusal() {
        List<Trial> trials = ColdStartTrials.cold(4, "minScale 0", 1, 5);
        RequestSample failed = new RequestSample(2, 0, 0, Outcome.SERVER_ERROR, 503, 0, 0, 0, 5, 5);
        RunRecord run = ScenarioRuns.of("coldStart", new ColdStartDetail(trials, 0.05, null), List.of(failed));
        Finding finding = find(ScenarioFindings.of(run), "every cold start was answered");
        assertThat(finding.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(finding.observed()).isEqualTo("1 of 4 not answered");
        assertThat(finding.reason()).contains("trial 3");
    }

    @Test
    void aWaitThatNoPhaseAccountsForIsShownAndJudged() {
        List<Trial> trials = ColdStartTrials.cold(20, "minScale 0", 1, 6).stream()
                .map(t -> ColdStartTrials.with(
                        t,
                        t.phases().stream()
                                .filter(p -> !p.name().equals("model load"))
                                .toList()))
                .toList();
        Finding finding = find(findings(trials), "the wait is accounted for");
        assertThat(finding.judgement()).isEqualTo(Judgement.FAIL);
        assertThat(finding.reason()).contains("of the client's wait is in no phase, over 20 trials");
    }

    @Test
    void aPhaseThatTakesLongerThanDeclaredIsFound() {
        List<Trial> trials = ColdStartTrials.cold(20, "minScale 0", 1, 7).stream()
                .map(t -> ColdStartTrials.with(
                        t,
                        t.phases().stream()
                                .map(ColdStartFindingsTest::declaredShorter)
                                .toList()))
                .toList();
        assertThat(find(findings(trials), "image pull takes as long as declared with minScale 0")
                        .judgement())
                .isEqualTo(Judgement.FAIL);
        assertThat(find(findings(trials), "model load takes as long as declared with minScale 0")
                        .judgement())
                .isEqualTo(Judgement.PASS);
    }

    @Test
    void aWarmPoolThatHelpsIsShownToHelp() {
        List<Trial> trials = new ArrayList<>(ColdStartTrials.cold(20, "no pool", 1, 8));
        trials.addAll(ColdStartTrials.cold(20, "pool of 1", 0.5, 9));
        Finding finding = find(findings(trials), "pool of 1 against no pool");
        assertThat(finding.reason()).startsWith("cold starts with pool of 1 are faster: -0.944 s (-0.980 to -0.901)");
        List<Trial> same = new ArrayList<>(ColdStartTrials.cold(20, "no pool", 1, 8));
        same.addAll(ColdStartTrials.cold(20, "pool of 1", 1, 9));
        assertThat(find(findings(same), "pool of 1 against no pool").reason()).contains("not shown to differ");
    }

    private static Phase declaredShorter(Phase phase) {
        Long declared = phase.declaredNanos();
        return phase.name().equals("image pull") && declared != null
                ? new Phase(phase.name(), phase.fromNanos(), phase.toNanos(), declared - 20_000_000)
                : phase;
    }

    private static Trial with(Trial trial, @Nullable Long zero, @Nullable String uid, @Nullable Long started) {
        return ColdStartTrials.with(trial, new Evidence(zero, "iris", uid, started));
    }

    private static RunRecord run(List<Trial> trials) {
        return ScenarioRuns.of("coldStart", new ColdStartDetail(trials, 0.05, TOLERANCE_NANOS), List.of());
    }

    private static List<Finding> findings(List<Trial> trials) {
        return ScenarioFindings.of(run(trials));
    }

    private static ColdStartFacts facts(List<Trial> trials) {
        RunRecord run = run(trials);
        RunDescription.ScenarioDescription scenario =
                run.description().scenarios().getFirst();
        return ColdStartCourt.facts(run, scenario, new ColdStartDetail(trials, 0.05, TOLERANCE_NANOS));
    }

    private static Finding find(List<Finding> findings, String name) {
        return findings.stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }
}
