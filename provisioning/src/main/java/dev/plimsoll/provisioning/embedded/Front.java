package dev.plimsoll.provisioning.embedded;

import java.util.Optional;

/** What stands between the gateway and a revision's replicas. */
interface Front extends AutoCloseable {
    /** Gets the replicas that a new revision has, and waits until they are ready. */
    void start() throws InterruptedException;

    /** Takes a request on the thread that owns its connection: it is let in or refused, before this returns or later. */
    Visit admit(Guest guest);

    /** Whether a replica is ready. */
    boolean isReady();

    /** The autoscaler's state, where there is one. */
    Optional<ScaleState> scale();

    @Override
    void close();
}
