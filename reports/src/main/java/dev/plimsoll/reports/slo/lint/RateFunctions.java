package dev.plimsoll.reports.slo.lint;

import java.util.Set;

/** Functions that take a window of a counter. */
final class RateFunctions {
    static final Set<String> NAMES = Set.of("rate", "increase", "irate");

    private RateFunctions() {}
}
