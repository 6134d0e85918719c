package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RequestSink;
import dev.plimsoll.reports.record.TimelineEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Counts and records requests. Called from many threads at once, waits for nobody and allocates nothing for a request that
 * went well; of errors it keeps the first few of each kind.
 */
public final class Tally {
    private static final long HIGHEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final int SAMPLES_OF_A_KIND = 5;

    /** Counts since the tally began. */
    public record Counts(long sent, long ok, long errors, long unsent) {
        public long inFlight() {
            return sent - ok - errors;
        }
    }

    private final RequestSink sink;
    private final long epochNanos;
    private final Consumer<TimelineEvent.ErrorSample> errorSamples;
    private final Revisions revisions;
    private final Recorder lateness = new Recorder(HIGHEST_NANOS, DIGITS);
    private final Recorder response = new Recorder(HIGHEST_NANOS, DIGITS);
    private final LongAdder sent = new LongAdder();
    private final LongAdder ok = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder unsent = new LongAdder();
    private final Map<Outcome, AtomicLongArray> bySeries = new EnumMap<>(Outcome.class);
    private final int mostSeries;

    /**
     * Starts at zero.
     *
     * @param sink takes every request
     * @param epochNanos the run's epoch, a reading of {@link System#nanoTime()}
     * @param mostSeries series are numbered below this
     * @param revisions numbers revisions, the same for the whole run
     * @param errorSamples takes the first errors of each kind; called on the hot path, so it must not block
     */
    public Tally(
            RequestSink sink,
            long epochNanos,
            int mostSeries,
            Revisions revisions,
            Consumer<TimelineEvent.ErrorSample> errorSamples) {
        this.sink = sink;
        this.epochNanos = epochNanos;
        this.mostSeries = mostSeries;
        this.revisions = revisions;
        this.errorSamples = errorSamples;
        for (Outcome outcome : Outcome.values()) {
            bySeries.put(outcome, new AtomicLongArray(mostSeries));
        }
    }

    public Revisions revisions() {
        return revisions;
    }

    void dispatched(Exchange exchange) {
        sent.increment();
        if (exchange.intendedNanos() != RequestSample.NEVER) {
            lateness.recordValue(clamp(exchange.dispatchedNanos() - exchange.intendedNanos()));
        }
    }

    void ended(Exchange exchange, @Nullable String message) {
        Outcome outcome = exchange.outcome();
        long before = countOneMore(exchange.lane().series(), outcome);
        if (outcome == Outcome.OK) {
            ok.increment();
        } else {
            errors.increment();
        }
        long from =
                exchange.intendedNanos() == RequestSample.NEVER ? exchange.dispatchedNanos() : exchange.intendedNanos();
        response.recordValue(clamp(exchange.endNanos() - from));
        sink.record(
                exchange.id(),
                exchange.lane().series(),
                exchange.revision(),
                outcome,
                exchange.status(),
                sinceEpoch(exchange.intendedNanos()),
                sinceEpoch(exchange.dispatchedNanos()),
                sinceEpoch(exchange.sentNanos()),
                sinceEpoch(exchange.firstByteNanos()),
                sinceEpoch(exchange.endNanos()));
        if (outcome != Outcome.OK && before < SAMPLES_OF_A_KIND) {
            errorSamples.accept(new TimelineEvent.ErrorSample(
                    sinceEpoch(exchange.endNanos()),
                    exchange.id(),
                    exchange.lane().series(),
                    outcome,
                    exchange.status(),
                    ErrorText.redact(
                            message == null ? "" : message,
                            exchange.lane().entry().headers().values())));
        }
    }

    /** Records an arrival that is never sent; its times say when that was settled, and not before it was due. */
    public void unsent(long id, int series, long intendedNanos) {
        unsent.increment();
        countOneMore(series, Outcome.UNSENT);
        long settledNanos = sinceEpoch(Math.max(intendedNanos, System.nanoTime()));
        sink.record(
                id,
                series,
                0,
                Outcome.UNSENT,
                -1,
                sinceEpoch(intendedNanos),
                settledNanos,
                RequestSample.NEVER,
                RequestSample.NEVER,
                settledNanos);
    }

    /** Counts since the start, exact once nothing is in flight. */
    public Counts counts() {
        // Ends are read ahead of starts, so that what is in flight is never negative.
        long okNow = ok.sum();
        long errorsNow = errors.sum();
        return new Counts(sent.sum(), okNow, errorsNow, unsent.sum());
    }

    /** How many requests ended how, of all series; an outcome that did not occur is left out. */
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        bySeries.forEach((outcome, ofSeries) -> {
            long count = 0;
            for (int i = 0; i < mostSeries; i++) {
                count += ofSeries.get(i);
            }
            if (count > 0) {
                counts.put(outcome, count);
            }
        });
        return counts;
    }

    /** How many requests of {@code series} ended so. */
    public long count(int series, Outcome outcome) {
        return ofOutcome(outcome).get(series);
    }

    /** Lateness of dispatch since the last call, into {@code recycled} where there is one. One caller at a time. */
    public Histogram takeLateness(@Nullable Histogram recycled) {
        return lateness.getIntervalHistogram(recycled);
    }

    /** Response times since the last call, into {@code recycled} where there is one. One caller at a time. */
    public Histogram takeResponses(@Nullable Histogram recycled) {
        return response.getIntervalHistogram(recycled);
    }

    /** Counts one more and says how many there were before. */
    private long countOneMore(int series, Outcome outcome) {
        if (series < 0 || series >= mostSeries) {
            throw new IllegalArgumentException("series " + series + " is not below " + mostSeries);
        }
        return ofOutcome(outcome).getAndIncrement(series);
    }

    private AtomicLongArray ofOutcome(Outcome outcome) {
        return Objects.requireNonNull(bySeries.get(outcome));
    }

    private long sinceEpoch(long nanos) {
        return nanos == RequestSample.NEVER ? RequestSample.NEVER : nanos - epochNanos;
    }

    private static long clamp(long nanos) {
        return Math.min(Math.max(nanos, 0), HIGHEST_NANOS);
    }
}
