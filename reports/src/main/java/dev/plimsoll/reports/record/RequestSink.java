package dev.plimsoll.reports.record;

/** Takes requests as they end. Called from many threads at once; must not block and must not allocate in the steady state. */
public interface RequestSink {
    /**
     * Takes one ended request; the parameters are the components of {@link RequestSample}, in its order.
     *
     * <p>Primitive parameters in place of a record, so that the injector's hot path allocates nothing.
     */
    void record(
            long id,
            int series,
            int revision,
            Outcome outcome,
            int status,
            long intendedNanos,
            long dispatchedNanos,
            long sentNanos,
            long firstByteNanos,
            long endNanos);
}
