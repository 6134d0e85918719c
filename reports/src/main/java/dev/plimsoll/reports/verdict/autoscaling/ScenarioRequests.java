package dev.plimsoll.reports.verdict.autoscaling;

import dev.plimsoll.reports.record.AutoscalingDetail.Settings;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The measured requests of a scenario; those that the injector never sent are not the target's, and left out. */
final class ScenarioRequests {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final RequestLog log;
    private final boolean[] measured;

    ScenarioRequests(RunRecord run, RunDescription.ScenarioDescription scenario) {
        log = run.requests();
        measured = new boolean[run.description().series().size()];
        run.description()
                .series()
                .forEach(s -> measured[s.index()] = s.measured() && s.scenario().equals(scenario.name()));
    }

    /** Failed requests, by outcome. */
    record Failures(int count, Map<String, Integer> causes) {}

    /** Those that were in flight between two instants and failed. */
    Failures failed(long fromNanos, long toNanos) {
        Map<String, Integer> causes = new TreeMap<>();
        int count = 0;
        for (int i = 0; i < log.size(); i++) {
            if (counts(i)
                    && !log.outcome(i).isGood()
                    && log.endNanos(i) >= fromNanos
                    && log.dispatchedNanos(i) <= toNanos) {
                count++;
                causes.merge(log.outcome(i).name(), 1, Integer::sum);
            }
        }
        return new Failures(count, Map.copyOf(causes));
    }

    /** For each second in which requests were meant to start, how many were, and how many of those were answered in time. */
    List<Second> seconds(Settings settings) {
        Map<Long, int[]> counts = new TreeMap<>();
        for (int i = 0; i < log.size(); i++) {
            if (counts(i)) {
                long start =
                        log.intendedNanos(i) == RequestSample.NEVER ? log.dispatchedNanos(i) : log.intendedNanos(i);
                int[] second = counts.computeIfAbsent(Math.floorDiv(start, SECOND_NANOS), s -> new int[2]);
                second[0]++;
                second[1] +=
                        log.outcome(i).isGood() && log.endNanos(i) - start <= settings.responseThresholdNanos() ? 1 : 0;
            }
        }
        List<Second> seconds = new ArrayList<>();
        counts.forEach((second, c) -> seconds.add(new Second(second * SECOND_NANOS, c[0], c[1])));
        return seconds;
    }

    private boolean counts(int i) {
        return measured[log.series(i)] && log.outcome(i) != Outcome.UNSENT;
    }

    /** A second by the intended starts of its requests. */
    record Second(long atNanos, int requests, int inTime) {
        boolean violates(Settings settings) {
            return inTime < settings.goodShare() * requests;
        }
    }
}
