package dev.plimsoll.reports.source;

/**
 * Something wrong in a file that a person wrote.
 *
 * @param at where
 * @param message what is wrong and what to write instead, one sentence
 */
public record SourceProblem(Position at, String message) {
    @Override
    public String toString() {
        return at + ": " + message;
    }
}
