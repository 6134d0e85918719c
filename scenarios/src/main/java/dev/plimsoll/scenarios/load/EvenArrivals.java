package dev.plimsoll.scenarios.load;

/** Arrival {@code k} at {@code k / rate}: each computed from {@code k}, so that no error adds up. */
final class EvenArrivals implements Arrivals {
    private final double gapNanos;
    private final long count;
    private long next;

    EvenArrivals(double ratePerSecond, long durationNanos) {
        gapNanos = 1e9 / ratePerSecond;
        count = count(ratePerSecond, durationNanos);
    }

    static long count(double ratePerSecond, long durationNanos) {
        double gapNanos = 1e9 / ratePerSecond;
        long count = (long) Math.ceil(durationNanos / gapNanos);
        while (count > 0 && at(count - 1, gapNanos) >= durationNanos) {
            count--;
        }
        while (at(count, gapNanos) < durationNanos) {
            count++;
        }
        return count;
    }

    private static long at(long k, double gapNanos) {
        return Math.round(k * gapNanos);
    }

    @Override
    public long nextNanos() {
        return next < count ? at(next++, gapNanos) : END;
    }
}
