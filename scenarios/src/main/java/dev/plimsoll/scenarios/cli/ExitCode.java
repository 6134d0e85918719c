package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.verdict.Judgement;

/** What the process says to its caller. Stable: scripts depend on the numbers. */
enum ExitCode {
    PASS(0),
    FAIL(1),
    /** The command line, the suite or a file is wrong. */
    USAGE(2),
    INCONCLUSIVE(3),
    /** The target could not be had or did not answer. */
    TARGET(4),
    INVALID(5),
    /** A defect of Plimsoll's own. */
    DEFECT(70);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static ExitCode of(Judgement judgement) {
        return switch (judgement) {
            case PASS -> PASS;
            case FAIL -> FAIL;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case INVALID -> INVALID;
        };
    }
}
