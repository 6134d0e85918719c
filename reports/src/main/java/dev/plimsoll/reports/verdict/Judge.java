package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.slo.Objective;
import dev.plimsoll.reports.slo.Selector;
import dev.plimsoll.reports.slo.Slo;
import dev.plimsoll.reports.slo.Slos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges a run by its objectives. Pure: the same run, objectives and settings give the same verdict.
 *
 * <pre><code>
 * RunRecord run = RunRecord.load(directory);
 * Slos slos = SloDocument.parse("slo.yaml", run.slo());
 * Verdict verdict = Judge.judge(run, slos, JudgeSettings.DEFAULT);
 * </code></pre>
 *
 * <p>Each objective is held against each scenario, protocol and way in that was measured and that it selects. Per population:
 *
 * <ul>
 *   <li>PASS if the lower bound of the share of good requests is at least the target; FAIL if the upper bound is below it;
 *       else INCONCLUSIVE. A failed request is bad for every objective; latency counts from the intended start.
 *   <li>INVALID if nothing is selected or recorded; if a run that calls itself whole recorded less of what was scheduled than
 *       {@link JudgeSettings#recordedShare()}; if the judgement changes once the injector's own lag is taken away; or if
 *       requests that the injector never sent could change it.
 *   <li>A run that is not whole, or went beyond the limit of its record, can FAIL; what would be a PASS is INCONCLUSIVE, and
 *       requests never sent are left out.
 *   <li>A population too small to ever PASS is INCONCLUSIVE, with the number that is needed.
 *   <li>Where the intended start is unknown, latency objectives are INCONCLUSIVE.
 * </ul>
 *
 * <p>The run is INVALID if any of them is, or if there is none; else FAIL, else INCONCLUSIVE, else PASS.
 */
public final class Judge {
    private Judge() {}

    /** Judges a run. */
    public static Verdict judge(RunRecord run, Slos slos, JudgeSettings settings) {
        InjectorPauses pauses = InjectorPauses.of(run.timeline());
        List<ObjectiveVerdict> verdicts = new ArrayList<>();
        List<String> warnings = new ArrayList<>(runWarnings(run, pauses));
        boolean[] judged = new boolean[run.description().series().size()];
        for (Slo slo : slos.slos()) {
            for (Objective objective : slo.objectives()) {
                switch (objective) {
                    case Objective.NotJudged other ->
                        warnings.add(
                                "not judged by this run: " + slo.name() + ", " + other.name() + ": " + other.reason());
                    case Objective.Availability availability ->
                        verdicts.addAll(judge(run, slo, objective, availability.selector(), pauses, settings, judged));
                    case Objective.Latency latency -> {
                        if (latency.measure() == Objective.Measure.SERVICE_TIME) {
                            warnings.add(slo.name() + ", " + latency.name()
                                    + ": service time leaves out what a request waited before it was sent");
                        }
                        verdicts.addAll(judge(run, slo, objective, latency.selector(), pauses, settings, judged));
                    }
                }
            }
        }
        for (Series series : run.description().series()) {
            if (series.measured() && !judged[series.index()]) {
                warnings.add("no objective is about " + series.label());
            }
        }
        return overall(verdicts, warnings);
    }

    private static List<ObjectiveVerdict> judge(
            RunRecord run,
            Slo slo,
            Objective objective,
            Selector selector,
            InjectorPauses pauses,
            JudgeSettings settings,
            boolean[] judged) {
        List<Population> populations = Population.of(run, selector);
        if (populations.isEmpty()) {
            String scenario = selector.scenario() == null ? "any" : selector.scenario();
            List<String> measured = run.description().series().stream()
                    .filter(Series::measured)
                    .map(Series::label)
                    .toList();
            return List.of(ObjectiveJudge.empty(slo, objective, scenario, selector.words(), measured));
        }
        List<ObjectiveVerdict> verdicts = new ArrayList<>();
        for (Population population : populations) {
            population.series().forEach(i -> judged[i] = true);
            verdicts.add(new ObjectiveJudge(slo, objective, population, run, pauses, settings).judge());
        }
        return verdicts;
    }

    private static List<String> runWarnings(RunRecord run, InjectorPauses pauses) {
        List<String> warnings = new ArrayList<>();
        String partial = run.description().partial();
        if (partial != null) {
            warnings.add("the run is not whole: " + partial);
        }
        if (run.requests().beyondLimit() > 0) {
            warnings.add(Figures.count(run.requests().beyondLimit())
                    + " requests ended after the limit of the record and are not judged");
        }
        if (pauses.count() > 0) {
            warnings.add("the injector stood still " + times(pauses.count()) + ", "
                    + Figures.millis(pauses.totalNanos()) + " in all; each objective was also judged without that");
        }
        long targetPauses = 0;
        long targetNanos = 0;
        for (TimelineEvent event : run.timeline()) {
            if (event instanceof TimelineEvent.Pause pause && pause.who() == TimelineEvent.Pause.Who.TARGET) {
                targetPauses++;
                targetNanos += pause.durationNanos();
            }
        }
        if (targetPauses > 0) {
            warnings.add("the target says that it stood still " + times(targetPauses) + ", "
                    + Figures.millis(targetNanos) + " in all; that counts against it");
        }
        return warnings;
    }

    private static String times(long count) {
        return count == 1 ? "once" : Figures.count(count) + " times";
    }

    private static Verdict overall(List<ObjectiveVerdict> verdicts, List<String> warnings) {
        if (verdicts.isEmpty()) {
            return new Verdict(
                    Judgement.INVALID,
                    "Nothing was judged: no objective of the SLO file is about what a run measures.",
                    List.of(),
                    List.of(),
                    List.copyOf(warnings));
        }
        Judgement judgement = Judgement.PASS;
        for (Judgement candidate : List.of(Judgement.INCONCLUSIVE, Judgement.FAIL, Judgement.INVALID)) {
            if (verdicts.stream().anyMatch(v -> v.judgement() == candidate)) {
                judgement = candidate;
            }
        }
        return new Verdict(
                judgement, why(judgement, verdicts), List.copyOf(verdicts), List.of(), List.copyOf(warnings));
    }

    /** Names the objective that decides: of those with the run's judgement, the one that used most of its error budget. */
    private static String why(Judgement judgement, List<ObjectiveVerdict> verdicts) {
        List<ObjectiveVerdict> deciding =
                verdicts.stream().filter(v -> v.judgement() == judgement).toList();
        ObjectiveVerdict first = deciding.stream()
                .max(Comparator.comparingDouble(Judge::budgetUsed))
                .orElseThrow();
        String count = judgement == Judgement.PASS
                ? (verdicts.size() == 1 ? "The objective holds" : "All " + verdicts.size() + " judgements hold")
                        + "; nearest to its limit is "
                : deciding.size() == 1 ? "" : deciding.size() + " of " + verdicts.size() + " judgements, first ";
        String more = longest(deciding);
        return count + first.slo() + ", " + first.objective() + ", " + first.scenario() + " over " + first.population()
                + ": " + first.reason() + "." + more;
    }

    private static String longest(List<ObjectiveVerdict> deciding) {
        Duration longest = null;
        for (ObjectiveVerdict verdict : deciding) {
            Duration more = verdict.more();
            if (more != null && (longest == null || more.compareTo(longest) > 0)) {
                longest = more;
            }
        }
        return longest == null || deciding.size() == 1
                ? ""
                : " All of those with an estimate would be decided by a run longer by " + Figures.length(longest) + ".";
    }

    private static double budgetUsed(ObjectiveVerdict verdict) {
        return verdict.good() == null ? Double.MAX_VALUE : (1 - verdict.good().estimate()) / (1 - verdict.target());
    }
}
