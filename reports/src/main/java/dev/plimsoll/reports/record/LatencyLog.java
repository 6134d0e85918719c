package dev.plimsoll.reports.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code latency.hlog}. A request counts in the second in which it ended; a second is written once a request has
 * ended two seconds later, and one that comes after that counts in the oldest second still open. For one thread.
 */
final class LatencyLog implements AutoCloseable {
    /** Where the outcomes go; a request that was never sent has no latency and is in none. */
    private enum Group {
        OK("ok", 0),
        FAILED("failed", 1),
        TIMED_OUT("timed-out", 2);

        private final String label;
        private final int index;

        Group(String label, int index) {
            this.label = label;
            this.index = index;
        }

        static @Nullable Group of(Outcome outcome) {
            return switch (outcome) {
                case OK -> OK;
                case WRONG_ANSWER, CLIENT_ERROR, SERVER_ERROR, CONNECT_FAILED, CONNECTION_LOST, TLS_FAILED -> FAILED;
                case TIMED_OUT -> TIMED_OUT;
                case UNSENT -> null;
            };
        }
    }

    static final long LOWEST_NANOS = 1_000;
    static final long HIGHEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;
    private static final double NANOS_IN_MILLI = 1e6;
    private static final long NANOS_IN_SECOND = 1_000_000_000L;
    private static final int KINDS = 2;

    private final PrintStream out;
    private final HistogramLogWriter log;
    private final String[] tags;
    private final TreeMap<Long, @Nullable Histogram[]> seconds = new TreeMap<>();
    private final Deque<Histogram> spare = new ArrayDeque<>();
    private long firstOpen;

    LatencyLog(Path path, Instant started, List<Series> series) throws IOException {
        out = new PrintStream(
                new BufferedOutputStream(
                        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 1 << 20),
                false,
                StandardCharsets.UTF_8);
        log = new HistogramLogWriter(out);
        tags = new String[series.size() * Group.values().length * KINDS];
        for (Series one : series) {
            for (Group group : Group.values()) {
                String tag = one.label().replaceAll("[\\s,]", "_") + "/" + group.label;
                tags[slot(one.index(), group)] = tag + "/response";
                tags[slot(one.index(), group) + 1] = tag + "/service";
            }
        }
        log.outputComment("[Plimsoll: latencies in nanoseconds, " + DIGITS
                + " significant digits, 1 us to 1 h. Tag: scenario/entry/protocol/phase/outcome/time;"
                + " response time counts from the intended start, service time from the send]");
        log.outputComment(
                "[A timed-out request counts at its time-out, in the second of its end; an unsent request is not here]");
        log.outputLogFormatVersion();
        log.outputBaseTime(started.toEpochMilli());
        log.outputStartTime(started.toEpochMilli());
        log.setBaseTime(started.toEpochMilli());
        log.outputLegend();
        out.flush();
    }

    void add(int series, Outcome outcome, long endNanos, long responseNanos, long serviceNanos) {
        Group group = Group.of(outcome);
        if (group == null) {
            return;
        }
        long second = Math.max(Math.floorDiv(endNanos, NANOS_IN_SECOND), firstOpen);
        @Nullable Histogram[] histograms = seconds.get(second);
        if (histograms == null) {
            histograms = new @Nullable Histogram[tags.length];
            seconds.put(second, histograms);
            writeUntil(second - 2);
        }
        int slot = slot(series, group);
        count(histograms, slot, responseNanos);
        count(histograms, slot + 1, serviceNanos);
    }

    /** Writes all that has been added. */
    void flush() {
        if (!seconds.isEmpty()) {
            writeUntil(seconds.lastKey());
        }
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
        if (out.checkError()) {
            throw new IOException("the latency log could not be written whole");
        }
    }

    private void count(@Nullable Histogram[] histograms, int slot, long nanos) {
        Histogram histogram = histograms[slot];
        if (histogram == null) {
            histogram = spare.isEmpty() ? new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS) : spare.pop();
            histogram.setTag(tags[slot]);
            histograms[slot] = histogram;
        }
        histogram.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
    }

    private void writeUntil(long last) {
        if (last < firstOpen) {
            return;
        }
        Map<Long, @Nullable Histogram[]> closed = seconds.headMap(last, true);
        closed.forEach((second, histograms) -> {
            for (Histogram histogram : histograms) {
                if (histogram != null) {
                    log.outputIntervalHistogram(second, second + 1.0, histogram, NANOS_IN_MILLI);
                    histogram.reset();
                    spare.push(histogram);
                }
            }
        });
        closed.clear();
        firstOpen = last + 1;
        out.flush();
    }

    private static int slot(int series, Group group) {
        return (series * Group.values().length + group.index) * KINDS;
    }
}
