package dev.plimsoll.reports.slo.dialect;

import java.time.Duration;

/** The unit of a latency histogram. */
public enum LatencyUnit {
    SECONDS("s", 1e9),
    MILLISECONDS("ms", 1e6);

    private final String symbol;
    private final double nanos;

    LatencyUnit(String symbol, double nanos) {
        this.symbol = symbol;
        this.nanos = nanos;
    }

    public String symbol() {
        return symbol;
    }

    /** A duration as a number of this unit. */
    public double of(Duration duration) {
        return duration.toNanos() / nanos;
    }

    /** A number of this unit as a duration, to the nanosecond. */
    public Duration toDuration(double value) {
        return Duration.ofNanos(Math.round(value * nanos));
    }
}
