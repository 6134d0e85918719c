package dev.plimsoll.scenarios.load.health;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks an executor every few milliseconds whether it is there. A beat that comes over a millisecond late is a stall: the thread
 * was busy, or it did not run. A stall shorter than the period may fall between two beats. Never spins.
 */
final class Heartbeat implements AutoCloseable {
    static final long WORTH_TELLING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ScheduledExecutorService executor;
    private final long periodNanos;
    private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
    private long dueNanos;
    private volatile boolean closed;

    Heartbeat(ScheduledExecutorService executor, Duration period) {
        this.executor = executor;
        periodNanos = period.toNanos();
        executor.execute(() -> next(System.nanoTime()));
    }

    private void next(long nowNanos) {
        dueNanos = nowNanos + periodNanos;
        if (!closed) {
            try {
                var _ = executor.schedule(this::beat, periodNanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                closed = true;
            }
        }
    }

    private void beat() {
        long now = System.nanoTime();
        if (now - dueNanos > WORTH_TELLING_NANOS) {
            stalls.add(new Stall(dueNanos, now));
        }
        next(now);
    }

    /** Takes the stalls seen since the last call. */
    void drainTo(List<Stall> taken) {
        for (Stall stall = stalls.poll(); stall != null; stall = stalls.poll()) {
            taken.add(stall);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
