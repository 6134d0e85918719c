package dev.plimsoll.scenarios.suite;

import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.load.AbortGuard;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is to do, validated.
 *
 * @param name for people and for the name of the run directory
 * @param seed of every schedule and every random choice
 * @param slo path of the SLO file, relative to the suite; empty: the objectives that Plimsoll brings along
 * @param target which place
 * @param requests what is sent
 * @param allowedHosts hosts beyond this machine that load may be sent to
 * @param abort when a load is stopped because it hurts
 * @param scenarios in the order they are run; never empty
 */
public record Suite(
        String name,
        long seed,
        Optional<String> slo,
        TargetChoice target,
        RequestChoice requests,
        Set<String> allowedHosts,
        Optional<AbortGuard> abort,
        List<Scenario> scenarios) {}
