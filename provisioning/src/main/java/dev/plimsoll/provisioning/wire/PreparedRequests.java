package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.plimsoll.provisioning.wire.ModelMetadata.TensorMetadata;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes the bodies that a load sends, before it begins. */
public final class PreparedRequests {
    private PreparedRequests() {}

    /**
     * The 150 rows of the real Iris data, one a request, each with the class that scikit-learn's model gives it.
     *
     * @param model name of the model, as the server knows it
     */
    public static List<PreparedRequest> iris(Protocol protocol, String model) {
        List<String> data = resource("iris.csv");
        List<String> answers = resource("expected.csv");
        double[][] rows = new double[data.size()][];
        int[] expected = new int[data.size()];
        for (int i = 0; i < rows.length; i++) {
            String[] cells = data.get(i).split(",", -1);
            rows[i] =
                    Arrays.stream(cells, 0, 4).mapToDouble(Double::parseDouble).toArray();
            expected[i] =
                    Integer.parseInt(answers.get(i).substring(0, answers.get(i).indexOf(',')));
        }
        try {
            return ofRows(protocol, model, rows, expected);
        } catch (WireException e) {
            throw new IllegalStateException("the shipped rows cannot be encoded", e);
        }
    }

    private static List<String> resource(String name) {
        try (InputStream in = PreparedRequests.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            return reader.lines().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One request for each row, each checked for its class.
     *
     * @param rows of one length, finite
     * @param expected a class for each row
     */
    public static List<PreparedRequest> ofRows(Protocol protocol, String model, double[][] rows, int[] expected)
            throws WireException {
        if (rows.length != expected.length) {
            throw new IllegalArgumentException(rows.length + " rows with " + expected.length + " classes");
        }
        List<PreparedRequest> requests = new ArrayList<>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            Tensor row = Tensor.of(
                    "input-0", Datatype.FP64, List.of(1L, (long) rows[i].length), new Values.Reals(rows[i].clone()));
            requests.add(encode(protocol, model, List.of(row), new AnswerCheck.Classes(new int[] {expected[i]})));
        }
        return List.copyOf(requests);
    }

    /**
     * A request with the user's own body: for REST these bytes as they are, for gRPC the JSON form of a
     * {@code ModelInferRequest}, whose model is filled in where it is missing.
     *
     * @param source where the body is from, for messages
     * @throws WireException if it is empty, or for gRPC is no such JSON; the message begins with the source
     */
    public static PreparedRequest ofBody(Protocol protocol, String model, byte[] body, String source, AnswerCheck check)
            throws WireException {
        if (new String(body, StandardCharsets.UTF_8).isBlank()) {
            throw new WireException(source + " is empty: a request needs a body");
        }
        return switch (protocol) {
            case V1_REST, V2_REST -> new PreparedRequest(body, Json.CONTENT_TYPE, check);
            case V2_GRPC -> {
                ModelInferRequest.Builder message = ModelInferRequest.newBuilder();
                try {
                    JsonFormat.parser().merge(new String(body, StandardCharsets.UTF_8), message);
                } catch (InvalidProtocolBufferException e) {
                    throw new WireException(
                            source + ": this is not the JSON form of a ModelInferRequest, which gRPC needs: "
                                    + e.getMessage(),
                            e);
                }
                if (message.getModelName().isEmpty()) {
                    message.setModelName(model);
                }
                yield new PreparedRequest(message.build().toByteArray(), "application/grpc", check);
            }
        };
    }

    /**
     * Requests from a file of JSON lines, each a body as in {@link #ofBody}. Blank lines are passed over.
     *
     * @throws WireException if a line is no JSON, or there is none; the message begins with file and line
     */
    public static List<PreparedRequest> ofFeed(Protocol protocol, String model, Path file, AnswerCheck check)
            throws IOException, WireException {
        List<PreparedRequest> requests = new ArrayList<>();
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    String source = file + ":" + number;
                    byte[] body = line.getBytes(StandardCharsets.UTF_8);
                    mustBeJson(body, source);
                    requests.add(ofBody(protocol, model, body, source, check));
                }
            }
        }
        if (requests.isEmpty()) {
            throw new WireException(file + " holds no request: it needs one JSON body a line");
        }
        return List.copyOf(requests);
    }

    private static void mustBeJson(byte[] body, String source) throws WireException {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            Json.start(parser);
            parser.skipChildren();
            Json.end(parser);
        } catch (JsonProcessingException e) {
            int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
            throw new WireException(source + ":" + column + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (WireException e) {
            throw new WireException(source + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /**
     * Requests with made-up values of the right form: reals from [0, 1), integers from [0, 100) within the type, bytes as short
     * texts.
     *
     * @param rows size of each dimension that the model leaves open
     * @param count how many requests
     * @param seed same seed, same requests
     * @throws WireException if the model does not say what it takes, or V1 cannot say it
     */
    public static List<PreparedRequest> generate(
            Protocol protocol, ModelMetadata metadata, int rows, int count, long seed, AnswerCheck check)
            throws WireException {
        if (metadata.inputs().isEmpty()) {
            throw new WireException("the server does not say what inputs the model " + metadata.name()
                    + " takes, so none can be generated; give a body or a feed");
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<PreparedRequest> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Tensor> inputs = new ArrayList<>();
            for (TensorMetadata input : metadata.inputs()) {
                inputs.add(made(input, rows, random));
            }
            requests.add(encode(protocol, metadata.name(), inputs, check));
        }
        return List.copyOf(requests);
    }

    private static Tensor made(TensorMetadata input, int rows, SplittableRandom random) throws WireException {
        List<Long> shape = input.shape().stream()
                .map(size -> size < 0 ? (long) rows : size)
                .toList();
        long elements = V2Json.elements(shape, "input \"" + input.name() + "\"");
        Growable values = new Growable(input.datatype());
        for (long i = 0; i < elements; i++) {
            switch (input.datatype().kind()) {
                case BOOL -> values.add(random.nextBoolean());
                case INTEGER -> values.add(random.nextLong(100));
                case REAL -> values.add(V2Json.narrow(random.nextDouble(), input.datatype()));
                case BYTES ->
                    values.add(Integer.toString(random.nextInt(10_000), 36).getBytes(StandardCharsets.UTF_8));
            }
        }
        return Tensor.of(input.name(), input.datatype(), shape, values.values());
    }

    private static PreparedRequest encode(Protocol protocol, String model, List<Tensor> inputs, AnswerCheck check)
            throws WireException {
        InferRequest request = InferRequest.of(model, inputs);
        return switch (protocol) {
            case V1_REST -> new PreparedRequest(V1Json.encodeInstances(asRows(inputs)), Json.CONTENT_TYPE, check);
            case V2_REST -> new PreparedRequest(V2Json.encode(request), Json.CONTENT_TYPE, check);
            case V2_GRPC -> new PreparedRequest(V2Grpc.encode(request).toByteArray(), "application/grpc", check);
        };
    }

    private static double[][] asRows(List<Tensor> inputs) throws WireException {
        if (inputs.size() != 1
                || inputs.getFirst().shape().size() != 2
                || !(inputs.getFirst().values() instanceof Values.Reals(double[] elements))) {
            throw new WireException("V1 requests are made only for models with one input of real numbers in rows;"
                    + " give a body or a feed");
        }
        int columns = Math.toIntExact(inputs.getFirst().shape().get(1));
        double[][] rows = new double[elements.length / Math.max(1, columns)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(elements, i * columns, (i + 1) * columns);
        }
        return rows;
    }
}
