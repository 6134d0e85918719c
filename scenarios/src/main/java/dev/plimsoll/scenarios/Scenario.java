package dev.plimsoll.scenarios;

import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.RunDescription.ScenarioDescription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Something that is done to a target: a value read from a suite, and the doing. */
public interface Scenario {
    /** Unique in the suite; the name that objectives select by. */
    String name();

    /** {@code steady}, {@code coldStart}, ...: the key in the suite. */
    String kind();

    /** The protocols it needs; empty: all that the target has. */
    List<Protocol> protocols();

    /** Why it cannot be done to this target, for the user; asked before anything is sent. */
    default Optional<String> refusal(Target target) {
        return Optional.empty();
    }

    /**
     * What it would send to a target that speaks {@code protocols}, load by load; nothing is sent.
     *
     * @param protocols never empty
     */
    List<PlannedLoad> plan(List<Protocol> protocols);

    /**
     * Does it, and waits for its end. Requests and events go into the record through the stage.
     *
     * @return what was done, also when the run was stopped half-way
     */
    ScenarioDescription run(Stage stage);

    /**
     * A load as it would be.
     *
     * @param label protocol and phase
     * @param arrivals the schedule in words
     * @param requests how many
     * @param start from the start of the scenario
     * @param duration of the schedule
     */
    record PlannedLoad(String label, String arrivals, long requests, Duration start, Duration duration) {}
}
