package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.scenarios.load.Arrivals;
import dev.plimsoll.scenarios.load.engine.ArrivalWalk;
import io.gatling.core.controller.inject.open.OpenInjectionStep;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.concurrent.duration.FiniteDuration;

/**
 * Tells Gatling when to start the users of a walk: a little ahead of their arrivals, since Gatling rounds to milliseconds and
 * {@link ArriveAction} pins them. The step must be the last of its profile.
 */
final class ScheduleStep implements OpenInjectionStep {
    private static final long serialVersionUID = 1L;
    /** How far ahead users are started: well above Gatling's rounding, and short enough that few users wait. */
    static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** Where nobody settled it: from the moment that Gatling asks for users to the start of the schedule. */
    private static final long START_NANOS = 4 * LEAD_NANOS;

    private final transient ArrivalWalk walk;

    ScheduleStep(ArrivalWalk walk) {
        this.walk = walk;
    }

    @Override
    public Iterator<FiniteDuration> chain(Iterator<FiniteDuration> after) {
        long now = System.nanoTime();
        walk.begin(now + START_NANOS);
        return new UserStarts(walk, now);
    }

    @Override
    public long users() {
        return walk.count();
    }

    @Override
    public FiniteDuration duration() {
        return FiniteDuration.apply(walk.schedule().duration().toNanos(), TimeUnit.NANOSECONDS);
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
        private final ArrivalWalk walk;
        private final long nowNanos;
        private final Arrivals arrivals;
        private long nextNanos;

        UserStarts(ArrivalWalk walk, long nowNanos) {
            this.walk = walk;
            this.nowNanos = nowNanos;
            arrivals = walk.schedule().arrivals();
            nextNanos = arrivals.nextNanos();
        }

        @Override
        public boolean hasNext() {
            return nextNanos != Arrivals.END && !walk.isStopped();
        }

        @Override
        public FiniteDuration next() {
            if (nextNanos == Arrivals.END) {
                throw new NoSuchElementException("the schedule has no more arrivals");
            }
            long delayNanos = walk.startNanos() + nextNanos - LEAD_NANOS - nowNanos;
            nextNanos = arrivals.nextNanos();
            return FiniteDuration.apply(Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        }
    }
}
