package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.TimelineEvent;
import java.util.Map;

/** What the injector tells, a line of JSON each on its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "report")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Report.Clock.class, name = "clock"),
    @JsonSubTypes.Type(value = Report.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Report.Calibrated.class, name = "calibrated"),
    @JsonSubTypes.Type(value = Report.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Report.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = Report.Event.class, name = "event"),
    @JsonSubTypes.Type(value = Report.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Report.Failed.class, name = "failed"),
})
sealed interface Report {
    /** A reading of the injector's {@link System#nanoTime()}. */
    record Clock(long nanos) implements Report {}

    /** The injector is ready. */
    record Opened(Map<String, String> facts) implements Report {}

    record Calibrated(RunDescription.Calibration calibration) implements Report {}

    /** A load has begun, or will at that time since the run's epoch. */
    record Started(long startNanos, long scheduled) implements Report {}

    record Progress(LoadProgress progress) implements Report {}

    record Event(TimelineEvent event) implements Report {}

    record Done(LoadResult result) implements Report {}

    /** What was asked last could not be done. */
    record Failed(String reason) implements Report {}
}
