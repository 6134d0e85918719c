package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON bodies of the Open Inference Protocol over HTTP, without the binary tensor extension.
 *
 * <p>Decoding takes tensor data flat or nested (the specification allows both) and ignores members it does not know.
 */
public final class V2Json {
    public static final String CONTENT_TYPE = Json.CONTENT_TYPE;

    private V2Json() {}

    /**
     * Writes the body of a request.
     *
     * @throws WireException if a value cannot be said in JSON: not a finite number, or bytes that are not UTF-8
     */
    public static byte[] encode(InferRequest request) throws WireException {
        return write(out -> {
            out.writeStartObject();
            if (!request.id().isEmpty()) {
                out.writeStringField("id", request.id());
            }
            writeParameters(out, request.parameters());
            writeTensors(out, "inputs", request.inputs());
            if (!request.outputs().isEmpty()) {
                out.writeArrayFieldStart("outputs");
                for (String output : request.outputs()) {
                    out.writeStartObject();
                    out.writeStringField("name", output);
                    out.writeEndObject();
                }
                out.writeEndArray();
            }
            out.writeEndObject();
        });
    }

    /**
     * Writes the body of an answer.
     *
     * @throws WireException as {@link #encode(InferRequest)}
     */
    public static byte[] encode(InferResponse response) throws WireException {
        return write(out -> {
            out.writeStartObject();
            out.writeStringField("model_name", response.model());
            if (!response.version().isEmpty()) {
                out.writeStringField("model_version", response.version());
            }
            if (!response.id().isEmpty()) {
                out.writeStringField("id", response.id());
            }
            writeParameters(out, response.parameters());
            writeTensors(out, "outputs", response.outputs());
            out.writeEndObject();
        });
    }

    /**
     * Reads the body of a request.
     *
     * @param model from the path
     * @param version from the path, or empty
     * @throws WireException if it is no JSON, or no request, or its tensors do not fit their shapes and types
     */
    public static InferRequest decodeRequest(String model, String version, byte[] body) throws WireException {
        String id = "";
        Map<String, Object> parameters = Map.of();
        List<Tensor> inputs = null;
        List<String> outputs = List.of();
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            Json.start(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "id" -> id = textOrNull(parser, "id");
                    case "parameters" -> parameters = Json.parameters(parser, "parameters");
                    case "inputs" -> inputs = tensors(parser, "inputs");
                    case "outputs" -> outputs = outputNames(parser);
                    default -> parser.skipChildren();
                }
            }
            Json.end(parser);
        } catch (JsonProcessingException e) {
            throw Json.notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        if (inputs == null || inputs.isEmpty()) {
            throw new WireException("inputs is missing or empty: a request needs at least one input tensor");
        }
        return new InferRequest(model, version, id, parameters, inputs, outputs);
    }

    /**
     * Reads the body of an answer.
     *
     * @throws WireException if it is no JSON, or no answer, or its tensors do not fit their shapes and types
     */
    public static InferResponse decodeResponse(byte[] body) throws WireException {
        String model = null;
        String version = "";
        String id = "";
        Map<String, Object> parameters = Map.of();
        List<Tensor> outputs = null;
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            Json.start(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "model_name" -> model = Json.text(parser, "model_name");
                    case "model_version" -> version = textOrNull(parser, "model_version");
                    case "id" -> id = textOrNull(parser, "id");
                    case "parameters" -> parameters = Json.parameters(parser, "parameters");
                    case "outputs" -> outputs = tensors(parser, "outputs");
                    default -> parser.skipChildren();
                }
            }
            Json.end(parser);
        } catch (JsonProcessingException e) {
            throw Json.notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        if (model == null) {
            throw new WireException("model_name is missing");
        }
        if (outputs == null) {
            throw new WireException("outputs is missing");
        }
        return new InferResponse(model, version, id, parameters, outputs);
    }

    /**
     * Reads the answer to {@code GET /v2/models/MODEL}. Tensors of a type that the protocol does not know (some servers send
     * their own) are left out.
     */
    public static ModelMetadata decodeModelMetadata(byte[] body) throws WireException {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw Json.notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        if (!root.path("name").isTextual()) {
            throw new WireException("name is missing: this is no model metadata");
        }
        List<String> versions = new ArrayList<>();
        root.path("versions").forEach(version -> versions.add(version.asText()));
        return new ModelMetadata(
                root.path("name").asText(),
                versions,
                root.path("platform").asText(""),
                tensorMetadata(root.path("inputs")),
                tensorMetadata(root.path("outputs")));
    }

    private static List<ModelMetadata.TensorMetadata> tensorMetadata(JsonNode tensors) {
        List<ModelMetadata.TensorMetadata> known = new ArrayList<>();
        for (JsonNode tensor : tensors) {
            List<Long> shape = new ArrayList<>();
            tensor.path("shape").forEach(size -> shape.add(size.asLong()));
            Datatype.ofName(tensor.path("datatype").asText(""))
                    .ifPresent(datatype -> known.add(
                            new ModelMetadata.TensorMetadata(tensor.path("name").asText(""), datatype, shape)));
        }
        return known;
    }

    private static String textOrNull(JsonParser parser, String where) throws IOException, WireException {
        return parser.currentToken() == JsonToken.VALUE_NULL ? "" : Json.text(parser, where);
    }

    private static List<String> outputNames(JsonParser parser) throws IOException, WireException {
        List<String> names = new ArrayList<>();
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return names;
        }
        Json.expect(parser, JsonToken.START_ARRAY, "outputs", "an array");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String where = "outputs[" + names.size() + "]";
            Json.expect(parser, JsonToken.START_OBJECT, where, "an object");
            String outputName = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isName = parser.currentName().equals("name");
                parser.nextToken();
                if (isName) {
                    outputName = Json.text(parser, where + ".name");
                } else {
                    parser.skipChildren();
                }
            }
            if (outputName == null) {
                throw new WireException(where + ".name is missing");
            }
            names.add(outputName);
        }
        return names;
    }

    private static List<Tensor> tensors(JsonParser parser, String list) throws IOException, WireException {
        Json.expect(parser, JsonToken.START_ARRAY, list, "an array");
        List<Tensor> tensors = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            tensors.add(tensor(parser, list + "[" + tensors.size() + "]"));
        }
        return tensors;
    }

    private static Tensor tensor(JsonParser parser, String where) throws IOException, WireException {
        Json.expect(parser, JsonToken.START_OBJECT, where, "an object");
        String name = null;
        Datatype datatype = null;
        List<Long> shape = null;
        Map<String, Object> parameters = Map.of();
        Values values = null;
        TokenBuffer early = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = Json.text(parser, where + ".name");
                case "datatype" ->
                    datatype = Datatype.parse(Json.text(parser, where + ".datatype"), where + ".datatype");
                case "shape" -> shape = shape(parser, where + ".shape");
                case "parameters" -> parameters = Json.parameters(parser, where + ".parameters");
                case "data" -> {
                    if (datatype == null || shape == null) {
                        early = new TokenBuffer(parser);
                        early.copyCurrentStructure(parser);
                    } else {
                        values = data(parser, where + ".data", datatype, shape);
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (name == null || name.isEmpty()) {
            throw new WireException(where + ".name is missing");
        }
        if (datatype == null) {
            throw new WireException(where + ".datatype is missing");
        }
        if (shape == null) {
            throw new WireException(where + ".shape is missing");
        }
        if (values == null && early != null) {
            try (JsonParser later = early.asParser()) {
                later.nextToken();
                values = data(later, where + ".data", datatype, shape);
            }
        }
        if (values == null) {
            if (parameters.containsKey("binary_data_size")) {
                throw new WireException(where + " uses the binary tensor extension, which is not supported here");
            }
            throw new WireException(where + ".data is missing");
        }
        return new Tensor(name, datatype, shape, values, parameters);
    }

    private static List<Long> shape(JsonParser parser, String where) throws IOException, WireException {
        Json.expect(parser, JsonToken.START_ARRAY, where, "an array of integers");
        List<Long> shape = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Json.expect(parser, JsonToken.VALUE_NUMBER_INT, where + "[" + shape.size() + "]", "an integer");
            shape.add(parser.getLongValue());
        }
        elements(shape, where);
        return shape;
    }

    static long elements(List<Long> shape, String where) throws WireException {
        try {
            return Tensor.elements(shape);
        } catch (IllegalArgumentException e) {
            throw new WireException(where + ": " + e.getMessage(), e);
        }
    }

    private static Values data(JsonParser parser, String where, Datatype datatype, List<Long> shape)
            throws IOException, WireException {
        Json.expect(parser, JsonToken.START_ARRAY, where, "an array");
        long expected = elements(shape, where);
        Growable elements = new Growable(datatype);
        int depth = 1;
        long[] counts = new long[shape.size() + 2];
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            switch (token) {
                case START_ARRAY -> {
                    counts[depth]++;
                    depth++;
                    if (depth > Math.max(1, shape.size())) {
                        throw new WireException(where + " is nested deeper than its shape " + shape);
                    }
                    counts[depth] = 0;
                }
                case END_ARRAY -> {
                    boolean nested = depth > 1 || counts[1] < elements.size();
                    if (nested && counts[depth] != shape.get(depth - 1)) {
                        throw new WireException(where + " has " + counts[depth] + " entries in dimension " + (depth - 1)
                                + ", its shape " + shape + " says " + shape.get(depth - 1));
                    }
                    depth--;
                }
                case null -> throw new WireException(where + " ends early");
                default -> {
                    counts[depth]++;
                    if (elements.size() >= expected) {
                        throw new WireException(
                                where + " has more than the " + expected + " elements of its shape " + shape);
                    }
                    element(parser, token, datatype, elements, where);
                }
            }
        }
        if (elements.size() != expected) {
            throw new WireException(
                    where + " has " + elements.size() + " elements, its shape " + shape + " needs " + expected);
        }
        return elements.values();
    }

    private static void element(JsonParser parser, JsonToken token, Datatype datatype, Growable elements, String where)
            throws IOException, WireException {
        boolean fits = switch (datatype.kind()) {
            case BOOL -> {
                boolean bool = token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
                if (bool) {
                    elements.add(token == JsonToken.VALUE_TRUE);
                }
                yield bool;
            }
            case INTEGER -> token == JsonToken.VALUE_NUMBER_INT && integer(parser, datatype, elements);
            case REAL -> {
                boolean number = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
                if (number) {
                    elements.add(narrow(parser.getDoubleValue(), datatype));
                }
                yield number;
            }
            case BYTES -> {
                boolean string = token == JsonToken.VALUE_STRING;
                if (string) {
                    elements.add(parser.getText().getBytes(StandardCharsets.UTF_8));
                }
                yield string;
            }
        };
        if (!fits) {
            String value = token.isStructStart() ? Json.describe(token) : parser.getText();
            throw new WireException(where + "[" + elements.size() + "]: " + value + " is not " + datatype);
        }
    }

    private static boolean integer(JsonParser parser, Datatype datatype, Growable elements) throws IOException {
        if (datatype == Datatype.UINT64) {
            BigInteger value = parser.getBigIntegerValue();
            if (value.signum() < 0 || value.bitLength() > 64) {
                return false;
            }
            elements.add(value.longValue());
            return true;
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return false;
        }
        long value = parser.getLongValue();
        if (value < datatype.smallest() || value > datatype.largest()) {
            return false;
        }
        elements.add(value);
        return true;
    }

    /** What is left of a number once it is held in the narrower type. */
    static double narrow(double value, Datatype datatype) {
        return switch (datatype) {
            case FP32 -> (float) value;
            case FP16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            default -> value;
        };
    }

    private interface Writer {
        void writeTo(JsonGenerator out) throws IOException, WireException;
    }

    private static byte[] write(Writer writer) throws WireException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            writer.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeParameters(JsonGenerator out, Map<String, Object> parameters) throws IOException {
        if (parameters.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("parameters");
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            out.writeFieldName(parameter.getKey());
            out.writePOJO(parameter.getValue());
        }
        out.writeEndObject();
    }

    private static void writeTensors(JsonGenerator out, String list, List<Tensor> tensors)
            throws IOException, WireException {
        out.writeArrayFieldStart(list);
        for (Tensor tensor : tensors) {
            out.writeStartObject();
            out.writeStringField("name", tensor.name());
            out.writeArrayFieldStart("shape");
            for (long size : tensor.shape()) {
                out.writeNumber(size);
            }
            out.writeEndArray();
            out.writeStringField("datatype", tensor.datatype().name());
            writeParameters(out, tensor.parameters());
            out.writeArrayFieldStart("data");
            writeData(out, tensor);
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeData(JsonGenerator out, Tensor tensor) throws IOException, WireException {
        switch (tensor.values()) {
            case Values.Bools(boolean[] elements) -> {
                for (boolean element : elements) {
                    out.writeBoolean(element);
                }
            }
            case Values.Integers(long[] elements) -> {
                for (long element : elements) {
                    if (element < 0 && tensor.datatype() == Datatype.UINT64) {
                        out.writeNumber(new BigInteger(Long.toUnsignedString(element)));
                    } else {
                        out.writeNumber(element);
                    }
                }
            }
            case Values.Reals(double[] elements) -> {
                for (double element : elements) {
                    if (!Double.isFinite(element)) {
                        throw new WireException(
                                "tensor \"" + tensor.name() + "\" holds " + element + ", which JSON cannot say");
                    }
                    if (tensor.datatype() == Datatype.FP64) {
                        out.writeNumber(element);
                    } else {
                        out.writeNumber((float) element);
                    }
                }
            }
            case Values.Bytes(byte[][] elements) -> {
                for (byte[] element : elements) {
                    @Nullable String text = utf8(element);
                    if (text == null) {
                        throw new WireException("tensor \"" + tensor.name()
                                + "\" holds bytes that are not UTF-8, which JSON cannot say");
                    }
                    out.writeString(text);
                }
            }
        }
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
