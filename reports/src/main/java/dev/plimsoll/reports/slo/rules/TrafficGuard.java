package dev.plimsoll.reports.slo.rules;

/** Keeps a handful of requests from waking somebody. */
public sealed interface TrafficGuard {
    /**
     * At least so many bad requests in the long window, by {@code increase()}, which extrapolates. It does not silence an outage
     * of a service with little traffic, as a floor under all requests would.
     */
    record BadRequests(double minimum) implements TrafficGuard {
        public BadRequests {
            if (!(minimum > 0)) {
                throw new RuleException("a guard needs at least some bad requests, not " + minimum);
            }
        }
    }

    /** At least so many requests in the long window. */
    record Requests(double minimum) implements TrafficGuard {
        public Requests {
            if (!(minimum > 0)) {
                throw new RuleException("a guard needs at least some requests, not " + minimum);
            }
        }
    }

    /** No guard. */
    record None() implements TrafficGuard {}
}
