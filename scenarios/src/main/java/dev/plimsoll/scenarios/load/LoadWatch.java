package dev.plimsoll.scenarios.load;

import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.engine.Tally;
import dev.plimsoll.scenarios.load.gatling.LoadEngine;
import dev.plimsoll.scenarios.load.health.HealthMeter;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Looks at a running load once a second: tells its progress and the injector's health, and stops a load that hurts. */
final class LoadWatch implements AutoCloseable {
    private final LoadEngine engine;
    private final Tally tally;
    private final long epochNanos;
    private final Queue<TimelineEvent.ErrorSample> errors;
    private final @Nullable ErrorWindow guard;
    private final Told told;
    private final HealthMeter meter;
    private final ScheduledExecutorService timer;
    private @Nullable Histogram responses;
    private long scheduled;
    private long sentBefore;

    /** Where it tells. */
    interface Told {
        void tell(Report report);

        void abort(String reason);
    }

    LoadWatch(
            LoadEngine engine,
            Tally tally,
            long epochNanos,
            Queue<TimelineEvent.ErrorSample> errors,
            @Nullable AbortGuard guard,
            Told told) {
        this.errors = errors;
        this.engine = engine;
        this.tally = tally;
        this.epochNanos = epochNanos;
        this.guard = guard == null ? null : new ErrorWindow(guard);
        this.told = told;
        meter = new HealthMeter(epochNanos, engine.eventLoops());
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("plimsoll-watch").factory());
    }

    void begin(long requests) {
        scheduled = requests;
        var _ = timer.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private synchronized void look() {
        Tally.Counts counts = tally.counts();
        HealthMeter.Reading reading = meter.read(tally, counts.sent() - sentBefore, counts.inFlight());
        sentBefore = counts.sent();
        TimelineEvent.Health health = reading.health();
        Histogram ended = tally.takeResponses(responses);
        responses = ended;
        for (TimelineEvent.ErrorSample error = errors.poll(); error != null; error = errors.poll()) {
            told.tell(new Report.Event(error));
        }
        reading.pauses().forEach(pause -> told.tell(new Report.Event(pause)));
        told.tell(new Report.Event(health));
        told.tell(new Report.Progress(new LoadProgress(
                System.nanoTime() - epochNanos,
                scheduled,
                counts.sent(),
                counts.ok(),
                counts.errors(),
                counts.inFlight(),
                health.latenessP50Nanos(),
                health.latenessP99Nanos(),
                health.latenessMaxNanos(),
                ended.getValueAtPercentile(50),
                ended.getValueAtPercentile(99))));
        engine.reconnect();
        if (guard != null) {
            String reason = guard.reasonToStop(counts.ok(), counts.errors());
            if (reason != null) {
                told.abort(reason);
            }
        }
    }

    /** Tells once more, so that the last part of a second is told too. */
    @Override
    public void close() {
        timer.shutdown();
        look();
        meter.close();
    }
}
