package dev.plimsoll.reports.record;

/** A run directory cannot be made, written or read; the message says which file, why, and what to do. */
public final class RunDirectoryException extends RuntimeException {
    public RunDirectoryException(String message) {
        super(message);
    }

    public RunDirectoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
