package dev.plimsoll.reports.slo.rules;

import java.util.Locale;

/** Whom an alert wakes. */
public enum Severity {
    /** Somebody, now. */
    PAGE,
    /** Nobody; it is looked at in working hours. */
    TICKET;

    /** The value of the label {@code severity}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
