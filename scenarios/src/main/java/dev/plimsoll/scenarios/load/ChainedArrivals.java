package dev.plimsoll.scenarios.load;

import java.util.List;

/** Walks schedules one after the other. */
final class ChainedArrivals implements Arrivals {
    private final List<ArrivalSchedule> parts;
    private int part;
    private long offsetNanos;
    private Arrivals arrivals;

    ChainedArrivals(List<ArrivalSchedule> parts) {
        this.parts = parts;
        arrivals = parts.getFirst().arrivals();
    }

    @Override
    public long nextNanos() {
        while (true) {
            long atNanos = arrivals.nextNanos();
            if (atNanos != END) {
                return offsetNanos + atNanos;
            }
            if (part + 1 == parts.size()) {
                return END;
            }
            offsetNanos += parts.get(part).duration().toNanos();
            part++;
            arrivals = parts.get(part).arrivals();
        }
    }
}
