package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail.Decision;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.Verdict.Finding;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Comparison;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Dropped;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Effect;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Outcome;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.ShiftFacts;
import dev.plimsoll.reports.verdict.canary.CanaryFacts.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The court's facts as findings. */
public final class CanaryFindings {
    private static final String LATENCY = "the canary's p95 is equivalent";

    private CanaryFindings() {}

    /**
     * The findings: for each shift its split, its order, its effect and what it dropped; then the comparison, the decision
     * and the drill. In a drill the comparison is no finding of its own: a canary that was made worse on purpose, and is
     * found worse, is what was asked for, and the decision says so.
     */
    public static List<Finding> of(CanaryFacts facts) {
        List<Finding> findings = new ArrayList<>();
        int before = -1;
        for (ShiftFacts shift : facts.shifts()) {
            shift(facts, shift, before, findings);
            before = shift.declaredPercent();
        }
        Comparison comparison = facts.comparison();
        if (comparison != null && facts.drill() == null) {
            compare(facts, comparison, findings);
        }
        findings.add(decision(facts));
        CanaryFacts.Drill drill = facts.drill();
        if (drill != null) {
            findings.add(new Finding(
                    facts.scenario(),
                    "drill: a faulty canary is caught",
                    drill.caught() ? Judgement.PASS : Judgement.FAIL,
                    drill.detectionNanos() == null
                            ? (drill.caught() ? "caught" : "not caught")
                            : "caught after " + EffectCheck.seconds(drill.detectionNanos()),
                    "caught",
                    drill.reason()));
        }
        return findings;
    }

    private static void shift(CanaryFacts facts, ShiftFacts shift, int before, List<Finding> findings) {
        Split split = shift.split();
        if (split != null) {
            findings.add(new Finding(
                    facts.scenario(),
                    "split at %d %%".formatted(shift.declaredPercent()),
                    split.judgement(),
                    split.share() == null
                            ? "no requests"
                            : String.format(
                                    Locale.ROOT,
                                    "%.2f %% (%.2f to %.2f)",
                                    100 * split.share().estimate(),
                                    100 * split.share().lower(),
                                    100 * split.share().upper()),
                    "%d %%".formatted(shift.declaredPercent()),
                    split.reason()));
            findings.add(new Finding(
                    facts.scenario(),
                    "each request drawn on its own at %d %%".formatted(shift.declaredPercent()),
                    split.sticky(),
                    "%d runs".formatted(split.runs().runs()),
                    "about %.0f runs".formatted(split.runs().expected()),
                    Words.runs(split.runs())));
        }
        String name = "%d to %d %%".formatted(before, shift.declaredPercent());
        Effect effect = shift.effect();
        if (effect != null) {
            findings.add(new Finding(
                    facts.scenario(),
                    "shift from " + name + " takes effect",
                    effect.judgement(),
                    effect.reason(),
                    "within " + EffectCheck.seconds(shift.judgedFromNanos() - shift.atNanos()),
                    effect.reason()));
        }
        Dropped dropped = shift.dropped();
        if (dropped != null) {
            findings.add(new Finding(
                    facts.scenario(),
                    "shift from " + name + " drops nothing",
                    dropped.judgement(),
                    "%d of %d in flight".formatted(dropped.dropped(), dropped.inFlight()),
                    "0",
                    reason(dropped)));
        }
    }

    private static String reason(Dropped dropped) {
        String words = dropped.dropped() == 0
                ? "all %d requests in flight during the shift were answered".formatted(dropped.inFlight())
                : Words.dropped(dropped);
        if (dropped.underFault() > 0) {
            words += "; %d of them under the drill's fault".formatted(dropped.underFault());
        }
        return dropped.answeredWithError() == 0
                ? words
                : words
                        + "; %d were answered with an error by a revision, and count against it"
                                .formatted(dropped.answeredWithError());
    }

    private static void compare(CanaryFacts facts, Comparison comparison, List<Finding> findings) {
        CanaryFacts.Errors errors = comparison.errors();
        findings.add(new Finding(
                facts.scenario(),
                "the canary fails no more than the stable revision",
                judgement(errors.outcome()),
                String.format(
                        Locale.ROOT,
                        "%+.2f points (%+.2f to %+.2f)",
                        100 * errors.difference().estimate(),
                        100 * errors.difference().lower(),
                        100 * errors.difference().upper()),
                String.format(Locale.ROOT, "less than %+.2f points", 100 * errors.margin()),
                Words.errors(errors)));
        CanaryFacts.Latency latency = comparison.latency();
        if (latency == null) {
            findings.add(new Finding(
                    facts.scenario(),
                    LATENCY,
                    Judgement.INCONCLUSIVE,
                    "too few answers",
                    "equivalent",
                    "too few requests of a revision were answered to tell its p95"));
            return;
        }
        findings.add(new Finding(
                facts.scenario(),
                LATENCY,
                judgement(latency.outcome()),
                String.format(
                        Locale.ROOT,
                        "%.3f times (%.3f to %.3f)",
                        latency.ratio().estimate(),
                        latency.ratio().lower(),
                        latency.ratio().upper()),
                String.format(Locale.ROOT, "less than %.2f times", latency.margin()),
                latency.outcome() == Outcome.NOT_WORSE && !latency.equivalent()
                        ? Words.latency(latency) + "; it may be faster than equivalent"
                        : Words.latency(latency)));
    }

    private static Judgement judgement(Outcome outcome) {
        return switch (outcome) {
            case NOT_WORSE -> Judgement.PASS;
            case WORSE -> Judgement.FAIL;
            case UNDECIDED -> Judgement.INCONCLUSIVE;
        };
    }

    private static Finding decision(CanaryFacts facts) {
        Judgement judgement;
        if (facts.decision() == facts.asked()) {
            judgement = Judgement.PASS;
        } else if (facts.decision() == Decision.HOLD) {
            judgement = Judgement.INCONCLUSIVE;
        } else {
            judgement = Judgement.FAIL;
        }
        return new Finding(
                facts.scenario(),
                "what to do with the canary",
                judgement,
                words(facts.decision()),
                words(facts.asked()),
                String.join("; ", facts.reasons()));
    }

    private static String words(Decision decision) {
        return switch (decision) {
            case PROMOTE -> "promote";
            case HOLD -> "hold";
            case ROLL_BACK -> "roll back";
        };
    }
}
