package dev.plimsoll.scenarios.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Connections;
import dev.plimsoll.scenarios.load.LoadLeg;
import dev.plimsoll.scenarios.load.Samples;
import dev.plimsoll.scenarios.load.ScriptedServer;
import dev.plimsoll.scenarios.load.ScriptedServer.Act;
import dev.plimsoll.scenarios.load.engine.LegRun;
import dev.plimsoll.scenarios.load.engine.NullServer;
import dev.plimsoll.scenarios.load.engine.Revisions;
import dev.plimsoll.scenarios.load.engine.Tally;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadEngineIT {
    private static final ArrivalSchedule TWENTY = new ArrivalSchedule.Constant(100, Duration.ofMillis(200));
    private static LoadEngine engine;

    private final Samples samples = new Samples();
    private final List<TimelineEvent.ErrorSample> errors = Collections.synchronizedList(new ArrayList<>());
    private final Revisions revisions = new Revisions();
    private final long epochNanos = System.nanoTime();
    private final Tally tally = new Tally(samples, epochNanos, 4, revisions, errors::add);

    @BeforeAll
    static void start() {
        engine = new LoadEngine("test-", 1);
    }

    @AfterAll
    static void end() {
        engine.close();
    }

    private static LoadLeg leg(URI address, ArrivalSchedule schedule) {
        return leg(address, schedule, Duration.ofSeconds(20), Connections.defaults());
    }

    private static LoadLeg leg(URI address, ArrivalSchedule schedule, Duration timeout, Connections connections) {
        return new LoadLeg(
                0,
                new Entry("direct", Protocol.V2_REST, address, "iris", Map.of("authorization", "Bearer s3cret-token")),
                List.of(new PreparedRequest(
                        "{}".getBytes(StandardCharsets.UTF_8), "application/json", new AnswerCheck.Status())),
                schedule,
                Duration.ZERO,
                timeout,
                connections);
    }

    private List<LegRun> run(LoadLeg... legs) {
        engine.rearm();
        return engine.run(List.of(legs), Duration.ofMillis(400).toNanos(), 1, tally, started -> {});
    }

    @Test
    void everyArrivalIsSentAndRecordedOnceWithItsIntendedStart() {
        List<LegRun> legs;
        try (NullServer server = new NullServer()) {
            legs = run(leg(server.address(), new ArrivalSchedule.Poisson(500, Duration.ofSeconds(1), 3)));
        }

        long count = legs.getFirst().count();
        assertThat(samples.all()).hasSize((int) count).allSatisfy(sample -> {
            assertThat(sample.outcome()).isEqualTo(Outcome.OK);
            assertThat(sample.status()).isEqualTo(200);
            assertThat(sample.dispatchedNanos()).isGreaterThanOrEqualTo(sample.intendedNanos());
            assertThat(sample.sentNanos()).isGreaterThanOrEqualTo(sample.dispatchedNanos());
            assertThat(sample.firstByteNanos()).isGreaterThanOrEqualTo(sample.sentNanos());
            assertThat(sample.endNanos()).isGreaterThanOrEqualTo(sample.firstByteNanos());
        });
        List<Long> intended = new ArrayList<>();
        var arrivals = new ArrivalSchedule.Poisson(500, Duration.ofSeconds(1), 3).arrivals();
        for (long at = arrivals.nextNanos(); at >= 0; at = arrivals.nextNanos()) {
            intended.add(legs.getFirst().startNanos() - epochNanos + at);
        }
        assertThat(samples.all().stream().map(RequestSample::intendedNanos).sorted())
                .isEqualTo(intended);
        assertThat(samples.all().stream().map(RequestSample::id).sorted().toList())
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, count)
                        .boxed()
                        .toList());
    }

    @Test
    void legsRunSideBySideEachFromItsOwnStart() {
        try (NullServer server = new NullServer()) {
            LoadLeg first = leg(server.address(), TWENTY);
            LoadLeg second =
                    new LoadLeg(1, first.entry(), first.requests(), TWENTY, Duration.ofMillis(100), first.timeout());
            run(first, second);
        }

        assertThat(tally.count(0, Outcome.OK)).isEqualTo(20);
        assertThat(tally.count(1, Outcome.OK)).isEqualTo(20);
        long firstStart = samples.all().stream()
                .filter(sample -> sample.series() == 0)
                .mapToLong(RequestSample::intendedNanos)
                .min()
                .orElseThrow();
        long secondStart = samples.all().stream()
                .filter(sample -> sample.series() == 1)
                .mapToLong(RequestSample::intendedNanos)
                .min()
                .orElseThrow();
        assertThat(secondStart - firstStart).isEqualTo(100_000_000);
    }

    @Test
    void requestsCarryTheirPathHeadersAndId() {
        try (ScriptedServer server = new ScriptedServer(number -> Act.ok())) {
            run(leg(server.address(), TWENTY));

            assertThat(server.seen()).hasSize(20).allSatisfy(seen -> {
                assertThat(seen.path()).isEqualTo("/v2/models/iris/infer");
                assertThat(seen.headers())
                        .containsEntry("authorization", "Bearer s3cret-token")
                        .containsEntry("content-type", "application/json")
                        .containsEntry("host", "127.0.0.1:" + server.address().getPort());
            });
            assertThat(server.seen().stream().map(seen -> seen.headers().get("x-request-id")))
                    .doesNotHaveDuplicates()
                    .contains("test-1", "test-20");
        }
    }

    @Test
    void theRevisionThatAnsweredIsRecorded() {
        try (ScriptedServer server =
                new ScriptedServer(number -> new Act.Answer(200, "plimsoll-revision: iris-00002\r\n", "{}", 0))) {
            run(leg(server.address(), TWENTY));
        }

        assertThat(revisions.names()).containsExactly("unknown", "iris-00002");
        assertThat(samples.all())
                .allSatisfy(sample -> assertThat(sample.revision()).isEqualTo(1));
    }

    @Test
    void statusesOfTheServerAreErrorsOfTheirKindAndTheirSamplesHoldNoSecret() {
        try (ScriptedServer server = new ScriptedServer(number -> switch (number % 4) {
            case 0 -> new Act.Answer(503, "", "overloaded, sorry Bearer s3cret-token", 0);
            case 1 -> new Act.Answer(404, "", "no such model\n\tiris", 0);
            case 2 -> new Act.Answer(302, "location: /elsewhere\r\n", "", 0);
            default -> Act.ok();
        })) {
            run(leg(server.address(), TWENTY));
        }

        assertThat(tally.outcomes())
                .isEqualTo(Map.of(Outcome.SERVER_ERROR, 5L, Outcome.CLIENT_ERROR, 10L, Outcome.OK, 5L));
        assertThat(errors).hasSize(10);
        assertThat(errors.stream().map(TimelineEvent.ErrorSample::message))
                .contains("overloaded, sorry [redacted]", "no such model  iris")
                .noneMatch(message -> message.contains("s3cret"));
    }

    @Test
    void connectionsThatAreLostAreNotRetriedInSecret() {
        try (ScriptedServer server = new ScriptedServer(number -> switch (number % 4) {
            case 0 -> new Act.Reset();
            case 1 -> new Act.Close();
            case 2 -> new Act.Half();
            default -> Act.ok();
        })) {
            run(leg(server.address(), TWENTY));

            assertThat(server.seen()).as("each was sent once").hasSize(20);
        }
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CONNECTION_LOST, 15L, Outcome.OK, 5L));
    }

    @Test
    void aPortWhereNobodyListensFailsToConnect() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        run(leg(URI.create("http://127.0.0.1:" + port), TWENTY));

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 20L));
        assertThat(samples.all()).allSatisfy(sample -> {
            assertThat(sample.sentNanos()).isEqualTo(RequestSample.NEVER);
            assertThat(sample.status()).isEqualTo(-1);
        });
    }

    @Test
    void aHostThatDoesNotExistFailsToConnect() {
        run(leg(URI.create("http://no-such-host.invalid:80"), TWENTY));

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 20L));
    }

    @Test
    void plainTextWhereTlsIsExpectedFailsTheHandshake() {
        try (ScriptedServer server = new ScriptedServer(number -> Act.ok())) {
            run(leg(URI.create("https://127.0.0.1:" + server.address().getPort()), TWENTY));
        }

        assertThat(tally.outcomes().keySet()).isSubsetOf(Outcome.TLS_FAILED, Outcome.CONNECT_FAILED);
        assertThat(samples.all()).hasSize(20);
    }

    @Test
    void anAnswerThatDoesNotComeIsRecordedAtItsTimeout() {
        Duration timeout = Duration.ofMillis(300);
        try (ScriptedServer server = new ScriptedServer(number -> new Act.Silence())) {
            run(leg(server.address(), TWENTY, timeout, Connections.defaults()));
        }

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.TIMED_OUT, 20L));
        assertThat(samples.all())
                .allSatisfy(sample -> assertThat(sample.endNanos() - sample.dispatchedNanos())
                        .isGreaterThanOrEqualTo(timeout.toNanos() - 1_000_000));
    }

    @Test
    void aWaitForABusyConnectionCountsAsResponseTimeAndNotAsLateness() {
        try (ScriptedServer server = new ScriptedServer(number -> new Act.Answer(200, "", "{}", 50))) {
            run(leg(
                    server.address(),
                    TWENTY,
                    Duration.ofSeconds(20),
                    Connections.defaults().withMax(1)));

            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.OK, 20L));
        RequestSample last = samples.all().getLast();
        assertThat(last.endNanos() - last.intendedNanos())
                .isGreaterThan(Duration.ofMillis(750).toNanos());
        assertThat(last.sentNanos() - last.dispatchedNanos())
                .isGreaterThan(Duration.ofMillis(300).toNanos());
    }

    @Test
    void whoWaitsForAConnectionTooLongTimesOutUnsent() {
        try (ScriptedServer server = new ScriptedServer(number -> new Act.Silence())) {
            run(leg(
                    server.address(),
                    new ArrivalSchedule.Times(new long[20], Duration.ofMillis(1)),
                    Duration.ofMillis(500),
                    Connections.defaults().withMax(1)));
        }

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.TIMED_OUT, 20L));
        assertThat(samples.all().stream().filter(sample -> sample.sentNanos() == RequestSample.NEVER))
                .isNotEmpty();
    }

    @Test
    void withoutKeepAliveEveryRequestOpensAConnection() {
        try (ScriptedServer server = new ScriptedServer(number -> Act.ok())) {
            run(leg(
                    server.address(),
                    TWENTY,
                    Duration.ofSeconds(20),
                    Connections.defaults().withKeepAlive(false)));

            assertThat(server.connections()).isEqualTo(20);
        }
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.OK, 20L));
    }

    @Test
    void aWrongAnswerIsAnError() {
        try (ScriptedServer server = new ScriptedServer(number -> new Act.Answer(200, "", "not JSON", 0))) {
            LoadLeg right = leg(server.address(), TWENTY);
            run(new LoadLeg(
                    0,
                    right.entry(),
                    List.of(new PreparedRequest(new byte[0], "application/json", new AnswerCheck.Shape(1))),
                    TWENTY,
                    Duration.ZERO,
                    Duration.ofSeconds(20)));
        }

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.WRONG_ANSWER, 20L));
    }

    @Test
    void whatAStoppedLoadDidNotSendIsRecordedAsUnsent() throws InterruptedException {
        try (ScriptedServer server = new ScriptedServer(number -> new Act.Answer(200, "", "{}", 20))) {
            Thread stopper = Thread.ofVirtual().start(() -> {
                while (tally.counts().sent() < 50) {
                    Thread.onSpinWait();
                    sleep();
                }
                engine.stop();
            });
            run(leg(server.address(), new ArrivalSchedule.Constant(100, Duration.ofSeconds(60))));
            stopper.join();
        }

        Tally.Counts counts = tally.counts();
        assertThat(counts.unsent()).isGreaterThan(1000);
        assertThat(counts.ok() + counts.errors() + counts.unsent()).isEqualTo(6000);
        assertThat(samples.all()).hasSize(6000);
        assertThat(samples.count(Outcome.UNSENT)).isEqualTo(counts.unsent());
        assertThat(samples.all().stream().map(RequestSample::id)).doesNotHaveDuplicates();
    }

    private static void sleep() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void gatlingIsTheVersionThatTheBridgeWasMadeFor() {
        assertThat(Objects.requireNonNull(LoadEngine.gatlingVersion())).isEqualTo("3.15.1");
    }
}
