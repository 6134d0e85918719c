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
import java.util.function.LongSupplier;
import scala.Option;

/** Sends one inference request and goes on when it has ended. */
final class InferAction implements Action {
    /** Where a request's number comes from when no arrival gives it. */
    private final LongSupplier numbers;

    private final String name;
    private final Lane lane;
    private final long firstId;
    private final Halt halt;
    private final StatsEngine stats;
    private final Action next;
    private Logger logger;

    /** Whether sending has been stopped. */
    interface Halt {
        boolean isHalted();
    }

    @SuppressWarnings({"initialization", "NullAway.Init"}) // the trait's initialiser sets the logger
    InferAction(String name, Lane lane, long firstId, LongSupplier numbers, Halt halt, StatsEngine stats, Action next) {
        this.name = name;
        this.lane = lane;
        this.firstId = firstId;
        this.numbers = numbers;
        this.halt = halt;
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
        long number;
        long intendedNanos;
        if (session.attributes().getOrElse(ArriveAction.ARRIVAL, () -> null) instanceof Arrival arrival) {
            number = arrival.number();
            intendedNanos = arrival.intendedNanos();
        } else {
            number = numbers.getAsLong();
            intendedNanos = RequestSample.NEVER;
        }
        if (halt.isHalted()) {
            lane.tally()
                    .unsent(
                            firstId + number,
                            lane.series(),
                            intendedNanos == RequestSample.NEVER ? System.nanoTime() : intendedNanos);
            next.$bang(session);
            return;
        }
        long startMillis = System.currentTimeMillis();
        new Exchange(
                        lane,
                        firstId + number,
                        lane.request(number),
                        intendedNanos,
                        exchange -> ended(exchange, session, startMillis))
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
