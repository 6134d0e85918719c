package dev.plimsoll.reports.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A line of {@code timeline.jsonl}: something that happened during the run, other than a request. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TimelineEvent.Phase.class, name = "phase"),
    @JsonSubTypes.Type(value = TimelineEvent.Health.class, name = "health"),
    @JsonSubTypes.Type(value = TimelineEvent.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = TimelineEvent.ErrorSample.class, name = "error"),
    @JsonSubTypes.Type(value = TimelineEvent.Replicas.class, name = "replicas"),
    @JsonSubTypes.Type(value = TimelineEvent.Note.class, name = "note"),
})
public sealed interface TimelineEvent {
    /** Nanoseconds since the run's epoch. */
    long atNanos();

    /** A part of a scenario began. */
    record Phase(long atNanos, String scenario, String phase) implements TimelineEvent {}

    /**
     * The injector's own state over the second before {@code atNanos}.
     *
     * @param sent requests dispatched in it
     * @param latenessP50Nanos median lateness of dispatch
     * @param latenessP99Nanos 99th percentile
     * @param latenessMaxNanos largest
     * @param inFlight requests without an answer at its end
     * @param gcPauseNanos time in collector pauses
     * @param stealShare share of CPU time stolen by the hypervisor, 0 to 1
     * @param cpuShare share of one core that the injector used; above 1 when it used several
     * @param heapUsedBytes heap in use
     */
    record Health(
            long atNanos,
            long sent,
            long latenessP50Nanos,
            long latenessP99Nanos,
            long latenessMaxNanos,
            long inFlight,
            long gcPauseNanos,
            double stealShare,
            double cpuShare,
            long heapUsedBytes)
            implements TimelineEvent {}

    /** Somebody stood still from {@code atNanos} for {@code durationNanos}. */
    record Pause(long atNanos, long durationNanos, Who who, String cause) implements TimelineEvent {
        /** Whose pause: the injector's is taken out before the target is blamed; the target's is told. */
        public enum Who {
            INJECTOR,
            TARGET
        }
    }

    /** One of the first requests that failed in its way; the message is redacted and cut. */
    record ErrorSample(long atNanos, long requestId, int series, Outcome outcome, int status, String message)
            implements TimelineEvent {}

    /** Replicas of a revision as last seen. */
    record Replicas(long atNanos, String revision, int ready, int desired) implements TimelineEvent {}

    /** A sentence worth showing at its time. */
    record Note(long atNanos, String text) implements TimelineEvent {}
}
