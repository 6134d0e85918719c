package dev.plimsoll.provisioning.embedded;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Notices when this process stands still: a thread that sleeps for a millisecond at a time and finds out that it overslept
 * (after jHiccup, Azul Systems), and the collector's own notes.
 */
final class PauseWatcher implements AutoCloseable {
    /** Shorter ones are what a busy machine does to every thread. */
    static final long SHORTEST_NANOS = 5_000_000;

    static final int KEPT = 10_000;
    private static final long SLEEP_NANOS = 1_000_000;

    /** This process stood still from {@code start} for {@code nanos}. */
    record Pause(Instant start, long nanos, String cause) {}

    private final Instant epoch;
    private final long epochNanos;
    private final LongSupplier nanoTime;
    private final ArrayDeque<Pause> pauses = new ArrayDeque<>();
    private long forgotten;
    private volatile boolean open = true;

    /**
     * @param clock read once, to give monotonic times a date
     * @param nanoTime monotonic
     */
    PauseWatcher(Clock clock, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.epoch = clock.instant();
        this.epochNanos = nanoTime.getAsLong();
    }

    void start() {
        Thread.ofPlatform().daemon().name("pause-watcher").start(this::watch);
        Instant jvmStart =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, _) -> {
                            if (notification
                                    .getType()
                                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
                                var info = GarbageCollectionNotificationInfo.from(
                                        (CompositeData) notification.getUserData());
                                add(new Pause(
                                        jvmStart.plusMillis(info.getGcInfo().getStartTime()),
                                        info.getGcInfo().getDuration() * 1_000_000,
                                        "collector: " + info.getGcName() + ", " + info.getGcCause()));
                            }
                        },
                        null,
                        null);
            }
        }
    }

    private void watch() {
        long before = nanoTime.getAsLong();
        while (open) {
            LockSupport.parkNanos(SLEEP_NANOS);
            long now = nanoTime.getAsLong();
            woke(before, now);
            before = now;
        }
    }

    /** Notes a pause if a sleep from {@code beforeNanos} to {@code nowNanos} was too long by enough. */
    void woke(long beforeNanos, long nowNanos) {
        long lost = nowNanos - beforeNanos - SLEEP_NANOS;
        if (lost >= SHORTEST_NANOS) {
            Instant start = epoch.plusNanos(beforeNanos + SLEEP_NANOS - epochNanos);
            add(new Pause(start, lost, "the process stood still"));
        }
    }

    private synchronized void add(Pause pause) {
        if (pause.nanos() == 0) {
            return;
        }
        if (pauses.size() == KEPT) {
            pauses.removeFirst();
            forgotten++;
        }
        pauses.addLast(pause);
    }

    /** Pauses that ended after {@code since}, oldest note first. */
    synchronized List<Pause> since(Instant since) {
        List<Pause> later = new ArrayList<>();
        for (Pause pause : pauses) {
            if (pause.start().plusNanos(pause.nanos()).isAfter(since)) {
                later.add(pause);
            }
        }
        return later;
    }

    /** How many were dropped because more than {@value #KEPT} came. */
    synchronized long forgotten() {
        return forgotten;
    }

    @Override
    public void close() {
        open = false;
    }
}
