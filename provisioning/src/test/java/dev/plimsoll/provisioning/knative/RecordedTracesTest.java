package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Compares {@link Kpa} with what Knative Serving v0.48.1 itself answered to random configurations, loads (late, several a
 * second, absent, negative, infinite, not a number), ready pods, window resizes and target changes, at any instant.
 *
 * <p>The traces were recorded by running upstream's unmodified autoscaler and windows under Go's fake clock. Lines:
 * {@code S nanos ready noData SPEC} starts a revision, {@code U nanos SPEC} updates it, {@code R nanos load} records,
 * {@code T nanos ready valid stable panic desired excessBurstCapacity inPanic} is a tick and its outcome; loads and
 * averages are the hexadecimal bits of a double. The environment variable {@code PLIMSOLL_KPA_TRACES} names a larger
 * recording of the same format to compare instead of the sample.
 */
class RecordedTracesTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void everyTickAgreesWithKnative() throws IOException {
        Tally tally = new Tally();
        try (BufferedReader lines = open()) {
            String line = lines.readLine();
            while (line != null) {
                tally.take(line);
                line = lines.readLine();
            }
        }

        assertThat(tally.problems).isEmpty();
        assertThat(tally.ticks).isGreaterThan(5_000);
        assertThat(tally.linearBitsDiffer).isZero();
        if (System.getenv("PLIMSOLL_KPA_TRACES") != null) {
            System.out.println(tally.ticks + " ticks of " + tally.traces + " traces agree; " + tally.weightedBitsDiffer
                    + " weighted averages differ in their last bits");
        }
    }

    private static BufferedReader open() throws IOException {
        String named = System.getenv("PLIMSOLL_KPA_TRACES");
        InputStream stream = named == null
                ? Objects.requireNonNull(RecordedTracesTest.class.getResourceAsStream("recorded-v0.48.1.txt.gz"))
                : Files.newInputStream(Path.of(named));
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(stream, 1 << 16), StandardCharsets.US_ASCII), 1 << 16);
    }

    private static final class Tally {
        private final List<String> problems = new ArrayList<>();
        private Kpa kpa = new Kpa(
                spec("S 0 0 false concurrency L 2 2 1 1 0 2 6 1 0 0 true".split(" "), 4),
                Kpa.WhenSilent.ZERO_LOAD,
                0,
                0);
        private long lineNumber;
        private long traces;
        private long ticks;
        private long linearBitsDiffer;
        private long weightedBitsDiffer;

        void take(String line) {
            lineNumber++;
            String[] words = line.split(" ");
            long nanos = Long.parseLong(words[1]);
            switch (words[0]) {
                case "S" -> {
                    traces++;
                    kpa = new Kpa(
                            spec(words, 4),
                            Boolean.parseBoolean(words[3]) ? Kpa.WhenSilent.NO_DECISION : Kpa.WhenSilent.ZERO_LOAD,
                            nanos,
                            Integer.parseInt(words[2]));
                }
                case "U" -> kpa.update(spec(words, 2), nanos);
                case "R" -> kpa.record(nanos, bits(words[2]));
                case "T" -> tick(line, words, nanos);
                default -> throw new IllegalStateException(line);
            }
        }

        private void tick(String line, String[] words, long nanos) {
            ticks++;
            boolean valid = kpa.tick(nanos, Integer.parseInt(words[2]));
            boolean agrees = valid == Boolean.parseBoolean(words[3]) && kpa.inPanic() == Boolean.parseBoolean(words[8]);
            if (valid) {
                agrees = agrees
                        && average(bits(words[4]), kpa.stable())
                        && average(bits(words[5]), kpa.panic())
                        && kpa.desired() == Integer.parseInt(words[6])
                        && kpa.excessBurstCapacity() == Integer.parseInt(words[7]);
            }
            if (!agrees && problems.size() < 10) {
                problems.add(lineNumber + ": " + line + " but got " + kpa.decision());
            }
        }

        private boolean average(double expected, double got) {
            if (Double.doubleToLongBits(expected) == Double.doubleToLongBits(got)) {
                return true;
            }
            if (kpa.spec().aggregation() == Aggregation.LINEAR) {
                linearBitsDiffer++;
            } else {
                weightedBitsDiffer++;
            }
            return Math.abs(expected - got) <= TOLERANCE * Math.max(1, Math.abs(expected));
        }

        private static double bits(String hexadecimal) {
            return Double.longBitsToDouble(Long.parseUnsignedLong(hexadecimal, 16));
        }

        private static KpaSpec spec(String[] words, int from) {
            return new KpaSpec(
                    words[from].equals("rps") ? ScalingMetric.RPS : ScalingMetric.CONCURRENCY,
                    words[from + 1].equals("W") ? Aggregation.WEIGHTED_EXPONENTIAL : Aggregation.LINEAR,
                    Double.parseDouble(words[from + 2]),
                    Double.parseDouble(words[from + 3]),
                    bits(words[from + 4]),
                    bits(words[from + 5]),
                    Double.parseDouble(words[from + 6]),
                    100,
                    Double.parseDouble(words[from + 7]),
                    Duration.ofSeconds(Long.parseLong(words[from + 8])),
                    Duration.ofSeconds(Long.parseLong(words[from + 9])),
                    Duration.ofSeconds(Long.parseLong(words[from + 10])),
                    Integer.parseInt(words[from + 11]),
                    Boolean.parseBoolean(words[from + 12]));
        }
    }
}
