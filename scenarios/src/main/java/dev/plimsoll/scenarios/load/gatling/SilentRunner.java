package dev.plimsoll.scenarios.load.gatling;

import io.gatling.app.Runner;
import io.gatling.commons.util.DefaultClock;
import io.gatling.core.actor.ActorSystem;
import io.gatling.core.cli.GatlingArgs;
import io.gatling.core.config.GatlingConfiguration;
import io.gatling.core.config.GatlingConfiguration$;
import io.gatling.core.scenario.SimulationParams;
import io.gatling.core.stats.StatsEngine;
import io.gatling.core.stats.writer.RunMessage;
import io.gatling.javaapi.core.Simulation;
import io.netty.channel.EventLoopGroup;
import scala.Option;

/** Runs a simulation without leaving the process, reports, statistics, or a call home. */
final class SilentRunner extends Runner {
    private SilentRunner(
            ActorSystem actors, EventLoopGroup loops, GatlingArgs args, GatlingConfiguration configuration) {
        super(actors, loops, new DefaultClock(), args, configuration);
    }

    /** Runs to its end; what goes wrong is thrown. */
    static void run(Class<? extends Simulation> simulation, EventLoopGroup loops) {
        GatlingArgs args = new GatlingArgs(
                Option.apply(simulation.getName()),
                Option.empty(),
                true,
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty());
        try (ActorSystem actors = new ActorSystem()) {
            new SilentRunner(actors, loops, args, configuration()).run();
        }
    }

    /** Gatling's configuration with its usage statistics off and no warm-up request; it is read from system properties. */
    private static GatlingConfiguration configuration() {
        System.setProperty("gatling.data.enableAnalytics", "false");
        System.setProperty("gatling.http.warmUpUrl", "");
        com.typesafe.config.ConfigFactory.invalidateCaches();
        return GatlingConfiguration$.MODULE$.load();
    }

    @Override
    public void displayVersionWarning() {}

    @Override
    public StatsEngine newStatsEngine(SimulationParams params, RunMessage message) {
        return new SilentStats();
    }
}
