package dev.plimsoll.reports.verdict.canary;

import static dev.plimsoll.reports.verdict.canary.CanarySimulation.ORDER;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.SPLIT;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.count;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.judged;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.stats.ShareTest;
import dev.plimsoll.reports.verdict.Judgement;
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
}
