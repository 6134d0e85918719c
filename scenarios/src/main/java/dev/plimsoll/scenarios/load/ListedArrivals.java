package dev.plimsoll.scenarios.load;

final class ListedArrivals implements Arrivals {
    private final long[] atNanos;
    private int next;

    ListedArrivals(long[] atNanos) {
        this.atNanos = atNanos;
    }

    @Override
    public long nextNanos() {
        return next < atNanos.length ? atNanos[next++] : END;
    }
}
