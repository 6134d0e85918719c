package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail.Decision;
import dev.plimsoll.reports.testing.CanaryRuns;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ScenarioFindings;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Many seeded made-up runs through the judge: how often a finding comes out in a way. */
final class CanarySimulation {
    /** What {@code ShareTest} computes for 10 % against 15 %; a test holds it to that. */
    static final int SPLIT_REQUESTS = 1_068;

    /** Sent at 50 %, so that each revision answers about half of them. */
    static final int COMPARED_REQUESTS = 6_000;

    static final String SPLIT = "split at 10 %";
    static final String ORDER = "each request drawn on its own at 10 %";
    static final String DECISION = "what to do with the canary";
    static final String ERRORS = "the canary fails no more than the stable revision";
    static final String LATENCY = "the canary's p95 is equivalent";
    static final String DRILL = "drill: a faulty canary is caught";

    private CanarySimulation() {}

    /** A run of the split alone, with the true share. */
    static CanaryRuns.Builder split(double trueShare) {
        return CanaryRuns.builder().shift(0, 200).shift(10, SPLIT_REQUESTS).trueShare(trueShare);
    }

    /** A run for the comparison. */
    static CanaryRuns.Builder comparison() {
        return CanaryRuns.builder().shift(0, 400).shift(50, COMPARED_REQUESTS);
    }

    /** A drill whose fault begins 3 s into the split of 50 %; it is without harm until it is given some. */
    static CanaryRuns.Builder drill() {
        return comparison().faultAt(Duration.ofSeconds(6), "declared fault").asked(Decision.ROLL_BACK);
    }

    /** How many of {@code runs} runs fit; each run has its seed and its own settings. */
    static int count(int runs, Supplier<CanaryRuns.Builder> settings, Predicate<List<Finding>> fits) {
        return (int) LongStream.rangeClosed(1, runs)
                .parallel()
                .filter(seed ->
                        fits.test(ScenarioFindings.of(settings.get().seed(seed).build())))
                .count();
    }

    static Predicate<List<Finding>> judged(String name, Judgement judgement) {
        return findings -> find(findings, name).judgement() == judgement;
    }

    static Predicate<List<Finding>> decided(String decision) {
        return findings -> find(findings, DECISION).observed().equals(decision);
    }

    static Finding find(List<Finding> findings, String name) {
        return findings.stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding '" + name + "' in " + findings));
    }
}
