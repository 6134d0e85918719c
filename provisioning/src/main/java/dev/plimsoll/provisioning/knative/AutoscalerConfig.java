package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.GoLiteral.Malformed;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's autoscaler settings: the ConfigMap {@code config-autoscaler} of Knative Serving v0.48.1, read and
 * validated as {@code NewConfigFromMap} of {@code pkg/autoscaler/config/config.go} does, with its defaults.
 *
 * @param enableScaleToZero {@code enable-scale-to-zero}
 * @param allowZeroInitialScale {@code allow-zero-initial-scale}
 * @param containerConcurrencyTargetFraction {@code container-concurrency-target-percentage} as a fraction, (0, 1]
 * @param containerConcurrencyTargetDefault {@code container-concurrency-target-default}
 * @param targetUtilization fraction of a total that other metrics than concurrency aim for; 0.7 and not configurable
 * @param rpsTargetDefault {@code requests-per-second-target-default}
 * @param targetBurstCapacity {@code target-burst-capacity}; -1 for unlimited
 * @param activatorCapacity {@code activator-capacity}
 * @param maxScaleUpRate {@code max-scale-up-rate}
 * @param maxScaleDownRate {@code max-scale-down-rate}
 * @param stableWindow {@code stable-window}
 * @param panicWindowPercentage {@code panic-window-percentage}, of the stable window
 * @param panicThresholdPercentage {@code panic-threshold-percentage}
 * @param scaleToZeroGracePeriod {@code scale-to-zero-grace-period}
 * @param scaleToZeroPodRetentionPeriod {@code scale-to-zero-pod-retention-period}
 * @param scaleDownDelay {@code scale-down-delay}
 * @param initialScale {@code initial-scale}
 * @param minScale {@code min-scale}
 * @param maxScale {@code max-scale}; 0 for unlimited
 * @param maxScaleLimit {@code max-scale-limit}; 0 for none
 * @param podAutoscalerClass {@code pod-autoscaler-class}
 */
public record AutoscalerConfig(
        boolean enableScaleToZero,
        boolean allowZeroInitialScale,
        double containerConcurrencyTargetFraction,
        double containerConcurrencyTargetDefault,
        double targetUtilization,
        double rpsTargetDefault,
        double targetBurstCapacity,
        double activatorCapacity,
        double maxScaleUpRate,
        double maxScaleDownRate,
        Duration stableWindow,
        double panicWindowPercentage,
        double panicThresholdPercentage,
        Duration scaleToZeroGracePeriod,
        Duration scaleToZeroPodRetentionPeriod,
        Duration scaleDownDelay,
        int initialScale,
        int minScale,
        int maxScale,
        int maxScaleLimit,
        String podAutoscalerClass) {

    /** The class of the autoscaler that this package models. */
    public static final String KPA_CLASS = "kpa.autoscaling.knative.dev";

    static final String HPA_CLASS = "hpa.autoscaling.knative.dev";

    /** {@code TargetMin}: the least target. */
    static final double LEAST_TARGET = 0.01;

    /** {@code WindowMin}: the shortest stable window. */
    static final Duration SHORTEST_WINDOW = Duration.ofSeconds(6);

    /** {@code WindowMax}: the longest stable window. */
    static final Duration LONGEST_WINDOW = Duration.ofHours(1);

    /** {@code PanicWindowPercentageMin}. */
    static final double LEAST_PANIC_WINDOW_PERCENTAGE = 1;

    /** {@code PanicWindowPercentageMax}. */
    static final double MOST_PANIC_WINDOW_PERCENTAGE = 100;

    private static final double DEFAULT_UTILIZATION = 0.7;

    /** Returns the settings of an empty ConfigMap. */
    public static AutoscalerConfig defaults() {
        return parse(Map.of());
    }

    /**
     * Reads a ConfigMap's data; absent keys have their defaults and unknown keys are ignored, as upstream.
     *
     * @throws KnativeConfigException with upstream's message if a value cannot be read or is refused
     */
    public static AutoscalerConfig parse(Map<String, String> data) {
        Reader reader = new Reader(data);
        String podAutoscalerClass =
                data.getOrDefault("pod-autoscaler-class", KPA_CLASS).strip();
        boolean enableScaleToZero = reader.flag("enable-scale-to-zero", true);
        boolean allowZeroInitialScale = reader.flag("allow-zero-initial-scale", false);
        double maxScaleUpRate = reader.number("max-scale-up-rate", 1000);
        double maxScaleDownRate = reader.number("max-scale-down-rate", 2);
        double targetPercentage = reader.number("container-concurrency-target-percentage", DEFAULT_UTILIZATION);
        double targetDefault = reader.number("container-concurrency-target-default", 100);
        double rpsTargetDefault = reader.number("requests-per-second-target-default", 200);
        double targetBurstCapacity = reader.number("target-burst-capacity", 211);
        double panicWindowPercentage = reader.number("panic-window-percentage", 10);
        double activatorCapacity = reader.number("activator-capacity", 100);
        double panicThresholdPercentage = reader.number("panic-threshold-percentage", 200);
        int initialScale = reader.integer("initial-scale", 1);
        int minScale = reader.integer("min-scale", 0);
        int maxScale = reader.integer("max-scale", 0);
        int maxScaleLimit = reader.integer("max-scale-limit", 0);
        Duration stableWindow = reader.duration("stable-window", Duration.ofSeconds(60));
        Duration scaleDownDelay = reader.duration("scale-down-delay", Duration.ZERO);
        Duration gracePeriod = reader.duration("scale-to-zero-grace-period", Duration.ofSeconds(30));
        Duration retentionPeriod = reader.duration("scale-to-zero-pod-retention-period", Duration.ZERO);
        AutoscalerConfig config = new AutoscalerConfig(
                enableScaleToZero,
                allowZeroInitialScale,
                targetPercentage > 1 ? targetPercentage / 100 : targetPercentage,
                targetDefault,
                DEFAULT_UTILIZATION,
                rpsTargetDefault,
                targetBurstCapacity,
                activatorCapacity,
                maxScaleUpRate,
                maxScaleDownRate,
                stableWindow,
                panicWindowPercentage,
                panicThresholdPercentage,
                gracePeriod,
                retentionPeriod,
                scaleDownDelay,
                initialScale,
                minScale,
                maxScale,
                maxScaleLimit,
                podAutoscalerClass);
        String problem = config.problem();
        if (problem != null) {
            throw new KnativeConfigException(problem);
        }
        return config;
    }

    /** The first thing that {@code validate} of upstream refuses, in its order and words. */
    private @Nullable String problem() {
        String problem = durationProblem();
        if (problem == null) {
            problem = targetProblem();
        }
        if (problem == null) {
            problem = rateAndWindowProblem();
        }
        return problem == null ? scaleProblem() : problem;
    }

    private @Nullable String durationProblem() {
        if (!scaleToZeroGracePeriod.isPositive()) {
            return "scale-to-zero-grace-period must be positive, was: " + text(scaleToZeroGracePeriod);
        }
        if (scaleDownDelay.isNegative()) {
            return "scale-down-delay cannot be negative, was: " + text(scaleDownDelay);
        }
        if (!isWholeSeconds(scaleDownDelay)) {
            return "scale-down-delay = " + text(scaleDownDelay) + ", must be specified with at most second precision";
        }
        if (scaleToZeroPodRetentionPeriod.isNegative()) {
            return "scale-to-zero-pod-retention-period cannot be negative, was: " + text(scaleToZeroPodRetentionPeriod);
        }
        return null;
    }

    private @Nullable String targetProblem() {
        if (targetBurstCapacity < 0 && targetBurstCapacity != -1) {
            return "target-burst-capacity must be either non-negative or -1 (for unlimited), was: "
                    + GoLiteral.formatFixed(targetBurstCapacity);
        }
        if (containerConcurrencyTargetFraction <= 0 || containerConcurrencyTargetFraction > 1) {
            return "container-concurrency-target-percentage = "
                    + GoLiteral.formatFixed(containerConcurrencyTargetFraction)
                    + " is outside of valid range of (0, 100]";
        }
        double target = containerConcurrencyTargetFraction * containerConcurrencyTargetDefault;
        if (target < LEAST_TARGET) {
            return "container-concurrency-target-percentage and container-concurrency-target-default yield target"
                    + " concurrency of " + text(target) + ", can't be less than " + text(LEAST_TARGET);
        }
        if (rpsTargetDefault < LEAST_TARGET) {
            return "requests-per-second-target-default must be at least " + text(LEAST_TARGET) + ", was: "
                    + text(rpsTargetDefault);
        }
        return null;
    }

    private @Nullable String rateAndWindowProblem() {
        if (activatorCapacity < 1) {
            return "activator-capacity = " + text(activatorCapacity) + ", must be at least 1";
        }
        if (maxScaleUpRate <= 1) {
            return "max-scale-up-rate = " + text(maxScaleUpRate) + ", must be greater than 1.0";
        }
        if (maxScaleDownRate <= 1) {
            return "max-scale-down-rate = " + text(maxScaleDownRate) + ", must be greater than 1.0";
        }
        if (stableWindow.compareTo(SHORTEST_WINDOW) < 0 || stableWindow.compareTo(LONGEST_WINDOW) > 0) {
            return "stable-window = " + text(stableWindow) + ", must be in [" + text(SHORTEST_WINDOW) + "; "
                    + text(LONGEST_WINDOW) + "] range";
        }
        if (!isWholeSeconds(stableWindow)) {
            return "stable-window = " + text(stableWindow) + ", must be specified with at most second precision";
        }
        if (panicWindowPercentage < LEAST_PANIC_WINDOW_PERCENTAGE
                || panicWindowPercentage > MOST_PANIC_WINDOW_PERCENTAGE) {
            return "panic-window-percentage = " + text(panicWindowPercentage) + ", must be in [1, 100] interval";
        }
        return null;
    }

    private @Nullable String scaleProblem() {
        if (initialScale < 0 || (initialScale == 0 && !allowZeroInitialScale)) {
            return "initial-scale = " + initialScale
                    + ", must be at least 0 (or at least 1 when allow-zero-initial-scale is false)";
        }
        if (minScale < 0) {
            return "min-scale = " + minScale + ", must be at least 0";
        }
        int leastMaxScale = maxScaleLimit > 0 ? 1 : 0;
        if (maxScale < leastMaxScale || (maxScaleLimit > 0 && maxScale > maxScaleLimit)) {
            return "max-scale = " + maxScale + ", must be in [" + leastMaxScale + ", max-scale-limit(" + maxScaleLimit
                    + ")] range";
        }
        if (maxScaleLimit < 0) {
            return "max-scale-limit = " + maxScaleLimit + ", must be at least 0";
        }
        if (minScale > maxScale && maxScale > 0) {
            return "min-scale (" + minScale + ") must be less than max-scale (" + maxScale + ")";
        }
        return null;
    }

    /** Go's test {@code d.Round(time.Second) == d}, which its two extreme durations pass by saturation. */
    static boolean isWholeSeconds(Duration duration) {
        long nanos = duration.toNanos();
        return duration.toNanosPart() == 0 || nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE;
    }

    static String text(Duration duration) {
        return GoLiteral.formatDuration(duration.toNanos());
    }

    private static String text(double value) {
        return GoLiteral.formatFloat(value);
    }

    private record Reader(Map<String, String> data) {
        private interface Parse<T> {
            T apply(String text) throws Malformed;
        }

        private <T> T value(String key, T fallback, Parse<T> parse) {
            String text = data.get(key);
            if (text == null) {
                return fallback;
            }
            try {
                return parse.apply(text);
            } catch (Malformed e) {
                throw new KnativeConfigException(
                        "failed to parse data: failed to parse " + GoLiteral.quote(key) + ": " + e.getMessage());
            }
        }

        boolean flag(String key, boolean fallback) {
            return value(key, fallback, GoLiteral::parseBool);
        }

        double number(String key, double fallback) {
            return value(key, fallback, GoLiteral::parseFloat);
        }

        int integer(String key, int fallback) {
            return value(key, fallback, GoLiteral::parseInt32);
        }

        Duration duration(String key, Duration fallback) {
            return value(key, fallback, text -> Duration.ofNanos(GoLiteral.parseDuration(text)));
        }
    }
}
