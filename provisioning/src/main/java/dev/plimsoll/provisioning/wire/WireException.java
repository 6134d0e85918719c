package dev.plimsoll.provisioning.wire;

/** A message that does not follow its protocol; the text says where in it and why, fit for a user's eyes. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }

    public WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
