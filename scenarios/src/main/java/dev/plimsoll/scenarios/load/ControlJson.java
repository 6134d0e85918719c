package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/** The control protocol's JSON, both ways. */
final class ControlJson {
    private final JsonMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    String write(Object message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message of the injector cannot be written", e);
        }
    }

    /** Reads a line; its text is not repeated in the error, since a command may hold secrets. */
    <T> T read(String line, Class<T> type) {
        try {
            return mapper.readValue(line, type);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalArgumentException("a message of the injector cannot be read: " + e.getOriginalMessage());
        }
    }
}
