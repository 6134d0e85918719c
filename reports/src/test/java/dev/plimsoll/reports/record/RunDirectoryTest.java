package dev.plimsoll.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.plimsoll.reports.testing.RunRecords;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void aWholeRunComesBackAsItWasWritten() throws IOException {
        RunRecord made = RunRecords.failing();
        RunRecord read = RunRecord.load(write(made).path());
        assertThat(read.description()).isEqualTo(made.description());
        assertThat(read.timeline()).isEqualTo(made.timeline());
        assertThat(read.slo()).isEqualTo(made.slo());
        assertThat(read.suite()).isEqualTo(made.suite());
        assertThat(RequestsFileTest.samples(read.requests()))
                .containsExactlyInAnyOrderElementsOf(RequestsFileTest.samples(made.requests()));
    }

    @Test
    void theSameDescriptionGivesTheSameText() {
        String one = RunJson.write(RunRecords.healthy().description());
        assertThat(RunJson.write(RunRecords.healthy().description())).isEqualTo(one);
        assertThat(one).startsWith("""
                        {
                          "schema" : "plimsoll.dev/run/v1",
                          "plimsoll" : "0.1.0-test",
                          "name" : "iris",
                          "started" : "2026-11-24T09:00:00Z",
                        """);
        assertThat(one.indexOf("containerConcurrency")).isLessThan(one.indexOf("\"server\""));
    }

    @Test
    void theJsonSchemaHoldsForWhatIsWritten() throws IOException {
        Schema schema = schema();
        String text = RunJson.write(RunRecords.partial().description());
        assertThat(schema.validate(text, InputFormat.JSON)).isEmpty();
        String without = text.replaceFirst("\"seed\" : 1,", "");
        assertThat(schema.validate(without, InputFormat.JSON)).hasSize(1);
    }

    @Test
    void theJsonSchemaRequiresEveryComponent() throws IOException {
        JsonNode schema = RunJson.MAPPER.readTree(schemaText());
        assertThat(required(schema)).containsExactlyElementsOf(components(RunDescription.class));
        JsonNode types = schema.get("$defs");
        for (Class<?> type : List.of(
                RunDescription.TargetDescription.class,
                RunDescription.ScenarioDescription.class,
                RunDescription.Leg.class,
                RunDescription.InjectorDescription.class,
                RunDescription.Calibration.class,
                Series.class)) {
            assertThat(required(types.get(type.getSimpleName())))
                    .as(type.getSimpleName())
                    .containsExactlyElementsOf(components(type));
        }
    }

    @Test
    void anotherSchemaIsRefusedByName() throws IOException {
        RunDirectory directory = write(RunRecords.healthy());
        String text = Files.readString(directory.descriptionFile());
        Files.writeString(directory.descriptionFile(), text.replace("plimsoll.dev/run/v1", "plimsoll.dev/run/v9"));
        assertThatThrownBy(() -> RunRecord.load(directory.path()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessage(directory.descriptionFile()
                        + " has the schema 'plimsoll.dev/run/v9', but this version of Plimsoll reads"
                        + " 'plimsoll.dev/run/v1': use the version that wrote it (0.1.0-test)");
    }

    @Test
    void anAddedFieldIsNoErrorAndAMissingOneIsNamed() throws IOException {
        RunDirectory directory = write(RunRecords.healthy());
        String text = Files.readString(directory.descriptionFile());
        Files.writeString(directory.descriptionFile(), text.replaceFirst("\\{", "{ \"weather\" : \"rain\","));
        assertThat(RunRecord.load(directory.path()).description().name()).isEqualTo("iris");
        Files.writeString(directory.descriptionFile(), text.replaceFirst("\"seed\" : 1,", ""));
        assertThatThrownBy(() -> RunRecord.load(directory.path()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith(directory.descriptionFile().toString())
                .hasMessageContaining("'seed'");
        Files.writeString(directory.descriptionFile(), text.substring(0, text.length() / 2));
        assertThatThrownBy(() -> RunRecord.load(directory.path()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("not a run description");
        Files.writeString(directory.descriptionFile(), text.replaceFirst("\"notes\" : \\[ ]", "\"notes\" : null"));
        assertThatThrownBy(() -> RunRecord.load(directory.path()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("not a run description");
    }

    @Test
    void aDirectoryWithoutRunJsonIsNoRun() throws IOException {
        assertThatThrownBy(() -> RunRecord.load(temporary))
                .hasMessage(temporary + " is not a run directory: it holds no run.json");
        assertThatThrownBy(() -> RunRecord.load(temporary.resolve("nowhere")))
                .hasMessage("there is no run at " + temporary.resolve("nowhere"));
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> RunRecord.load(file)).hasMessageContaining("is a file: name the directory");
    }

    @Test
    void aPlaceThatIsTakenIsRefused() throws IOException {
        Path taken = Files.createDirectory(temporary.resolve("taken"));
        RunDirectory.create(taken);
        Files.createFile(taken.resolve("something"));
        assertThatThrownBy(() -> RunDirectory.create(taken))
                .hasMessage(taken + " exists and is not empty: choose another place for the run, or remove it first");
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> RunDirectory.create(file)).hasMessageContaining("is a file, not a directory");
        assertThatThrownBy(() -> RunDirectory.create(file.resolve("below")))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith("cannot make " + file.resolve("below"));
    }

    @Test
    void aBrokenLineInTheMiddleOfTheTimelineIsNamed() throws IOException {
        RunDirectory directory = write(RunRecords.healthy());
        Files.writeString(
                directory.timelineFile(),
                "{\"type\":\"note\",\"atNanos\":1,\"text\":\"a\"}\n{oops}\n{\"type\":\"note\",\"atNanos\":2,\"text\":\"b\"}\n");
        assertThatThrownBy(() -> RunRecord.load(directory.path()))
                .hasMessageStartingWith(directory.timelineFile() + ":2: not a timeline event");
    }

    private RunDirectory write(RunRecord run) throws IOException {
        RunDirectory directory = RunDirectory.create(temporary.resolve("run"));
        directory.writeDescription(run.description());
        directory.writeSlo(run.slo());
        directory.writeSuite(run.suite());
        RequestsFileTest.write(
                directory.requestsFile(), RequestsFileTest.samples(run.requests()), RunWriter.DEFAULT_LIMIT);
        try (TimelineWriter timeline = TimelineWriter.open(directory)) {
            run.timeline().forEach(timeline::write);
        }
        return directory;
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText(), InputFormat.JSON);
    }

    private static String schemaText() throws IOException {
        try (InputStream in = RunDescription.class.getResourceAsStream("run.schema.json")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> required(JsonNode schema) {
        return schema.get("required").valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
