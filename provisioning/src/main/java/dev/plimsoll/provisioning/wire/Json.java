package dev.plimsoll.provisioning.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the JSON codecs share. */
final class Json {
    static final String CONTENT_TYPE = "application/json";

    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** For the hot path: looks at no more than it must. */
    static final JsonFactory LENIENT = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

    private Json() {}

    /** Says where and why a text is not JSON, without Jackson's own words for its classes. */
    static WireException notJson(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new WireException("not JSON" + place + ": " + e.getOriginalMessage(), e);
    }

    static void expect(JsonParser parser, JsonToken expected, String where, String what) throws WireException {
        if (parser.currentToken() != expected) {
            throw new WireException(where + " is " + describe(parser.currentToken()) + ", expected " + what);
        }
    }

    /** Steps into the body's object. */
    static void start(JsonParser parser) throws IOException, WireException {
        parser.nextToken();
        expect(parser, JsonToken.START_OBJECT, "the body", "an object");
    }

    /** Makes sure that nothing follows the body's object. */
    static void end(JsonParser parser) throws IOException, WireException {
        if (parser.nextToken() != null) {
            throw new WireException("something follows the body's object");
        }
    }

    static String text(JsonParser parser, String where) throws IOException, WireException {
        expect(parser, JsonToken.VALUE_STRING, where, "a string");
        return parser.getText();
    }

    static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            case null -> "missing";
            default -> token.name();
        };
    }

    /** Reads an object of parameters; the parser stands at its first token. */
    static Map<String, Object> parameters(JsonParser parser, String where) throws IOException, WireException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        expect(parser, JsonToken.START_OBJECT, where, "an object");
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_TRUE -> parameters.put(name, true);
                case VALUE_FALSE -> parameters.put(name, false);
                case VALUE_NUMBER_INT -> parameters.put(name, parser.getLongValue());
                case VALUE_NUMBER_FLOAT -> parameters.put(name, parser.getDoubleValue());
                case VALUE_STRING -> parameters.put(name, parser.getText());
                case VALUE_NULL -> {}
                case JsonToken other ->
                    throw new WireException(where + "." + name + " is " + describe(other)
                            + "; a parameter is a boolean, a number or a string");
                case null -> throw new WireException(where + " ends early");
            }
        }
        return parameters;
    }
}
