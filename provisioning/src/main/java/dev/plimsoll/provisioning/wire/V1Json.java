package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON bodies of KServe's V1 protocol for models that take rows of numbers and answer a class a row:
 * {@code {"instances": [[...], ...]}} and {@code {"predictions": [...]}}.
 */
public final class V1Json {
    public static final String CONTENT_TYPE = Json.CONTENT_TYPE;

    private V1Json() {}

    /**
     * Writes rows of numbers.
     *
     * @throws WireException if an element is not finite
     */
    public static byte[] encodeInstances(double[][] rows) throws WireException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + rows.length * 20);
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("instances");
            for (double[] row : rows) {
                out.writeStartArray();
                for (double element : row) {
                    if (!Double.isFinite(element)) {
                        throw new WireException("a row holds " + element + ", which JSON cannot say");
                    }
                    out.writeNumber(element);
                }
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads rows of numbers. Like KServe's scikit-learn server it takes them under {@code instances} or {@code inputs}.
     *
     * @return an FP64 tensor of shape [rows, columns]
     * @throws WireException if it is no JSON, has no rows, or its rows are not numbers of one length
     */
    public static Tensor decodeInstances(byte[] body) throws WireException {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            Json.start(parser);
            Tensor rows = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("instances") || (name.equals("inputs") && rows == null)) {
                    rows = rows(parser, name);
                } else {
                    parser.skipChildren();
                }
            }
            Json.end(parser);
            if (rows == null) {
                throw new WireException("Expected \"instances\" or \"inputs\" key in request body");
            }
            return rows;
        } catch (JsonProcessingException e) {
            throw Json.notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static Tensor rows(JsonParser parser, String where) throws IOException, WireException {
        Json.expect(parser, JsonToken.START_ARRAY, where, "an array of rows");
        Growable elements = new Growable(Datatype.FP64);
        long rows = 0;
        int columns = -1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Json.expect(parser, JsonToken.START_ARRAY, where + "[" + rows + "]", "a row: an array of numbers");
            int before = elements.size();
            JsonToken token = parser.nextToken();
            while (token != JsonToken.END_ARRAY) {
                if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
                    throw new WireException(where + "[" + rows + "][" + (elements.size() - before) + "] is "
                            + Json.describe(token) + ", expected a number");
                }
                elements.add(parser.getDoubleValue());
                token = parser.nextToken();
            }
            int length = elements.size() - before;
            if (columns >= 0 && length != columns) {
                throw new WireException(
                        where + "[" + rows + "] has " + length + " columns, the rows before it have " + columns);
            }
            columns = length;
            rows++;
        }
        if (rows == 0) {
            throw new WireException(where + " holds no row");
        }
        return Tensor.of(where, Datatype.FP64, List.of(rows, (long) columns), elements.values());
    }

    public static byte[] encodePredictions(long[] classes) {
        StringBuilder text = new StringBuilder(20 + 2 * classes.length).append("{\"predictions\":[");
        for (int i = 0; i < classes.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(classes[i]);
        }
        return text.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads {@code predictions} that are whole numbers; numbers with a fraction of zero count as such. */
    public static long[] decodePredictions(byte[] body) throws WireException {
        try (JsonParser parser = Json.FACTORY.createParser(body)) {
            Json.start(parser);
            List<Long> classes = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean predictions = parser.currentName().equals("predictions");
                parser.nextToken();
                if (!predictions) {
                    parser.skipChildren();
                    continue;
                }
                Json.expect(parser, JsonToken.START_ARRAY, "predictions", "an array");
                classes = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    if (!parser.currentToken().isNumeric() || parser.getDoubleValue() % 1 != 0) {
                        throw new WireException("predictions[" + classes.size() + "] is not a whole number");
                    }
                    classes.add((long) parser.getDoubleValue());
                }
            }
            Json.end(parser);
            if (classes == null) {
                throw new WireException("predictions is missing");
            }
            return classes.stream().mapToLong(Long::longValue).toArray();
        } catch (JsonProcessingException e) {
            throw Json.notJson(e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }
}
