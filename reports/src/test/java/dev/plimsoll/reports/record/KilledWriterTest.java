package dev.plimsoll.reports.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.testing.RunRecords;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KilledWriterTest {
    private static final int ENOUGH_BYTES = 10_000;

    @TempDir
    Path temporary;

    /** The process has only HdrHistogram on its class path, as the injector has. */
    @Test
    void aKilledProcessLeavesARunThatCanBeRead() throws IOException, InterruptedException, URISyntaxException {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        RunDescription description = RunRecords.healthy().description();
        directory.writeDescription(
                description.withPartial("the run has not ended").withDuration(0));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                placeOf(RunWriter.class),
                                placeOf(KilledWriterTest.class),
                                placeOf(Histogram.class)),
                        Endless.class.getName(),
                        directory.path().toString())
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("output").toFile())
                .start();
        try {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (process.isAlive() && size(directory.requestsFile()) < ENOUGH_BYTES && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(process.isAlive())
                    .as(Files.readString(temporary.resolve("output")))
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        RunRecord run = RunRecord.load(directory.path());
        assertThat(run.description().partial()).startsWith("the run has not ended; ");
        assertThat(run.requests().size()).isGreaterThan(10_000);
        assertThat(run.description().durationNanos()).isGreaterThan(1_000_000_000);
        for (int i = 0; i < run.requests().size(); i++) {
            assertThat(run.requests().responseNanos(i)).isEqualTo(2_000_000);
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String placeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** Records requests until somebody ends it. */
    static final class Endless {
        private Endless() {}

        static void main(String[] arguments) {
            List<Series> series = List.of(new Series(0, "steady", "gateway", "v1-rest", "steady", true));
            RunDirectory directory = RunDirectory.open(Path.of(arguments[0]));
            RunWriter writer = RunWriter.open(directory, Instant.EPOCH, series);
            for (long id = 0; ; id++) {
                long at = id * 100_000;
                writer.record(id, 0, 0, Outcome.OK, 200, at, at + 20_000, at + 50_000, at + 1_990_000, at + 2_000_000);
                if (id % 1_000 == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        }
    }
}
