package dev.plimsoll.reports.testing;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import dev.plimsoll.reports.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run and a verdict whose every string tries to break out of the format that it is rendered into. */
public final class Hostile {
    /** Ends elements and attributes, runs scripts, turns the reading direction, breaks lines, opens tables and cells. */
    public static final String TEXT =
            "</script></style><script>window.owned=1</script><img src=x onerror=window.owned=2>"
                    + "\"'&amp;<b>]]>\u2028\u2029\u202Egnp.exe\u2066\u0000\u0007\u001B[31m\uD800 | `x` $y$ [l](http://192.0.2.1/) <!-- \n=1+1";

    private Hostile() {}

    public static RunRecord run() {
        RunRecord run = RunRecords.builder().failures(0.05).build();
        RunDescription d = run.description();
        List<Series> series = d.series().stream()
                .map(s -> new Series(
                        s.index(),
                        TEXT + s.scenario(),
                        TEXT + s.entry(),
                        TEXT + s.protocol(),
                        TEXT + s.phase(),
                        s.measured()))
                .toList();
        List<RunDescription.ScenarioDescription> scenarios = d.scenarios().stream()
                .map(s -> new RunDescription.ScenarioDescription(
                        TEXT + s.name(),
                        TEXT,
                        s.legs().stream()
                                .map(l -> new RunDescription.Leg(
                                        l.series(),
                                        TEXT,
                                        l.scheduled(),
                                        l.fromNanos(),
                                        l.toNanos(),
                                        l.timeoutNanos(),
                                        TEXT,
                                        l.intendedKnown()))
                                .toList()))
                .toList();
        List<TimelineEvent> timeline = new ArrayList<>(run.timeline());
        timeline.add(new TimelineEvent.Phase(1, TEXT, TEXT));
        timeline.add(new TimelineEvent.Note(2, TEXT));
        timeline.add(new TimelineEvent.Replicas(3, TEXT, 1, 2));
        timeline.add(new TimelineEvent.Pause(4, 5, TimelineEvent.Pause.Who.TARGET, TEXT));
        timeline.add(new TimelineEvent.ErrorSample(6, 7, 1, Outcome.SERVER_ERROR, 503, TEXT));
        return new RunRecord(
                new RunDescription(
                        d.schema(),
                        TEXT,
                        TEXT,
                        d.started(),
                        d.durationNanos(),
                        TEXT,
                        d.seed(),
                        new RunDescription.TargetDescription(TEXT, TEXT, TEXT, Map.of(TEXT, TEXT)),
                        scenarios,
                        series,
                        List.of("unknown", TEXT),
                        new RunDescription.InjectorDescription(null, Map.of(TEXT, TEXT)),
                        Map.of(TEXT, TEXT),
                        List.of(TEXT)),
                run.requests(),
                timeline,
                TEXT,
                TEXT);
    }

    public static Verdict verdict() {
        return new Verdict(
                Judgement.FAIL,
                TEXT,
                List.of(new ObjectiveVerdict(
                        TEXT,
                        TEXT,
                        TEXT,
                        TEXT,
                        ObjectiveVerdict.Kind.AVAILABILITY,
                        null,
                        0.99,
                        100,
                        5,
                        new Interval(0.95, 0.91, 0.98, 0.95, TEXT),
                        null,
                        Judgement.FAIL,
                        TEXT,
                        null,
                        Judgement.PASS)),
                List.of(new Verdict.Finding(TEXT, TEXT, Judgement.FAIL, TEXT, TEXT, TEXT)),
                List.of(TEXT));
    }
}
