package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.plimsoll.reports.record.Series;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the injector is told, a line of JSON each on its standard input. The end of the input ends it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.Clock.class, name = "clock"),
    @JsonSubTypes.Type(value = Command.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Command.Calibrate.class, name = "calibrate"),
    @JsonSubTypes.Type(value = Command.Load.class, name = "load"),
    @JsonSubTypes.Type(value = Command.Stop.class, name = "stop"),
})
sealed interface Command {
    /** Asks for a reading of the injector's clock. */
    record Clock() implements Command {}

    /** Comes first and once; times are readings of the injector's clock. */
    record Open(
            String runId,
            @Nullable String runDirectory,
            Instant started,
            long epochNanos,
            long firstRequestId,
            int eventLoops)
            implements Command {}

    /** Measures the injector against a null server; also what warms it up. */
    record Calibrate(double ratePerSecond, Duration duration) implements Command {}

    /** Begins a load; {@code series} are all of the run so far. */
    record Load(
            List<Series> series,
            List<LoadLeg> legs,
            @Nullable AbortGuard guard) implements Command {}

    /** Ends the running load early. */
    record Stop(String reason) implements Command {}
}
