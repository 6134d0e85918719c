package dev.plimsoll.reports.slo.promql;

/**
 * A value of a series at a time.
 *
 * @param labels whose
 * @param value the value
 */
public record Sample(Labels labels, double value) {}
