package dev.plimsoll.reports.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that one reading tells all of it. */
public final class Problems {
    private final List<SourceProblem> problems = new ArrayList<>();

    public void add(Position at, String message) {
        problems.add(new SourceProblem(at, message));
    }

    /** Ends the reading where anything was wrong. */
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new SourceException(problems.stream()
                    .sorted(Comparator.comparingInt((SourceProblem p) -> p.at().line())
                            .thenComparingInt(p -> p.at().column()))
                    .toList());
        }
    }
}
