package dev.plimsoll.reports.verdict.coldstart;

import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.OrderStatistics;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Comparison;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.PhaseFacts;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Population;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Standing;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.TrialFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The facts of a cold-start scenario as findings. */
public final class ColdStartFindings {
    private static final String REPORTED = "reported only";

    private ColdStartFindings() {}

    /**
     * The findings: which trials count, whether all were answered, how long they took, what a setting changes, how much of
     * the wait is accounted for, and whether phases took as long as declared.
     *
     * <p>The last two judge how well the trials made were explained, not cold starts to come, so that the observed figure
     * decides and its interval is beside the point.
     */
    public static List<Finding> of(ColdStartFacts facts) {
        List<Finding> findings = new ArrayList<>();
        findings.add(coldness(facts));
        List<TrialFacts> defective = facts.standing(Standing.DEFECTIVE);
        if (!defective.isEmpty()) {
            findings.add(new Finding(
                    facts.scenario(),
                    "the times of each trial agree",
                    Judgement.INVALID,
                    "%d trials contradict themselves".formatted(defective.size()),
                    "0",
                    named(defective)));
        }
        int cold = facts.standing(Standing.ACCEPTED).size()
                + facts.standing(Standing.FAILED).size();
        if (cold > 0) {
            findings.add(answered(facts, cold));
        }
        facts.populations().forEach(population -> findings.add(wait(facts, population)));
        facts.comparisons().forEach(comparison -> findings.add(effect(facts, comparison)));
        OrderStatistics share = facts.unattributedShareAtP95();
        if (share != null) {
            findings.add(unattributed(facts, share));
        }
        Long tolerance = facts.phaseToleranceNanos();
        if (tolerance != null) {
            for (Population population : facts.populations()) {
                population.phases().forEach(phase -> declared(facts, population, phase, tolerance, findings));
            }
        }
        return findings;
    }

    private static Finding coldness(ColdStartFacts facts) {
        int accepted = facts.standing(Standing.ACCEPTED).size();
        List<TrialFacts> refused = facts.standing(Standing.REFUSED);
        String reason = refused.isEmpty()
                ? "each had zero replicas before, a new pod, and a container that started after its request"
                : "refused and not used: " + named(refused);
        return new Finding(
                facts.scenario(),
                "trials were cold",
                accepted == 0 ? Judgement.INVALID : Judgement.PASS,
                "%d accepted of %d, %d refused"
                        .formatted(accepted, facts.trials().size(), refused.size()),
                "at least one",
                facts.trials().isEmpty() ? "no trial was made" : reason);
    }

    private static Finding answered(ColdStartFacts facts, int cold) {
        List<TrialFacts> failed = facts.standing(Standing.FAILED);
        return new Finding(
                facts.scenario(),
                "every cold start was answered",
                failed.isEmpty() ? Judgement.PASS : Judgement.FAIL,
                "%d of %d not answered".formatted(failed.size(), cold),
                "0",
                failed.isEmpty() ? "all %d were answered rightly".formatted(cold) : named(failed));
    }

    private static Finding wait(ColdStartFacts facts, Population population) {
        String words = "median %s, p95 %s over %d trials"
                .formatted(seconds(population.medianNanos()), seconds(population.p95Nanos()), population.accepted());
        return new Finding(
                facts.scenario(),
                "cold start with " + population.setting(),
                Judgement.PASS,
                words,
                REPORTED,
                population.p95Nanos().interval() == null
                        ? words + "; bounding a p95 from both sides takes %d trials".formatted(facts.p95Needs())
                        : words);
    }

    private static Finding effect(ColdStartFacts facts, Comparison comparison) {
        Interval shift = comparison.shiftNanos();
        String direction = shift.lower() > 0 ? "slower" : shift.upper() < 0 ? "faster" : "not shown to differ";
        String observed = String.format(
                Locale.ROOT,
                "%+.3f s (%+.3f to %+.3f)",
                shift.estimate() / 1e9,
                shift.lower() / 1e9,
                shift.upper() / 1e9);
        return new Finding(
                facts.scenario(),
                "%s against %s".formatted(comparison.setting(), comparison.against()),
                Judgement.PASS,
                observed,
                REPORTED,
                String.format(
                        Locale.ROOT,
                        "cold starts with %s are %s: %s, at %.1f %% confidence",
                        comparison.setting(),
                        direction,
                        observed,
                        100 * shift.confidence()));
    }

    private static Finding unattributed(ColdStartFacts facts, OrderStatistics share) {
        String observed = String.format(Locale.ROOT, "%.2f %% at p95", 100 * share.estimate());
        return new Finding(
                facts.scenario(),
                "the wait is accounted for",
                share.estimate() <= facts.unattributedLimit() ? Judgement.PASS : Judgement.FAIL,
                observed,
                String.format(Locale.ROOT, "at most %.2f %% unattributed", 100 * facts.unattributedLimit()),
                "%s of the client's wait is in no phase, over %d trials".formatted(observed, share.size()));
    }

    private static void declared(
            ColdStartFacts facts, Population population, PhaseFacts phase, long tolerance, List<Finding> findings) {
        OrderStatistics error = phase.errorNanos();
        if (error == null) {
            return;
        }
        String observed = String.format(Locale.ROOT, "%+.2f ms at the median", error.estimate() / 1e6);
        findings.add(new Finding(
                facts.scenario(),
                "%s takes as long as declared with %s".formatted(phase.name(), population.setting()),
                Math.abs(error.estimate()) <= tolerance ? Judgement.PASS : Judgement.FAIL,
                observed,
                String.format(Locale.ROOT, "within %.2f ms", tolerance / 1e6),
                "%s off its declared length over %d trials; median length %s"
                        .formatted(observed, error.size(), seconds(phase.lengthNanos()))));
    }

    private static String named(List<TrialFacts> trials) {
        return trials.stream()
                .map(t -> "trial %d (%s): %s".formatted(t.number(), t.setting(), t.reason()))
                .collect(Collectors.joining("; "));
    }

    private static String seconds(OrderStatistics nanos) {
        return String.format(
                Locale.ROOT,
                "%.3f s (%s to %s)",
                nanos.estimate() / 1e9,
                bound(nanos.lower(), "below all"),
                bound(nanos.upper(), "beyond all"));
    }

    private static String bound(@Nullable Double nanos, String open) {
        return nanos == null ? open : String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }
}
