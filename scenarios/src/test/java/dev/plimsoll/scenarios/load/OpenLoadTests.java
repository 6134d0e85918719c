package dev.plimsoll.scenarios.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.engine.NullServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class OpenLoadTests {
    private final Queue<LoadProgress> progress = new ConcurrentLinkedQueue<>();
    private final Queue<TimelineEvent> events = new ConcurrentLinkedQueue<>();
    private final LoadListener listener = new LoadListener() {
        @Override
        public void progress(LoadProgress told) {
            progress.add(told);
        }

        @Override
        public void event(TimelineEvent event) {
            events.add(event);
        }
    };

    static InjectorSettings settings() {
        return new InjectorSettings(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                InjectorSettings.defaultJvmFlags(),
                1,
                "test",
                null,
                Instant.now(),
                System.nanoTime(),
                1);
    }

    static LoadLeg leg(URI address, ArrivalSchedule schedule) {
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
    void aProcessOfItsOwnSendsAnOpenScheduleAndAccountsForAllOfIt() {
        try (NullServer server = new NullServer();
                OpenLoad load = OpenLoad.start(settings())) {
            LoadResult result = load.begin(
                            List.of(new Series(0, "steady", "direct", "v2-rest", "steady", true)),
                            List.of(leg(server.address(), new ArrivalSchedule.Poisson(500, Duration.ofSeconds(2), 7))),
                            listener)
                    .await();
            assertThat(result.ok()).isEqualTo(result.scheduled());
        }
    }
}
