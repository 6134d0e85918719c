package dev.plimsoll.provisioning.embedded;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something that happened in the embedded data plane when it runs as Knative would. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DataPlaneEvent.Phase.class, name = "phase"),
    @JsonSubTypes.Type(value = DataPlaneEvent.Replica.class, name = "replica"),
    @JsonSubTypes.Type(value = DataPlaneEvent.Scale.class, name = "scale"),
    @JsonSubTypes.Type(value = DataPlaneEvent.Path.class, name = "path"),
    @JsonSubTypes.Type(value = DataPlaneEvent.Request.class, name = "request"),
})
public sealed interface DataPlaneEvent {
    /**
     * A phase of a replica's start began or ended.
     *
     * @param pod name of the replica's pod
     * @param uid unique to it for ever
     * @param phase label of a {@link StartPhase}, or {@link StartPhase#REAL_LOAD}
     * @param ended false where it began
     * @param declaredNanos how long it is declared to take, or -1 where nothing is declared
     */
    record Phase(String pod, String uid, String phase, boolean ended, long declaredNanos) implements DataPlaneEvent {}

    /** A replica changed. */
    record Replica(String pod, String uid, Change change) implements DataPlaneEvent {
        /** How. */
        public enum Change {
            CREATED,
            /** Its model can answer from now on. */
            SERVING,
            /** The activator's own probe was answered. */
            PROBED,
            /** Kubernetes calls it Ready. */
            READY,
            /** It takes no new request. */
            TERMINATING,
            GONE
        }
    }

    /**
     * The autoscaler's view changed.
     *
     * @param cause what made it decide: {@code tick}, {@code poke} (of the activator), {@code ready}, {@code recheck}
     * @param desired replicas the autoscaler wants before bounds; -1 while it has not decided
     * @param replicas replicas asked for
     * @param ready replicas that are Ready
     * @param stable average of the stable window
     * @param panic average of the panic window
     * @param activity of the revision: {@code ACTIVATING}, {@code ACTIVE} or {@code INACTIVE}
     * @param reason why the replicas are what they are, by the names of {@code ScaleToZero.Reason}
     */
    record Scale(
            String cause,
            int desired,
            int replicas,
            int ready,
            double stable,
            double panic,
            boolean inPanic,
            String activity,
            String reason)
            implements DataPlaneEvent {}

    /** The activator came into the path of requests, or left it. */
    record Path(boolean activator) implements DataPlaneEvent {}

    /**
     * A request that could not go straight through.
     *
     * @param requestId its {@code x-request-id}; empty if it has none
     * @param pod where it went, or empty
     */
    record Request(String requestId, String pod, What what) implements DataPlaneEvent {
        /** What became of it. */
        public enum What {
            /** The activator holds it. */
            HELD,
            /** The activator forwarded it. */
            RELEASED,
            /** Answered with 503, by the activator or, where a pod is named, by its queue-proxy. */
            REFUSED,
            /** Its client went away while it was held. */
            ABANDONED
        }
    }

    /**
     * An event with its time.
     *
     * @param number counts up from 1 without gaps
     * @param epochNanos wall-clock time in nanoseconds since 1970, moved on monotonically from the start of the process
     * @param monotonicNanos of the child's own clock: differences are exact
     */
    record Logged(long number, String revision, long epochNanos, long monotonicNanos, DataPlaneEvent event) {}
}
