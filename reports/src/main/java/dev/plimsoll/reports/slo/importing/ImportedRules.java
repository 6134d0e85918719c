package dev.plimsoll.reports.slo.importing;

import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.source.Position;
import java.time.Duration;
import java.util.List;

/**
 * What could be read from rule files, and what could not.
 *
 * @param objectives in the order of the files
 * @param notUnderstood alerts that say no objective, with the reason
 */
public record ImportedRules(List<Imported> objectives, List<NotUnderstood> notUnderstood) {
    public ImportedRules {
        objectives = List.copyOf(objectives);
        notUnderstood = List.copyOf(notUnderstood);
    }

    /**
     * An objective as an alert implies it: while the objective is held over the alert's windows, the alert is silent.
     *
     * @param objective named after the alert
     * @param alert name of the alert
     * @param at where the expression stands
     * @param factor burn rate; 1 where the alert compares with the budget itself
     * @param windows windows that are compared, longest first; empty where unknown
     * @param holdFor the alert's {@code for}
     * @param remarks what was left out or assumed
     */
    public record Imported(
            AlertObjective objective,
            String alert,
            Position at,
            double factor,
            List<Duration> windows,
            Duration holdFor,
            List<String> remarks) {
        public Imported {
            windows = List.copyOf(windows);
            remarks = List.copyOf(remarks);
        }

        /** The share of bad requests at which the alert fires. */
        public double firesAbove() {
            return factor * (1 - objective.target());
        }
    }

    /** An alert that says no objective. */
    public record NotUnderstood(String alert, Position at, String reason) {}
}
