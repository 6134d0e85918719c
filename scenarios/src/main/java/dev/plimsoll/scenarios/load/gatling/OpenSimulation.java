package dev.plimsoll.scenarios.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import dev.plimsoll.scenarios.load.engine.ArrivalWalk;
import dev.plimsoll.scenarios.load.engine.LegRun;
import io.gatling.core.controller.inject.open.OpenInjectionProfile;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import scala.jdk.javaapi.CollectionConverters;

/** The simulation that the injector runs: for each leg a population whose users arrive, ask once and leave. Made by Gatling. */
public final class OpenSimulation extends Simulation {
    /** The legs of the simulation that is being made; Gatling makes it by its class, so they cannot be passed. */
    static final ScopedValue<List<LegRun>> LEGS = ScopedValue.newInstance();

    /** For Gatling. */
    @SuppressWarnings("this-escape") // Gatling's own way: a simulation sets itself up in its constructor
    public OpenSimulation() {
        List<PopulationBuilder> populations = new ArrayList<>();
        List<LegRun> legs = LEGS.get();
        for (int i = 0; i < legs.size(); i++) {
            LegRun leg = legs.get(i);
            populations.add(
                    population(scenario("leg-" + i).exec(arrive(leg.walk())).exec(infer(leg)), leg.walk()));
        }
        setUp(populations);
    }

    /** Users that start by the walk; their first action must be {@link #arrive} of the same walk. */
    static PopulationBuilder population(ScenarioBuilder users, ArrivalWalk walk) {
        List<OpenInjectionStep> steps = List.of(new ScheduleStep(walk));
        return new PopulationBuilder(users.wrapped.inject(
                new OpenInjectionProfile(CollectionConverters.asScala(steps).toList())));
    }

    static ActionBuilder arrive(ArrivalWalk walk) {
        io.gatling.core.action.builder.ActionBuilder builder = (context, next) -> new ArriveAction(walk, next);
        return () -> builder;
    }

    private static ActionBuilder infer(LegRun leg) {
        io.gatling.core.action.builder.ActionBuilder builder = (context, next) -> new InferAction(
                "infer",
                leg.lane(),
                arrival -> leg.id(Objects.requireNonNull(arrival, "a user of an open load has an arrival")),
                leg.walk()::isStopped,
                context.coreComponents().statsEngine(),
                next);
        return () -> builder;
    }
}
