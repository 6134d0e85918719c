package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.reports.record.RunDescription;
import java.time.Duration;
import java.util.List;

/**
 * One open workload: what is sent where, and when.
 *
 * @param series index of the series its requests are recorded under
 * @param entry where it is sent
 * @param requests bodies, taken in turn by the number of the arrival
 * @param schedule when
 * @param start start of the schedule, counted from the start of the load
 * @param timeout after which a request is given up, counted from its dispatch
 * @param connections how connections are opened and kept
 */
public record LoadLeg(
        int series,
        Entry entry,
        List<PreparedRequest> requests,
        ArrivalSchedule schedule,
        Duration start,
        Duration timeout,
        Connections connections) {
    @JsonCreator
    public LoadLeg {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one request body");
        }
        if (start.isNegative()) {
            throw new IllegalArgumentException("a load cannot start before its run: start is " + start);
        }
        if (timeout.toMillis() <= 0) {
            throw new IllegalArgumentException("a time-out must be at least 1 ms, but is " + timeout);
        }
    }

    /** A leg with {@link Connections#defaults() default connections}. */
    public LoadLeg(
            int series,
            Entry entry,
            List<PreparedRequest> requests,
            ArrivalSchedule schedule,
            Duration start,
            Duration timeout) {
        this(series, entry, requests, schedule, start, timeout, Connections.defaults());
    }

    /**
     * The leg as a run's description has it.
     *
     * @param scheduled how many requests its schedule has
     * @param loadStartNanos start of the load, in nanoseconds since the run's epoch
     */
    public RunDescription.Leg described(long scheduled, long loadStartNanos) {
        long fromNanos = loadStartNanos + start.toNanos();
        return new RunDescription.Leg(
                series,
                schedule.inWords(),
                scheduled,
                fromNanos,
                fromNanos + schedule.duration().toNanos(),
                timeout.toNanos(),
                connections.inWords(entry.protocol()),
                true);
    }
}
