package dev.plimsoll.reports.verdict.coldstart;

import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.ColdStartDetail.Trial;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.stats.OrderStatistics;
import dev.plimsoll.reports.stats.Shift;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Comparison;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.PhaseFacts;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Piece;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Population;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Standing;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.TrialFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Finds the facts of a cold-start scenario. */
public final class ColdStartCourt {
    private static final double CONFIDENCE = 0.95;
    private static final double HIGH = 0.95;

    private ColdStartCourt() {}

    /** A trial as recorded, with what was found of it. */
    private record Accepted(Trial trial, TrialFacts facts) {
        double waitNanos() {
            Long wait = facts.waitNanos();
            return wait == null ? Double.NaN : (double) wait;
        }
    }

    /**
     * The facts of one scenario.
     *
     * @param run the whole run; its request log tells whether a trial's request was answered rightly
     * @param scenario the scenario in {@code run}
     * @param detail its detail
     */
    public static ColdStartFacts facts(
            RunRecord run, RunDescription.ScenarioDescription scenario, ColdStartDetail detail) {
        Set<Long> failed = failedRequests(run.requests());
        Set<String> pods = new HashSet<>();
        List<TrialFacts> trials = new ArrayList<>();
        Map<String, List<Accepted>> bySetting = new LinkedHashMap<>();
        for (Trial trial : detail.trials()) {
            TrialFacts facts = facts(trials.size() + 1, trial, pods, failed);
            trials.add(facts);
            String uid = trial.evidence().podUid();
            if (uid != null) {
                pods.add(uid);
            }
            if (facts.standing() == Standing.ACCEPTED) {
                bySetting
                        .computeIfAbsent(trial.setting(), setting -> new ArrayList<>())
                        .add(new Accepted(trial, facts));
            }
        }
        List<Accepted> all = bySetting.values().stream().flatMap(List::stream).toList();
        return new ColdStartFacts(
                scenario.name(),
                trials,
                bySetting.values().stream().map(ColdStartCourt::population).toList(),
                comparisons(bySetting),
                detail.unattributedLimit(),
                detail.phaseToleranceNanos(),
                all.isEmpty()
                        ? null
                        : quantile(all, a -> a.facts().unattributedNanos() / Math.max(1, a.waitNanos()), HIGH),
                OrderStatistics.sizeFor(HIGH, CONFIDENCE));
    }

    private static Set<Long> failedRequests(RequestLog log) {
        Set<Long> failed = new HashSet<>();
        for (int i = 0; i < log.size(); i++) {
            if (!log.outcome(i).isGood()) {
                failed.add(log.id(i));
            }
        }
        return failed;
    }

    private static TrialFacts facts(int number, Trial trial, Set<String> pods, Set<Long> failed) {
        Long firstByte = trial.firstByteNanos();
        List<String> defects = Coldness.defects(trial);
        List<String> doubts = Coldness.doubts(trial, pods);
        if (!defects.isEmpty()) {
            return unused(number, trial, Standing.DEFECTIVE, String.join("; ", defects));
        }
        if (firstByte == null || trial.requestIds().stream().anyMatch(failed::contains)) {
            return Coldness.sawZero(trial)
                    ? unused(number, trial, Standing.FAILED, "a request was not answered rightly")
                    : unused(number, trial, Standing.REFUSED, String.join("; ", doubts));
        }
        if (!doubts.isEmpty()) {
            return unused(number, trial, Standing.REFUSED, String.join("; ", doubts));
        }
        List<Piece> path = CriticalPath.of(trial.phases(), trial.startNanos(), firstByte);
        Map<String, Long> phaseNanos = new LinkedHashMap<>();
        trial.phases().forEach(phase -> phaseNanos.put(phase.name(), 0L));
        path.forEach(piece -> phaseNanos.merge(piece.phase(), piece.nanos(), Long::sum));
        long wait = firstByte - trial.startNanos();
        Long ready = trial.readyNanos();
        return new TrialFacts(
                number,
                trial.setting(),
                Standing.ACCEPTED,
                "",
                trial.startNanos(),
                wait,
                path,
                phaseNanos,
                wait - path.stream().mapToLong(Piece::nanos).sum(),
                ready == null ? null : ready - firstByte);
    }

    private static TrialFacts unused(int number, Trial trial, Standing standing, String reason) {
        Long firstByte = trial.firstByteNanos();
        return new TrialFacts(
                number,
                trial.setting(),
                standing,
                reason,
                trial.startNanos(),
                firstByte == null ? null : firstByte - trial.startNanos(),
                List.of(),
                Map.of(),
                0,
                null);
    }

    private static Population population(List<Accepted> trials) {
        Trial first = trials.getFirst().trial();
        return new Population(
                first.setting(),
                first.settings(),
                trials.size(),
                quantile(trials, Accepted::waitNanos, 0.5),
                quantile(trials, Accepted::waitNanos, HIGH),
                phases(trials));
    }

    private static List<PhaseFacts> phases(List<Accepted> trials) {
        Set<String> names = new LinkedHashSet<>();
        for (Accepted accepted : trials) {
            accepted.trial().phases().stream()
                    .sorted(Comparator.comparingLong(Phase::fromNanos))
                    .forEach(phase -> names.add(phase.name()));
        }
        return names.stream().map(name -> phase(name, trials)).toList();
    }

    private static PhaseFacts phase(String name, List<Accepted> trials) {
        List<Accepted> having = trials.stream()
                .filter(a -> a.facts().phaseNanos().containsKey(name))
                .toList();
        List<Accepted> declared =
                having.stream().filter(a -> isDeclared(a, name)).toList();
        return new PhaseFacts(
                name,
                having.size(),
                quantile(having, a -> lengthNanos(a, name), 0.5),
                quantile(having, a -> (double) a.facts().phaseNanos().getOrDefault(name, 0L), 0.5),
                declared.isEmpty()
                        ? null
                        : quantile(declared, a -> lengthNanos(a, name) - declaredNanos(a, name), 0.5));
    }

    private static boolean isDeclared(Accepted accepted, String name) {
        return accepted.trial().phases().stream()
                .filter(p -> p.name().equals(name))
                .allMatch(p -> p.declaredNanos() != null);
    }

    private static double declaredNanos(Accepted accepted, String name) {
        double sum = 0;
        for (Phase phase : accepted.trial().phases()) {
            Long nanos = phase.declaredNanos();
            sum += phase.name().equals(name) && nanos != null ? nanos : 0;
        }
        return sum;
    }

    private static double lengthNanos(Accepted accepted, String name) {
        double sum = 0;
        for (Phase phase : accepted.trial().phases()) {
            sum += phase.name().equals(name) ? phase.toNanos() - phase.fromNanos() : 0;
        }
        return sum;
    }

    private static List<Comparison> comparisons(Map<String, List<Accepted>> bySetting) {
        List<Comparison> comparisons = new ArrayList<>();
        List<String> settings = List.copyOf(bySetting.keySet());
        for (int i = 1; i < settings.size(); i++) {
            comparisons.add(new Comparison(
                    settings.get(i),
                    settings.getFirst(),
                    Shift.of(waits(bySetting, settings.get(i)), waits(bySetting, settings.getFirst()), CONFIDENCE)));
        }
        return comparisons;
    }

    private static double[] waits(Map<String, List<Accepted>> bySetting, String setting) {
        return bySetting.getOrDefault(setting, List.of()).stream()
                .mapToDouble(Accepted::waitNanos)
                .toArray();
    }

    private static OrderStatistics quantile(
            List<Accepted> trials, ToDoubleFunction<Accepted> figure, double probability) {
        return OrderStatistics.of(trials.stream().mapToDouble(figure).toArray(), probability, CONFIDENCE);
    }
}
