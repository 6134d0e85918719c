package dev.plimsoll.provisioning.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plimsoll.provisioning.IrisData;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.PreparedRequests;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real MLServer with a model that its own scikit-learn trained on the same data. */
class MlServerTest {
    private static final String TRAIN = """
            import csv, sys, joblib
            from sklearn import svm
            rows = list(csv.reader(open(sys.argv[1])))[1:]
            model = svm.SVC(gamma="scale").fit([[float(c) for c in r[:4]] for r in rows], [int(r[4]) for r in rows])
            joblib.dump(model, sys.argv[2])
            """;

    private static Process server;
    private static int httpPort;
    private static int grpcPort;

    @TempDir
    private static Path folder;

    private static Optional<Path> executable() {
        String given = System.getenv("PLIMSOLL_MLSERVER");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "mlserver"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> mlserver = executable();
        if (!"1".equals(System.getenv("PLIMSOLL_REQUIRE_PARTS"))) {
            assumeThat(mlserver)
                    .as("MLServer is not here: eval \"$(.ci/parts)\" installs it and sets PLIMSOLL_MLSERVER")
                    .isPresent();
        }
        assertThat(mlserver)
                .as("PLIMSOLL_REQUIRE_PARTS=1, so MLServer must be here")
                .isPresent();
        Path python = mlserver.orElseThrow().resolveSibling("python");
        Path log = folder.resolve("log");
        Process training = new ProcessBuilder(
                        python.toString(),
                        "-c",
                        TRAIN,
                        Path.of("src/main/models/iris/iris.csv")
                                .toAbsolutePath()
                                .toString(),
                        folder.resolve("model.joblib").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(training.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).as(Files.readString(log)).isZero();
        int[] ports = freePorts(3);
        httpPort = ports[0];
        grpcPort = ports[1];
        Files.writeString(folder.resolve("settings.json"), """
                {"host": "127.0.0.1", "http_port": %d, "grpc_port": %d, "metrics_port": %d, "parallel_workers": 0}
                """.formatted(ports[0], ports[1], ports[2]));
        Files.writeString(folder.resolve("model-settings.json"), """
                {"name": "iris", "implementation": "mlserver_sklearn.SKLearnModel", "parameters": {"uri": "./model.joblib"}}
                """);
        server = new ProcessBuilder(mlserver.orElseThrow().toString(), "start", folder.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitReady(log);
    }

    private static void awaitReady(Path log) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            try (Target http = open("http", httpPort, "iris");
                    Target grpc = open("grpc", grpcPort, "iris")) {
                assertThat(http.entries()).isNotEmpty();
                assertThat(grpc.entries()).isNotEmpty();
                return;
            } catch (TargetException e) {
                assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
                Thread.sleep(200);
            }
        }
    }

    private static int[] freePorts(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }
        int[] ports =
                Arrays.stream(sockets).mapToInt(ServerSocket::getLocalPort).toArray();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static Target open(String scheme, int port, String model) throws TargetException, InterruptedException {
        return Targets.open(
                TargetSpec.Address.of(URI.create(scheme + "://127.0.0.1:" + port), model), AllowedHosts.loopbackOnly());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }

    @Test
    void itIsFoundToSpeakV2ButNotV1() throws Exception {
        try (Target http = open("http", httpPort, "iris")) {
            assertThat(http.entries()).extracting(Entry::protocol).containsExactly(Protocol.V2_REST);
            assertThat(http.facts()).containsEntry("server", "mlserver").containsEntry("server version", "1.7.1");
        }
        try (Target grpc = open("grpc", grpcPort, "iris")) {
            assertThat(grpc.entries()).extracting(Entry::protocol).containsExactly(Protocol.V2_GRPC);
        }
    }

    @Test
    void anUnknownModelIsToldApart() {
        assertThatThrownBy(() -> open("http", httpPort, "nope"))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("has no model \"nope\". It has: iris.");
        assertThatThrownBy(() -> open("grpc", grpcPort, "nope")).hasMessageContaining("has no model \"nope\"");
    }

    @Test
    void ourRestRequestsAreUnderstood_andItsAnswersAreJudgedRight() throws Exception {
        List<PreparedRequest> requests = PreparedRequests.iris(Protocol.V2_REST, "iris");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (PreparedRequest request : requests) {
                HttpRequest.Builder http = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + httpPort + InferCall.path(Protocol.V2_REST, "iris")))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()));
                InferCall.headers(Protocol.V2_REST).forEach(http::header);
                var answer = client.send(http.build(), HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(request.check().problem(Protocol.V2_REST, answer.body()))
                        .isNull();
                assertThat(new AnswerCheck.Classes(new int[] {7}).problem(Protocol.V2_REST, answer.body()))
                        .startsWith("row 0: expected class 7, got ");
            }
        }
    }

    @Test
    void ourGrpcRequestsAreUnderstood_andItsAnswersAreJudgedRight() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
                .usePlaintext()
                .build();
        try {
            var stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
            List<PreparedRequest> requests = PreparedRequests.iris(Protocol.V2_GRPC, "iris");
            assertThat(requests).hasSize(IrisData.rows().length);
            for (PreparedRequest request : requests) {
                byte[] answer = stub.withDeadlineAfter(Duration.ofSeconds(20))
                        .modelInfer(ModelInferRequest.parseFrom(request.body()))
                        .toByteArray();
                assertThat(request.check().problem(Protocol.V2_GRPC, answer)).isNull();
                assertThat(new AnswerCheck.Shape(1).problem(Protocol.V2_GRPC, answer))
                        .isNull();
            }
        } finally {
            channel.shutdownNow();
        }
    }
}
