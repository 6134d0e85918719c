package dev.plimsoll.reports.source;

import java.util.List;
import java.util.stream.Collectors;

/** A file cannot be used; says everything that is wrong with it, a line each. */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<SourceProblem> problems;

    SourceException(List<SourceProblem> problems) {
        super(problems.stream().map(SourceProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one, in the order they were found. */
    public List<SourceProblem> problems() {
        return problems;
    }
}
