package dev.plimsoll.reports.slo.rules;

import java.time.Duration;

/** What makes a request good. */
public sealed interface Indicator {
    /** It was answered without a failure of the service. */
    record Availability() implements Indicator {}

    /**
     * It was answered without a failure, and in time.
     *
     * @param threshold the latest that counts as good
     */
    record Latency(Duration threshold) implements Indicator {
        public Latency {
            if (threshold.compareTo(Duration.ZERO) <= 0) {
                throw new RuleException("a latency threshold must be above 0, not " + threshold);
            }
        }
    }
}
