package dev.plimsoll.reports.verdict.autoscaling;

import dev.plimsoll.reports.record.AutoscalingDetail.LoadEvent.Kind;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Agreement;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Change;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Disagreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The facts of an autoscaling scenario as findings. */
public final class AutoscalingFindings {
    private static final String REPORTED = "reported only";

    private AutoscalingFindings() {}

    /** The findings: for each change of the load the reaction and the failures in it, then violations, then the twin. */
    public static List<Finding> of(AutoscalingFacts facts) {
        List<Finding> findings = new ArrayList<>();
        for (Change change : facts.changes()) {
            findings.add(change.event().kind() == Kind.UP ? up(facts, change) : down(facts, change));
            findings.add(failures(facts, change));
        }
        findings.add(violations(facts));
        findings.add(twin(facts));
        return findings;
    }

    private static Finding up(AutoscalingFacts facts, Change change) {
        Long limit = facts.settings().reactionLimitNanos();
        Long enough = change.enoughNanos();
        Judgement judgement;
        if (limit == null) {
            judgement = Judgement.PASS;
        } else if (change.event().enough() == null) {
            judgement = Judgement.INCONCLUSIVE;
        } else if (enough != null && enough <= limit) {
            judgement = Judgement.PASS;
        } else {
            boolean lookedLongEnough = change.untilNanos() - change.event().atNanos() >= limit;
            judgement = enough != null || lookedLongEnough ? Judgement.FAIL : Judgement.INCONCLUSIVE;
        }
        String reason =
                "more replicas were desired %s, one more was ready %s, enough were ready %s; overshoot %d, %d reversals; known to %s"
                        .formatted(
                                after(change.firstDesiredNanos()),
                                after(change.firstReadyNanos()),
                                change.event().enough() == null ? "(need not known)" : after(enough),
                                change.overshoot(),
                                change.reversals(),
                                seconds(facts.resolutionNanos()));
        return new Finding(
                facts.scenario(),
                "reaction to " + change.event().what(),
                judgement,
                change.event().enough() == null
                        ? "first ready " + after(change.firstReadyNanos())
                        : "enough " + after(enough),
                limit == null ? REPORTED : "within " + seconds(limit),
                reason);
    }

    private static Finding down(AutoscalingFacts facts, Change change) {
        boolean stop = change.event().kind() == Kind.STOP;
        String reason = "fewer replicas were desired %s, fewer were ready %s%s; %d reversals; known to %s"
                .formatted(
                        after(change.firstDesiredNanos()),
                        after(change.firstReadyNanos()),
                        stop ? ", none was ready " + after(change.zeroNanos()) : "",
                        change.reversals(),
                        seconds(facts.resolutionNanos()));
        return new Finding(
                facts.scenario(),
                "scale-down after " + change.event().what(),
                Judgement.PASS,
                stop ? "zero " + after(change.zeroNanos()) : "no more than needed " + after(change.enoughNanos()),
                REPORTED,
                reason);
    }

    private static Finding failures(AutoscalingFacts facts, Change change) {
        return new Finding(
                facts.scenario(),
                "no request fails during " + change.event().what(),
                change.errors() == 0 ? Judgement.PASS : Judgement.FAIL,
                "%d failed".formatted(change.errors()),
                "0",
                change.errors() == 0
                        ? "every request in flight while it scaled was answered rightly"
                        : "%d requests in flight while it scaled failed: %s"
                                .formatted(change.errors(), change.causes()));
    }

    private static Finding violations(AutoscalingFacts facts) {
        Long limit = facts.settings().violationLimitNanos();
        int violated = facts.violatedSeconds().size();
        Judgement judgement;
        if (facts.secondsJudged() == 0) {
            judgement = Judgement.INVALID;
        } else {
            judgement = limit == null || violated * 1_000_000_000L <= limit ? Judgement.PASS : Judgement.FAIL;
        }
        return new Finding(
                facts.scenario(),
                "time in violation",
                judgement,
                "%d s of %d s".formatted(violated, facts.secondsJudged()),
                limit == null ? REPORTED : "at most " + seconds(limit),
                facts.secondsJudged() == 0
                        ? "no request was sent"
                        : String.format(
                                Locale.ROOT,
                                "in %d of %d seconds fewer than %.2f %% of the requests were answered within %s",
                                violated,
                                facts.secondsJudged(),
                                100 * facts.settings().goodShare(),
                                seconds(facts.settings().responseThresholdNanos())));
    }

    private static Finding twin(AutoscalingFacts facts) {
        String name = "the autoscaler does what its configuration says";
        String expected = String.format(
                Locale.ROOT,
                "at least %.1f %% of decisions within one replica",
                100 * facts.settings().agreement());
        Agreement agreement = facts.agreement();
        if (agreement == null) {
            return new Finding(
                    facts.scenario(),
                    name,
                    Judgement.INCONCLUSIVE,
                    "not compared",
                    expected,
                    "there is no decision of the twin with an observation at its time");
        }
        boolean agrees = agreement.withinOneShare() >= facts.settings().agreement();
        String figures = String.format(
                Locale.ROOT,
                "of %d decisions %d are equal (%.1f %%) and %d within one replica (%.1f %%)",
                agreement.ticks(),
                agreement.equal(),
                100.0 * agreement.equal() / agreement.ticks(),
                agreement.withinOne(),
                100 * agreement.withinOneShare());
        String reason = "your autoscaler %s what its configuration says: %s"
                .formatted(agrees ? "does" : "does not do", figures);
        Disagreement first = agreement.first();
        if (first != null) {
            reason += "; of the others %d are late and %d early; first at %s: %d where the twin wants %d, %s"
                    .formatted(
                            agreement.late(),
                            agreement.early(),
                            seconds(first.atNanos()),
                            first.observed(),
                            first.predicted(),
                            first.explanation());
        }
        if (agreement.unseen() > 0) {
            reason += "; %d decisions had no observation".formatted(agreement.unseen());
        }
        return new Finding(facts.scenario(), name, agrees ? Judgement.PASS : Judgement.FAIL, figures, expected, reason);
    }

    private static String after(@Nullable Long nanos) {
        return nanos == null ? "never" : "after " + seconds(nanos);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
