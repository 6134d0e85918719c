package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Arrivals;
import org.jspecify.annotations.Nullable;

/**
 * One walk of a schedule: hands out its arrivals in order, each once. Gatling's users are interchangeable, so whichever comes
 * {@code k}-th takes arrival {@code k}.
 */
public final class ArrivalWalk {
    private final ArrivalSchedule schedule;
    private final long count;
    private final Arrivals arrivals;
    private long claimed;
    private boolean begun;
    private volatile long startNanos;
    private volatile boolean stopped;

    public ArrivalWalk(ArrivalSchedule schedule) {
        this.schedule = schedule;
        count = schedule.count();
        arrivals = schedule.arrivals();
    }

    public ArrivalSchedule schedule() {
        return schedule;
    }

    /** How many arrivals the schedule has. */
    public long count() {
        return count;
    }

    /** Settles the start of the schedule, a reading of {@link System#nanoTime()}, unless it is settled already. */
    public synchronized void begin(long nanos) {
        if (!begun) {
            begun = true;
            startNanos = nanos;
        }
    }

    /** Start of the schedule, once it has begun. */
    public long startNanos() {
        return startNanos;
    }

    /** The next arrival, or null where all are taken. */
    public synchronized @Nullable Arrival claim() {
        long atNanos = arrivals.nextNanos();
        return atNanos == Arrivals.END ? null : new Arrival(claimed++, startNanos + atNanos);
    }

    /** Lets no more users start; those that have claimed an arrival look at {@link #isStopped()}. */
    public void stop() {
        stopped = true;
    }

    public boolean isStopped() {
        return stopped;
    }
}
