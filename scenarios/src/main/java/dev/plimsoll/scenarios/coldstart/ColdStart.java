package dev.plimsoll.scenarios.coldstart;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent;
import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.ScaleToZeroControl;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.target.TargetException;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription.Leg;
import dev.plimsoll.reports.record.RunDescription.ScenarioDescription;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.Stage;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.LoadLeg;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Trials one after the other: wait until the service is seen without replicas, send one request, and keep what happened until
 * it was answered and its replica Ready.
 *
 * @param name unique in the suite
 * @param trials how many; at least 1
 * @param protocol in which they are sent; empty: the first one that the target has
 * @param window how long no replica must have been seen before the request is sent
 * @param patience how long to wait at most for zero replicas, and again for the answer
 */
public record ColdStart(String name, int trials, Optional<Protocol> protocol, Duration window, Duration patience)
        implements Scenario {
    public static final String KIND = "coldStart";

    /** Label of the trials' only setting. */
    static final String SETTING = "from zero";

    /** By how much the median of a phase may be off its declaration, and which share of a wait no phase may account for. */
    private static final long PHASE_TOLERANCE_NANOS = 5_000_000;

    private static final double UNATTRIBUTED_LIMIT = 0.05;
    private static final int MOST_TRIALS = 1000;
    private static final Duration POLL = Duration.ofMillis(20);

    /** Reads the body of {@code coldStart:} in a suite. */
    public static ColdStart read(YamlMap map, long seed) {
        String name = map.text("name", KIND);
        long trials = map.integer("trials", 5);
        if (trials < 1 || trials > MOST_TRIALS) {
            map.problems().add(map.position("trials"), "'trials' must be from 1 to " + MOST_TRIALS);
            trials = 1;
        }
        List<String> labels =
                Arrays.stream(Protocol.values()).map(Protocol::label).toList();
        Optional<Protocol> protocol = map.optional("protocol").flatMap(value -> Protocol.ofLabel(value.choice(labels)));
        Duration window = map.duration("window", Duration.ZERO);
        Duration patience = map.duration("patience", Duration.ofMinutes(2));
        if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
            map.problems().add(map.position("patience"), "'patience' must be at least 1s");
        } else if (window.compareTo(patience) >= 0) {
            map.problems().add(map.position("window"), "'window' must be shorter than 'patience'");
        }
        map.finish();
        return new ColdStart(name, (int) trials, protocol, window, patience);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Protocol> protocols() {
        return protocol.map(List::of).orElse(List.of());
    }

    @Override
    public Optional<String> refusal(Target target) {
        Optional<ScaleToZeroControl> control = target.scaleToZero();
        String help =
                " Run it against the embedded target with 'target: {embedded: {annotations: {window: 6s}}}' in the"
                        + " suite, or leave the scenario out.";
        if (control.isEmpty()) {
            return Optional.of("The scenario '" + name + "' measures cold starts, but the target " + target.kind()
                    + " does not show its replicas, so that no start could be proved cold." + help);
        }
        return control.get()
                .obstacle()
                .map(why ->
                        "The scenario '" + name + "' measures cold starts, but the service never has zero replicas: "
                                + why + ". Set that to 0 or true.");
    }

    @Override
    public List<PlannedLoad> plan(List<Protocol> targetProtocols) {
        return List.of(new PlannedLoad(
                targetProtocols.getFirst().label() + " cold start",
                "one request from zero replicas, " + trials + " times, each within " + patience.toSeconds()
                        + " s of wait",
                trials,
                Duration.ZERO,
                window.multipliedBy(trials)));
    }

    @Override
    public ScenarioDescription run(Stage stage) {
        ScaleToZeroControl control =
                stage.scaleToZero().orElseThrow(() -> new IllegalStateException("run on a target that it refuses"));
        Entry entry = stage.entries(protocols()).getFirst();
        Series series = stage.series(name, entry, "cold start", true);
        LoadLeg one = new LoadLeg(
                series.index(),
                entry,
                stage.requests(entry),
                new ArrivalSchedule.Times(new long[] {0}, Duration.ofMillis(1)),
                Duration.ZERO,
                patience);
        List<Leg> legs = new ArrayList<>();
        List<ColdStartDetail.Trial> done = new ArrayList<>();
        try {
            long seen = last(control.eventsAfter(0), 0);
            while (done.size() < trials && !stage.isStopped()) {
                OptionalLong zero = control.waitForZero(window, patience);
                if (zero.isEmpty()) {
                    note(
                            stage,
                            "no trial %d and none after it: %d replicas were still there after %d s"
                                    .formatted(done.size() + 1, control.replicas(), patience.toSeconds()));
                    break;
                }
                if (stage.isStopped()) {
                    break;
                }
                legs.addAll(stage.load(name, List.of(one)));
                List<RequestSample> sent = stage.recorded(series, legs.size());
                if (sent.size() < legs.size()) {
                    note(stage, "the request of trial " + (done.size() + 1) + " is not in the record");
                    break;
                }
                RequestSample request = sent.getLast();
                List<DataPlaneEvent.Logged> events = untilReady(control, seen, request.id());
                seen = last(events, seen);
                tellReplicas(stage, events);
                done.add(new Trial(stage::sinceEpoch, control.settings(), zero.getAsLong(), request, events).told());
            }
        } catch (TargetException e) {
            note(stage, "ended after " + done.size() + " trials: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new ScenarioDescription(
                name, KIND, legs, new ColdStartDetail(done, UNATTRIBUTED_LIMIT, PHASE_TOLERANCE_NANOS));
    }

    /** The events of a trial, at the latest after the patience. */
    private List<DataPlaneEvent.Logged> untilReady(ScaleToZeroControl control, long seen, long requestId)
            throws TargetException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<DataPlaneEvent.Logged> events = control.eventsAfter(seen);
            if (Trial.isOver(events, requestId) || System.nanoTime() >= deadline) {
                return events;
            }
            Thread.sleep(POLL);
        }
    }

    private void note(Stage stage, String text) {
        stage.event(new TimelineEvent.Note(stage.sinceEpoch(System.nanoTime()), name + ": " + text));
    }

    private static void tellReplicas(Stage stage, List<DataPlaneEvent.Logged> events) {
        for (DataPlaneEvent.Logged logged : events) {
            if (logged.event() instanceof DataPlaneEvent.Scale scale) {
                stage.event(new TimelineEvent.Replicas(
                        stage.sinceEpoch(logged.monotonicNanos()), logged.revision(), scale.ready(), scale.replicas()));
            }
        }
    }

    private static long last(List<DataPlaneEvent.Logged> events, long otherwise) {
        return events.isEmpty() ? otherwise : events.getLast().number();
    }
}
