package dev.plimsoll.reports.record;

/** How a request ended. Everything but {@link #OK} is bad for every objective. */
public enum Outcome {
    /** Answered in time, and the answer's content was right. */
    OK(0),
    /** Answered with success, but the content failed its check. */
    WRONG_ANSWER(1),
    /** The server blamed the client: HTTP 4xx, or a gRPC status of that kind. */
    CLIENT_ERROR(2),
    /** The server failed: HTTP 5xx, or a gRPC status of that kind. */
    SERVER_ERROR(3),
    /** No complete answer within the declared time-out. */
    TIMED_OUT(4),
    /** No connection could be had: refused, unreachable, name not resolved. */
    CONNECT_FAILED(5),
    /** The connection ended before the answer was complete. */
    CONNECTION_LOST(6),
    /** The TLS handshake failed. */
    TLS_FAILED(7),
    /** Scheduled, but the injector never sent it: the run was stopped, or the injector failed. */
    UNSENT(8);

    private static final Outcome[] BY_CODE = new Outcome[values().length];

    static {
        for (Outcome outcome : values()) {
            BY_CODE[outcome.code] = outcome;
        }
    }

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /** The number in the {@code requests} file; part of the format, never changed. */
    int code() {
        return code;
    }

    static Outcome ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("no outcome has the code " + code);
        }
        return BY_CODE[code];
    }

    public boolean isGood() {
        return this == OK;
    }
}
