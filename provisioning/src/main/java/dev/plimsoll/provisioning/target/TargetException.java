package dev.plimsoll.provisioning.target;

/** A target cannot be had or does not do what a target must; the message says what happened, where, and what to do. */
public final class TargetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TargetException(String message) {
        super(message);
    }

    public TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
