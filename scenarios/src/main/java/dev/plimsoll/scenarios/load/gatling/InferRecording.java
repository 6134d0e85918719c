package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSink;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.engine.Revisions;
import dev.plimsoll.scenarios.load.engine.Tally;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where the {@code infer} actions of a user's own simulation record. Made in the simulation, closed in its {@code after()}.
 *
 * <p>A request of a user that {@link InferDsl#arrivals} started has an intended start. One of a user that Gatling's own injection
 * profiles started has none: {@link dev.plimsoll.reports.record.RequestSample#NEVER} is recorded, and its leg is to be
 * described with {@code intendedKnown} false.
 */
public final class InferRecording implements AutoCloseable {
    private final AtomicLong nextId = new AtomicLong(1);
    private final Tally tally;
    private final TransportPool transports;

    /**
     * Starts a recording.
     *
     * @param runId goes ahead of a request's number in its {@code x-request-id}
     * @param sink takes every request
     * @param epochNanos the run's epoch, a reading of {@link System#nanoTime()}
     * @param series series are numbered below this
     * @param errorSamples takes the first errors of each kind
     */
    public InferRecording(
            String runId,
            RequestSink sink,
            long epochNanos,
            int series,
            Consumer<TimelineEvent.ErrorSample> errorSamples) {
        tally = new Tally(sink, epochNanos, series, new Revisions(), errorSamples);
        transports = new TransportPool(runId + "-");
    }

    Tally tally() {
        return tally;
    }

    TransportPool transports() {
        return transports;
    }

    long nextId() {
        return nextId.getAndIncrement();
    }

    /** How many requests ended how. */
    public Map<Outcome, Long> outcomes() {
        return tally.outcomes();
    }

    /** Names of the revisions that answered, by index. */
    public List<String> revisions() {
        return tally.revisions().names();
    }

    @Override
    public void close() {
        transports.close();
    }
}
