package dev.plimsoll.scenarios.load;

/** Walks every {@code of}-th arrival, from the {@code index}-th on. */
final class SharedArrivals implements Arrivals {
    private final Arrivals whole;
    private final int of;
    private int skip;

    SharedArrivals(Arrivals whole, int index, int of) {
        this.whole = whole;
        this.of = of;
        skip = index;
    }

    @Override
    public long nextNanos() {
        for (; skip > 0; skip--) {
            if (whole.nextNanos() == END) {
                return END;
            }
        }
        skip = of - 1;
        return whole.nextNanos();
    }
}
