package dev.plimsoll.scenarios.load.gatling;

import io.gatling.commons.stats.Status;
import io.gatling.core.actor.ActorRef;
import io.gatling.core.controller.Controller;
import io.gatling.core.controller.Controller$Command$StatsEngineStopped$;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.stats.StatsEngine;
import scala.Option;
import scala.collection.immutable.List;

/** Takes the place of Gatling's statistics and writes nothing: the tally records, in nanoseconds. */
final class SilentStats implements StatsEngine {
    @Override
    public void start() {}

    @Override
    public void stop(ActorRef<Controller.Command> controller, Option<Exception> crash) {
        controller.$bang(Controller$Command$StatsEngineStopped$.MODULE$);
    }

    @Override
    public void logUserStart(String scenario) {}

    @Override
    public void logUserEnd(String scenario) {}

    @Override
    public void logResponse(
            String scenario,
            List<String> groups,
            String request,
            long startMillis,
            long endMillis,
            Status status,
            Option<String> code,
            Option<String> message) {}

    @Override
    public void logGroupEnd(String scenario, GroupBlock group, long exitMillis) {}

    @Override
    public void logRequestCrash(String scenario, List<String> groups, String request, String error) {}
}
