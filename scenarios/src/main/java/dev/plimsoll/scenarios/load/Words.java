package dev.plimsoll.scenarios.load;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Schedules in words. */
final class Words {
    private Words() {}

    static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    static String duration(Duration duration) {
        if (duration.toNanos() % 1_000_000 == 0 && duration.toMillis() < 1000) {
            return duration.toMillis() + " ms";
        }
        return number(duration.toNanos() / 1e9) + " s";
    }

    static String spread(@Nullable Long seed) {
        return seed == null ? ", evenly spread" : ", poisson";
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new java.math.MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
