package dev.plimsoll.scenarios.cli;

import static dev.plimsoll.scenarios.cli.CommandLine.plimsoll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.scenarios.cli.CommandLine.Result;
import dev.plimsoll.scenarios.suite.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir
    private Path folder;

    private Path suite(String text) throws IOException {
        return Files.writeString(folder.resolve("suite.yaml"), text);
    }

    private static void isOneParagraphWithExitCode(Result result, int exitCode) {
        assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
        assertThat(result.err()).startsWith("plimsoll: ").doesNotContain("\tat ", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "init",
                "serve",
                "report",
                "autoscaler",
                "autoscaler replay",
                "autoscaler explain",
                "slo",
                "slo rules",
                "slo lint",
                "slo import",
                "slo replay"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        Result help = plimsoll((command + " --help").split(" "));

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).containsPattern("Examples?:\n  plimsoll " + command);
    }

    @Test
    void theHelpNamesTheExitCodes() {
        assertThat(plimsoll("--help").out()).contains("Exit codes:", "INCONCLUSIVE", "70");
    }

    @Test
    void anUnknownOptionIsRefusedWithTheNextStep() {
        Result result = plimsoll("run", "--rte", "5");

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("Unknown option", "plimsoll run --help");
    }

    @Test
    void everyMistakeOfASuiteIsToldWithItsPlace() throws IOException {
        Path file = suite("""
                apiVersion: plimsoll.dev/v1
                name: small
                scenarios:
                  - steady: {rate: 10, duraton: 5s}
                """);

        Result result = plimsoll("run", file.toString());

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains(file + ":4:24: unknown key 'duraton'; did you mean 'duration'?");
    }

    @Test
    void aMissingSuiteSaysHowToGetOne() {
        Result result = plimsoll("run", folder.resolve("none.yaml").toString());

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("there is no suite file", "plimsoll init");
    }

    @Test
    void aMistakeInTheObjectivesIsToldBeforeAnythingIsStarted() throws IOException {
        Path slo = Files.writeString(
                folder.resolve("slo.yaml"), Defaults.SLO.text().replace("target: 0.95", "target: 95"));

        Result result = plimsoll(
                "run", "--slo", slo.toString(), "--out", folder.resolve("run").toString());

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains(slo.toString() + ":");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate 0 | --rate must be above 0",
                "--rate 1e12 | at most 1,000,000",
                "--target http://127.0.0.1:99999 | must be 'embedded' or an address",
                "--duration 5 | --duration must be a number with a unit",
                "--arrivals poison | did you mean 'poisson'?",
                "--scenario stedy | did you mean 'steady'?",
                "--protocol v2-grcp | did you mean 'v2-grpc'?",
                "--check irs | did you mean 'iris'?",
                "--target ftp://127.0.0.1 | must be 'embedded' or an address",
                "--header Host | --header takes 'NAME: VALUE'",
                "--model other | the embedded target has one model",
                "--target http://127.0.0.1:1 --body nowhere.json --check iris | goes with the Iris rows only"
            })
    void aWrongOptionIsToldWithWhatToWrite(String options, String message) {
        Result result = plimsoll(("run --dry-run " + options).split(" "));

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains(message);
    }

    @Test
    void aHeaderWithASecretWrittenOutIsRefusedWithoutRepeatingIt() {
        Result result = plimsoll("run", "--target", "http://127.0.0.1:1", "--header", "Authorization: Bearer hunter2");

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("env:NAME or file:PATH").doesNotContain("hunter2");
    }

    @Test
    void aHeaderThatCannotBeSentIsRefusedWithoutRepeatingItsValue() {
        Result result = plimsoll(
                Map.of("TOKEN", "sekr\u00c4t-value"),
                "run",
                "--target",
                "http://127.0.0.1:1",
                "--model",
                "m",
                "--header",
                "X-Api-Key: env:TOKEN");

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("printable ASCII").doesNotContain("sekr");
    }

    @Test
    void anOptionBesideTheTargetDoesNotWeakenWhatTheSuiteAsksFor() throws IOException {
        Path file = suite("""
                apiVersion: plimsoll.dev/v1
                name: small
                target: {address: "http://127.0.0.1:1", model: iris}
                requests: {iris: true, check: iris}
                scenarios:
                  - steady: {rate: 10, duration: 5s, protocols: [v1-rest]}
                """);

        String plain = plimsoll("run", file.toString(), "--dry-run").out();
        Result withHeader = plimsoll("run", file.toString(), "--dry-run", "--header", "Host: other");

        assertThat(plain).contains("v1-rest", "check iris").doesNotContain("v2-rest");
        assertThat(withHeader.out()).isEqualTo(plain);
    }

    @Test
    void aSecretThatIsNotThereIsTold() {
        Result result = plimsoll("run", "--target", "http://127.0.0.1:1", "--header", "Authorization: env:NO_SUCH");

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("the environment variable NO_SUCH is not set");
    }

    @Test
    void aDryRunSaysWhatWouldBeSentAndSendsNothing() {
        Result result = plimsoll("run", "--dry-run", "--rate", "100", "--duration", "10s", "--arrivals", "constant");

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "target  embedded",
                        "v1-rest steady",
                        "1,000 requests",
                        "constant 100/s for 10 s",
                        "nothing was sent");
    }

    @Test
    void aRunDirectoryThatIsNotEmptyIsNotTouched() throws IOException {
        Files.writeString(folder.resolve("precious"), "1");

        Result result = plimsoll("run", "--out", folder.toString());

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("not empty");
        assertThat(folder.resolve("run.json")).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldBeforeAnythingIsStarted() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Result result = plimsoll("run", "--out", file.resolve("run").toString());

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("cannot make");
    }

    @Test
    void aDirectoryWithoutARunIsNoReport() {
        Result result = plimsoll("report", folder.toString());

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("not a run directory");
    }

    @Test
    void initWritesASuiteThatCanBeRunAndOverwritesNothing() throws IOException {
        Path place = folder.resolve("mine");

        assertThat(plimsoll("init", place.toString()).exitCode()).isZero();
        assertThat(plimsoll("run", "--dry-run", place.resolve("suite.yaml").toString())
                        .exitCode())
                .isZero();
        Files.writeString(place.resolve("slo.yaml"), "mine");
        Result again = plimsoll("init", place.toString());

        isOneParagraphWithExitCode(again, 2);
        assertThat(place.resolve("slo.yaml")).hasContent("mine");
        assertThat(plimsoll("init", "--force", place.toString()).exitCode()).isZero();
        assertThat(place.resolve("slo.yaml")).hasContent(Defaults.SLO.text());
    }

    @Test
    void anUncaughtExceptionIsADefectAndNeverLooksLikeAVerdict() {
        Map<String, String> broken = new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                throw new IllegalStateException("planted");
            }
        };

        Result result =
                plimsoll(broken, "run", "--target", "http://127.0.0.1:1", "--header", "Authorization: env:TOKEN");

        assertThat(result.exitCode()).isEqualTo(70);
        assertThat(result.err())
                .contains("a defect of Plimsoll's own", "planted", "--debug")
                .doesNotContain("\tat ");
    }

    @Test
    void theRulesOfTheDefaultObjectivesArePrintedAndAreFreeOfFindings() throws IOException {
        Path slo = Files.writeString(folder.resolve("slo.yaml"), Defaults.SLO.text());

        Result rules =
                plimsoll("slo", "rules", slo.toString(), "--namespace", "default", "--service", "iris-predictor");

        assertThat(rules.exitCode()).as(rules.err()).isZero();
        assertThat(rules.out()).contains("groups:", "alert: ", "iris-predictor");
        Path file = Files.writeString(folder.resolve("rules.yaml"), rules.out());
        Result lint = plimsoll("slo", "lint", file.toString());
        assertThat(lint.exitCode()).as(lint.out() + lint.err()).isZero();
        Result imported = plimsoll("slo", "import", file.toString());
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out()).contains("apiVersion: openslo/v1", "kind: SLO");
    }

    @Test
    void aRuleThatCannotFireIsFoundWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yaml"), """
                groups:
                  - name: iris
                    rules:
                      - alert: TooFast
                        expr: |
                          sum(rate(http_requests_total{code=~"5.."}[1h])) / sum(rate(http_requests_total[1h])) > 14.4 * (1 - 0.9)
                """);

        Result lint = plimsoll("slo", "lint", file.toString());

        assertThat(lint.exitCode()).as(lint.out() + lint.err()).isEqualTo(1);
        assertThat(lint.out()).contains(file + ":", "TooFast");
    }

    @Test
    void anUnknownDialectGetsASuggestion() throws IOException {
        Path slo = Files.writeString(folder.resolve("slo.yaml"), Defaults.SLO.text());

        Result result = plimsoll("slo", "rules", slo.toString(), "--dialect", "knative-1.20");

        isOneParagraphWithExitCode(result, 2);
        assertThat(result.err()).contains("did you mean 'knative-1.2");
    }

    @Test
    void recordedDecisionsOfKnativesAutoscalerAreHeldAgainstOursAndExplained() throws IOException {
        Path trace = Files.writeString(folder.resolve("trace.jsonl"), """
                {"name":"t","spec":{"scalingMetric":"concurrency","aggregation":"linear","maxScaleUpRate":10,"maxScaleDownRate":10,"targetValue":1,"totalValue":1,"targetBurstCapacity":10,"panicThreshold":2,"stableWindowSeconds":60,"panicWindowSeconds":6,"scaleDownDelaySeconds":0,"activationScale":0,"reachable":true,"initialReady":1},"trace":[{"t":0,"load":3,"ready":1,"tick":true,"stable":3,"panic":3,"desired":3,"excessBurstCapacity":-12}]}
                """);

        Result replay = plimsoll("autoscaler", "replay", trace.toString());
        assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
        assertThat(replay.out()).contains("0 mismatches in 1 recorded decision");

        Path wrong = Files.writeString(
                folder.resolve("wrong.jsonl"), Files.readString(trace).replace("\"desired\":3", "\"desired\":4"));
        Result mismatch = plimsoll("autoscaler", "replay", wrong.toString());
        assertThat(mismatch.exitCode()).isEqualTo(1);
        assertThat(mismatch.out()).contains(wrong + ":1: t at 0 s: desired was recorded as 4");

        Result explained = plimsoll("autoscaler", "explain", trace.toString(), "--set", "minScale=5");
        assertThat(explained.exitCode()).as(explained.err()).isZero();
        assertThat(explained.out()).contains("trace t", "minScale=5");
        isOneParagraphWithExitCode(plimsoll("autoscaler", "explain", trace.toString(), "--set", "mnScale=5"), 2);
    }
}
