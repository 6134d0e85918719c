package dev.plimsoll.scenarios.cli;

import static dev.plimsoll.scenarios.cli.CommandLine.plimsoll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.reports.record.ColdStartDetail;
import dev.plimsoll.reports.record.ColdStartDetail.Phase;
import dev.plimsoll.reports.record.ColdStartDetail.Trial;
import dev.plimsoll.reports.record.RunDescription.ScenarioDescription;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.verdict.coldstart.ColdStartCourt;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts;
import dev.plimsoll.reports.verdict.coldstart.ColdStartFacts.Standing;
import dev.plimsoll.scenarios.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of cold starts, against the real embedded process. */
class ColdStartRunIT {
    /** What is declared below, without the readiness that nobody waits for. */
    private static final Duration DECLARED = Duration.ofMillis(50 + 200 + 100 + 80 + 300);

    /** For a busy machine: the declared sum is the floor, the activator's probe adds up to 0.2 s. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Result run(String target, String scenario) throws IOException {
        Path suite = Files.writeString(folder.resolve("suite.yaml"), """
                apiVersion: plimsoll.dev/v1
                name: cold
                target: %s
                scenarios:
                  - coldStart: %s
                """.formatted(target, scenario));
        return plimsoll("run", suite.toString(), "--out", folder.resolve("run").toString());
    }

    @Test
    void eachTrialIsProvedColdAndItsWaitIsExplainedByTheDeclaredPhases() throws IOException {
        Result result = run(
                "{embedded: {annotations: {window: 6s}, autoscaler: {scale-to-zero-grace-period: 1s}, phases: {schedule: 50ms,"
                        + " imagePull: 200ms, storageInitializer: 100ms, containerStart: 80ms, modelLoad: 300ms, readiness: 600ms}}}",
                "{trials: 3, protocol: v2-rest, patience: 60s}");

        assertThat(folder.resolve("run/run.json")).as(result.err()).exists();
        RunRecord record = RunRecord.load(folder.resolve("run"));
        ScenarioDescription scenario = record.description().scenarios().getFirst();
        ColdStartDetail detail = (ColdStartDetail) scenario.detail();
        assertThat(detail).isNotNull();
        assertThat(detail.trials()).as(record.timeline().toString()).hasSize(3);
        ColdStartFacts facts = ColdStartCourt.facts(record, scenario, detail);
        assertThat(facts.standing(Standing.ACCEPTED))
                .as(facts.trials().toString())
                .hasSize(3);
        for (Trial trial : detail.trials()) {
            assertThat(trial.phases())
                    .extracting(Phase::name)
                    .containsExactly(
                            "arrival and scale decision",
                            "schedule",
                            "image pull",
                            "storage-initializer",
                            "container start",
                            "model load",
                            "real model load",
                            "readiness",
                            "activator probe",
                            "forward",
                            "answer");
            assertThat(trial.phases())
                    .allSatisfy(phase -> assertThat(phase.toNanos()).isGreaterThanOrEqualTo(phase.fromNanos()));
            Long firstByte = trial.firstByteNanos();
            Long ready = trial.readyNanos();
            assertThat(firstByte).isNotNull();
            assertThat(ready).as("the activator does not wait for it").isGreaterThan(firstByte);
            assertThat(Duration.ofNanos(firstByte - trial.startNanos())).isBetween(DECLARED, DECLARED.plus(MARGIN));
        }
        assertThat(facts.trials())
                .allSatisfy(trial -> assertThat(trial.unattributedNanos())
                        .isLessThan(Duration.ofMillis(500).toNanos()));
        assertThat(record.requests().size()).isEqualTo(3);
        assertThat(record.timeline())
                .filteredOn(TimelineEvent.Replicas.class::isInstance)
                .extracting(event -> ((TimelineEvent.Replicas) event).ready())
                .contains(0, 1);
    }

    @Test
    void aTargetThatCannotShowColdnessIsRefusedWithTheReason() throws IOException {
        Result result = run("embedded", "{trials: 1}");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err()).contains("does not show its replicas", "target: {embedded:");
    }

    @Test
    void aServiceThatKeepsAReplicaIsRefusedWithTheReason() throws IOException {
        Result result = run("{embedded: {annotations: {min-scale: 1}}}", "{trials: 1}");

        assertThat(result.exitCode()).isEqualTo(4);
        assertThat(result.err()).contains("never has zero replicas: it keeps at least 1 by min-scale");
    }

    @Test
    void aServiceThatDoesNotReachZeroInTimeIsToldAndNothingIsSent() throws IOException {
        run("{embedded: {annotations: {window: 60s}}}", "{trials: 2, patience: 1s}");

        RunRecord record = RunRecord.load(folder.resolve("run"));
        assertThat(record.requests().size()).isZero();
        assertThat(record.timeline().toString()).contains("no trial 1 and none after it: 1 replicas were still there");
        assertThat(List.of(record.description().scenarios().getFirst().legs())).containsExactly(List.of());
    }
}
