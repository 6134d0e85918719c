package dev.plimsoll.provisioning.embedded;

/** The embedded target cannot be started or asked; the message is a paragraph for the user. */
public final class EmbeddedException extends Exception {
    private static final long serialVersionUID = 1L;

    EmbeddedException(String message) {
        super(message);
    }

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
