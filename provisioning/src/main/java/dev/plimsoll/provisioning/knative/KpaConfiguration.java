package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.GoLiteral.Malformed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a trace is explained with: an autoscaler's specification and the bounds of the scale.
 *
 * @param spec the specification
 * @param bounds least and most replicas
 * @param changes what differs from the trace's own configuration, as {@code name=value}, in order
 */
public record KpaConfiguration(KpaSpec spec, ScaleBounds bounds, List<String> changes) {
    /** The names that {@link #with} knows. */
    public static final List<String> NAMES = List.of(
            "minScale",
            "maxScale",
            "target",
            "total",
            "targetBurstCapacity",
            "stableWindow",
            "panicWindow",
            "panicThreshold",
            "maxScaleUpRate",
            "maxScaleDownRate",
            "scaleDownDelay",
            "activationScale",
            "aggregation",
            "reachable");

    public KpaConfiguration {
        changes = List.copyOf(changes);
    }

    /** Returns a trace's own configuration, its scale unbounded. */
    public static KpaConfiguration of(KpaTrace trace) {
        return new KpaConfiguration(trace.spec(), new ScaleBounds(0, 0), List.of());
    }

    /**
     * Returns this configuration with one value changed. Windows and delays are durations as Knative writes them
     * ({@code 30s}); {@code panicThreshold} is a factor (2, not 200); {@code target} is the value aimed at a pod, after
     * utilisation. A new stable window takes the panic window along at its share, unless that is changed after it.
     *
     * @throws KnativeConfigException if the name is unknown or the value cannot be used, with what to write instead
     */
    public KpaConfiguration with(String name, String value) {
        if (!NAMES.contains(name)) {
            throw new KnativeConfigException(
                    "unknown setting \"" + name + "\": use one of " + String.join(", ", NAMES));
        }
        List<String> changed = new ArrayList<>(changes);
        changed.add(name + "=" + value);
        try {
            return switch (name) {
                case "minScale" -> bounded(GoLiteral.parseInt32(value), bounds.max(), changed);
                case "maxScale" -> bounded(bounds.min(), GoLiteral.parseInt32(value), changed);
                default -> new KpaConfiguration(spec(name, value), bounds, changed);
            };
        } catch (Malformed | IllegalArgumentException e) {
            throw new KnativeConfigException(name + "=" + value + " cannot be used: " + e.getMessage());
        }
    }

    /** Returns this configuration with several values changed, in the map's order. */
    public KpaConfiguration with(Map<String, String> values) {
        KpaConfiguration changed = this;
        for (Map.Entry<String, String> value : values.entrySet()) {
            changed = changed.with(value.getKey(), value.getValue());
        }
        return changed;
    }

    private KpaConfiguration bounded(int min, int max, List<String> changed) {
        if (max != 0 && max < min) {
            throw new IllegalArgumentException("maxScale " + max + " is less than minScale " + min);
        }
        return new KpaConfiguration(spec, new ScaleBounds(min, max), changed);
    }

    private KpaSpec spec(String name, String value) throws Malformed {
        Duration stableWindow = duration("stableWindow", name, value, spec.stableWindow());
        double panicShare =
                100.0 * spec.panicWindow().toNanos() / spec.stableWindow().toNanos();
        Duration panicWindow = name.equals("stableWindow")
                ? RevisionAnnotations.panicWindow(stableWindow, panicShare)
                : spec.panicWindow();
        return new KpaSpec(
                spec.metric(),
                name.equals("aggregation") ? aggregation(value) : spec.aggregation(),
                number("maxScaleUpRate", name, value, spec.maxScaleUpRate()),
                number("maxScaleDownRate", name, value, spec.maxScaleDownRate()),
                number("target", name, value, spec.targetValue()),
                number("total", name, value, spec.totalValue()),
                number("targetBurstCapacity", name, value, spec.targetBurstCapacity()),
                spec.activatorCapacity(),
                number("panicThreshold", name, value, spec.panicThreshold()),
                stableWindow,
                duration("panicWindow", name, value, panicWindow),
                duration("scaleDownDelay", name, value, spec.scaleDownDelay()),
                name.equals("activationScale") ? GoLiteral.parseInt32(value) : spec.activationScale(),
                name.equals("reachable") ? GoLiteral.parseBool(value) : spec.reachable());
    }

    private static Aggregation aggregation(String value) {
        for (Aggregation aggregation : Aggregation.values()) {
            if (aggregation.annotationValue().equals(value)) {
                return aggregation;
            }
        }
        throw new IllegalArgumentException("use linear or weighted-exponential");
    }

    private static double number(String field, String name, String value, double current) throws Malformed {
        return field.equals(name) ? GoLiteral.parseFloat(value) : current;
    }

    private static Duration duration(String field, String name, String value, Duration current) throws Malformed {
        return field.equals(name) ? Duration.ofNanos(GoLiteral.parseDuration(value)) : current;
    }
}
