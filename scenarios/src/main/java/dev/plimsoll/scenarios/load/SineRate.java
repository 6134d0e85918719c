package dev.plimsoll.scenarios.load;

import java.time.Duration;

/** The rate {@code mean + amplitude * sin(2 pi t / period)}, its integral inverted by Newton steps kept inside a bracket. */
final class SineRate implements RateCurve {
    private static final double SECONDS_TOLERANCE = 1e-11;
    private static final int MOST_STEPS = 200;

    private final double mean;
    private final double amplitude;
    private final double omega;
    private double last;

    SineRate(double mean, double amplitude, Duration period) {
        this.mean = mean;
        this.amplitude = amplitude;
        omega = 2 * Math.PI / (period.toNanos() / 1e9);
    }

    double massAt(double seconds) {
        return mean * seconds + amplitude / omega * (1 - Math.cos(omega * seconds));
    }

    @Override
    public double secondsAt(double mass) {
        double low = last;
        // The integral is at least mean * t - 0, so the root is never above mass / mean.
        double high = Math.max(low, mass / mean);
        double t = Math.min(high, low + (mass - massAt(low)) / mean);
        for (int i = 0; i < MOST_STEPS && high - low > SECONDS_TOLERANCE; i++) {
            double error = massAt(t) - mass;
            if (error > 0) {
                high = t;
            } else {
                low = t;
            }
            double rate = mean + amplitude * Math.sin(omega * t);
            double step = rate > 0 ? error / rate : Double.POSITIVE_INFINITY;
            double newton = t - step;
            if (Math.abs(step) < SECONDS_TOLERANCE) {
                break;
            }
            t = newton > low && newton < high ? newton : (low + high) / 2;
        }
        last = t;
        return t;
    }
}
