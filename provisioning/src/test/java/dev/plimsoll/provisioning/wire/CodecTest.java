package dev.plimsoll.provisioning.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    private static final Tensor ROW =
            Tensor.of("input-0", Datatype.FP32, List.of(1L, 4L), new Values.Reals(new double[] {6.5f, 3, 4.75f, 1.5f}));

    /** Any value that the type can hold, its edges more often than chance. */
    private static Tensor any(String name, Datatype datatype, SplittableRandom random) {
        List<Long> shape = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            shape.add(random.nextLong(4));
        }
        long elements = Tensor.elements(shape);
        Growable values = new Growable(datatype);
        for (long i = 0; i < elements; i++) {
            switch (datatype.kind()) {
                case BOOL -> values.add(random.nextBoolean());
                case INTEGER ->
                    values.add(
                            switch (random.nextInt(3)) {
                                case 0 -> datatype.smallest();
                                case 1 -> datatype.largest();
                                default ->
                                    datatype.bytes() == 8
                                            ? random.nextLong()
                                            : random.nextLong(datatype.smallest(), datatype.largest());
                            });
                case REAL -> values.add(V2Json.narrow(random.nextDouble(-60000, 60000), datatype));
                case BYTES -> values.add(("é\"\\" + random.nextInt()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return new Tensor(name, datatype, shape, values.values(), Map.of("k", random.nextLong(), "t", true, "s", "x"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadBack_inJsonAndInGrpc(Datatype datatype) throws Exception {
        SplittableRandom random = new SplittableRandom(datatype.name().hashCode());
        for (int i = 0; i < 300; i++) {
            List<Tensor> tensors = List.of(any("a", datatype, random), any("b", datatype, random));
            InferRequest request = new InferRequest("m", "2", "id-" + i, Map.of("p", 1L), tensors, List.of("out"));
            InferResponse response = new InferResponse("m", "2", "id-" + i, Map.of("p", false), tensors);

            assertThat(V2Json.decodeRequest("m", "2", V2Json.encode(request))).isEqualTo(request);
            assertThat(V2Json.decodeResponse(V2Json.encode(response))).isEqualTo(response);
            assertThat(V2Grpc.decode(V2Grpc.encode(request))).isEqualTo(request);
            assertThat(V2Grpc.decode(V2Grpc.encode(response))).isEqualTo(response);
            ModelInferRequest.Builder raw = V2Grpc.encode(request).toBuilder().clearRawInputContents();
            for (int t = 0; t < tensors.size(); t++) {
                raw.getInputsBuilder(t).clearContents();
                raw.addRawInputContents(V2Grpc.raw(tensors.get(t)));
            }
            assertThat(V2Grpc.decode(raw.build())).isEqualTo(request);
        }
    }

    @Test
    void requestsHaveExactlyTheseBytes() throws Exception {
        assertThat(new String(
                        V1Json.encodeInstances(new double[][] {{6.8, 2.8, 4.8, 1.4}, {6, 3.4, 4.5, 1.6}}),
                        StandardCharsets.UTF_8))
                .isEqualTo("{\"instances\":[[6.8,2.8,4.8,1.4],[6.0,3.4,4.5,1.6]]}");
        assertThat(new String(V1Json.encodePredictions(new long[] {1, 1}), StandardCharsets.UTF_8))
                .isEqualTo("{\"predictions\":[1,1]}");
        InferRequest request = InferRequest.of("sklearn-iris", List.of(ROW));
        assertThat(new String(V2Json.encode(request), StandardCharsets.UTF_8))
                .isEqualTo("{\"inputs\":[{\"name\":\"input-0\",\"shape\":[1,4],\"datatype\":\"FP32\","
                        + "\"data\":[6.5,3.0,4.75,1.5]}]}");
        assertThat(HexFormat.of().formatHex(V2Grpc.encode(request).toByteArray()))
                .isEqualTo(
                        "0a0c736b6c6561726e2d69726973" // 1: model_name
                                + "2a27" // 5: an input of 39 bytes
                                + "0a07696e7075742d30" // 1: name
                                + "120446503332" // 2: datatype
                                + "1a020104" // 3: shape, packed
                                + "2a12" // 5: contents
                                + "32100000d0400000404000009840" + "0000c03f"); // 6: fp32_contents, packed
    }

    @Test
    void nestedAndFlatDataAreTheSame_inAnyOrderOfMembers() throws Exception {
        String nested = "{\"inputs\":[{\"data\":[[1,2],[3,4]],\"datatype\":\"INT32\",\"name\":\"x\",\"shape\":[2,2]}]}";
        String flat = "{\"inputs\":[{\"name\":\"x\",\"shape\":[2,2],\"datatype\":\"INT32\",\"data\":[1,2,3,4]}]}";
        assertThat(V2Json.decodeRequest("m", "", nested.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(V2Json.decodeRequest("m", "", flat.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[2,2]|INT32|[[1,2],3,4]|inputs[0].data has 3 entries in dimension 0, its shape [2, 2] says 2",
                "[2]|INT32|[1]|inputs[0].data has 1 elements, its shape [2] needs 2",
                "[1]|INT32|[1,2]|inputs[0].data has more than the 1 elements of its shape [1]",
                "[1]|INT8|[128]|inputs[0].data[0]: 128 is not INT8",
                "[1]|UINT8|[-1]|inputs[0].data[0]: -1 is not UINT8",
                "[1]|INT64|[1.5]|inputs[0].data[0]: 1.5 is not INT64",
                "[1]|BOOL|[1]|inputs[0].data[0]: 1 is not BOOL",
                "[1]|FP32|[\"1\"]|inputs[0].data[0]: 1 is not FP32",
                "[-1]|FP32|[1]|inputs[0].shape: shape [-1] has a negative dimension",
                "[1]|FP32|[[1]]|inputs[0].data is nested deeper than its shape [1]",
            })
    void badTensorsAreToldByTheirPlace(String shape, String datatype, String data, String message) {
        String body = "{\"inputs\":[{\"name\":\"x\",\"shape\":" + shape + ",\"datatype\":\"" + datatype + "\",\"data\":"
                + data + "}]}";
        assertThatThrownBy(() -> V2Json.decodeRequest("m", "", body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(WireException.class)
                .hasMessage(message);
    }

    @Test
    void brokenJsonIsToldByLineAndColumn() {
        assertThatThrownBy(() -> V2Json.decodeRequest("m", "", "{\n \"inputs\" 1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith("not JSON at line 2, column 1");
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        Tensor nan = Tensor.of("x", Datatype.FP32, List.of(1L), new Values.Reals(new double[] {Double.NaN}));
        assertThatThrownBy(() -> V2Json.encode(InferRequest.of("m", List.of(nan))))
                .hasMessage("tensor \"x\" holds NaN, which JSON cannot say");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "ok",
            value = {
                "{\"predictions\":[1,2]}|ok",
                "{\"predictions\":[1.0,2.0],\"more\":{}}|ok",
                "{\"predictions\":[\"1\",\"2\"]}|ok",
                "{\"predictions\":[1,0]}|row 1: expected class 2, got 0",
                "{\"predictions\":[1.5,2]}|row 0: expected class 1, got 1.5",
                "{\"predictions\":[\"cat\",2]}|row 0: expected class 1, got \"cat\"",
                "{\"predictions\":[[1],2]}|row 0: expected class 1, got an array",
                "{\"predictions\":[1]}|expected 2 predictions, got 1",
                "{\"predictions\":[1,2,0]}|expected 2 predictions, got 3",
                "{\"error\":\"x\"}|the answer has no member \"predictions\"",
                "{\"predictions\":7}|the answer is malformed: predictions is an integer, expected an array",
            })
    void v1AnswersAreJudged(String body, String problem) {
        assertThat(new AnswerCheck.Classes(new int[] {1, 2})
                        .problem(Protocol.V1_REST, body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(problem);
    }

    @Test
    void cutAnswersAreNeverRight() throws Exception {
        InferResponse response = new InferResponse(
                "m",
                "",
                "",
                Map.of(),
                List.of(Tensor.of("o", Datatype.INT64, List.of(3L), new Values.Integers(new long[] {0, 1, 2}))));
        Map<Protocol, byte[]> whole = Map.of(
                Protocol.V1_REST, V1Json.encodePredictions(new long[] {0, 1, 2}),
                Protocol.V2_REST, V2Json.encode(response),
                Protocol.V2_GRPC, V2Grpc.encode(response).toByteArray());
        var check = new AnswerCheck.Classes(new int[] {0, 1, 2});
        whole.forEach((protocol, body) -> {
            assertThat(check.problem(protocol, body)).isNull();
            for (int length = 0; length < body.length; length++) {
                assertThat(check.problem(protocol, Arrays.copyOf(body, length)))
                        .as("%s cut at %d", protocol, length)
                        .isNotNull();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"INT32", "INT64", "UINT8", "UINT64", "FP16", "FP32", "FP64", "BYTES", "INT8"})
    void grpcAnswersOfEveryTypeAreJudged_typedAndRaw(Datatype datatype) throws Exception {
        Values values = switch (datatype.kind()) {
            case INTEGER, BOOL -> new Values.Integers(new long[] {2, 0});
            case REAL -> new Values.Reals(new double[] {2, 0});
            case BYTES -> Values.Bytes.ofText("2", "0");
        };
        Tensor tensor = Tensor.of("o", datatype, List.of(2L, 1L), values);
        var typed = V2Grpc.encode(new InferResponse("m", "", "", Map.of(), List.of(tensor)));
        var builder = typed.toBuilder().clearRawOutputContents().addRawOutputContents(V2Grpc.raw(tensor));
        builder.getOutputsBuilder(0).clearContents();
        for (var answer : List.of(typed, builder.build())) {
            byte[] body = answer.toByteArray();
            assertThat(new AnswerCheck.Classes(new int[] {2, 0}).problem(Protocol.V2_GRPC, body))
                    .isNull();
            assertThat(new AnswerCheck.Classes(new int[] {2, 1}).problem(Protocol.V2_GRPC, body))
                    .startsWith("row 1: expected class 1, got ");
            assertThat(new AnswerCheck.Shape(2).problem(Protocol.V2_GRPC, body)).isNull();
            assertThat(new AnswerCheck.Shape(3).problem(Protocol.V2_GRPC, body))
                    .isEqualTo("expected 3 predictions, got 2");
        }
    }

    @Test
    void feedsAreReadLineByLine_andErrorsCarryFileAndLine(@TempDir Path folder) throws Exception {
        Path feed = folder.resolve("feed.jsonl");
        Files.writeString(feed, "{\"instances\":[[1]]}\n\n{\"instances\":[[2]]}\n");
        assertThat(PreparedRequests.ofFeed(Protocol.V1_REST, "m", feed, new AnswerCheck.Status()))
                .extracting(request -> new String(request.body(), StandardCharsets.UTF_8))
                .containsExactly("{\"instances\":[[1]]}", "{\"instances\":[[2]]}");

        Files.writeString(feed, "{\"model_name\":\"x\"}\n{oops}\n");
        assertThatThrownBy(() -> PreparedRequests.ofFeed(Protocol.V2_GRPC, "m", feed, new AnswerCheck.Status()))
                .isInstanceOf(WireException.class)
                .hasMessageStartingWith(feed + ":2:");
        Files.writeString(feed, "{\"nonsense\":1}\n");
        assertThatThrownBy(() -> PreparedRequests.ofFeed(Protocol.V2_GRPC, "m", feed, new AnswerCheck.Status()))
                .hasMessageStartingWith(feed + ":1: this is not the JSON form of a ModelInferRequest")
                .hasMessageContaining("nonsense");
        Files.writeString(feed, "\n");
        assertThatThrownBy(() -> PreparedRequests.ofFeed(Protocol.V1_REST, "m", feed, new AnswerCheck.Status()))
                .hasMessageContaining("holds no request");
    }

    @Test
    void bodiesForGrpcGetTheModelWhereTheyNameNone() throws Exception {
        var request = PreparedRequests.ofBody(
                Protocol.V2_GRPC,
                "m",
                "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1],\"contents\":{\"fp32Contents\":[1]}}]}"
                        .getBytes(StandardCharsets.UTF_8),
                "body.json",
                new AnswerCheck.Status());
        assertThat(ModelInferRequest.parseFrom(request.body()).getModelName()).isEqualTo("m");
        assertThat(V2Grpc.decode(ModelInferRequest.parseFrom(request.body())).inputs())
                .hasSize(1);
    }

    @Test
    void generatedRequestsFollowTheMetadataAndTheSeed() throws Exception {
        ModelMetadata metadata = new ModelMetadata(
                "m",
                List.of(),
                "",
                List.of(new ModelMetadata.TensorMetadata("x", Datatype.FP32, List.of(-1L, 4L))),
                List.of());
        for (Protocol protocol : Protocol.values()) {
            var once = PreparedRequests.generate(protocol, metadata, 3, 5, 7, new AnswerCheck.Shape(3));
            var again = PreparedRequests.generate(protocol, metadata, 3, 5, 7, new AnswerCheck.Shape(3));
            assertThat(once).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertThat(once.get(i).body()).isEqualTo(again.get(i).body());
            }
            assertThat(once.get(0).body()).isNotEqualTo(once.get(1).body());
        }
        byte[] body = PreparedRequests.generate(Protocol.V2_REST, metadata, 3, 1, 7, new AnswerCheck.Status())
                .getFirst()
                .body();
        assertThat(V2Json.decodeRequest("m", "", body).inputs().getFirst().shape())
                .containsExactly(3L, 4L);
        assertThatThrownBy(() -> PreparedRequests.generate(
                        Protocol.V2_REST,
                        new ModelMetadata("m", List.of(), "", List.of(), List.of()),
                        1,
                        1,
                        7,
                        new AnswerCheck.Status()))
                .hasMessageContaining("does not say what inputs");
    }

    @Test
    void irisHas150Requests_eachWithItsClass() {
        assertThat(PreparedRequests.iris(Protocol.V1_REST, "sklearn-iris"))
                .hasSize(150)
                .allSatisfy(request -> {
                    assertThat(request.contentType()).isEqualTo("application/json");
                    assertThat(request.check()).isInstanceOf(AnswerCheck.Classes.class);
                });
    }

    @Test
    void namesAreEscapedInPaths() {
        assertThat(InferCall.path(Protocol.V1_REST, "a b/c")).isEqualTo("/v1/models/a%20b%2Fc:predict");
        assertThat(InferCall.path(Protocol.V2_REST, "iris")).isEqualTo("/v2/models/iris/infer");
        assertThat(InferCall.path(Protocol.V2_GRPC, "iris")).isEqualTo("/inference.GRPCInferenceService/ModelInfer");
    }
}
