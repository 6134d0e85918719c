package dev.plimsoll.provisioning.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.provisioning.knative.KpaReplay.Field;
import dev.plimsoll.provisioning.knative.KpaReplay.Mismatch;
import dev.plimsoll.provisioning.knative.KpaReplay.Report;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class KpaReplayTest {
    private static final String SPEC = """
            "spec":{"maxScaleUpRate":1000,"maxScaleDownRate":2,"targetValue":7,"totalValue":10,\
            "targetBurstCapacity":0,"panicThreshold":2,"stableWindowSeconds":60,"panicWindowSeconds":6}""";

    private static Report replay(String text) throws IOException {
        return KpaReplay.replay("a.jsonl", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String trace(String samples) {
        return "{\"name\":\"one\"," + SPEC + ",\"trace\":[" + samples + "]}";
    }

    @Test
    void agreesWithEveryTraceRecordedFromKnativeItself() throws IOException {
        Path oracle = oracle();
        Report report = KpaReplay.replay(oracle);

        assertThat(report.mismatches()).isEmpty();
        assertThat(report.unknownFields()).isEmpty();
        assertThat(report.traces()).isEqualTo(80);
        assertThat(report.comparedTicks()).isEqualTo(9280).isEqualTo(report.ticks());
    }

    /** The oracle lies in {@code shared/} beside the checkout or one of the directories above it. */
    private static Path oracle() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null) {
            Path file = at.resolve("shared/oracles/knative-kpa-v0.48.1.jsonl.gz");
            if (Files.exists(file)) {
                return file;
            }
            at = at.getParent();
        }
        Assumptions.assumeTrue(
                "1".equals(System.getenv("PLIMSOLL_REQUIRE_PARTS")),
                "skipped: shared/oracles/knative-kpa-v0.48.1.jsonl.gz is not on this machine");
        throw new AssertionError("shared/oracles/knative-kpa-v0.48.1.jsonl.gz is not on this machine");
    }

    @Test
    void saysWhereAFigureDiffers() throws IOException {
        Report report = replay(trace("""
                {"t":0,"load":8,"ready":1,"tick":true,"stable":8.00000001,"panic":8,"desired":3,\
                "excessBurstCapacity":0}"""));

        assertThat(report.mismatches())
                .containsExactly(
                        new Mismatch("one", 1, 0, Field.STABLE, 8.00000001, 8),
                        new Mismatch("one", 1, 0, Field.DESIRED, 3, 2));
    }

    @Test
    void acceptsAveragesWithinABillionth() throws IOException {
        Report report = replay(trace("""
                {"t":0,"load":8,"ready":1,"stable":8.000000007,"panic":7.9999999995,"desired":2,\
                "excessBurstCapacity":0}"""));

        assertThat(report.mismatches()).isEmpty();
        assertThat(report.comparedTicks()).isEqualTo(1);
    }

    @Test
    void readsGzipWhateverTheNameSays() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(trace("{\"t\":0,\"ready\":0}").getBytes(StandardCharsets.UTF_8));
        }

        Report report = KpaReplay.replay("plain.jsonl", new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(report.traces()).isEqualTo(1);
        assertThat(report.ticks()).isEqualTo(1);
        assertThat(report.comparedTicks()).isZero();
    }

    @Test
    void saysSoWhenCompressedDataIsCutOff() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(trace("{\"t\":0,\"ready\":0}").getBytes(StandardCharsets.UTF_8));
        }
        byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 20);

        assertThatThrownBy(() -> KpaReplay.replay("a.gz", new ByteArrayInputStream(cut)))
                .isInstanceOf(KpaTraceException.class)
                .hasMessageStartingWith("a.gz:1:1: the gzip data is damaged or cut off");
    }

    @Test
    void namesFieldsItDoesNotKnow() throws IOException {
        Report report = replay(trace("{\"t\":0,\"ready\":0,\"mood\":{\"a\":[1]}}"));

        assertThat(report.unknownFields()).containsExactly("mood");
    }

    @Test
    void namesFileLineAndColumnOfWhatItCannotRead() {
        assertThatThrownBy(() -> replay("\n" + trace("{\"t\":0}")))
                .isInstanceOf(KpaTraceException.class)
                .hasMessageMatching("a\\.jsonl:2:\\d+: a sample must have t and ready");
        assertThatThrownBy(() -> replay("{\"name\":"))
                .isInstanceOf(KpaTraceException.class)
                .hasMessageStartingWith("a.jsonl:1:")
                .hasMessageContaining("not JSON");
        assertThatThrownBy(() -> replay(trace("{\"t\":2,\"ready\":0},{\"t\":2,\"ready\":0}")))
                .hasMessageContaining("t must ascend from 0, but 2 follows 2");
        assertThatThrownBy(() -> replay(trace("{\"t\":2,\"ready\":0,\"desired\":1}")))
                .hasMessageContaining("must have all of stable, panic, desired and excessBurstCapacity, or none");
        assertThatThrownBy(() -> replay(trace("{\"t\":2,\"ready\":\"many\"}")))
                .hasMessageContaining("\"ready\" must be a whole number");
        assertThatThrownBy(() -> replay(trace("{\"t\":99999999999,\"ready\":1}")))
                .hasMessageContaining("a number is out of range");
        assertThatThrownBy(() -> replay("{\"name\":\"x\",\"spec\":{},\"trace\":[{\"t\":0,\"ready\":0}]}"))
                .hasMessageContaining("the spec of \"x\" cannot be used: maxScaleUpRate is missing");
        assertThatThrownBy(() -> replay("{\"name\":\"x\"," + SPEC + "}"))
                .hasMessageContaining("the trace \"x\" has no samples");
        assertThatThrownBy(() -> replay("[]")).hasMessageContaining("a line must be an object");
    }
}
