package dev.plimsoll.provisioning.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/** What the server says of itself, and how it writes its seldom answers. */
final class ServerFacts {
    static final String NAME = "plimsoll-embedded";
    static final String VERSION = "0.1.0";
    static final Map<String, Object> METADATA = Map.of("name", NAME, "version", VERSION, "extensions", List.of());

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ServerFacts() {}

    static byte[] json(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }
}
