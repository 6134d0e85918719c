package dev.plimsoll.provisioning.target;

/** A target cannot be used. The message is one paragraph for the user: what happened, where, what to do; it holds no secret. */
public final class TargetException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Refuses a target for what the message says. */
    public TargetException(String message) {
        super(message);
    }

    TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
