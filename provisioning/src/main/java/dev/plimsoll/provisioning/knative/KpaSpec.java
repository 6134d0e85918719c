package dev.plimsoll.provisioning.knative;

import java.time.Duration;

/**
 * How one revision is scaled: {@code DeciderSpec} and the windows of {@code MetricSpec} of Knative Serving
 * v0.48.1 ({@code pkg/autoscaler/scaling/multiscaler.go}, {@code pkg/apis/autoscaling/v1alpha1/metric_types.go}),
 * after configuration and annotations were resolved.
 *
 * @param metric what the loads are
 * @param aggregation how windows average
 * @param maxScaleUpRate a tick may multiply the ready pods by this at most; above 0
 * @param maxScaleDownRate a tick may divide the ready pods by this at most; above 0
 * @param targetValue load a pod is meant to carry (total times utilisation); above 0
 * @param totalValue load a pod can carry; above 0
 * @param targetBurstCapacity burst to absorb without queueing at a pod; -1 keeps the activator in the path for
 *     ever, 0 takes it out except at zero
 * @param activatorCapacity load one activator carries; above 0
 * @param panicThreshold pods wanted by the panic window over pods ready, from which on the autoscaler panics; a
 *     factor, above 0
 * @param stableWindow whole seconds, at least 1
 * @param panicWindow whole seconds, at least 1
 * @param scaleDownDelay whole seconds; zero for none
 * @param activationScale least scale above zero when above 1; 0 for none
 * @param reachable whether a route refers to the revision
 */
public record KpaSpec(
        ScalingMetric metric,
        Aggregation aggregation,
        double maxScaleUpRate,
        double maxScaleDownRate,
        double targetValue,
        double totalValue,
        double targetBurstCapacity,
        double activatorCapacity,
        double panicThreshold,
        Duration stableWindow,
        Duration panicWindow,
        Duration scaleDownDelay,
        int activationScale,
        boolean reachable) {

    public KpaSpec {
        requirePositive("maxScaleUpRate", maxScaleUpRate);
        requirePositive("maxScaleDownRate", maxScaleDownRate);
        requirePositive("targetValue", targetValue);
        requirePositive("totalValue", totalValue);
        requirePositive("activatorCapacity", activatorCapacity);
        requirePositive("panicThreshold", panicThreshold);
        if (Double.isNaN(targetBurstCapacity)) {
            throw new IllegalArgumentException("targetBurstCapacity is not a number");
        }
        requireSeconds("stableWindow", stableWindow, 1);
        requireSeconds("panicWindow", panicWindow, 1);
        requireSeconds("scaleDownDelay", scaleDownDelay, 0);
        if (activationScale < 0) {
            throw new IllegalArgumentException("activationScale must not be negative, got " + activationScale);
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " must be above 0, got " + value);
        }
    }

    private static void requireSeconds(String name, Duration value, int least) {
        if (value.toNanosPart() != 0 || value.toSeconds() < least || value.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be whole seconds, at least " + least + ", got " + value);
        }
    }

    int stableWindowSeconds() {
        return (int) stableWindow.toSeconds();
    }

    int panicWindowSeconds() {
        return (int) panicWindow.toSeconds();
    }
}
