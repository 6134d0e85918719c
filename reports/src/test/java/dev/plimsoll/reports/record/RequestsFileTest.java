package dev.plimsoll.reports.record;

import static dev.plimsoll.reports.record.RequestSample.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.reports.testing.RunRecords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RequestsFileTest {
    private static final List<RequestSample> GOLDEN = List.of(
            new RequestSample(0, 0, 0, Outcome.OK, 200, 1_000_000, 1_020_000, 1_050_000, 6_000_000, 6_010_000),
            new RequestSample(1, 0, 0, Outcome.OK, 200, 2_000_000, 2_021_000, 2_049_000, 7_100_000, 7_115_000),
            new RequestSample(3, 0, 1, Outcome.SERVER_ERROR, 503, 3_000_000, 3_000_000, 3_010_000, NEVER, 3_500_000),
            new RequestSample(2, 1, 0, Outcome.CONNECT_FAILED, -1, 3_000_500, 3_500_000, NEVER, NEVER, 4_000_000),
            new RequestSample(70_000, 1, 2, Outcome.TIMED_OUT, -1, NEVER, 4_000_000, 4_100_000, NEVER, 10_004_000_000L),
            new RequestSample(70_001, 1, 2, Outcome.UNSENT, -1, 5_000_000, 5_000_000, NEVER, NEVER, 5_000_000),
            new RequestSample(5, 2, 0, Outcome.OK, 0, 6_000_000, 5_999_000, 6_100_000, 7_000_000, 6_900_000));

    @TempDir
    Path directory;

    @Test
    void theGoldenFileStillReadsAsItWasWritten() throws IOException {
        Path file = directory.resolve("requests");
        try (InputStream golden = RequestsFileTest.class.getResourceAsStream("golden.requests")) {
            assertThat(golden).isNotNull();
            Files.write(file, golden.readAllBytes());
        }
        RequestsReader.Requests read = RequestsReader.read(file);
        assertThat(read.damage()).isNull();
        assertThat(read.log().beyondLimit()).isEqualTo(2);
        assertThat(samples(read.log())).containsExactlyElementsOf(GOLDEN);
    }

    @Test
    void aFileWrittenNowReadsAsTheGoldenOne() throws IOException {
        Path file = directory.resolve("requests");
        List<RequestSample> more = new ArrayList<>(GOLDEN);
        more.add(GOLDEN.getFirst());
        more.add(GOLDEN.getFirst());
        write(file, more, GOLDEN.size());
        RequestsReader.Requests read = RequestsReader.read(file);
        assertThat(read.damage()).isNull();
        assertThat(read.log().beyondLimit()).isEqualTo(2);
        assertThat(samples(read.log())).containsExactlyElementsOf(GOLDEN);
    }

    @Test
    void anyRequestsComeBack() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<RequestSample> samples = new ArrayList<>();
            int count = random.nextInt(seed % 10 == 0 ? 12_000 : 300);
            for (int i = 0; i < count; i++) {
                samples.add(any(random));
            }
            Path file = directory.resolve("requests-" + seed);
            write(file, samples, Long.MAX_VALUE);
            RequestsReader.Requests read = RequestsReader.read(file);
            assertThat(read.damage()).as("seed %d", seed).isNull();
            assertThat(samples(read.log())).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(samples);
        }
    }

    @Test
    void aRequestTakesSixteenBytesAtMost() throws IOException {
        RequestLog log = RunRecords.builder()
                .duration(Duration.ofSeconds(60))
                .rate(1000)
                .failures(0.01)
                .build()
                .requests();
        Path file = directory.resolve("requests");
        write(file, samples(log), Long.MAX_VALUE);
        double bytes = Files.size(file) / (double) log.size();
        System.out.printf("requests: %.2f bytes each%n", bytes);
        assertThat(bytes).isLessThanOrEqualTo(16);
    }

    @Test
    void aCutFileGivesItsWholeBlocksAndSaysThatItIsCut() throws IOException {
        List<RequestSample> samples = samples(RunRecords.builder()
                .protocols(List.of("v1-rest"))
                .duration(Duration.ofSeconds(60))
                .build()
                .requests());
        Path whole = directory.resolve("requests");
        write(whole, samples, Long.MAX_VALUE);
        byte[] bytes = Files.readAllBytes(whole);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 100; i++) {
            int length = random.nextInt(bytes.length);
            Path cut = directory.resolve("cut");
            Files.write(cut, Arrays.copyOf(bytes, length));
            RequestsReader.Requests read = RequestsReader.read(cut);
            assertThat(read.damage())
                    .as("cut at %d of %d", length, bytes.length)
                    .isNotNull();
            assertThat(read.log().size() % RequestsFormat.BLOCK_ROWS == 0
                            || read.log().size() == samples.size())
                    .isTrue();
            assertThat(samples)
                    .containsAll(samples(read.log())
                            .subList(0, Math.min(5, read.log().size())));
        }
    }

    @Test
    void aChangedByteIsSeenAndTheBlocksBeforeItCount() throws IOException {
        List<RequestSample> samples = samples(
                RunRecords.builder().duration(Duration.ofSeconds(20)).build().requests());
        Path file = directory.resolve("requests");
        write(file, samples, Long.MAX_VALUE);
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 50; i++) {
            byte[] changed = bytes.clone();
            int at = RequestsFormat.FILE_HEADER_BYTES + random.nextInt(bytes.length - RequestsFormat.FILE_HEADER_BYTES);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, changed);
            assertThat(RequestsReader.read(file).damage()).as("byte %d", at).isNotNull();
        }
    }

    @Test
    void otherFilesAndOtherVersionsAreRefused() throws IOException {
        Path file = directory.resolve("requests");
        Files.writeString(file, "something else entirely");
        assertThatThrownBy(() -> RequestsReader.read(file))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage(file + " is not a file of requests: it does not begin as one");
        Files.write(file, new byte[] {'P', 'L', 'I', 'M', 'S', 'R', 'E', 'Q', 0, 0, 0, 9});
        assertThatThrownBy(() -> RequestsReader.read(file))
                .hasMessageContaining("has version 9, but this version of Plimsoll reads version 1");
    }

    static List<RequestSample> samples(RequestLog log) {
        List<RequestSample> samples = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            samples.add(log.sample(i));
        }
        return samples;
    }

    static void write(Path file, List<RequestSample> samples, long limit) throws IOException {
        try (RequestsWriter writer = new RequestsWriter(file, limit)) {
            for (RequestSample s : samples) {
                writer.add(
                        s.id(),
                        s.series(),
                        s.revision(),
                        s.outcome().code(),
                        s.status(),
                        s.intendedNanos(),
                        s.dispatchedNanos(),
                        s.sentNanos(),
                        s.firstByteNanos(),
                        s.endNanos());
            }
        }
    }

    private static RequestSample any(SplittableRandom random) {
        Outcome[] outcomes = Outcome.values();
        long start = random.nextLong(-1_000, 86_400_000_000_000L);
        return new RequestSample(
                random.nextInt(5) == 0 ? random.nextLong(1L << 40) : random.nextInt(1000),
                random.nextInt(4),
                random.nextInt(3),
                outcomes[random.nextInt(outcomes.length)],
                random.nextInt(-1, 600),
                random.nextInt(10) == 0 ? NEVER : start,
                start + random.nextLong(-1_000, 1L << random.nextInt(11, 40)),
                random.nextInt(10) == 0 ? NEVER : start + random.nextLong(1L << random.nextInt(1, 40)),
                random.nextInt(10) == 0 ? NEVER : start + random.nextLong(1L << random.nextInt(1, 40)),
                start + random.nextLong(1L << random.nextInt(1, 42)));
    }

    /** Writes the golden file anew; run by hand when the version of the format changes, and only then. */
    static void main(String[] arguments) throws IOException {
        List<RequestSample> more = new ArrayList<>(GOLDEN);
        more.add(GOLDEN.getFirst());
        more.add(GOLDEN.getFirst());
        more.sort(Comparator.comparingLong(RequestSample::endNanos).reversed());
        more.removeIf(GOLDEN.getFirst()::equals);
        more.addAll(List.of(GOLDEN.getFirst(), GOLDEN.getFirst(), GOLDEN.getFirst()));
        write(Path.of(arguments[0]), more, GOLDEN.size());
    }
}
