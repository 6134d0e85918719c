package dev.plimsoll.reports.verdict.canary;

import static dev.plimsoll.reports.verdict.canary.CanarySimulation.COMPARED_REQUESTS;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.DRILL;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.ORDER;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.SPLIT;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.SPLIT_REQUESTS;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.comparison;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.count;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.decided;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.drill;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.judged;
import static dev.plimsoll.reports.verdict.canary.CanarySimulation.split;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.plimsoll.reports.testing.CanaryRuns;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The error rates that the canary court promises, in 3,000 seeded runs an arm; prints the table of docs/CANARY.md. */
@Tag("nightly")
final class CanarySimulationNightlyTest {
    private static final int RUNS = 3_000;

    private record Arm(String truth, String finding, String requests, int seen, int least, int most) {}

    private final List<Arm> arms = new ArrayList<>();

    @Test
    void theCourtHoldsItsErrorRates() {
        String splitRequests = "%,d at 10 %%".formatted(SPLIT_REQUESTS);
        String compared = "%,d at 50 %%".formatted(COMPARED_REQUESTS);
        arm(
                "a true 10 % split",
                "called wrong", splitRequests, () -> split(0.10), judged(SPLIT, Judgement.FAIL), 0, 45);
        arm(
                "15 % passed off as 10 %",
                "called wrong", splitRequests, () -> split(0.15), judged(SPLIT, Judgement.FAIL), 2_955, RUNS);
        arm(
                "5 % passed off as 10 %",
                "called wrong", splitRequests, () -> split(0.05), judged(SPLIT, Judgement.FAIL), 2_955, RUNS);
        arm(
                "independent draws",
                "called sticky",
                splitRequests,
                () -> split(0.10),
                judged(ORDER, Judgement.FAIL),
                0,
                45);
        arm(
                "every third request goes where the last went",
                "called sticky",
                splitRequests,
                () -> split(0.10).sticky(1 / 3.0),
                judged(ORDER, Judgement.FAIL),
                2_850,
                RUNS);
        arm("an identical canary", "rolled back", compared, () -> comparison(), decided("roll back"), 0, 30);
        arm("an identical canary", "promoted", compared, () -> comparison(), decided("promote"), 2_850, RUNS);
        arm(
                "a canary that fails 2 % more",
                "rolled back", compared, () -> comparison().canaryFails(0.02), decided("roll back"), 2_850, RUNS);
        arm(
                "a canary that fails 2 % more",
                "promoted", compared, () -> comparison().canaryFails(0.02), decided("promote"), 0, 45);
        arm(
                "a canary 20 % slower at p95",
                "rolled back", compared, () -> comparison().canarySlower(1.2), decided("roll back"), 2_850, RUNS);
        arm(
                "a canary 20 % slower at p95",
                "promoted", compared, () -> comparison().canarySlower(1.2), decided("promote"), 0, 45);
        arm(
                "a drill without its fault",
                "alarm",
                compared,
                () -> drill(),
                findings -> !CanarySimulation.find(findings, DRILL).reason().contains("was not noticed"),
                0,
                45);
        arm(
                "a drill: 5 % errors",
                "caught", compared, () -> drill().canaryFails(0.05), judged(DRILL, Judgement.PASS), 2_850, RUNS);
        arm(
                "a drill: 20 % slower",
                "caught", compared, () -> drill().canarySlower(1.2), judged(DRILL, Judgement.PASS), 2_400, RUNS);
        assertSoftly(softly -> arms.forEach(arm -> softly.assertThat(arm.seen())
                .as("%s, %s", arm.truth(), arm.finding())
                .isBetween(arm.least(), arm.most())));
    }

    private void arm(
            String truth,
            String finding,
            String requests,
            Supplier<CanaryRuns.Builder> settings,
            Predicate<List<Finding>> fits,
            int least,
            int most) {
        Arm arm = new Arm(truth, finding, requests, count(RUNS, settings, fits), least, most);
        arms.add(arm);
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %,d of %,d (%.2f %%) | %,d to %,d |%n",
                arm.truth(),
                arm.finding(),
                arm.requests(),
                arm.seen(),
                RUNS,
                100.0 * arm.seen() / RUNS,
                arm.least(),
                arm.most());
    }
}
