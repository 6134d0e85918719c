package dev.plimsoll.scenarios.load;

import java.time.Duration;

/** What a schedule may be made of. */
final class Checks {
    private static final double HIGHEST_RATE = 1e8;
    private static final Duration LONGEST = Duration.ofDays(366);

    private Checks() {}

    static void rate(String what, double perSecond) {
        if (!(perSecond > 0) || perSecond > HIGHEST_RATE) {
            throw new IllegalArgumentException(
                    what + " must be above 0 and at most " + Words.rate(HIGHEST_RATE) + ", but is " + perSecond);
        }
    }

    static void rateOrZero(String what, double perSecond) {
        if (!(perSecond >= 0) || perSecond > HIGHEST_RATE) {
            throw new IllegalArgumentException(
                    what + " must be 0 or more and at most " + Words.rate(HIGHEST_RATE) + ", but is " + perSecond);
        }
    }

    static void duration(String what, Duration duration) {
        if (duration.isZero() || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " must be above 0 and at most " + LONGEST.toDays() + " days, but is " + duration);
        }
    }

    static void durationOrZero(String what, Duration duration) {
        if (!duration.isZero()) {
            duration(what, duration);
        }
    }
}
