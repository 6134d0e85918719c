package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.plimsoll.provisioning.wire.ModelMetadata.TensorMetadata;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the bodies that a load sends, encoded once for a protocol and a model. */
public final class PreparedRequests {
    /** So many bodies are generated; a load takes them in turn. */
    private static final int GENERATED = 64;

    private static final String INPUT = "input-0";

    private PreparedRequests() {}

    /**
     * The Iris rows, one a request.
     *
     * @param classes whether an answer must name the class that scikit-learn predicts; if not, {@code otherwise} is the check
     */
    public static List<PreparedRequest> iris(Protocol protocol, String model, boolean classes, AnswerCheck otherwise) {
        double[][] rows = IrisRows.rows();
        int[] expected = IrisRows.classes();
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            AnswerCheck check = classes ? new AnswerCheck.Classes(new int[] {expected[i]}) : otherwise;
            requests.add(prepared(protocol, irisBody(protocol, model, rows[i]), check));
        }
        return requests;
    }

    private static byte[] irisBody(Protocol protocol, String model, double[] row) {
        try {
            Tensor tensor = Tensor.of(INPUT, Datatype.FP64, List.of(1L, (long) row.length), new Values.Reals(row));
            return switch (protocol) {
                case V1_REST -> V1Json.encodeInstances(new double[][] {row});
                case V2_REST -> V2Json.encode(InferRequest.of(model, List.of(tensor)));
                case V2_GRPC ->
                    V2Grpc.encode(InferRequest.of(model, List.of(tensor))).toByteArray();
            };
        } catch (WireException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * One file, sent as it is; for gRPC it holds a {@code ModelInferRequest} in protobuf's JSON form, and the model's name is
     * filled in where it is missing.
     *
     * @throws RequestsException if it cannot be read, is empty, or is no such request
     */
    public static List<PreparedRequest> ofBody(Protocol protocol, String model, Path file, AnswerCheck check) {
        byte[] bytes = read(file);
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            throw new RequestsException(file + " is empty: there is nothing to send.");
        }
        return List.of(prepared(protocol, body(protocol, model, bytes, file.toString()), check));
    }

    /**
     * The lines of a file, each a body; empty lines are left out.
     *
     * @throws RequestsException if it cannot be read, has no line, or a line is no JSON; with the line's number
     */
    public static List<PreparedRequest> ofFeed(Protocol protocol, String model, Path file, AnswerCheck check) {
        List<PreparedRequest> requests = new ArrayList<>();
        int number = 0;
        for (String line : new String(read(file), StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                byte[] bytes = line.strip().getBytes(StandardCharsets.UTF_8);
                String where = file + ":" + number;
                mustBeJson(bytes, where);
                requests.add(prepared(protocol, body(protocol, model, bytes, where), check));
            }
        }
        if (requests.isEmpty()) {
            throw new RequestsException(file + " holds no line with a body: there is nothing to send.");
        }
        return requests;
    }

    /**
     * Bodies with random values of the types and shapes that the model asks for; a dimension that the caller may choose is 1.
     *
     * @param seed of the values
     * @throws RequestsException if the metadata names no input, or the protocol is V1, which has no metadata
     */
    public static List<PreparedRequest> generated(
            Protocol protocol, ModelMetadata metadata, long seed, AnswerCheck check) {
        if (protocol == Protocol.V1_REST) {
            throw new RequestsException("bodies cannot be generated for v1-rest: V1 does not say what a model takes."
                    + " Use --protocol v2-rest, or give bodies with --body or --feed.");
        }
        if (metadata.inputs().isEmpty()) {
            throw new RequestsException("the server does not say what the model '" + metadata.name()
                    + "' takes (its V2 metadata names no input), so that no body can be generated."
                    + " Give bodies with --body or --feed.");
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < GENERATED; i++) {
            List<Tensor> tensors = new ArrayList<>();
            for (TensorMetadata input : metadata.inputs()) {
                List<Long> shape =
                        input.shape().stream().map(size -> Math.max(size, 1)).toList();
                tensors.add(Tensor.of(input.name(), input.datatype(), shape, values(input.datatype(), shape, random)));
            }
            InferRequest request = InferRequest.of(metadata.name(), tensors);
            try {
                byte[] body =
                        protocol == Protocol.V2_GRPC ? V2Grpc.encode(request).toByteArray() : V2Json.encode(request);
                requests.add(prepared(protocol, body, check));
            } catch (WireException e) {
                throw new RequestsException(
                        "no body can be generated for the model '" + metadata.name() + "': " + e.getMessage()
                                + ". Give bodies with --body or --feed.",
                        e);
            }
        }
        return requests;
    }

    private static Values values(Datatype datatype, List<Long> shape, SplittableRandom random) {
        int size = Math.toIntExact(Tensor.elements(shape));
        return switch (datatype.kind()) {
            case BOOL -> {
                boolean[] elements = new boolean[size];
                for (int i = 0; i < size; i++) {
                    elements[i] = random.nextBoolean();
                }
                yield new Values.Bools(elements);
            }
            case INTEGER -> new Values.Integers(random.longs(size, 0, 100).toArray());
            case REAL -> new Values.Reals(random.doubles(size).toArray());
            case BYTES -> {
                String[] texts = new String[size];
                for (int i = 0; i < size; i++) {
                    texts[i] = "text " + random.nextInt(1000);
                }
                yield Values.Bytes.ofText(texts);
            }
        };
    }

    private static PreparedRequest prepared(Protocol protocol, byte[] body, AnswerCheck check) {
        return new PreparedRequest(body, protocol.isGrpc() ? "application/grpc" : Json.CONTENT_TYPE, check);
    }

    private static byte[] body(Protocol protocol, String model, byte[] bytes, String where) {
        if (!protocol.isGrpc()) {
            return bytes;
        }
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder();
        try {
            JsonFormat.parser().merge(new String(bytes, StandardCharsets.UTF_8), request);
        } catch (InvalidProtocolBufferException e) {
            throw new RequestsException(
                    where + " is no ModelInferRequest in protobuf's JSON form: " + e.getMessage() + ".", e);
        }
        if (request.getModelName().isEmpty()) {
            request.setModelName(model);
        }
        return request.build().toByteArray();
    }

    private static void mustBeJson(byte[] bytes, String where) {
        try (var parser = Json.FACTORY.createParser(bytes)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
        } catch (JsonProcessingException e) {
            throw new RequestsException(where + " is " + Json.notJson(e).getMessage() + ".", e);
        } catch (IOException e) {
            throw new RequestsException(where + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new RequestsException(
                    "the file " + file + " with request bodies cannot be read ("
                            + e.getClass().getSimpleName().replace("Exception", "") + ").",
                    e);
        }
    }
}
