package dev.plimsoll.provisioning.wire;

/** Request bodies cannot be had as they were asked for; the message says why and what to give instead. */
public final class RequestsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RequestsException(String message) {
        super(message);
    }

    RequestsException(String message, Throwable cause) {
        super(message, cause);
    }
}
