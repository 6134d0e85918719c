package dev.plimsoll.reports.record;

/**
 * One request: when it was meant to start, and what came of it. All times are nanoseconds since the run's epoch.
 *
 * @param id number of the request within the run; a client sends it along, so that gateways' logs can be joined
 * @param series index into {@link RunDescription#series()}
 * @param revision index into {@link RunDescription#revisions()}; 0 is "unknown"
 * @param outcome how it ended
 * @param status HTTP status or gRPC status code; -1 where there was none
 * @param intendedNanos start by the arrival schedule; {@link #NEVER} where it is unknown
 * @param dispatchedNanos when the injector handed it to its transport
 * @param sentNanos when it was written to a connection; {@link #NEVER} where it was not
 * @param firstByteNanos when the first byte of the answer's body (for a stream: its first message) was there; {@link #NEVER} if none came
 * @param endNanos when it ended, with success or not
 */
public record RequestSample(
        long id,
        int series,
        int revision,
        Outcome outcome,
        int status,
        long intendedNanos,
        long dispatchedNanos,
        long sentNanos,
        long firstByteNanos,
        long endNanos) {
    /** Marks a time that did not come or is not known. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Response time: from the intended start. What a user waits. */
    public long responseNanos() {
        return endNanos - (intendedNanos == NEVER ? dispatchedNanos : intendedNanos);
    }

    /** Service time: from the moment of sending. What a closed-loop tool reports. */
    public long serviceNanos() {
        return endNanos - (sentNanos == NEVER ? dispatchedNanos : sentNanos);
    }

    /** How late the injector itself was; waiting for a connection is not in it. */
    public long latenessNanos() {
        return intendedNanos == NEVER ? 0 : dispatchedNanos - intendedNanos;
    }
}
