package dev.plimsoll.scenarios.load.gatling;

import com.typesafe.scalalogging.Logger;
import com.typesafe.scalalogging.StrictLogging;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.scenarios.load.engine.Arrival;
import dev.plimsoll.scenarios.load.engine.Exchange;
import dev.plimsoll.scenarios.load.engine.Lane;
import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Sends one inference request and goes on when it has ended. */
final class InferAction implements Action {
    private final String name;
    private final Lane lane;
    private final Numbers numbers;
    private final BooleanSupplier stopped;
    private final StatsEngine stats;
    private final Action next;
    private Logger logger;

    /** Numbers requests. */
    interface Numbers {
        /** Id of the request of that arrival, or of one without. */
        long id(@Nullable Arrival arrival);
    }

    @SuppressWarnings({"initialization", "NullAway.Init"}) // the trait's initialiser sets the logger
    InferAction(String name, Lane lane, Numbers numbers, BooleanSupplier stopped, StatsEngine stats, Action next) {
        this.name = name;
        this.lane = lane;
        this.numbers = numbers;
        this.stopped = stopped;
        this.stats = stats;
        this.next = next;
        StrictLogging.$init$(this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void execute(Session session) {
        if (session.attributes().getOrElse(ArriveAction.ARRIVAL, () -> null) instanceof Arrival arrival) {
            // An arrival is the intended start of one request; a second one of the same user has none.
            Session without = session.remove(ArriveAction.ARRIVAL);
            infer(without, numbers.id(arrival), arrival.number(), arrival.intendedNanos());
        } else {
            long id = numbers.id(null);
            infer(session, id, id, RequestSample.NEVER);
        }
    }

    private void infer(Session session, long id, long number, long intendedNanos) {
        if (stopped.getAsBoolean()) {
            lane.tally()
                    .unsent(
                            id,
                            lane.series(),
                            intendedNanos == RequestSample.NEVER ? System.nanoTime() : intendedNanos);
            next.$bang(session);
            return;
        }
        long startMillis = System.currentTimeMillis();
        new Exchange(lane, id, lane.request(number), intendedNanos, exchange -> ended(exchange, session, startMillis))
                .dispatch(session.eventLoop());
    }

    private void ended(Exchange exchange, Session session, long startMillis) {
        boolean good = exchange.outcome().isGood();
        Status status = good ? OK$.MODULE$ : KO$.MODULE$;
        stats.logResponse(
                session.scenario(),
                session.groups(),
                name,
                startMillis,
                System.currentTimeMillis(),
                status,
                exchange.status() < 0 ? Option.empty() : Option.apply(Integer.toString(exchange.status())),
                good ? Option.empty() : Option.apply(exchange.outcome().name()));
        next.$bang(good ? session : session.markAsFailed());
    }

    @Override
    public Logger logger() {
        return logger;
    }

    @Override
    public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger value) {
        logger = value;
    }
}
