package dev.plimsoll.reports.slo.replay;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the alerts would have done. Times count from the start of the run's measured requests; what lies in the good traffic before it
 * is negative.
 *
 * @param alerts every alert of the rules, in their order
 * @param views what client and alert make of each objective
 * @param statements how the run was stretched, what was assumed, what could not be evaluated
 */
public record AlertReplay(List<ReplayedAlert> alerts, List<View> views, List<String> statements) {
    public AlertReplay {
        alerts = List.copyOf(alerts);
        views = List.copyOf(views);
        statements = List.copyOf(statements);
    }

    /**
     * An alert.
     *
     * @param name of the alert
     * @param slo objective that it watches; empty where it says none
     * @param firings in order; none where it stayed silent
     * @param formula time to fire by the closed formula L k (1 - SLO) / share, from the start of the run, if the run's mean share
     *     of bad requests went on after a full long window of good traffic; null where it never fires, or the alert is none of
     *     Plimsoll's
     */
    public record ReplayedAlert(
            String name,
            String slo,
            List<Firing> firings,
            @Nullable Duration formula) {
        public ReplayedAlert {
            firings = List.copyOf(firings);
        }
    }

    /**
     * A time of firing.
     *
     * @param fired evaluation at which it fired
     * @param resolved evaluation at which it no longer did; null where it fired to the end
     */
    public record Firing(Duration fired, @Nullable Duration resolved) {}

    /**
     * An objective in two pairs of eyes.
     *
     * @param slo name of the objective
     * @param client share of bad requests by the client: failed, or late from the intended start
     * @param alert share of bad requests by the rule: failed with a bad code, or beyond the bucket
     * @param requests measured
     */
    public record View(String slo, double client, double alert, long requests) {
        /** How much more the client saw. */
        public double gap() {
            return client - alert;
        }
    }
}
