package dev.plimsoll.scenarios.cli;

import static dev.plimsoll.scenarios.cli.CommandLine.plimsoll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.target.TargetException;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.PreparedRequests;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.scenarios.cli.CommandLine.Result;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that is not ours. */
class MlServerIT {
    private static MlServer server;

    @TempDir
    private static Path served;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        Path mlserver = MlServer.executable();
        MlServer.train(mlserver, served);
        server = MlServer.start(mlserver, served);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void itIsFoundToSpeakV2ButNotV1() throws Exception {
        try (Target http = server.openHttp(MlServer.MODEL);
                Target grpc = server.openGrpc(MlServer.MODEL)) {
            assertThat(http.entries()).extracting(Entry::protocol).containsExactly(Protocol.V2_REST);
            assertThat(http.facts()).containsEntry("server", "mlserver").containsEntry("server version", "1.7.1");
            assertThat(grpc.entries()).extracting(Entry::protocol).containsExactly(Protocol.V2_GRPC);
        }
    }

    @Test
    void anUnknownModelIsToldApart() {
        assertThatThrownBy(() -> server.openHttp("nope"))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("has no model \"nope\". It has: iris.");
        assertThatThrownBy(() -> server.openGrpc("nope")).hasMessageContaining("has no model \"nope\"");
    }

    @Test
    void ourRestRequestsAreUnderstoodAndItsAnswersAreJudgedRight() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (PreparedRequest request : PreparedRequests.iris(Protocol.V2_REST, MlServer.MODEL)) {
                HttpRequest.Builder http = HttpRequest.newBuilder(
                                URI.create(server.http() + InferCall.path(Protocol.V2_REST, MlServer.MODEL)))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
                InferCall.headers(Protocol.V2_REST).forEach(http::header);
                HttpResponse<byte[]> answer = client.send(http.build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(request.check().problem(Protocol.V2_REST, answer.body()))
                        .isNull();
                assertThat(new AnswerCheck.Classes(new int[] {7}).problem(Protocol.V2_REST, answer.body()))
                        .startsWith("row 0: expected class 7, got ");
            }
        }
    }

    @Test
    void ourGrpcRequestsAreUnderstoodAndItsAnswersAreJudgedRight() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", server.grpc().getPort())
                .usePlaintext()
                .build();
        try {
            GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                    GRPCInferenceServiceGrpc.newBlockingStub(channel);
            List<PreparedRequest> requests = PreparedRequests.iris(Protocol.V2_GRPC, MlServer.MODEL);
            assertThat(requests).hasSize(150);
            for (PreparedRequest request : requests) {
                byte[] answer = stub.withDeadlineAfter(Duration.ofSeconds(20))
                        .modelInfer(ModelInferRequest.parseFrom(request.body()))
                        .toByteArray();
                assertThat(request.check().problem(Protocol.V2_GRPC, answer)).isNull();
                assertThat(new AnswerCheck.WellFormed().problem(Protocol.V2_GRPC, answer))
                        .isNull();
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private Result run(URI address, String duration) throws Exception {
        Path slo = Files.writeString(folder.resolve("slo.yaml"), RunIT.SLO);
        return plimsoll(
                "run",
                "--slo",
                slo.toString(),
                "--out",
                folder.resolve("run").toString(),
                "--target",
                address.toString(),
                "--model",
                MlServer.MODEL,
                "--check",
                "iris",
                "--rate",
                "40",
                "--warm-up",
                "1s",
                "--duration",
                duration,
                "--timeout",
                "5s");
    }

    @Test
    void itPassesOverRestWithEveryAnswersContentChecked() throws Exception {
        Result result = run(server.http(), "6s");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(result.out()).contains("PASS", "v2-rest");
    }

    @Test
    void itPassesOverGrpcWithEveryAnswersContentChecked() throws Exception {
        Result result = run(server.grpc(), "6s");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(result.out()).contains("PASS", "v2-grpc");
    }

    @Test
    void killedMidRunItGetsFailWithTheErrorsCountedAndNothingHangs() throws Exception {
        Path mlserver = MlServer.executable();
        MlServer victim = MlServer.start(mlserver, served);
        Thread killer = Thread.ofVirtual().start(() -> {
            Path requests = folder.resolve("run").resolve("requests");
            while (requests.toFile().length() < 1_500) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException _) {
                    return;
                }
            }
            victim.kill();
        });

        Result result = run(victim.http(), "15s");
        killer.interrupt();
        killer.join();

        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(1);
        RunRecord record = RunRecord.load(folder.resolve("run"));
        long refused = IntStream.range(0, record.requests().size())
                .filter(i -> record.requests().outcome(i) == Outcome.CONNECT_FAILED)
                .count();
        assertThat(refused).isPositive();
        assertThat(record.requests().size())
                .as("every scheduled request is accounted for")
                .isEqualTo(record.description().scenarios().getFirst().legs().stream()
                        .mapToInt(leg -> (int) leg.scheduled())
                        .sum());
        assertThat(result.out()).contains("FAIL");
    }
}
