package dev.plimsoll.reports.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text of {@code run.json}: keys in the order of the records' components, those of maps sorted. */
final class RunJson {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .build();

    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private RunJson() {}

    static String write(RunDescription description) {
        try {
            return MAPPER.writer(PRINTER).writeValueAsString(description) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run description cannot be written as JSON", e);
        }
    }

    static RunDescription read(Path file) {
        try {
            JsonNode tree = MAPPER.readTree(Files.readString(file));
            String schema = tree.path("schema").asText("");
            if (!schema.equals(RunDescription.SCHEMA)) {
                throw new RunDirectoryException(
                        "%s has the schema '%s', but this version of Plimsoll reads '%s': use the version that wrote it%s"
                                .formatted(file, schema, RunDescription.SCHEMA, writer(tree)));
            }
            return MAPPER.treeToValue(tree, RunDescription.class);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null || e.getLocation().getLineNr() < 1
                    ? ""
                    : ":" + e.getLocation().getLineNr() + ":" + e.getLocation().getColumnNr();
            throw new RunDirectoryException(file + where + ": not a run description: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + file + ": " + RunDirectory.reason(e), e);
        }
    }

    private static String writer(JsonNode tree) {
        String version = tree.path("plimsoll").asText("");
        return version.isEmpty() ? "" : " (" + version + ")";
    }
}
