package dev.plimsoll.provisioning.embedded;

/** A request's stay in the data plane, from its admission on. */
interface Visit {
    /** The replica that it was let in to. */
    Replica replica();

    /** It was answered, or its client is gone, let in or not. More than once is once. */
    void end();
}
