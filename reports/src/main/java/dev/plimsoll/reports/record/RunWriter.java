package dev.plimsoll.reports.record;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code requests} and {@code latency.hlog} while the run goes on. What has been written can be read if the process
 * is killed; at most the last second or two are lost.
 *
 * <p>{@link #record} hands over through one of several bounded queues, chosen by thread, to a thread of the writer's own. It
 * takes no lock and allocates nothing, unless that thread falls behind by a whole queue: then requests go to an unbounded
 * queue, so that none is lost.
 *
 * <p>{@code requests} holds at most {@code limit} requests. Those beyond are counted, are in {@code latency.hlog}, and the
 * end of the file says how many they were: {@link RequestLog#beyondLimit()} and a note of the record tell the reader.
 */
public final class RunWriter implements RequestSink, AutoCloseable {
    /** The limit of {@code requests} unless another is given. */
    public static final long DEFAULT_LIMIT = 10_000_000;

    /**
     * What was written.
     *
     * @param requests requests that were taken
     * @param written those of them in {@code requests}
     * @param beyondLimit those of them only in {@code latency.hlog}
     * @param lastEndNanos latest end of any, 0 where there was none
     */
    public record Summary(long requests, long written, long beyondLimit, long lastEndNanos) {}

    private static final int QUEUES = 8;
    private static final int CAPACITY = 1 << 14;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final RunDirectory directory;
    private final RequestsWriter requests;
    private final LatencyLog latencies;
    private final int series;
    private final RequestRing[] queues = new RequestRing[QUEUES];
    private final Queue<RequestSample> overflow = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "plimsoll-run-writer");
    private volatile boolean closing;
    private volatile @Nullable IOException failure;
    private volatile boolean closed;

    private long taken;
    private long lastEnd;

    private RunWriter(RunDirectory directory, RequestsWriter requests, LatencyLog latencies, int series) {
        this.directory = directory;
        this.requests = requests;
        this.latencies = latencies;
        this.series = series;
        for (int i = 0; i < QUEUES; i++) {
            queues[i] = new RequestRing(CAPACITY);
        }
        thread.setDaemon(true);
    }

    /** As {@link #open(RunDirectory, Instant, List, long)}, with {@link #DEFAULT_LIMIT}. */
    public static RunWriter open(RunDirectory directory, Instant started, List<Series> series) {
        return open(directory, started, series, DEFAULT_LIMIT);
    }

    /**
     * Makes both files and starts the writing thread.
     *
     * @param started wall-clock time of the run's epoch
     * @param series all series of the run, by index
     * @param limit how many requests {@code requests} may hold
     * @throws RunDirectoryException if one of the files exists or cannot be made
     */
    public static RunWriter open(RunDirectory directory, Instant started, List<Series> series, long limit) {
        try {
            RequestsWriter requests = new RequestsWriter(directory.requestsFile(), limit);
            LatencyLog latencies;
            try {
                latencies = new LatencyLog(directory.latencyFile(), started, series);
            } catch (IOException e) {
                requests.close();
                throw e;
            }
            RunWriter writer = new RunWriter(directory, requests, latencies, series.size());
            writer.thread.start();
            return writer;
        } catch (IOException e) {
            throw new RunDirectoryException("cannot write to " + directory.path() + ": " + RunDirectory.reason(e), e);
        }
    }

    @Override
    public void record(
            long id,
            int seriesIndex,
            int revision,
            Outcome outcome,
            int status,
            long intendedNanos,
            long dispatchedNanos,
            long sentNanos,
            long firstByteNanos,
            long endNanos) {
        if (closing) {
            throw new IllegalStateException("the run writer is closed");
        }
        if (seriesIndex < 0 || seriesIndex >= series) {
            throw new IllegalArgumentException("no series has the index " + seriesIndex);
        }
        if (revision < 0) {
            throw new IllegalArgumentException("no revision has the index " + revision);
        }
        RequestRing queue = queues[(int) Thread.currentThread().threadId() & (QUEUES - 1)];
        if (!queue.offer(
                id,
                seriesIndex,
                revision,
                outcome.code(),
                status,
                intendedNanos,
                dispatchedNanos,
                sentNanos,
                firstByteNanos,
                endNanos)) {
            overflow.add(new RequestSample(
                    id,
                    seriesIndex,
                    revision,
                    outcome,
                    status,
                    intendedNanos,
                    dispatchedNanos,
                    sentNanos,
                    firstByteNanos,
                    endNanos));
        }
    }

    /**
     * Writes what is left and ends both files. No thread may be in {@link #record} any more.
     *
     * @throws RunDirectoryException if anything could not be written, now or earlier
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        IOException problem = failure;
        if (problem != null) {
            throw new RunDirectoryException(
                    "cannot write to " + directory.path() + ": " + RunDirectory.reason(problem)
                            + "; the record ends before the run did",
                    problem);
        }
    }

    /** What was written; known once this is closed. */
    public Summary summary() {
        if (thread.isAlive()) {
            throw new IllegalStateException("the run writer is not closed");
        }
        return new Summary(taken, requests.written(), requests.beyondLimit(), lastEnd);
    }

    private void run() {
        long flushed = System.nanoTime();
        long busy = flushed;
        boolean last = false;
        while (!last) {
            last = closing;
            boolean found = drain();
            long now = System.nanoTime();
            if (found) {
                busy = now;
            } else if (!last) {
                LockSupport.parkNanos(this, POLL_NANOS);
            }
            if (now - flushed >= FLUSH_NANOS) {
                flushed = now;
                flush();
            }
            if (now - busy >= IDLE_NANOS) {
                busy = now;
                latencies.flush();
            }
        }
        finish();
    }

    private boolean drain() {
        int found = 0;
        for (RequestRing queue : queues) {
            found += queue.drain(this::take);
        }
        for (RequestSample sample = overflow.poll(); sample != null; sample = overflow.poll()) {
            found++;
            take(
                    sample.id(),
                    sample.series(),
                    sample.revision(),
                    sample.outcome().code(),
                    sample.status(),
                    sample.intendedNanos(),
                    sample.dispatchedNanos(),
                    sample.sentNanos(),
                    sample.firstByteNanos(),
                    sample.endNanos());
        }
        return found > 0;
    }

    private void take(
            long id,
            int seriesIndex,
            int revision,
            int outcome,
            int status,
            long intended,
            long dispatched,
            long sent,
            long firstByte,
            long end) {
        if (failure != null) {
            return;
        }
        try {
            requests.add(id, seriesIndex, revision, outcome, status, intended, dispatched, sent, firstByte, end);
            latencies.add(
                    seriesIndex,
                    Outcome.ofCode(outcome),
                    end,
                    end - (intended == RequestSample.NEVER ? dispatched : intended),
                    end - (sent == RequestSample.NEVER ? dispatched : sent));
            taken++;
            lastEnd = Math.max(lastEnd, end);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("a defect of the writer: " + e, e);
        }
    }

    private void flush() {
        if (failure == null) {
            try {
                requests.flush();
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    private void finish() {
        try {
            requests.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
        try {
            latencies.close();
        } catch (IOException e) {
            failure = failure == null ? e : failure;
        }
    }
}
