package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.dialect.BucketBound;
import dev.plimsoll.reports.slo.dialect.LatencyUnit;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Finds the bucket of a latency threshold, and spells it. */
final class Buckets {
    private static final double SAME = 1e-9;

    private Buckets() {}

    /**
     * The bound as the component exposes it.
     *
     * @throws RuleException if no bucket ends at the threshold and the policy allows no other
     */
    static String choose(String slo, RequestMetrics metrics, Duration threshold, BucketPolicy policy) {
        List<String> bounds = metrics.buckets();
        double wanted = metrics.unit().of(threshold);
        for (int i = 0; i < bounds.size(); i++) {
            double bound = Double.parseDouble(bounds.get(i));
            if (Math.abs(bound - wanted) <= SAME * bound) {
                return bounds.get(i);
            }
            if (bound > wanted) {
                return between(slo, metrics, threshold, policy, i);
            }
        }
        if (policy == BucketPolicy.STRICTER) {
            return bounds.getLast();
        }
        throw new RuleException(slo + ": " + metrics.histogram() + " has no bucket at or above " + words(threshold)
                + "; its last ends at " + words(metrics.unit(), bounds.getLast())
                + ", and beyond it a request cannot be told from an endless one. Choose a threshold of at most that, or"
                + " read another component");
    }

    private static String between(
            String slo, RequestMetrics metrics, Duration threshold, BucketPolicy policy, int above) {
        List<String> bounds = metrics.buckets();
        String higher = words(metrics.unit(), bounds.get(above));
        String nearest = above == 0 ? higher : words(metrics.unit(), bounds.get(above - 1)) + " and " + higher;
        return switch (policy) {
            case LOOSER -> bounds.get(above);
            case STRICTER -> {
                if (above == 0) {
                    throw new RuleException(slo + ": " + metrics.histogram() + " has no bucket below "
                            + words(threshold) + "; its first ends at " + higher);
                }
                yield bounds.get(above - 1);
            }
            case REFUSE ->
                throw new RuleException(slo + ": no bucket of " + metrics.histogram() + " ends at " + words(threshold)
                        + "; the nearest " + (above == 0 ? "ends at " : "end at ") + nearest
                        + ". Choose one of them, or say which side to take (stricter, looser)");
        };
    }

    /** The matcher of {@code le} for a bound. */
    static String matcher(String bound, PrometheusMajor major) {
        String normalised = BucketBound.normalised(bound);
        return switch (major) {
            case V2 -> "le=\"" + bound + "\"";
            case V3 -> "le=\"" + normalised + "\"";
            case EITHER ->
                normalised.equals(bound)
                        ? "le=\"" + bound + "\""
                        : "le=~\"" + escape(bound) + "|" + escape(normalised) + "\"";
        };
    }

    private static String escape(String bound) {
        return bound.replace(".", "\\\\.").replace("+", "\\\\+");
    }

    private static String words(LatencyUnit unit, String bound) {
        return words(unit.toDuration(Double.parseDouble(bound)));
    }

    /** A latency as people say it: 250 ms, 2.5 s. */
    static String words(Duration latency) {
        double seconds = latency.toNanos() / 1e9;
        return seconds < 1 ? number(seconds * 1e3) + " ms" : number(seconds) + " s";
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Double.toString(Math.round(value * 1e6) / 1e6);
    }
}
