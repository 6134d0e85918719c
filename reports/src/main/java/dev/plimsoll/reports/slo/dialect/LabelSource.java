package dev.plimsoll.reports.slo.dialect;

/** Where the names of namespace, service and revision come from. */
public enum LabelSource {
    /** They are labels of the series. */
    SERIES,
    /** They are OpenTelemetry resource attributes: labels of {@code target_info} alone, to be joined on instance and job. */
    TARGET_INFO,
    /** They are labels of the pod, which the scrape configuration must copy ({@code podTargetLabels} of a PodMonitor). */
    POD_LABELS
}
