package dev.plimsoll.reports.slo.dialect;

import java.util.Map;

/**
 * Gauges of Knative's autoscaler, one series a revision.
 *
 * @param desired pods that the autoscaler wants
 * @param requested pods that it has asked the deployment for
 * @param ready pods that are there and ready
 * @param notReady pods that are there and not ready
 * @param pending pods that wait for a node
 * @param terminating pods that are going
 * @param panicMode 1 while in panic mode, else 0
 * @param labels how series are told apart
 */
public record ScalingMetrics(
        String desired,
        String requested,
        String ready,
        String notReady,
        String pending,
        String terminating,
        String panicMode,
        Map<Identity, LabelBinding> labels) {
    public ScalingMetrics {
        labels = Map.copyOf(labels);
    }
}
