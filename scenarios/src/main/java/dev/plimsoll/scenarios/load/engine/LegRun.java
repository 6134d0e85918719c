package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.scenarios.load.ArrivalSchedule;

/** A leg on its way: where its requests go, and the walk of its schedule. */
public final class LegRun {
    private final Lane lane;
    private final ArrivalWalk walk;
    private final long firstId;

    /**
     * Begins a walk.
     *
     * @param startNanos start of the schedule, a reading of {@link System#nanoTime()}
     * @param firstId id of its first request; the others follow
     */
    public LegRun(Lane lane, ArrivalSchedule schedule, long startNanos, long firstId) {
        this.lane = lane;
        this.firstId = firstId;
        walk = new ArrivalWalk(schedule);
        walk.begin(startNanos);
    }

    public Lane lane() {
        return lane;
    }

    public ArrivalWalk walk() {
        return walk;
    }

    /** How many requests the schedule has. */
    public long count() {
        return walk.count();
    }

    public long startNanos() {
        return walk.startNanos();
    }

    public long id(Arrival arrival) {
        return firstId + arrival.number();
    }

    /** Records all arrivals that nobody claimed as never sent. */
    public void settleUnclaimed() {
        for (Arrival rest = walk.claim(); rest != null; rest = walk.claim()) {
            lane.tally().unsent(id(rest), lane.series(), rest.intendedNanos());
        }
    }
}
