package dev.plimsoll.provisioning.embedded;

/** A request at the gateway, before it is let in to a replica. Let in or refused at most once. */
interface Guest {
    /** Its {@code x-request-id}; empty if it has none. */
    String requestId();

    /** Is let in, on the thread that owns its connection; ends {@code visit} once it is answered or its client is gone. */
    void enter(Visit visit);

    /** Is turned away with 503 or what its protocol has for it, on the thread that owns its connection. */
    void refuse(String why);

    /** Runs {@code task} on the thread that owns its connection. */
    void onItsThread(Runnable task);
}
