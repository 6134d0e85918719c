package dev.plimsoll.scenarios.load.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Connections;
import dev.plimsoll.scenarios.load.LoadLeg;
import dev.plimsoll.scenarios.load.Samples;
import dev.plimsoll.scenarios.load.gatling.LoadEngine;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GrpcTransportTests {
    private static final ArrivalSchedule TWENTY = new ArrivalSchedule.Constant(100, Duration.ofMillis(200));
    private static LoadEngine engine;

    private final Samples samples = new Samples();
    private final Revisions revisions = new Revisions();
    private final Tally tally = new Tally(samples, System.nanoTime(), 1, revisions, error -> {});

    @BeforeAll
    static void start() {
        engine = new LoadEngine("test-", 1);
    }

    @AfterAll
    static void end() {
        engine.close();
    }

    private void run(int port, Duration timeout, Connections connections) {
        LoadLeg leg = new LoadLeg(
                0,
                new Entry(
                        "direct",
                        Protocol.V2_GRPC,
                        URI.create("grpc://127.0.0.1:" + port),
                        "iris",
                        Map.of("Host", "iris.example.com", "authorization", "Bearer t0ken")),
                List.of(new PreparedRequest(new byte[] {1, 2, 3}, "", new AnswerCheck.Status())),
                TWENTY,
                Duration.ZERO,
                timeout,
                connections);
        engine.run(List.of(leg), Duration.ofMillis(400).toNanos(), 1, tally, legs -> {});
    }

    @Test
    void requestsGoOutWithTheirBytesHeadersAndIdAndAreStampedInOrder() {
        try (FakeGrpc server = new FakeGrpc((call, number) -> call.answer(new byte[] {9}, "iris-00001"))) {
            run(server.port(), Duration.ofSeconds(20), Connections.defaults().withGrpcChannels(2));

            assertThat(server.seen()).hasSize(20).allSatisfy(seen -> {
                assertThat(seen.method()).isEqualTo("inference.GRPCInferenceService/ModelInfer");
                assertThat(seen.body()).containsExactly(1, 2, 3);
                assertThat(seen.authority()).isEqualTo("iris.example.com");
                assertThat(seen.authorization()).isEqualTo("Bearer t0ken");
                assertThat(seen.requestId()).startsWith("test-");
            });
            assertThat(server.connections()).isEqualTo(2);
        }
        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.OK, 20L));
        assertThat(revisions.names()).containsExactly("unknown", "iris-00001");
        assertThat(samples.all()).allSatisfy(sample -> {
            assertThat(sample.status()).isZero();
            assertThat(sample.revision()).isEqualTo(1);
            assertThat(sample.sentNanos()).isGreaterThanOrEqualTo(sample.dispatchedNanos());
            assertThat(sample.firstByteNanos()).isGreaterThanOrEqualTo(sample.sentNanos());
            assertThat(sample.endNanos()).isGreaterThanOrEqualTo(sample.firstByteNanos());
        });
    }

    @Test
    void statusesOfTheServerAreErrorsOfTheirKind() {
        try (FakeGrpc server = new FakeGrpc((call, number) -> {
            switch (number % 4) {
                case 0 -> call.refuse(Status.NOT_FOUND.withDescription("no such model"));
                case 1 -> call.refuse(Status.INTERNAL);
                case 2 -> call.refuse(Status.UNAVAILABLE.withDescription("shutting down"));
                default -> call.answer(new byte[0], null);
            }
        })) {
            run(server.port(), Duration.ofSeconds(20), Connections.defaults());
        }

        assertThat(tally.outcomes())
                .isEqualTo(Map.of(Outcome.CLIENT_ERROR, 5L, Outcome.SERVER_ERROR, 10L, Outcome.OK, 5L));
    }

    @Test
    void anAnswerThatDoesNotComeIsRecordedAtItsTimeout() {
        Duration timeout = Duration.ofMillis(500);
        try (FakeGrpc server = new FakeGrpc((call, number) -> {})) {
            run(server.port(), timeout, Connections.defaults());
        }

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.TIMED_OUT, 20L));
        assertThat(samples.all())
                .allSatisfy(sample -> assertThat(sample.endNanos() - sample.dispatchedNanos())
                        .isGreaterThan(timeout.toNanos() - 5_000_000));
    }

    @Test
    void aPortWhereNobodyListensFailsToConnect() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        run(port, Duration.ofSeconds(20), Connections.defaults());

        assertThat(tally.outcomes()).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 20L));
        assertThat(samples.all())
                .allSatisfy(sample -> assertThat(sample.sentNanos()).isEqualTo(RequestSample.NEVER));
    }

    @Test
    void aServerThatGoesAwayFailsWhatWasOnItsWayAndWhatComesAfter() {
        FakeGrpc server = new FakeGrpc((call, number) -> {});
        Thread.ofVirtual().start(() -> {
            while (server.seen().size() < 10) {
                LockSupport.parkNanos(1_000_000);
            }
            server.close();
        });

        run(server.port(), Duration.ofSeconds(20), Connections.defaults());

        assertThat(samples.all()).hasSize(20);
        assertThat(samples.count(Outcome.OK) + samples.count(Outcome.TIMED_OUT)).isZero();
        assertThat(samples.count(Outcome.CONNECT_FAILED))
                .as("nobody listens any more")
                .isPositive();
    }

    @Test
    void aFailureOfTheConnectionIsToldFromAStatusThatTheServerSent() {
        Status reset = Status.UNAVAILABLE.withCause(new IOException("Connection reset by peer"));

        assertThat(GrpcOutcomes.of(reset, true)).isEqualTo(Outcome.CONNECTION_LOST);
        assertThat(GrpcOutcomes.of(reset, false)).isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(GrpcOutcomes.of(Status.UNAVAILABLE.withCause(new ConnectException("refused")), false))
                .isEqualTo(Outcome.CONNECT_FAILED);
        assertThat(GrpcOutcomes.of(
                        Status.UNAVAILABLE.withCause(new IOException(new SSLHandshakeException("bad certificate"))),
                        false))
                .isEqualTo(Outcome.TLS_FAILED);
        assertThat(GrpcOutcomes.of(Status.UNAVAILABLE.withDescription("Network closed for unknown reason"), true))
                .isEqualTo(Outcome.CONNECTION_LOST);
        assertThat(GrpcOutcomes.of(Status.UNAVAILABLE.withDescription("no healthy upstream"), true))
                .isEqualTo(Outcome.SERVER_ERROR);
    }
}
