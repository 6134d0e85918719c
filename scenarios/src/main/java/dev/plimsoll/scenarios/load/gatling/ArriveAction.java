package dev.plimsoll.scenarios.load.gatling;

import com.typesafe.scalalogging.Logger;
import com.typesafe.scalalogging.StrictLogging;
import dev.plimsoll.scenarios.load.engine.Arrival;
import dev.plimsoll.scenarios.load.engine.ArrivalWalk;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import java.util.concurrent.TimeUnit;

/**
 * Pins a user to the nanosecond of its arrival. Gatling starts users on whole milliseconds, so {@link ScheduleStep} has them
 * started a little early and this action holds each until it is due.
 */
final class ArriveAction implements Action {
    /** Session attribute that holds the {@link Arrival} of a user. */
    static final String ARRIVAL = "plimsoll.arrival";

    private final ArrivalWalk walk;
    private final Action next;
    private Logger logger;

    @SuppressWarnings({"initialization", "NullAway.Init"}) // the trait's initialiser sets the logger
    ArriveAction(ArrivalWalk walk, Action next) {
        this.walk = walk;
        this.next = next;
        StrictLogging.$init$(this);
    }

    @Override
    public String name() {
        return "arrive";
    }

    @Override
    public void execute(Session session) {
        Arrival arrival = walk.claim();
        if (arrival == null) {
            session.exit();
            return;
        }
        Session pinned = session.set(ARRIVAL, arrival);
        long waitNanos = arrival.intendedNanos() - System.nanoTime();
        if (waitNanos > 0) {
            var _ = session.eventLoop().schedule(() -> next.$bang(pinned), waitNanos, TimeUnit.NANOSECONDS);
        } else {
            next.$bang(pinned);
        }
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
