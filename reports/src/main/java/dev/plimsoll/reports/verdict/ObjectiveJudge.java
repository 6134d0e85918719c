package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.Objective;
import dev.plimsoll.reports.slo.Slo;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.Proportions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds one objective against one population. */
final class ObjectiveJudge {
    /** Beyond this many times the present length, a run is not worth proposing. */
    private static final double LONGEST = 1_000;

    private final Slo slo;
    private final Objective objective;
    private final Population population;
    private final RunRecord run;
    private final RequestLog log;
    private final InjectorPauses pauses;
    private final JudgeSettings settings;

    ObjectiveJudge(
            Slo slo,
            Objective objective,
            Population population,
            RunRecord run,
            InjectorPauses pauses,
            JudgeSettings settings) {
        this.slo = slo;
        this.objective = objective;
        this.population = population;
        this.run = run;
        this.log = run.requests();
        this.pauses = pauses;
        this.settings = settings;
    }

    ObjectiveVerdict judge() {
        if (population.rows().size() == 0) {
            return verdict(
                    null,
                    null,
                    Judgement.INVALID,
                    "no request of it was recorded, of " + Figures.count(population.scheduled()) + " scheduled",
                    null,
                    Judgement.INVALID);
        }
        Times recorded = new Times.Recorded(log);
        Evidence seen = evidence(recorded, Evidence.Unsent.LEFT_OUT);
        if (objective instanceof Objective.Latency && !population.intendedKnown()) {
            return verdict(
                    null,
                    null,
                    Judgement.INCONCLUSIVE,
                    "the intended start of its requests is unknown, so that no latency can be judged: use Plimsoll's own"
                            + " arrivals",
                    null,
                    Judgement.INCONCLUSIVE);
        }
        Evidence without = evidence(new Times.WithoutInjectorLag(log, pauses, population), Evidence.Unsent.LEFT_OUT);
        Interval quantile = objective instanceof Objective.Latency latency
                ? seen.quantile(latency, population, log, recorded, settings.confidence())
                : null;
        return decide(seen, without, quantile);
    }

    private ObjectiveVerdict decide(Evidence seen, Evidence without, @Nullable Interval quantile) {
        Judgement judgement = seen.judgement(objective.target());
        Judgement clean = without.judgement(objective.target());
        String figures = figures(seen, quantile);
        boolean whole = run.description().partial() == null && log.beyondLimit() == 0;
        if (whole && population.rows().size() < settings.recordedShare() * population.scheduled()) {
            return verdict(
                    seen,
                    quantile,
                    Judgement.INVALID,
                    "only " + Figures.count(population.rows().size()) + " of "
                            + Figures.count(population.scheduled())
                            + " scheduled requests were sent and recorded, and at least "
                            + Figures.percent(settings.recordedShare()) + " must be; " + figures,
                    null,
                    clean);
        }
        if (judgement != clean) {
            return verdict(
                    seen,
                    quantile,
                    Judgement.INVALID,
                    "the injector's own lag decides: as recorded this is " + judgement + " with " + share(seen)
                            + " good, without that lag " + clean + " with " + share(without) + " good; as recorded, "
                            + figures,
                    null,
                    clean);
        }
        if (whole && population.unsent().size() > 0) {
            Times recorded = new Times.Recorded(log);
            Judgement best = evidence(recorded, Evidence.Unsent.GOOD).judgement(objective.target());
            Judgement worst = evidence(recorded, Evidence.Unsent.BAD).judgement(objective.target());
            if (best != judgement || worst != judgement) {
                return verdict(
                        seen,
                        quantile,
                        Judgement.INVALID,
                        Figures.count(population.unsent().size())
                                + " scheduled requests were never sent by the injector, and they could decide: " + best
                                + " if all were good, " + worst + " if all were bad; " + figures,
                        null,
                        clean);
            }
        }
        return switch (judgement) {
            case PASS ->
                whole
                        ? verdict(seen, quantile, Judgement.PASS, figures, null, clean)
                        : verdict(
                                seen,
                                quantile,
                                Judgement.INCONCLUSIVE,
                                "what was recorded holds the objective, but the record is not whole (" + whyNotWhole()
                                        + "); " + figures,
                                null,
                                clean);
            case FAIL -> verdict(seen, quantile, Judgement.FAIL, figures, null, clean);
            case INCONCLUSIVE -> undecided(seen, quantile, figures, clean);
            case INVALID -> throw new IllegalStateException("no interval is invalid");
        };
    }

    private ObjectiveVerdict undecided(Evidence seen, @Nullable Interval quantile, String figures, Judgement clean) {
        double target = objective.target();
        long needed = Proportions.smallestPassing(target, settings.confidence());
        StringBuilder reason = new StringBuilder(figures);
        if (seen.blocks().total() < needed) {
            reason.append("; ")
                    .append(Figures.count(needed))
                    .append(" requests are needed to show this even if none is bad");
        }
        Duration more = null;
        if (population.lengthNanos() <= 0) {
            reason.append("; how much longer it would take is not known, as the record does not say how long it was");
        } else if (seen.good().estimate() == target) {
            reason.append("; no length would decide, as the share is just the one asked for");
        } else {
            double factor = factor(seen);
            if (factor > LONGEST) {
                reason.append("; more than ")
                        .append(Figures.count((long) LONGEST))
                        .append(" times the length would be needed: the share is too near to the one asked for");
            } else {
                more = Duration.ofNanos(Math.round(population.lengthNanos() * (factor - 1)));
                reason.append("; at this rate about ")
                        .append(Figures.length(more))
                        .append(" more would decide, if the share stays");
            }
        }
        return verdict(seen, quantile, Judgement.INCONCLUSIVE, reason.toString(), more, clean);
    }

    /** By how much the sample must grow, at the same share and design effect, for the interval to leave the target. */
    private double factor(Evidence seen) {
        double low = 1;
        double high = 2;
        while (high <= LONGEST * 2 && !decides(seen, high)) {
            low = high;
            high *= 2;
        }
        if (high > LONGEST * 2) {
            return high;
        }
        for (int i = 0; i < 30; i++) {
            double middle = (low + high) / 2;
            if (decides(seen, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private boolean decides(Evidence seen, double factor) {
        double size = seen.effective() * factor;
        double share = seen.good().estimate();
        Interval interval = Proportions.clopperPearson(share * size, size, settings.confidence());
        return interval.lower() >= objective.target() || interval.upper() < objective.target();
    }

    private Evidence evidence(Times times, Evidence.Unsent unsent) {
        return Evidence.of(objective, population, log, times, unsent, settings.confidence());
    }

    private String whyNotWhole() {
        String partial = run.description().partial();
        return partial != null
                ? partial
                : Figures.count(log.beyondLimit()) + " requests ended after the limit of the record";
    }

    private String figures(Evidence seen, @Nullable Interval quantile) {
        String good = objective instanceof Objective.Latency latency
                ? " were answered well within " + Figures.millis(latency.thresholdNanos())
                : " were answered well";
        StringBuilder words = new StringBuilder(share(seen) + " of "
                + Figures.count(seen.blocks().total()) + " requests" + good + ", and "
                + Figures.percent(objective.target()) + " is asked for");
        if (objective instanceof Objective.Latency) {
            String name = "p" + Figures.percent(objective.target()).replace(" %", "");
            words.append("; ").append(name);
            if (quantile == null) {
                words.append(" does not exist, as more requests than that failed");
            } else {
                words.append(" is ")
                        .append(Figures.millis(quantile.estimate()))
                        .append(" (")
                        .append(Figures.millis(quantile.lower()))
                        .append(" to ")
                        .append(Figures.millis(quantile.upper()))
                        .append(")");
            }
        }
        long failed = failed();
        if (failed > 0) {
            words.append("; ")
                    .append(Figures.count(failed))
                    .append(failed == 1 ? " request failed" : " requests failed");
        }
        if (seen.effective() < seen.blocks().total() / 2.0) {
            words.append("; the bad ones came close together, so that all tell only as much as ")
                    .append(Figures.count(Math.round(seen.effective())))
                    .append(" independent requests");
        }
        return words.toString();
    }

    private long failed() {
        long failed = 0;
        for (int i = 0; i < population.rows().size(); i++) {
            failed += log.outcome(population.rows().get(i)) == Outcome.OK ? 0 : 1;
        }
        return failed;
    }

    private static String share(Evidence evidence) {
        Interval good = evidence.good();
        return Figures.percent(good.estimate()) + " (" + Figures.percent(good.lower()) + " to "
                + Figures.percent(good.upper()) + ")";
    }

    private ObjectiveVerdict verdict(
            @Nullable Evidence evidence,
            @Nullable Interval quantile,
            Judgement judgement,
            String reason,
            @Nullable Duration more,
            Judgement clean) {
        return new ObjectiveVerdict(
                slo.name(),
                objective.name(),
                population.scenario(),
                population.name(),
                kind(objective),
                threshold(objective),
                objective.target(),
                population.rows().size(),
                evidence == null ? 0 : evidence.blocks().bad(),
                evidence == null ? null : evidence.good(),
                quantile,
                judgement,
                reason,
                more,
                clean);
    }

    /** The verdict of an objective that selects nothing that was measured. */
    static ObjectiveVerdict empty(
            Slo slo, Objective objective, String scenario, String selected, List<String> measured) {
        String reason = "it selects no measured request of this run (" + selected + "); measured: "
                + (measured.isEmpty() ? "nothing" : String.join(", ", measured));
        return new ObjectiveVerdict(
                slo.name(),
                objective.name(),
                scenario,
                selected,
                kind(objective),
                threshold(objective),
                objective.target(),
                0,
                0,
                null,
                null,
                Judgement.INVALID,
                reason,
                null,
                Judgement.INVALID);
    }

    private static ObjectiveVerdict.Kind kind(Objective objective) {
        return objective instanceof Objective.Latency
                ? ObjectiveVerdict.Kind.LATENCY
                : ObjectiveVerdict.Kind.AVAILABILITY;
    }

    private static @Nullable Long threshold(Objective objective) {
        return objective instanceof Objective.Latency latency ? latency.thresholdNanos() : null;
    }
}
