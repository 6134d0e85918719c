package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.source.Position;

/**
 * A mistake found.
 *
 * @param mistake its kind
 * @param at where
 * @param rule name of the rule or of the objective
 * @param message what is wrong, one sentence
 * @param fix what to write instead, one sentence
 */
public record Finding(Mistake mistake, Position at, String rule, String message, String fix) {
    /** A line for a terminal. */
    @Override
    public String toString() {
        return at + ": " + mistake.word() + ": " + rule + ": " + message + " " + fix;
    }
}
