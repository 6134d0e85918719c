package dev.plimsoll.scenarios.load;

/** The injector process failed: it could not be started, refused what it was asked, or ended by itself. */
public final class InjectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InjectorException(String message) {
        super(message);
    }

    InjectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
