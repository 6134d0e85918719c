package dev.plimsoll.reports.verdict.canary;

import static dev.plimsoll.reports.verdict.canary.CanarySimulation.DRILL;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.ORDER;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.SPLIT;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.comparison;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.count;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.decided;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.drill;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.judged;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.stats.ShareTest;
import dev.plimsoll.reports.verdict.Judgement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The court's error rates, in 300 runs an arm. The bounds are those that the nightly test holds at 3,000, widened to what
 * 300 runs at the promised rate exceed once in a thousand times.
 */
final class CanarySimulationTest {
    private static final int RUNS = 300;

    @Test
    void theSimulatedSizeIsTheComputedOne() {
        assertThat(new ShareTest(0.10, 0.05, 0.01, 0.99).sampleSize()).isEqualTo(CanarySimulation.SPLIT_REQUESTS);
    }

    @Test
    void aTrueSplitIsHardlyEverCalledWrong() {
        assertThat(count(RUNS, () -> split(0.10), judged(SPLIT, Judgement.FAIL)))
                .isLessThanOrEqualTo(9);
    }

    @Test
    void independentDrawsAreHardlyEverCalledSticky() {
        assertThat(count(RUNS, () -> split(0.10), judged(ORDER, Judgement.FAIL)))
                .isLessThanOrEqualTo(9);
    }

    @Test
    void fifteenPercentPassedOffAsTenIsCaught() {
        assertThat(count(RUNS, () -> split(0.15), judged(SPLIT, Judgement.FAIL)))
                .isGreaterThanOrEqualTo(291);
    }

    @Test
    void anIdenticalCanaryIsHardlyEverRolledBackAndMostlyPromoted() {
        AtomicInteger rolledBack = new AtomicInteger();
        int promoted = count(RUNS, () -> comparison(), findings -> {
            rolledBack.addAndGet(decided("roll back").test(findings) ? 1 : 0);
            return decided("promote").test(findings);
        });
        assertThat(promoted).isGreaterThanOrEqualTo(270);
        assertThat(rolledBack.get()).isLessThanOrEqualTo(9);
    }

    @Test
    void aCanaryThatFailsTwoPercentMoreIsRolledBack() {
        assertThat(count(RUNS, () -> comparison().canaryFails(0.02), decided("roll back")))
                .isGreaterThanOrEqualTo(273);
    }

    @Test
    void aCanaryThatIsTwentyPercentSlowerIsRolledBack() {
        assertThat(count(RUNS, () -> comparison().canarySlower(1.2), decided("roll back")))
                .isGreaterThanOrEqualTo(273);
    }

    @Test
    void aDrillWithoutItsFaultHardlyEverAlarms() {
        assertThat(count(RUNS, () -> drill(), judged(DRILL, Judgement.PASS))).isLessThanOrEqualTo(9);
    }

    @Test
    void aDrillOfErrorsIsCaught() {
        assertThat(count(RUNS, () -> drill().canaryFails(0.05), judged(DRILL, Judgement.PASS)))
                .isGreaterThanOrEqualTo(273);
    }
}
