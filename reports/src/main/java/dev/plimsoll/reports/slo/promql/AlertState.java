package dev.plimsoll.reports.slo.promql;

/** Where an alert stands. */
public enum AlertState {
    /** Its expression holds, but not yet for as long as its {@code for} asks. */
    PENDING,
    /** It is sent to Alertmanager. */
    FIRING
}
