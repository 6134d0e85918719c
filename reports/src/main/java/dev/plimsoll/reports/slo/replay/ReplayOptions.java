package dev.plimsoll.reports.slo.replay;

import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleException;
import java.time.Duration;

/**
 * How a run is stretched to the length of the windows.
 *
 * @param prometheus {@link PrometheusMajor#V2} or {@link PrometheusMajor#V3}
 * @param goodBefore good traffic at the run's mean rate before it; the closed formula needs a full long window of it
 * @param repetitions how often the run is played, one after the other
 * @param stretch how much longer a second of the run lasts, at the same rate of requests and the same shares
 * @param goodAfter good traffic after it, to see alerts resolve
 * @param latency which time of a request the component is taken to have seen
 */
public record ReplayOptions(
        PrometheusMajor prometheus,
        Duration goodBefore,
        int repetitions,
        double stretch,
        Duration goodAfter,
        SeenLatency latency) {
    /** Which time of a request a component sees. */
    public enum SeenLatency {
        /** From the send to the end: what a gateway sees, but for the network. */
        SERVICE,
        /** From the intended start: what the user waits, a bound on what any server sees. */
        RESPONSE
    }

    public ReplayOptions {
        if (prometheus == PrometheusMajor.EITHER) {
            throw new RuleException("a replay follows Prometheus 2 or 3: name one");
        }
        if (repetitions < 1 || !(stretch >= 1)) {
            throw new RuleException("a run is played at least once and at least at its own length");
        }
    }

    /** The run once, at its own length, with an hour of good traffic before and after it, as Prometheus 3 sees it. */
    public static ReplayOptions once() {
        return new ReplayOptions(
                PrometheusMajor.V3, Duration.ofHours(1), 1, 1, Duration.ofHours(1), SeenLatency.SERVICE);
    }
}
