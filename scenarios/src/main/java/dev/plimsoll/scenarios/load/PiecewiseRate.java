package dev.plimsoll.scenarios.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A rate made of straight lines. */
final class PiecewiseRate implements RateCurve {
    private record Line(double fromPerSecond, double toPerSecond, double seconds) {
        double mass() {
            return (fromPerSecond + toPerSecond) / 2 * seconds;
        }

        /** Solves {@code from t + (to - from) t^2 / (2 seconds) = mass} for {@code t} in the form that does not cancel. */
        double secondsAt(double mass) {
            double slope = (toPerSecond - fromPerSecond) / seconds;
            double rateThere = Math.sqrt(Math.max(0, fromPerSecond * fromPerSecond + 2 * slope * mass));
            return mass == 0 ? 0 : 2 * mass / (fromPerSecond + rateThere);
        }
    }

    private final List<Line> lines;
    private int line;
    private double massBefore;
    private double secondsBefore;

    private PiecewiseRate(List<Line> lines) {
        this.lines = lines;
    }

    static PiecewiseRate constant(double perSecond, Duration duration) {
        return new Builder().flat(perSecond, duration).build();
    }

    @Override
    public double secondsAt(double mass) {
        while (line < lines.size() && mass - massBefore >= lines.get(line).mass()) {
            massBefore += lines.get(line).mass();
            secondsBefore += lines.get(line).seconds();
            line++;
        }
        return line == lines.size()
                ? Double.POSITIVE_INFINITY
                : secondsBefore + lines.get(line).secondsAt(mass - massBefore);
    }

    static final class Builder {
        private final List<Line> lines = new ArrayList<>();

        Builder flat(double perSecond, Duration duration) {
            return line(perSecond, perSecond, duration);
        }

        Builder line(double fromPerSecond, double toPerSecond, Duration duration) {
            lines.add(new Line(fromPerSecond, toPerSecond, duration.toNanos() / 1e9));
            return this;
        }

        PiecewiseRate build() {
            return new PiecewiseRate(List.copyOf(lines));
        }
    }
}
