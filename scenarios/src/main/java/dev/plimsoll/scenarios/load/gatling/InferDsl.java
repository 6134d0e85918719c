package dev.plimsoll.scenarios.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.engine.ArrivalWalk;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;

/**
 * Plimsoll in any Gatling simulation.
 *
 * <pre><code>
 * private final InferRecording recording = new InferRecording("nightly", writer, epochNanos, 1, error -> {});
 *
 * {
 *     setUp(InferDsl.arrivals(
 *             "iris",
 *             new ArrivalSchedule.Poisson(200, Duration.ofSeconds(10), 42),
 *             exec(infer("predict").at(entry).bodies(requests).recordedBy(recording))));
 * }
 * </code></pre>
 */
public final class InferDsl {
    private InferDsl() {}

    /** An action that sends one inference request; {@code name} is what Gatling's own statistics call it. */
    public static InferActionBuilder infer(String name) {
        return InferActionBuilder.named(name);
    }

    /** Users that arrive by a schedule, each at its nanosecond, and go through {@code chain}; their first request has an intended start. */
    public static PopulationBuilder arrivals(String scenarioName, ArrivalSchedule schedule, ChainBuilder chain) {
        ArrivalWalk walk = new ArrivalWalk(schedule);
        return OpenSimulation.population(
                scenario(scenarioName).exec(OpenSimulation.arrive(walk)).exec(chain), walk);
    }
}
