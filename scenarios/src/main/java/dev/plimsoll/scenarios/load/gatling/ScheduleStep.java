package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.scenarios.load.Arrivals;
import dev.plimsoll.scenarios.load.engine.LegRun;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.concurrent.duration.FiniteDuration;

/**
 * Tells Gatling when to start the users of a leg: a little ahead of their arrivals, since Gatling rounds to milliseconds and
 * {@link ArriveAction} pins them. The step must be the last of its profile.
 */
final class ScheduleStep implements OpenInjectionStep {
    private static final long serialVersionUID = 1L;
    /** How far ahead users are started: well above Gatling's rounding, and short enough that few users wait. */
    static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final transient LegRun leg;

    ScheduleStep(LegRun leg) {
        this.leg = leg;
    }

    @Override
    public Iterator<FiniteDuration> chain(Iterator<FiniteDuration> after) {
        return new UserStarts(leg, System.nanoTime());
    }

    @Override
    public long users() {
        return leg.count();
    }

    @Override
    public FiniteDuration duration() {
        return FiniteDuration.apply(leg.schedule().duration().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int productArity() {
        return 0;
    }

    @Override
    public Object productElement(int n) {
        throw new IndexOutOfBoundsException(n);
    }

    @Override
    public boolean canEqual(Object that) {
        return that instanceof ScheduleStep;
    }

    private static final class UserStarts extends AbstractIterator<FiniteDuration> {
        private final LegRun leg;
        private final long nowNanos;
        private final Arrivals arrivals;
        private long nextNanos;

        UserStarts(LegRun leg, long nowNanos) {
            this.leg = leg;
            this.nowNanos = nowNanos;
            arrivals = leg.schedule().arrivals();
            nextNanos = arrivals.nextNanos();
        }

        @Override
        public boolean hasNext() {
            return nextNanos != Arrivals.END && !leg.isStopped();
        }

        @Override
        public FiniteDuration next() {
            if (nextNanos == Arrivals.END) {
                throw new NoSuchElementException("the schedule has no more arrivals");
            }
            long delayNanos = leg.startNanos() + nextNanos - LEAD_NANOS - nowNanos;
            nextNanos = arrivals.nextNanos();
            return FiniteDuration.apply(Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        }
    }
}
