package dev.plimsoll.scenarios.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.provisioning.embedded.StartPhase;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.source.SourceException;
import dev.plimsoll.scenarios.coldstart.ColdStart;
import dev.plimsoll.scenarios.steady.Steady;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuiteReaderTest {
    private static final String SMALL = """
            apiVersion: plimsoll.dev/v1
            name: small
            scenarios:
              - steady: {rate: 10, duration: 5s}
            """;

    private static Suite read(String text) {
        return SuiteReader.read("suite.yaml", text, Optional.empty());
    }

    @Test
    void whatASuiteLeavesOutIsFilledIn() {
        Suite suite = read(SMALL);

        assertThat(suite.target()).isEqualTo(new TargetChoice.Embedded());
        assertThat(suite.requests())
                .isEqualTo(new RequestChoice(new RequestChoice.Source.IrisRows(), RequestChoice.Check.IRIS));
        assertThat(suite.allowedHosts()).isEmpty();
        assertThat(suite.scenarios())
                .containsExactly(new Steady(
                        "steady",
                        List.of(),
                        10,
                        Steady.Spread.POISSON,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        1));
    }

    @Test
    void aTargetWithAnAddressKeepsItsHeadersApartFromTheirSecrets() {
        Suite suite = read("""
                apiVersion: plimsoll.dev/v1
                name: small
                target:
                  address: https://models.example.com
                  model: iris
                  protocols: [v2-rest]
                  headers:
                    Host: iris.default.example.com
                    Authorization: env:TOKEN
                scenarios:
                  - steady: {rate: 10, duration: 5s}
                """);

        assertThat(suite.target())
                .isEqualTo(new TargetChoice.Address(
                        URI.create("https://models.example.com"),
                        "iris",
                        List.of(Protocol.V2_REST),
                        Map.of(
                                "Host", new HeaderValue.Literal("iris.default.example.com"),
                                "Authorization", new HeaderValue.Environment("TOKEN"))));
        assertThat(suite.requests().check())
                .as("a foreign model may know other classes")
                .isEqualTo(RequestChoice.Check.STATUS);
    }

    @Test
    void aSecretWrittenOutIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> read("""
                apiVersion: plimsoll.dev/v1
                name: small
                target:
                  address: http://127.0.0.1:1
                  headers:
                    X-Api-Key: hunter2
                scenarios:
                  - steady: {rate: 10, duration: 5s}
                """))
                .isInstanceOf(SourceException.class)
                .hasMessage(
                        "suite.yaml:6:16: the header 'X-Api-Key' may hold a secret, and what is written here is kept"
                                + " with the run: write env:NAME or file:PATH");
    }

    @Test
    void everyMistakeIsToldAtOnceWithItsPlace() {
        assertThatThrownBy(() -> read("""
                apiVersion: plimsoll.dev/v2
                name: a b
                target: sevrer
                scenarios:
                  - stedy: {rate: 10, duration: 5s}
                  - steady: {rate: 0, duraton: 5s}
                  - steady: {rate: 1, duration: 5}
                """)).isInstanceOf(SourceException.class).hasMessage("""
                        suite.yaml:1:13: unknown 'apiVersion' 'plimsoll.dev/v2'; did you mean 'plimsoll.dev/v1'?
                        suite.yaml:2:1: 'name' must consist of letters, digits, '.', '_' and '-', and begin with a letter or digit
                        suite.yaml:3:9: the target 'sevrer' must be 'embedded' or an address like http://127.0.0.1:8080 (http, https, grpc or grpcs; no path, no query: pass tokens as headers)
                        suite.yaml:5:5: unknown key 'stedy'; did you mean 'steady'?
                        suite.yaml:6:13: 'duration' is missing
                        suite.yaml:6:14: 'rate' must be above 0 requests a second
                        suite.yaml:6:23: unknown key 'duraton'; did you mean 'duration'?
                        suite.yaml:7:13: two scenarios are named 'steady'; give one a 'name' of its own
                        suite.yaml:7:33: 'duration' must be a number with a unit (ns, us, ms, s, m, h, d, w), for example 10s, not '5'""");
    }

    @Test
    void anAddressWithAQueryIsRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> read(SMALL + "target: http://127.0.0.1:1?token=hunter2\n"))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("no query: pass tokens as headers")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void userInformationDoesNotShowInTheTargetsWords() {
        assertThat(read(SMALL + "target: http://ann:hunter2@127.0.0.1:1\n")
                        .target()
                        .inWords())
                .isEqualTo("http://127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n---\n"})
    void anEmptySuiteSaysHowToGetOne(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SourceException.class)
                .hasMessage("suite.yaml:1:1: the suite is empty; 'plimsoll init' writes one to start from");
    }

    @Test
    void theSeedGivenInsteadReachesEveryScenario() {
        Suite suite = SuiteReader.read("suite.yaml", SMALL, Optional.of(99L));

        assertThat(suite.seed()).isEqualTo(99);
        assertThat(((Steady) suite.scenarios().getFirst()).seed()).isEqualTo(99);
    }

    @Test
    void theDefaultSuiteIsReadAndLastsAtMostNinetySeconds() {
        Suite suite = read(Defaults.SUITE.text());

        Duration total = suite.scenarios().stream()
                .map(scenario -> scenario.plan(List.of(Protocol.values())).getLast())
                .map(load -> load.start().plus(load.duration()))
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(total).isLessThanOrEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void theSchemaAcceptsTheDefaultSuiteAndRefusesWhatTheReaderRefuses() throws Exception {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new ObjectMapper().readTree(Defaults.SUITE_SCHEMA.text()));

        assertThat(schema.validate(yaml(Defaults.SUITE.text()))).isEmpty();
        assertThat(schema.validate(yaml(SMALL))).isEmpty();
        List<Error> errors = schema.validate(yaml(SMALL.replace("duration", "duraton")));
        assertThat(errors).isNotEmpty();
        assertThat(schema.validate(yaml(SMALL.replace("5s", "5")))).isNotEmpty();
    }

    private static final String COLD = """
            apiVersion: plimsoll.dev/v1
            name: cold
            target:
              embedded:
                annotations: {window: 6s, min-scale: 0}
                autoscaler: {scale-to-zero-grace-period: 1s}
                containerConcurrency: 2
                phases: {imagePull: 200ms, modelLoad: 1.5s}
            scenarios:
              - coldStart: {trials: 3, protocol: v2-grpc, window: 500ms, patience: 40s}
            """;

    @Test
    void aColdStartAndTheTargetItNeedsAreRead() throws Exception {
        Suite suite = read(COLD);

        assertThat(suite.target())
                .isEqualTo(new TargetChoice.Embedded(Optional.of(KnativeMode.defaults()
                        .withAnnotation("window", "6s")
                        .withAnnotation("min-scale", "0")
                        .withAutoscaler("scale-to-zero-grace-period", "1s")
                        .withContainerConcurrency(2)
                        .withPhase(StartPhase.IMAGE_PULL, Duration.ofMillis(200))
                        .withPhase(StartPhase.MODEL_LOAD, Duration.ofMillis(1500)))));
        assertThat(suite.scenarios())
                .containsExactly(new ColdStart(
                        "coldStart", 3, Optional.of(Protocol.V2_GRPC), Duration.ofMillis(500), Duration.ofSeconds(40)));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(new ObjectMapper().readTree(Defaults.SUITE_SCHEMA.text()))
                        .validate(yaml(COLD)))
                .isEmpty();
    }

    @Test
    void whatCannotBeAColdStartIsToldWithItsPlace() {
        assertThatThrownBy(() -> read(COLD.replace("trials: 3", "trials: 0")
                        .replace("window: 500ms", "window: 50s")
                        .replace("window: 6s", "window: 5s")
                        .replace("modelLoad", "modelLaod")))
                .isInstanceOf(SourceException.class)
                .hasMessage("""
                        suite.yaml:5:5: this cannot be run as Knative would: expected 6s <= 5s <= 1h0m0s: autoscaling.knative.dev/window
                        suite.yaml:8:32: unknown key 'modelLaod'; did you mean 'modelLoad'?
                        suite.yaml:10:17: 'trials' must be from 1 to 1000
                        suite.yaml:10:47: 'window' must be shorter than 'patience'""");
    }

    private static JsonNode yaml(String text) throws Exception {
        return new YAMLMapper().readTree(text);
    }
}
