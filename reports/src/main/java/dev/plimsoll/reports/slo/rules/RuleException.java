package dev.plimsoll.reports.slo.rules;

/** Rules cannot be made as asked; the message says why and what to ask for instead. */
public final class RuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RuleException(String message) {
        super(message);
    }
}
