package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.scenarios.load.ArrivalSchedule;
import dev.plimsoll.scenarios.load.Arrivals;
import org.jspecify.annotations.Nullable;

/**
 * One walk of a schedule: hands out arrivals in order, each once, and settles at the end what nobody claimed.
 *
 * <p>Gatling's users are interchangeable: whichever comes {@code k}-th takes arrival {@code k}.
 */
public final class LegRun {
    private final Lane lane;
    private final ArrivalSchedule schedule;
    private final long startNanos;
    private final long firstId;
    private final long count;
    private final Arrivals arrivals;
    private long claimed;
    private volatile boolean stopped;

    /**
     * Begins a walk.
     *
     * @param startNanos start of the schedule, a reading of {@link System#nanoTime()}
     * @param firstId id of its first request; the others follow
     */
    public LegRun(Lane lane, ArrivalSchedule schedule, long startNanos, long firstId) {
        this.lane = lane;
        this.schedule = schedule;
        this.startNanos = startNanos;
        this.firstId = firstId;
        count = schedule.count();
        arrivals = schedule.arrivals();
    }

    public Lane lane() {
        return lane;
    }

    public ArrivalSchedule schedule() {
        return schedule;
    }

    public long startNanos() {
        return startNanos;
    }

    /** How many requests the schedule has. */
    public long count() {
        return count;
    }

    /** Id of its first request; the others follow. */
    public long firstId() {
        return firstId;
    }

    public long id(Arrival arrival) {
        return firstId + arrival.number();
    }

    /** The next arrival, or null where all are taken. */
    public synchronized @Nullable Arrival claim() {
        long atNanos = arrivals.nextNanos();
        return atNanos == Arrivals.END ? null : new Arrival(claimed++, startNanos + atNanos);
    }

    /** Sends nothing from now on. */
    public void stop() {
        stopped = true;
    }

    public boolean isStopped() {
        return stopped;
    }

    /** Records {@code arrival} as never sent. */
    public void settleUnsent(Arrival arrival) {
        lane.tally().unsent(id(arrival), lane.series(), arrival.intendedNanos());
    }

    /** Records all arrivals that nobody claimed as never sent. */
    public void settleUnclaimed() {
        for (Arrival rest = claim(); rest != null; rest = claim()) {
            settleUnsent(rest);
        }
    }
}
