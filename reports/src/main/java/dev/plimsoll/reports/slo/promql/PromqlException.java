package dev.plimsoll.reports.slo.promql;

/** An expression cannot be read or evaluated. */
public final class PromqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    PromqlException(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    PromqlException(String message) {
        this(message, -1);
    }

    /** Where in the expression, from 0; -1 where it is no place in it. */
    public int offset() {
        return offset;
    }
}
