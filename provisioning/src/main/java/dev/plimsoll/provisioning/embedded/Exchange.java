package dev.plimsoll.provisioning.embedded;

import org.jspecify.annotations.Nullable;

/** An inference under way, as the data plane sees it: whatever protocol it came by. Answered exactly once. */
interface Exchange {
    /** Rows one after the other. */
    double[] features();

    int rows();

    void answer(Revision by, long[] classes);

    /** Answers with an internal error of the server. */
    void fail(Revision by, @Nullable String message);

    /** Runs {@code task} after {@code nanos} on the thread that owns the connection. */
    void later(Runnable task, long nanos);
}
