package dev.plimsoll.reports.verdict;

/** What can be said of an objective, or of a run. */
public enum Judgement {
    /** The objective is held, at the stated confidence. */
    PASS,
    /** The objective is broken, at the stated confidence. */
    FAIL,
    /** The evidence does not decide. */
    INCONCLUSIVE,
    /** The measurement cannot be used: the injector disturbed it, or there was nothing to measure. */
    INVALID
}
