package dev.plimsoll.reports.verdict.autoscaling;

import dev.plimsoll.reports.record.AutoscalingDetail;
import dev.plimsoll.reports.record.AutoscalingDetail.LoadEvent;
import dev.plimsoll.reports.record.AutoscalingDetail.Observation;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.verdict.autoscaling.AutoscalingFacts.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds the facts of an autoscaling scenario. */
public final class AutoscalingCourt {
    private AutoscalingCourt() {}

    /**
     * The facts of one scenario.
     *
     * @param run the whole run
     * @param scenario the scenario in {@code run}
     * @param detail its detail
     */
    public static AutoscalingFacts facts(
            RunRecord run, RunDescription.ScenarioDescription scenario, AutoscalingDetail detail) {
        ScenarioRequests requests = new ScenarioRequests(run, scenario);
        List<Observation> observed = detail.observed();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < detail.events().size(); i++) {
            LoadEvent event = detail.events().get(i);
            long last = observed.isEmpty()
                    ? event.atNanos()
                    : Math.max(event.atNanos(), observed.getLast().atNanos());
            long until =
                    i + 1 < detail.events().size() ? detail.events().get(i + 1).atNanos() : last;
            changes.add(ChangeCheck.of(observed, requests, event, until));
        }
        List<ScenarioRequests.Second> seconds = requests.seconds(detail.settings());
        return new AutoscalingFacts(
                scenario.name(),
                detail.revision(),
                detail.settings(),
                changes,
                resolution(observed),
                seconds.size(),
                seconds.stream()
                        .filter(second -> second.violates(detail.settings()))
                        .map(ScenarioRequests.Second::atNanos)
                        .toList(),
                TwinCheck.of(detail));
    }

    private static long resolution(List<Observation> observed) {
        if (observed.size() < 2) {
            return 0;
        }
        long[] gaps = new long[observed.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = observed.get(i + 1).atNanos() - observed.get(i).atNanos();
        }
        Arrays.sort(gaps);
        return gaps[gaps.length / 2];
    }
}
