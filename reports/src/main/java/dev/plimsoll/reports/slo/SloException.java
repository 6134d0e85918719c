package dev.plimsoll.reports.slo;

import dev.plimsoll.reports.source.SourceException;
import dev.plimsoll.reports.source.SourceProblem;
import java.util.List;

/** An OpenSLO file cannot be used; the message has all that is wrong with it, a line each, as {@code file:line:column: what}. */
public final class SloException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SourceProblem> problems;

    SloException(SourceException cause) {
        super(cause.getMessage(), cause);
        problems = cause.problems();
    }

    /** At least one, by place. */
    public List<SourceProblem> problems() {
        return problems;
    }
}
