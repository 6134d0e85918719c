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
    @ValueSource(strings = {"run", "init", "serve", "report", "autoscaler", "autoscaler replay", "autoscaler explain"})
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
}
