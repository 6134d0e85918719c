package dev.plimsoll.scenarios.load.gatling;

import static dev.plimsoll.scenarios.load.gatling.InferDsl.infer;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Samples;
import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A user's own simulation, run by stock Gatling: one population by a schedule of ours, one by Gatling's own profile. */
public final class IrisSimulation extends Simulation {
    private final Samples samples = new Samples();
    private final InferRecording recording = new InferRecording("mine", samples, System.nanoTime(), 2, error -> {});

    {
        Entry entry = new Entry(
                "direct", Protocol.V2_REST, URI.create(System.getProperty("iris.address", "")), "iris", Map.of());
        List<PreparedRequest> requests = List.of(new PreparedRequest(
                "{}".getBytes(StandardCharsets.UTF_8), "application/json", new AnswerCheck.Status()));
        setUp(
                InferDsl.arrivals(
                        "by schedule",
                        new ArrivalSchedule.Poisson(100, Duration.ofSeconds(1), 42),
                        exec(infer("predict").at(entry).bodies(requests).recordedBy(recording))
                                .exec(infer("again")
                                        .at(entry)
                                        .bodies(requests)
                                        .series(1)
                                        .recordedBy(recording))),
                scenario("by gatling")
                        .exec(infer("predict")
                                .at(entry)
                                .bodies(requests)
                                .series(1)
                                .recordedBy(recording))
                        .injectOpen(constantUsersPerSec(50).during(1)));
    }

    @Override
    public void after() {
        recording.close();
        StringBuilder lines = new StringBuilder();
        samples.all()
                .forEach(sample -> lines.append(sample.series())
                        .append(' ')
                        .append(sample.outcome())
                        .append(' ')
                        .append(sample.intendedNanos())
                        .append(' ')
                        .append(sample.id())
                        .append('\n'));
        try {
            Files.writeString(Path.of(System.getProperty("iris.samples", "samples")), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
