package dev.plimsoll.provisioning.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.provisioning.IrisData;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.Datatype;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.provisioning.wire.InferRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.provisioning.wire.Tensor;
import dev.plimsoll.provisioning.wire.V1Json;
import dev.plimsoll.provisioning.wire.V2Grpc;
import dev.plimsoll.provisioning.wire.V2Json;
import dev.plimsoll.provisioning.wire.Values;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import dev.plimsoll.provisioning.wire.inference.ModelMetadataRequest;
import dev.plimsoll.provisioning.wire.inference.ModelReadyRequest;
import dev.plimsoll.provisioning.wire.inference.ServerLiveRequest;
import dev.plimsoll.provisioning.wire.inference.ServerReadyRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real child process, asked over real sockets. */
class EmbeddedProcessIT {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static EmbeddedProcess server;
    private static ManagedChannel channel;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        http.close();
        server.close();
        assertThat(server.isAlive()).isFalse();
    }

    @AfterEach
    void liftFaults() throws EmbeddedException {
        server.faults("{}");
    }

    private static HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send("GET", path, new byte[0]);
    }

    private static HttpResponse<byte[]> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8), "content-type", "application/json");
    }

    private static JsonNode json(HttpResponse<byte[]> answer) throws IOException {
        return MAPPER.readTree(answer.body());
    }

    private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub grpc() {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE);
    }

    private static Tensor tensor(double[]... rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return Tensor.of("input-0", Datatype.FP64, List.of((long) rows.length, 4L), new Values.Reals(flat));
    }

    private static byte[] ask(Protocol protocol, double[]... rows) throws Exception {
        return switch (protocol) {
            case V1_REST -> {
                var answer = send(
                        "POST",
                        InferCall.path(protocol, server.model()),
                        V1Json.encodeInstances(rows),
                        "content-type",
                        V1Json.CONTENT_TYPE);
                assertThat(answer.statusCode()).isEqualTo(200);
                yield answer.body();
            }
            case V2_REST -> {
                var answer = send(
                        "POST",
                        InferCall.path(protocol, server.model()),
                        V2Json.encode(InferRequest.of(server.model(), List.of(tensor(rows)))),
                        "content-type",
                        V2Json.CONTENT_TYPE);
                assertThat(answer.statusCode()).isEqualTo(200);
                yield answer.body();
            }
            case V2_GRPC ->
                grpc().modelInfer(V2Grpc.encode(InferRequest.of(server.model(), List.of(tensor(rows)))))
                        .toByteArray();
        };
    }

    @ParameterizedTest
    @EnumSource
    void predictsWhatScikitLearnPredicts_onAll150Rows_oneByOneAndAtOnce(Protocol protocol) throws Exception {
        double[][] rows = IrisData.rows();
        int[] expected = IrisData.expected();
        assertThat(rows.length).isEqualTo(150);
        assertThat(expected.length).isEqualTo(150);

        for (int i = 0; i < rows.length; i++) {
            byte[] answer = ask(protocol, rows[i]);
            assertThat(new AnswerCheck.Classes(new int[] {expected[i]}).problem(protocol, answer))
                    .as("row %d", i)
                    .isNull();
        }
        byte[] all = ask(protocol, rows);
        assertThat(new AnswerCheck.Classes(expected).problem(protocol, all)).isNull();
        assertThat(new AnswerCheck.Shape(150).problem(protocol, all)).isNull();
        assertThat(new AnswerCheck.Shape(149).problem(protocol, all)).isEqualTo("expected 149 predictions, got 150");
    }

    @Test
    void answersKServesSampleRequestAsKServeDoes() throws Exception {
        var answer = post(
                "/v1/models/sklearn-iris:predict", "{\"instances\": [[6.8, 2.8, 4.8, 1.4], [6.0, 3.4, 4.5, 1.6]]}");

        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"predictions\":[1,1]}");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("plimsoll-revision")).hasValue("sklearn-iris-predictor-00001");
    }

    @Test
    void singlePrecisionAndRawTensorsGetTheSameClasses() throws Exception {
        double[][] rows = IrisData.rows();
        double[] flat = Arrays.stream(rows)
                .flatMapToDouble(Arrays::stream)
                .map(x -> (float) x)
                .toArray();
        Tensor single = Tensor.of("x", Datatype.FP32, List.of(150L, 4L), new Values.Reals(flat));
        Tensor half =
                Tensor.of("x", Datatype.FP16, List.of(1L, 4L), new Values.Reals(new double[] {5, 3.5, 1.5, 0.25}));

        byte[] answer = grpc().modelInfer(V2Grpc.encode(InferRequest.of("sklearn-iris", List.of(single))))
                .toByteArray();
        assertThat(new AnswerCheck.Classes(IrisData.expected()).problem(Protocol.V2_GRPC, answer))
                .isNull();
        ModelInferRequest raw = V2Grpc.encode(InferRequest.of("sklearn-iris", List.of(half)));
        assertThat(raw.getRawInputContentsCount()).isEqualTo(1);
        assertThat(grpc().modelInfer(raw).getOutputs(0).getContents().getInt64Contents(0))
                .isZero();
    }

    @Test
    void tellsOfItselfAndItsModels() throws Exception {
        assertThat(json(get("/v1/models"))).isEqualTo(MAPPER.readTree("{\"models\":[\"sklearn-iris\"]}"));
        assertThat(json(get("/v1/models/sklearn-iris")))
                .isEqualTo(MAPPER.readTree("{\"name\":\"sklearn-iris\",\"ready\":true}"));
        assertThat(json(get("/v2")).path("name").asText()).isEqualTo("plimsoll-embedded");
        assertThat(json(get("/v2/health/live"))).isEqualTo(MAPPER.readTree("{\"live\":true}"));
        assertThat(json(get("/v2/health/ready"))).isEqualTo(MAPPER.readTree("{\"ready\":true}"));
        assertThat(json(get("/v2/models/sklearn-iris/ready")).path("ready").asBoolean())
                .isTrue();
        var metadata = V2Json.decodeModelMetadata(get("/v2/models/sklearn-iris").body());
        assertThat(metadata.inputs()).hasSize(1);
        assertThat(metadata.inputs().getFirst().shape()).containsExactly(-1L, 4L);
        assertThat(V2Grpc.decode(grpc().modelMetadata(ModelMetadataRequest.newBuilder()
                        .setName("sklearn-iris")
                        .build())))
                .isEqualTo(metadata);
        assertThat(grpc().serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
                .isTrue();
        assertThat(grpc().serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
                .isTrue();
    }

    @Test
    void versionsAreServedUnderTheirNumber() throws Exception {
        String body = new String(
                V2Json.encode(InferRequest.of("sklearn-iris", List.of(tensor(IrisData.rows()[0])))),
                StandardCharsets.UTF_8);

        assertThat(post("/v2/models/sklearn-iris/versions/1/infer", body).statusCode())
                .isEqualTo(200);
        assertThat(get("/v2/models/sklearn-iris/versions/1/ready").statusCode()).isEqualTo(200);
        assertThat(get("/v2/models/sklearn-iris/versions/1").statusCode()).isEqualTo(200);
        assertThat(post("/v2/models/sklearn-iris/versions/2/infer", body).statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesBackTheIdOfARequest() throws Exception {
        var request =
                new InferRequest("sklearn-iris", "", "abc-1", Map.of(), List.of(tensor(IrisData.rows()[0])), List.of());
        var answer = V2Json.decodeResponse(
                post("/v2/models/sklearn-iris/infer", new String(V2Json.encode(request), StandardCharsets.UTF_8))
                        .body());
        assertThat(answer.id()).isEqualTo("abc-1");
        assertThat(grpc().modelInfer(V2Grpc.encode(request)).getId()).isEqualTo("abc-1");
    }

    @Test
    void errorsHaveKServesCodesAndBodies() throws Exception {
        var unknown = post("/v1/models/nope:predict", "{\"instances\":[[1,2,3,4]]}");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown)).isEqualTo(MAPPER.readTree("{\"error\":\"Model with name nope does not exist.\"}"));
        assertThat(get("/v2/models/nope/ready").statusCode()).isEqualTo(404);

        for (String path : List.of("/v1/models/sklearn-iris:predict", "/v2/models/sklearn-iris/infer")) {
            for (String body : List.of(
                    "{",
                    "",
                    "[]",
                    "{}",
                    "{\"instances\":[[1,2,3]]}",
                    "{\"instances\":[]}",
                    "{\"instances\":[[1,2,3,\"x\"]]}",
                    "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}",
                    "{\"inputs\":[{\"name\":\"x\",\"shape\":[2,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}]}")) {
                var answer = post(path, body);
                assertThat(answer.statusCode()).as("%s %s", path, body).isEqualTo(400);
                assertThat(json(answer).path("error").asText()).isNotEmpty();
            }
        }
        assertThat(get("/v1/models/sklearn-iris:predict").statusCode()).isEqualTo(405);
        assertThat(post("/v1/models", "{}").statusCode()).isEqualTo(405);
        assertThat(get("/nowhere").statusCode()).isEqualTo(404);
        assertThat(get("/v2/models/sklearn-iris/unheard").statusCode()).isEqualTo(404);
    }

    @Test
    void aV2BodyWithoutJsonContentTypeIsRefused_asByTheKServeSdk() throws Exception {
        byte[] body = V2Json.encode(InferRequest.of("sklearn-iris", List.of(tensor(IrisData.rows()[0]))));

        var answer = send("POST", "/v2/models/sklearn-iris/infer", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).contains("inference-header-content-length");
    }

    @Test
    void grpcErrorsHaveKServesCodes() {
        assertThatThrownBy(() -> grpc().modelReady(
                                ModelReadyRequest.newBuilder().setName("nope").build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
        assertThatThrownBy(() -> grpc().modelInfer(ModelInferRequest.newBuilder()
                        .setModelName("sklearn-iris")
                        .build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }

    @Test
    void speaksHttp2WithPriorKnowledge() throws Exception {
        try (var h2 = new H2c(server.httpPort())) {
            for (int i = 0; i < 3; i++) {
                assertThat(h2.post("/v1/models/sklearn-iris:predict", "{\"instances\":[[6.8,2.8,4.8,1.4]]}"))
                        .isEqualTo("{\"predictions\":[1]}");
            }
        }
    }

    @Test
    void speaksHttp2AfterAnUpgrade() throws Exception {
        try (HttpClient upgrading =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.httpPort() + "/v1/models/sklearn-iris"))
                    .timeout(PATIENCE)
                    .build();
            var first = upgrading.send(request, HttpResponse.BodyHandlers.ofString());
            var second = upgrading.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(Stream.of(first, second).map(HttpResponse::statusCode)).containsOnly(200);
            assertThat(second.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void slowHoldsAnAnswerBackForAsLongAsItWasTold(Protocol protocol) throws Exception {
        server.faults("{\"slowNanos\": 200000000}");
        long before = System.nanoTime();
        byte[] answer = ask(protocol, IrisData.rows()[0]);
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(200_000_000);
        assertThat(new AnswerCheck.Classes(new int[] {0}).problem(protocol, answer))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource
    void wrongAnswersAreFoundWrong(Protocol protocol) throws Exception {
        server.faults("{\"wrongAnswerShare\": 1}");
        assertThat(new AnswerCheck.Classes(new int[] {0}).problem(protocol, ask(protocol, IrisData.rows()[0])))
                .isEqualTo("row 0: expected class 0, got 1");
    }

    @Test
    void errorShareIsMetExactly() throws Exception {
        server.faults("{\"errorShare\": 0.25}");
        int errors = 0;
        for (int i = 0; i < 40; i++) {
            int status = post("/v1/models/sklearn-iris:predict", "{\"instances\":[[1,2,3,4]]}")
                    .statusCode();
            assertThat(status).isIn(200, 500);
            errors += status == 500 ? 1 : 0;
        }
        assertThat(errors).isEqualTo(10);
    }

    @Test
    void aFrozenRevisionAnswersOnceItThaws() throws Exception {
        server.faults("{\"freeze\": true}");
        var rest = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(Protocol.V1_REST, IrisData.rows()[0]);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        var grpc = GRPCInferenceServiceGrpc.newFutureStub(channel)
                .withDeadlineAfter(PATIENCE)
                .modelInfer(V2Grpc.encode(InferRequest.of("sklearn-iris", List.of(tensor(IrisData.rows()[0])))));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.state().path("revisions").get(0).path("held").asInt() < 2) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(rest).isNotDone();
        assertThat(grpc.isDone()).isFalse();

        server.faults("{}");

        assertThat(new String(rest.get(20, TimeUnit.SECONDS), StandardCharsets.UTF_8))
                .isEqualTo("{\"predictions\":[0]}");
        assertThat(grpc.get(20, TimeUnit.SECONDS).getOutputsCount()).isEqualTo(1);
    }

    @Test
    void aCrashIsAReset_onHttpAndOnGrpc() throws Exception {
        for (int port : List.of(server.httpPort(), server.grpcPort())) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                // Long enough that the server has taken the connection.
                if (port == server.httpPort()) {
                    socket.getOutputStream()
                            .write("GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                assertThat(socket.getInputStream().read()).isNotNegative();
                server.faults("{\"crash\": true}");
                assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
            }
        }
        assertThat(ask(Protocol.V1_REST, IrisData.rows()[0])).isNotEmpty();
        assertThat(ask(Protocol.V2_GRPC, IrisData.rows()[0])).isNotEmpty();
    }

    @Test
    void refusesConnectionsAndTakesThemAgain() throws Exception {
        server.faults("{\"refuse\": true}");
        for (int port : List.of(server.httpPort(), server.grpcPort())) {
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                    .isInstanceOf(ConnectException.class);
        }
        server.faults("{}");
        assertThat(ask(Protocol.V1_REST, IrisData.rows()[0])).isNotEmpty();
        assertThat(grpc().withWaitForReady()
                        .serverLive(ServerLiveRequest.getDefaultInstance())
                        .getLive())
                .isTrue();
    }

    @Test
    void badOrdersAreRefusedWithTheReason() {
        assertThatThrownBy(() -> server.faults("{\"errorShare\": 2}"))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageEndingWith("errorShare is 2.0, must be from 0 to 1");
        assertThatThrownBy(() -> server.faults("{\"revision\": \"other\"}"))
                .hasMessageContaining("there is no revision other; there are [sklearn-iris-predictor-00001]");
        assertThatThrownBy(() -> server.faults("{\"sloNanos\": 2}")).hasMessageContaining("sloNanos");
    }

    @Test
    void tellsItsPauses() throws Exception {
        assertThat(server.pausesSince(Instant.now().plusSeconds(3600))).isEmpty();
        assertThat(server.pausesSince(Instant.EPOCH)).allSatisfy(pause -> {
            assertThat(pause.nanos()).isPositive();
            assertThat(pause.cause()).isNotEmpty();
        });
    }

    @Test
    void aTakenPortIsToldWithItsNumber() {
        assertThatThrownBy(() -> EmbeddedProcess.start(
                        EmbeddedProcess.Launch.likeThisProcess().withPorts(server.httpPort(), 0)))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("port " + server.httpPort())
                .hasMessageContaining("choose another one");
    }

    @Test
    void aClassPathWithoutTheServerIsTold() {
        var launch = EmbeddedProcess.Launch.likeThisProcess();
        assertThatThrownBy(() -> EmbeddedProcess.start(
                        new EmbeddedProcess.Launch(launch.java(), "nowhere", List.of(), 0, 0, 0, launch.patience())))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("ended before it was ready with exit code 1")
                .hasMessageContaining("EmbeddedMain");
    }
}
