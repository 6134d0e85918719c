package dev.plimsoll.scenarios.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.LoadLeg;
import dev.plimsoll.scenarios.load.Samples;
import dev.plimsoll.scenarios.load.engine.NullServer;
import dev.plimsoll.scenarios.load.engine.Revisions;
import dev.plimsoll.scenarios.load.engine.Tally;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadEngineTests {
    private final Samples samples = new Samples();

    private static LoadLeg leg(URI address, ArrivalSchedule schedule) {
        return new LoadLeg(
                0,
                new Entry("direct", Protocol.V2_REST, address, "iris", Map.of()),
                List.of(new PreparedRequest(
                        "{}".getBytes(StandardCharsets.UTF_8), "application/json", new AnswerCheck.Status())),
                schedule,
                Duration.ZERO,
                Duration.ofSeconds(5));
    }

    @Test
    void everyArrivalOfAnOpenScheduleIsSentAndRecordedOnce() {
        Tally tally = new Tally(samples, System.nanoTime(), 4, new Revisions(), sample -> {});
        try (NullServer server = new NullServer();
                LoadEngine engine = new LoadEngine("test-", 1)) {
            engine.run(
                    List.of(leg(server.address(), new ArrivalSchedule.Constant(500, Duration.ofSeconds(1)))),
                    Duration.ofMillis(400).toNanos(),
                    1,
                    tally,
                    legs -> assertThat(legs.getFirst().count()).isEqualTo(500));
        }
        assertThat(samples.all())
                .hasSize(500)
                .allSatisfy(sample -> assertThat(sample.outcome()).isEqualTo(Outcome.OK));
        assertThat(samples.all().stream().map(RequestSample::id).distinct()).hasSize(500);
        long[] lateness = samples.all().stream()
                .mapToLong(RequestSample::latenessNanos)
                .sorted()
                .toArray();
    }
}
