package dev.plimsoll.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.reports.testing.RunRecords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunWriterTest {
    private static final Instant STARTED = Instant.parse("2026-11-24T09:00:00Z");
    private static final List<Series> SERIES = List.of(new Series(0, "a, b", "gateway", "v1-rest", "steady", true));

    @TempDir
    Path temporary;

    @Test
    void requestsOfManyThreadsAllArrive() throws InterruptedException {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        int threads = 6;
        int each = 40_000;
        RunWriter writer = RunWriter.open(directory, STARTED, SERIES);
        try (writer) {
            List<Thread> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                long first = (long) t * each;
                running.add(Thread.ofPlatform().start(() -> {
                    for (long id = first; id < first + each; id++) {
                        record(writer, id, Outcome.OK);
                    }
                }));
            }
            for (Thread thread : running) {
                thread.join();
            }
        }
        assertThat(writer.summary().requests()).isEqualTo((long) threads * each);
        RequestsReader.Requests read = RequestsReader.read(directory.requestsFile());
        assertThat(read.damage()).isNull();
        boolean[] seen = new boolean[threads * each];
        for (int i = 0; i < read.log().size(); i++) {
            int id = (int) read.log().id(i);
            assertThat(seen[id]).isFalse();
            seen[id] = true;
            assertThat(read.log().endNanos(i)).isEqualTo(id * 10_000L + 2_000_000);
        }
        assertThat(read.log().size()).isEqualTo(threads * each);
    }

    @Test
    void takingARequestAllocatesNothing() {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        try (RunWriter writer = RunWriter.open(directory, STARTED, SERIES)) {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            for (int i = 0; i < 10_000; i++) {
                record(writer, i, Outcome.OK);
            }
            threads.getCurrentThreadAllocatedBytes();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 500; i++) {
                    record(writer, i, Outcome.OK);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isLessThan(500);
        }
    }

    @Test
    void whatIsBeyondTheLimitIsCountedAndStaysInTheLatencyLog() throws IOException {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        directory.writeDescription(description());
        RunWriter writer = RunWriter.open(directory, STARTED, SERIES, 100);
        try (writer) {
            for (int i = 0; i < 150; i++) {
                record(writer, i, Outcome.OK);
            }
        }
        assertThat(writer.summary()).isEqualTo(new RunWriter.Summary(150, 100, 50, 149 * 10_000L + 2_000_000));
        RunRecord run = RunRecord.load(directory.path());
        assertThat(run.requests().size()).isEqualTo(100);
        assertThat(run.requests().beyondLimit()).isEqualTo(50);
        assertThat(run.description().partial()).isNull();
        assertThat(run.description().notes())
                .containsExactly("50 requests ended after the limit of the file of requests (100): they are in"
                        + " latency.hlog, but not one by one, and are not judged");
        assertThat(counts(directory.latencyFile()))
                .containsEntry("a__b/gateway/v1-rest/steady/ok/response", 150L)
                .containsEntry("a__b/gateway/v1-rest/steady/ok/service", 150L);
    }

    @Test
    void theLatencyLogAgreesWithTheRequests() throws IOException {
        RunRecord made = RunRecords.failing();
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        try (RunWriter writer = RunWriter.open(
                directory, made.description().started(), made.description().series())) {
            for (RequestSample s : RequestsFileTest.samples(made.requests())) {
                record(writer, s);
            }
        }
        Map<String, Long> expected = new TreeMap<>();
        for (RequestSample s : RequestsFileTest.samples(made.requests())) {
            String group = s.outcome() == Outcome.OK ? "ok" : s.outcome() == Outcome.TIMED_OUT ? "timed-out" : "failed";
            String tag = made.description().series().get(s.series()).label() + "/" + group;
            expected.merge(tag + "/response", 1L, Long::sum);
            expected.merge(tag + "/service", 1L, Long::sum);
        }
        assertThat(counts(directory.latencyFile())).isEqualTo(expected);
    }

    @Test
    void hdrHistogramsOwnProcessorReadsTheLatencyLog() throws IOException, InterruptedException, URISyntaxException {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        try (RunWriter writer = RunWriter.open(directory, STARTED, SERIES)) {
            for (int i = 0; i < 300_000; i++) {
                record(writer, i, Outcome.OK);
            }
        }
        Path errors = temporary.resolve("errors");
        Path output = temporary.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        placeOf(Histogram.class),
                        "org.HdrHistogram.HistogramLogProcessor",
                        "-i",
                        directory.latencyFile().toString(),
                        "-tag",
                        "a__b/gateway/v1-rest/steady/ok/response",
                        "-o",
                        output.toString())
                .redirectError(errors.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(errors).isEmptyFile();
        String distribution = Files.readString(temporary.resolve("output.hgrm"));
        assertThat(distribution).contains("Total count    =       300000").contains("2.001");
        assertThat(Files.readAllLines(output)).hasSizeGreaterThan(3);
    }

    @Test
    void aRequestOfALaterSecondClosesTheSecondsTwoBefore() throws IOException {
        Path file = temporary.resolve("latency.hlog");
        try (LatencyLog log = new LatencyLog(file, STARTED, SERIES)) {
            log.add(0, Outcome.OK, 500_000_000, 1_000_000, 900_000);
            log.add(0, Outcome.OK, 1_500_000_000, 1_000_000, 900_000);
            assertThat(counts(file)).isEmpty();
            log.add(0, Outcome.OK, 2_500_000_000L, 1_000_000, 900_000);
            assertThat(counts(file)).containsEntry("a__b/gateway/v1-rest/steady/ok/response", 1L);
            log.add(0, Outcome.OK, 400_000_000, 1_000_000, 900_000);
            log.add(0, Outcome.UNSENT, 2_600_000_000L, 1_000_000, 900_000);
            log.add(0, Outcome.TIMED_OUT, 12_500_000_000L, 10_000_000_000L, 10_000_000_000L);
        }
        assertThat(counts(file))
                .containsEntry("a__b/gateway/v1-rest/steady/ok/response", 4L)
                .containsEntry("a__b/gateway/v1-rest/steady/timed-out/response", 1L)
                .hasSize(4);
    }

    @Test
    void aFullQueueIsNoLoss() {
        RequestRing ring = new RequestRing(4);
        for (int i = 0; i < 4; i++) {
            assertThat(ring.offer(i, 1, 2, 3, -1, 5, 6, 7, 8, 9)).isTrue();
        }
        assertThat(ring.offer(4, 1, 2, 3, -1, 5, 6, 7, 8, 9)).isFalse();
        List<String> seen = new ArrayList<>();
        assertThat(ring.drain((a, b, c, d, e, f, g, h, i, j) -> seen.add(
                        a + " " + b + " " + c + " " + d + " " + e + " " + f + " " + g + " " + h + " " + i + " " + j)))
                .isEqualTo(4);
        assertThat(seen).hasSize(4).startsWith("0 1 2 3 -1 5 6 7 8 9");
        assertThat(ring.offer(4, 1, 2, 3, -1, 5, 6, 7, 8, 9)).isTrue();
    }

    @Test
    void aSecondWriterInTheSameDirectoryIsRefused() {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        try (RunWriter first = RunWriter.open(directory, STARTED, SERIES)) {
            assertThatThrownBy(() -> RunWriter.open(directory, STARTED, SERIES))
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageStartingWith("cannot write to " + directory.path());
            assertThatThrownBy(() -> first.record(1, 7, 0, Outcome.OK, 200, 0, 0, 0, 0, 0))
                    .hasMessage("no series has the index 7");
        }
    }

    @Test
    void whatAKilledWriterLeftCanBeRead() throws IOException {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        directory.writeDescription(
                description().withPartial("the run has not ended").withDuration(0));
        try (RunWriter writer = RunWriter.open(directory, STARTED, SERIES)) {
            for (int i = 0; i < 20_000; i++) {
                record(writer, i, Outcome.OK);
            }
        }
        byte[] bytes = Files.readAllBytes(directory.requestsFile());
        Files.write(directory.requestsFile(), Arrays.copyOf(bytes, bytes.length - 40));
        Files.writeString(
                directory.timelineFile(), "{\"type\":\"note\",\"atNanos\":1,\"text\":\"hello\"}\n{\"type\":\"no");
        RunRecord run = RunRecord.load(directory.path());
        assertThat(run.description().partial())
                .isEqualTo("the run has not ended; the last block of the file of requests is cut;"
                        + " the last line of timeline.jsonl is cut");
        assertThat(run.requests().size()).isBetween(RequestsFormat.BLOCK_ROWS, 19_999);
        assertThat(run.description().durationNanos()).isGreaterThan(RequestsFormat.BLOCK_ROWS * 10_000L);
        assertThat(run.timeline()).containsExactly(new TimelineEvent.Note(1, "hello"));
    }

    private static RunDescription description() {
        RunDescription made = RunRecords.healthy().description();
        return new RunDescription(
                made.schema(),
                made.plimsoll(),
                made.name(),
                STARTED,
                1_000_000_000,
                null,
                1,
                made.target(),
                made.scenarios(),
                SERIES,
                made.revisions(),
                made.injector(),
                made.environment(),
                List.of());
    }

    private static Map<String, Long> counts(Path file) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        try (HistogramLogReader reader = new HistogramLogReader(file.toFile())) {
            while (reader.hasNext()) {
                Histogram histogram = (Histogram) reader.nextIntervalHistogram();
                if (histogram != null) {
                    counts.merge(histogram.getTag(), histogram.getTotalCount(), Long::sum);
                }
            }
        }
        return counts;
    }

    private static String placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static void record(RunWriter writer, long id, Outcome outcome) {
        long at = id * 10_000;
        writer.record(id, 0, 0, outcome, 200, at, at + 20_000, at + 50_000, at + 1_990_000, at + 2_000_000);
    }

    private static void record(RunWriter writer, RequestSample s) {
        writer.record(
                s.id(),
                s.series(),
                s.revision(),
                s.outcome(),
                s.status(),
                s.intendedNanos(),
                s.dispatchedNanos(),
                s.sentNanos(),
                s.firstByteNanos(),
                s.endNanos());
    }
}
