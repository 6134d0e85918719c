package dev.plimsoll.scenarios.load;

/** Arrivals at the times by which the integral of a rate reaches given masses. */
final class CurveArrivals implements Arrivals {
    private final RateCurve rate;
    private final Masses masses;
    private final long durationNanos;
    private long lastNanos;
    private boolean ended;

    CurveArrivals(RateCurve rate, Masses masses, long durationNanos) {
        this.rate = rate;
        this.masses = masses;
        this.durationNanos = durationNanos;
    }

    @Override
    public long nextNanos() {
        if (ended) {
            return END;
        }
        double atSeconds = rate.secondsAt(masses.next());
        long atNanos = atSeconds * 1e9 >= durationNanos ? durationNanos : Math.round(atSeconds * 1e9);
        if (atNanos >= durationNanos) {
            ended = true;
            return END;
        }
        lastNanos = Math.max(lastNanos, atNanos);
        return lastNanos;
    }
}
