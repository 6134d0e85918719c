package dev.plimsoll.scenarios.load;

/**
 * How a load stands, told once a second. Counts are since its start; quantiles are of the last second.
 *
 * @param atNanos nanoseconds since the run's epoch
 * @param scheduled requests of all legs
 * @param sent requests dispatched
 * @param ok requests that went well
 * @param errors requests that failed
 * @param inFlight requests without an answer
 * @param latenessP50Nanos median lateness of dispatch
 * @param latenessP99Nanos its 99th percentile
 * @param latenessMaxNanos its maximum
 * @param responseP50Nanos median response time of requests that ended
 * @param responseP99Nanos its 99th percentile
 */
public record LoadProgress(
        long atNanos,
        long scheduled,
        long sent,
        long ok,
        long errors,
        long inFlight,
        long latenessP50Nanos,
        long latenessP99Nanos,
        long latenessMaxNanos,
        long responseP50Nanos,
        long responseP99Nanos) {}
