package dev.plimsoll.scenarios.coldstart;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Logged;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Replica.Change;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Request.What;
import dev.plimsoll.provisioning.embedded.StartPhase;
import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.ColdStartDetail.Evidence;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.RequestSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request to zero replicas and what the target told of it, turned into evidence and phases.
 *
 * @param sinceEpoch from the monotonic clock of the events to nanoseconds since the run's epoch
 * @param settings that decided over the scale
 * @param zeroNanos when zero replicas were seen, by the clock of the events
 * @param request as recorded
 * @param events since before the request
 */
record Trial(
        LongUnaryOperator sinceEpoch,
        Map<String, String> settings,
        long zeroNanos,
        RequestSample request,
        List<Logged> events) {
    /** From the client's dispatch until a replica was asked for. */
    static final String DECISION = "arrival and scale decision";

    /** From the first answer that the model could give until the activator's own probe found it. */
    static final String PROBE = "activator probe";

    /** From the replica's being found until the activator forwarded the request. */
    static final String FORWARD = "forward";

    /** From there until the client had the first byte. */
    static final String ANSWER = "answer";

    /** Whether the pod that the request was forwarded to is Ready, or gone, or the request was not forwarded at all. */
    static boolean isOver(List<Logged> events, long requestId) {
        Optional<Logged> released = request(events, requestId, What.RELEASED);
        if (released.isEmpty()) {
            return request(events, requestId, What.HELD).isEmpty()
                    || request(events, requestId, What.ABANDONED).isPresent();
        }
        String pod = pod(released.get());
        return change(events, pod, Change.READY).isPresent()
                || change(events, pod, Change.GONE).isPresent();
    }

    ColdStartDetail.Trial told() {
        Optional<Logged> released = request(events, request.id(), What.RELEASED);
        String pod = released.map(Trial::pod).orElse("");
        Optional<Logged> created = change(events, pod, Change.CREATED);
        Long firstByte = request.outcome().isGood() && request.firstByteNanos() != RequestSample.NEVER
                ? request.firstByteNanos()
                : null;
        List<Phase> phases = new ArrayList<>();
        created.ifPresent(event -> phases.add(new Phase(DECISION, request.dispatchedNanos(), at(event), null)));
        phases.addAll(startPhases(pod));
        Optional<Logged> found = Stream.of(Change.PROBED, Change.READY)
                .flatMap(change -> change(events, pod, change).stream())
                .findFirst();
        change(events, pod, Change.SERVING)
                .filter(_ -> change(events, pod, Change.PROBED).isPresent())
                .ifPresent(serving ->
                        found.ifPresent(probed -> phases.add(new Phase(PROBE, at(serving), at(probed), null))));
        released.ifPresent(event -> {
            found.ifPresent(probed -> phases.add(new Phase(FORWARD, at(probed), at(event), null)));
            if (firstByte != null) {
                phases.add(new Phase(ANSWER, at(event), firstByte, null));
            }
        });
        return new ColdStartDetail.Trial(
                ColdStart.SETTING,
                settings,
                List.of(request.id()),
                request.dispatchedNanos(),
                new Evidence(
                        sinceEpoch.applyAsLong(zeroNanos),
                        pod.isEmpty() ? null : pod,
                        created.map(event -> ((DataPlaneEvent.Replica) event.event()).uid())
                                .orElse(null),
                        phases.stream()
                                .filter(phase -> phase.name().equals(StartPhase.CONTAINER_START.label()))
                                .map(Phase::toNanos)
                                .findFirst()
                                .orElse(null)),
                phases,
                nullable(change(events, pod, Change.READY)),
                firstByte);
    }

    private List<Phase> startPhases(String pod) {
        Map<String, Long> begun = new HashMap<>();
        List<Phase> phases = new ArrayList<>();
        for (Logged logged : events) {
            if (logged.event() instanceof DataPlaneEvent.Phase phase
                    && phase.pod().equals(pod)) {
                Long from = begun.put(phase.phase(), at(logged));
                if (phase.ended() && from != null) {
                    phases.add(new Phase(
                            phase.phase(), from, at(logged), phase.declaredNanos() < 0 ? null : phase.declaredNanos()));
                }
            }
        }
        return phases;
    }

    private @Nullable Long nullable(Optional<Logged> event) {
        return event.map(this::at).orElse(null);
    }

    private long at(Logged event) {
        return sinceEpoch.applyAsLong(event.monotonicNanos());
    }

    private static String pod(Logged event) {
        return event.event() instanceof DataPlaneEvent.Request(String _, String pod, What _) ? pod : "";
    }

    /** Ids go out as {@code RUN-NUMBER}. */
    private static Optional<Logged> request(List<Logged> events, long id, What what) {
        return events.stream()
                .filter(logged -> logged.event() instanceof DataPlaneEvent.Request(String sent, String _, What w)
                        && w == what
                        && sent.endsWith("-" + id))
                .findFirst();
    }

    private static Optional<Logged> change(List<Logged> events, String pod, Change change) {
        return events.stream()
                .filter(logged -> logged.event() instanceof DataPlaneEvent.Replica(String name, String _, Change c)
                        && c == change
                        && name.equals(pod))
                .findFirst();
    }
}
