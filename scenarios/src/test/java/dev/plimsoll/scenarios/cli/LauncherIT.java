package dev.plimsoll.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.RunRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a newcomer uses it: a process of its own, with the distribution that the build made. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LauncherIT {
    private static final Path REPOSITORY = Path.of(System.getProperty("plimsoll.repository", ".."))
            .toAbsolutePath()
            .normalize();

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    /** In a process group of its own, and hearing SIGINT even where this build was started deaf to it. */
    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                "setsid",
                REPOSITORY.resolve("plimsoll").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("output").toFile());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    @AfterEach
    void leaveNothingRunning() {
        started.forEach(Process::destroyForcibly);
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    }

    private Path awaitRequests(Process process) throws Exception {
        Path run = folder.resolve("runs/latest");
        Path requests = run.resolve("requests");
        while (!Files.exists(requests) || Files.size(requests) < 3_000) {
            assertThat(process.isAlive()).as(output()).isTrue();
            Thread.sleep(50);
        }
        return run.toRealPath();
    }

    @Test
    void theLauncherRunsFromAnotherFolderAndKeepsTheRunThere() throws Exception {
        Process process = start("run", "--protocol", "v1-rest", "--rate", "50", "--duration", "2s", "--warm-up", "0s");

        int exitCode = process.waitFor();

        assertThat(exitCode).as(output()).isIn(0, 1, 3, 5);
        assertThat(folder.resolve("runs/latest/report.html")).isNotEmptyFile();
        assertThat(RunRecord.load(folder.resolve("runs/latest")).description().plimsoll())
                .as("the version comes from the jar's manifest")
                .isNotEqualTo("development");
    }

    @Test
    void ctrlCStopsTheLoadAndStillWritesJudgesAndRendersWhatWasMeasured() throws Exception {
        Process process = start("run", "--protocol", "v1-rest", "--rate", "100", "--duration", "10m");
        Path run = awaitRequests(process);

        // As a terminal does it: to every process of the group.
        new ProcessBuilder("kill", "-INT", "--", "-" + process.pid()).start().waitFor();
        int exitCode = process.waitFor();

        assertThat(exitCode).as(output()).isEqualTo(130);
        RunRecord record = RunRecord.load(run);
        assertThat(record.description().partial()).contains("interrupted");
        assertThat(record.requests().size()).isGreaterThan(100);
        assertThat(run.resolve("report.html")).content().contains("interrupted");
        assertThat(output()).contains("report.html");
    }

    @Test
    void aRunThatIsKilledOutrightLeavesADirectoryThatCanBeReported() throws Exception {
        Process process = start("run", "--protocol", "v1-rest", "--rate", "100", "--duration", "10m");
        Path run = awaitRequests(process);

        process.destroyForcibly().waitFor();
        Process report = start("report", run.toString());
        int exitCode = report.waitFor();

        assertThat(exitCode).as(output()).isIn(1, 3, 5);
        assertThat(run.resolve("report.html")).content().contains("the run has not ended, or was killed");
    }

    @Test
    void withoutAJdkTheLauncherSaysWhatIsMissing() throws Exception {
        // A search path and home without any JDK; what this machine has in its usual folders is newer than asked for or
        // older.
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "sed 's/^needed=.*/needed=999/' \"$0\" > plimsoll && sh ./plimsoll run",
                REPOSITORY.resolve("plimsoll").toString());
        Process process =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(2);
        assertThat(said)
                .contains("no JDK 999 or newer was found", "JAVA_HOME", "25")
                .doesNotContain("syntax");
    }
}
