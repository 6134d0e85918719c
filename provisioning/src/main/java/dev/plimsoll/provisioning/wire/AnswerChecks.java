package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Applies an {@link AnswerCheck}. It reads an answer once, front to back, and builds nothing of it: this runs on the threads that
 * time requests.
 *
 * <p>In V2 the first output is the one that is checked. A class may be written as an integer, as a number with a fraction of zero
 * or as the text of an integer.
 */
final class AnswerChecks {
    private static final int ANY_ROWS = -1;

    private AnswerChecks() {}

    static @Nullable String problem(AnswerCheck check, Protocol protocol, byte[] body) {
        return switch (check) {
            case AnswerCheck.Status _ -> null;
            case AnswerCheck.WellFormed _ -> read(new Comparison(null, ANY_ROWS), protocol, body);
            case AnswerCheck.Shape(int rows) -> read(new Comparison(null, rows), protocol, body);
            case AnswerCheck.Classes(int[] expected) -> read(new Comparison(expected, expected.length), protocol, body);
        };
    }

    private static @Nullable String read(Comparison comparison, Protocol protocol, byte[] body) {
        try {
            boolean found = switch (protocol) {
                case V1_REST -> v1(comparison, body);
                case V2_REST -> v2(comparison, body);
                case V2_GRPC -> grpc(comparison, body);
            };
            if (!found) {
                return switch (protocol) {
                    case V1_REST -> "the answer has no member \"predictions\"";
                    case V2_REST, V2_GRPC -> "the answer has no output";
                };
            }
            return comparison.problem();
        } catch (JsonProcessingException e) {
            return "the answer is " + Json.notJson(e).getMessage();
        } catch (InvalidProtocolBufferException e) {
            return "the answer is no ModelInferResponse: " + e.getMessage();
        } catch (WireException e) {
            return "the answer is malformed: " + e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** What was expected, and how far the answer has gone along with it. */
    private static final class Comparison {
        private final int @Nullable [] expected;
        private final int rows;
        private int count;
        private int wrong = -1;
        private String found = "";
        /** Product of the answer's shape, and its first dimension; -1 while not known. */
        private long elements = -1;

        private long declaredRows = -1;

        Comparison(int @Nullable [] expected, int rows) {
            this.expected = expected;
            this.rows = rows;
        }

        void integer(long value) {
            if (mismatch(value)) {
                found = Long.toString(value);
            }
            count++;
        }

        void real(double value) {
            boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
            if (whole ? mismatch((long) value) : wrongAnyway()) {
                found = Double.toString(value);
            }
            count++;
        }

        void text(String value) {
            long parsed;
            try {
                parsed = Long.parseLong(value);
            } catch (NumberFormatException _) {
                other("\"" + value + "\"");
                return;
            }
            if (mismatch(parsed)) {
                found = "\"" + value + "\"";
            }
            count++;
        }

        void other(String description) {
            if (wrongAnyway()) {
                found = description;
            }
            count++;
        }

        private boolean mismatch(long value) {
            if (expected == null || wrong >= 0 || count >= expected.length || expected[count] == value) {
                return false;
            }
            wrong = count;
            return true;
        }

        private boolean wrongAnyway() {
            if (expected == null || wrong >= 0 || count >= expected.length) {
                return false;
            }
            wrong = count;
            return true;
        }

        @Nullable
        String problem() {
            if (wrong >= 0 && expected != null) {
                return "row " + wrong + ": expected class " + expected[wrong] + ", got " + found;
            }
            if (elements >= 0 && elements != count) {
                return "the output's shape has " + elements + " elements, but it holds " + count;
            }
            long got = expected == null && declaredRows >= 0 ? declaredRows : count;
            return rows == ANY_ROWS || got == rows ? null : "expected " + rows + " predictions, got " + got;
        }
    }

    private static boolean v1(Comparison comparison, byte[] body) throws IOException, WireException {
        boolean found = false;
        try (JsonParser parser = Json.LENIENT.createParser(body)) {
            Json.start(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean predictions = !found && parser.currentName().equals("predictions");
                JsonToken token = parser.nextToken();
                if (!predictions) {
                    parser.skipChildren();
                    continue;
                }
                found = true;
                Json.expect(parser, JsonToken.START_ARRAY, "predictions", "an array");
                for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                    value(comparison, parser, token);
                }
            }
            Json.end(parser);
        }
        return found;
    }

    /** One prediction; what is no plain value counts as one as well. */
    private static void value(Comparison comparison, JsonParser parser, JsonToken token)
            throws IOException, WireException {
        switch (token) {
            case VALUE_NUMBER_INT -> {
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                    comparison.other(parser.getText());
                } else {
                    comparison.integer(parser.getLongValue());
                }
            }
            case VALUE_NUMBER_FLOAT -> comparison.real(parser.getDoubleValue());
            case VALUE_STRING -> comparison.text(parser.getText());
            case START_ARRAY, START_OBJECT -> {
                comparison.other(Json.describe(token));
                parser.skipChildren();
            }
            case null -> throw new WireException("it ends early");
            default -> comparison.other(Json.describe(token));
        }
    }

    private static boolean v2(Comparison comparison, byte[] body) throws IOException, WireException {
        boolean found = false;
        try (JsonParser parser = Json.LENIENT.createParser(body)) {
            Json.start(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean outputs = parser.currentName().equals("outputs");
                parser.nextToken();
                if (!outputs) {
                    parser.skipChildren();
                    continue;
                }
                Json.expect(parser, JsonToken.START_ARRAY, "outputs", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Json.expect(parser, JsonToken.START_OBJECT, "an output", "an object");
                    if (found) {
                        parser.skipChildren();
                    } else {
                        found = true;
                        output(comparison, parser);
                    }
                }
            }
            Json.end(parser);
        }
        return found;
    }

    private static void output(Comparison comparison, JsonParser parser) throws IOException, WireException {
        boolean data = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("shape")) {
                Json.expect(parser, JsonToken.START_ARRAY, "an output's shape", "an array");
                long product = 1;
                for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                    Json.expect(parser, JsonToken.VALUE_NUMBER_INT, "a dimension", "an integer");
                    if (comparison.declaredRows < 0) {
                        comparison.declaredRows = parser.getLongValue();
                    }
                    product *= parser.getLongValue();
                }
                comparison.elements = product;
            } else if (name.equals("data")) {
                data = true;
                Json.expect(parser, JsonToken.START_ARRAY, "an output's data", "an array");
                int depth = 1;
                while (depth > 0) {
                    token = parser.nextToken();
                    if (token == JsonToken.START_ARRAY) {
                        depth++;
                    } else if (token == JsonToken.END_ARRAY) {
                        depth--;
                    } else {
                        value(comparison, parser, token);
                    }
                }
            } else {
                parser.skipChildren();
            }
        }
        if (!data) {
            throw new WireException("an output has no data");
        }
    }

    private static boolean grpc(Comparison comparison, byte[] body) throws IOException, WireException {
        CodedInputStream in = CodedInputStream.newInstance(body);
        boolean found = false;
        boolean typed = false;
        boolean rawSeen = false;
        String datatype = "";
        ByteBuffer raw = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == 5 && !found) {
                found = true;
                int limit = in.pushLimit(in.readRawVarint32());
                for (int inner = in.readTag(); inner != 0; inner = in.readTag()) {
                    switch (WireFormat.getTagFieldNumber(inner)) {
                        case 2 -> datatype = in.readString();
                        case 3 -> shape(comparison, in, inner);
                        case 5 -> {
                            typed = true;
                            int contents = in.pushLimit(in.readRawVarint32());
                            contents(comparison, in);
                            in.popLimit(contents);
                        }
                        default -> in.skipField(inner);
                    }
                }
                in.popLimit(limit);
                in.checkLastTagWas(0);
            } else if (field == 6 && !rawSeen) {
                rawSeen = true;
                raw = in.readByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            } else {
                in.skipField(tag);
            }
        }
        if (found && raw != null && !typed) {
            raw(comparison, Datatype.parse(datatype, "an output's datatype"), raw);
        }
        if (found && comparison.elements < 0) {
            comparison.elements = 1;
        }
        return found;
    }

    private static void shape(Comparison comparison, CodedInputStream in, int tag) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            dimension(comparison, in.readInt64());
            return;
        }
        int limit = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            dimension(comparison, in.readInt64());
        }
        in.popLimit(limit);
    }

    private static void dimension(Comparison comparison, long size) {
        if (comparison.declaredRows < 0) {
            comparison.declaredRows = size;
            comparison.elements = size;
        } else {
            comparison.elements *= size;
        }
    }

    private static void contents(Comparison comparison, CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            if (field == 8) {
                comparison.text(in.readStringRequireUtf8());
            } else if (field < 1 || field > 8) {
                in.skipField(tag);
            } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                int limit = in.pushLimit(in.readRawVarint32());
                while (in.getBytesUntilLimit() > 0) {
                    element(comparison, in, field);
                }
                in.popLimit(limit);
            } else {
                element(comparison, in, field);
            }
        }
    }

    private static void element(Comparison comparison, CodedInputStream in, int field) throws IOException {
        switch (field) {
            case 1 -> comparison.integer(in.readBool() ? 1 : 0);
            case 2 -> comparison.integer(in.readInt32());
            case 3 -> comparison.integer(in.readInt64());
            case 4 -> comparison.integer(Integer.toUnsignedLong(in.readUInt32()));
            case 5 -> comparison.integer(in.readUInt64());
            case 6 -> comparison.real(in.readFloat());
            default -> comparison.real(in.readDouble());
        }
    }

    private static void raw(Comparison comparison, Datatype datatype, ByteBuffer raw) throws WireException {
        if (datatype.bytes() > 0 && raw.remaining() % datatype.bytes() != 0) {
            throw new WireException("raw contents of " + raw.remaining() + " bytes are no whole number of " + datatype);
        }
        while (raw.hasRemaining()) {
            switch (datatype) {
                case BOOL -> comparison.integer(raw.get());
                case UINT8 -> comparison.integer(Byte.toUnsignedInt(raw.get()));
                case UINT16 -> comparison.integer(Short.toUnsignedInt(raw.getShort()));
                case UINT32 -> comparison.integer(Integer.toUnsignedLong(raw.getInt()));
                case INT8 -> comparison.integer(raw.get());
                case INT16 -> comparison.integer(raw.getShort());
                case INT32 -> comparison.integer(raw.getInt());
                case UINT64, INT64 -> comparison.integer(raw.getLong());
                case FP16 -> comparison.real(Float.float16ToFloat(raw.getShort()));
                case FP32 -> comparison.real(raw.getFloat());
                case FP64 -> comparison.real(raw.getDouble());
                case BYTES -> {
                    int length = raw.remaining() < 4 ? -1 : raw.getInt();
                    if (length < 0 || length > raw.remaining()) {
                        throw new WireException("raw contents end within an element");
                    }
                    byte[] text = new byte[length];
                    raw.get(text);
                    comparison.text(new String(text, StandardCharsets.UTF_8));
                }
            }
        }
    }
}
