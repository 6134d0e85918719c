package dev.plimsoll.provisioning.knative;

import java.util.Arrays;

/**
 * The load of the last {@code windowSeconds} seconds in buckets of one second, and its average.
 *
 * <p>Behaves as {@code TimedFloat64Buckets} and {@code WeightedFloat64Buckets} of Knative Serving v0.48.1
 * ({@code pkg/autoscaler/aggregation/bucketing.go}) with the bucket size that Knative uses
 * ({@code config.BucketSize}, 1 s): loads of one second add up; a linear average divides by the seconds
 * since the first write, at most the window, so that a young window is not diluted; seconds after the last
 * write are left out of it rather than counted as zero; a gap of a window or more starts afresh. The
 * subtraction order, and hence the rounding error, is upstream's too. Seconds count from any epoch.
 */
final class LoadWindow {
    /** {@code minExponent}: the least smoothing coefficient. */
    private static final double LEAST_SMOOTHING = 0.2;

    /** One minus {@code weightPrecision}, which Go subtracts exactly: the weight that a whole window may leave out. */
    private static final double WEIGHT_LEFT_OUT = 0.0001;

    /** {@code precision}: a linear average has six decimals. */
    private static final double AVERAGE_SCALE = 1e6;

    /** Before any second, and far enough from both ends of a long for differences not to overflow. */
    private static final long NEVER = Long.MIN_VALUE / 4;

    private final Aggregation aggregation;
    private int windowSeconds;
    private double[] buckets;
    private double smoothing;
    private long firstWrite = NEVER;
    private long lastWrite = NEVER;
    private double total;

    LoadWindow(Aggregation aggregation, int windowSeconds) {
        if (windowSeconds < 1) {
            throw new IllegalArgumentException("a window has at least one second, got " + windowSeconds);
        }
        this.aggregation = aggregation;
        this.windowSeconds = windowSeconds;
        this.buckets = new double[windowSeconds];
        this.smoothing = smoothingCoefficient(windowSeconds);
    }

    /**
     * {@code computeSmoothingCoeff}: max(1 - (1 - 0.9999)^(1 / n), 0.2) for n buckets. Taken as exp(log / n), in Go's
     * order, it has Go's bits for all n but 24, 25, 27, 30, 31 and 35, where Go's own exp is up to four units in the last
     * place away.
     */
    static double smoothingCoefficient(int bucketCount) {
        double keptByWindow = StrictMath.exp(1.0 / bucketCount * StrictMath.log(WEIGHT_LEFT_OUT));
        return Math.max(1 - keptByWindow, LEAST_SMOOTHING);
    }

    /** Adds a load to the bucket of {@code second}; one that is a window or more older than the newest is ignored. */
    void record(long second, double load) {
        if (second != lastWrite) {
            if (lastWrite - second >= windowSeconds) {
                return;
            }
            if (firstWrite == NEVER || firstWrite > second) {
                firstWrite = second;
            }
            if (second > lastWrite) {
                advanceTo(second);
            }
        }
        buckets[slot(second)] += load;
        total += load;
    }

    private void advanceTo(long second) {
        if (second - lastWrite >= windowSeconds) {
            firstWrite = second;
            Arrays.fill(buckets, 0);
            total = 0;
        } else {
            int slot = slot(lastWrite);
            for (long passed = lastWrite; passed < second; passed++) {
                slot = slot + 1 == buckets.length ? 0 : slot + 1;
                total -= buckets[slot];
                buckets[slot] = 0;
            }
        }
        lastWrite = second;
    }

    /** Returns whether nothing was written within the window that ends at {@code second}. */
    boolean isEmpty(long second) {
        return second - lastWrite > windowSeconds;
    }

    /** Returns the window's average as seen at {@code second}; 0 for an empty window. */
    double average(long second) {
        return switch (aggregation) {
            case LINEAR -> linearAverage(second);
            case WEIGHTED_EXPONENTIAL -> weightedAverage(second);
        };
    }

    private double linearAverage(long second) {
        long silent = second - lastWrite;
        if (silent >= windowSeconds) {
            return 0;
        }
        double sum = total;
        long counted = buckets.length;
        if (silent > 0) {
            int slot = slot(lastWrite);
            for (long passed = 0; passed < silent; passed++) {
                slot = slot + 1 == buckets.length ? 0 : slot + 1;
                sum -= buckets[slot];
            }
            counted -= silent;
        }
        return roundToSixDecimals(sum / Math.min(lastWrite - firstWrite + 1, counted));
    }

    private double weightedAverage(long second) {
        if (isEmpty(second)) {
            return 0;
        }
        double weight = smoothing;
        int counted = buckets.length;
        if (second > lastWrite) {
            int silent = (int) (second - lastWrite);
            weight *= power(1 - smoothing, silent);
            counted -= silent;
        }
        double keep = 1 - smoothing;
        double average = 0;
        int slot = slot(lastWrite);
        for (int bucket = 0; bucket < counted; bucket++) {
            average += buckets[slot] * weight;
            weight *= keep;
            slot = slot == 0 ? buckets.length - 1 : slot - 1;
        }
        return average;
    }

    /**
     * Changes the window's length, keeping the newest seconds if anything was written within the old window.
     *
     * @param windowSeconds the new length
     * @param second now
     */
    void resize(int windowSeconds, long second) {
        if (windowSeconds == this.windowSeconds) {
            return;
        }
        double[] resized = new double[windowSeconds];
        double resizedTotal = 0;
        if (isEmpty(second)) {
            firstWrite = NEVER;
        } else {
            int kept = Math.min(windowSeconds, buckets.length);
            for (long age = 0; age < kept; age++) {
                double load = buckets[slot(lastWrite - age)];
                resized[(int) Math.floorMod(lastWrite - age, (long) windowSeconds)] = load;
                resizedTotal += load;
            }
            firstWrite = lastWrite - (buckets.length - 1);
        }
        this.windowSeconds = windowSeconds;
        this.buckets = resized;
        this.total = resizedTotal;
        this.smoothing = smoothingCoefficient(windowSeconds);
    }

    private int slot(long second) {
        return (int) Math.floorMod(second, (long) buckets.length);
    }

    /** Rounds half away from zero, as Go's {@code math.Round}. */
    private static double roundToSixDecimals(double value) {
        double scaled = Math.abs(value * AVERAGE_SCALE);
        double whole = Math.floor(scaled);
        double rounded = scaled - whole >= 0.5 ? whole + 1 : whole;
        return Math.copySign(rounded, value) / AVERAGE_SCALE;
    }

    /** Squares and multiplies in the order of Go's {@code math.Pow}, whose last bit can differ from Java's. */
    private static double power(double base, int exponent) {
        double result = 1;
        double square = base;
        for (int bits = exponent; bits != 0; bits >>= 1) {
            if ((bits & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
