package dev.plimsoll.reports.slo.dialect;

import java.util.Locale;

/** What a series can be told apart by. */
public enum Identity {
    NAMESPACE,
    SERVICE,
    REVISION,
    MODEL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
