package dev.plimsoll.reports.slo;

import org.jspecify.annotations.Nullable;

/**
 * When an alert is raised for an SLO.
 *
 * @param name {@code metadata.name}
 * @param condition its one condition; null where it refers to one of another file
 */
public record AlertPolicy(String name, @Nullable Condition condition) {
    /**
     * A condition on the burn rate of the error budget.
     *
     * @param name {@code metadata.name}
     * @param severity for example {@code page}
     * @param burnRate {@code threshold}: multiple of the rate that uses up the budget just at the end of the time window
     * @param lookbackWindow duration shorthand, for example {@code 1h}
     * @param alertAfter duration shorthand, for example {@code 5m}
     */
    public record Condition(String name, String severity, double burnRate, String lookbackWindow, String alertAfter) {}
}
