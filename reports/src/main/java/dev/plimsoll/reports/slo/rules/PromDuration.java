package dev.plimsoll.reports.slo.rules;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 1h30m}, {@code 5m}, {@code 12s500ms}. */
public final class PromDuration {
    // The grammar of prometheus/common/model.ParseDuration.
    private static final Pattern PATTERN =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

    private static final long[] UNITS = {31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L};
    private static final String[] NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

    private PromDuration() {}

    /** Reads a duration; empty where the text is none. A bare {@code 0} is one. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = PATTERN.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        try {
            long millis = 0;
            for (int i = 0; i < UNITS.length; i++) {
                String number = matcher.group(i + 1);
                if (number != null) {
                    millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(number), UNITS[i]));
                }
            }
            return Optional.of(Duration.ofMillis(millis));
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /**
     * Writes a duration in whole days, hours, minutes, seconds and milliseconds.
     *
     * @throws IllegalArgumentException if it is negative or not a whole number of milliseconds
     */
    public static String format(Duration duration) {
        if (duration.isNegative() || !duration.equals(Duration.ofMillis(duration.toMillis()))) {
            throw new IllegalArgumentException("Prometheus has no duration " + duration);
        }
        long rest = duration.toMillis();
        if (rest == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (int i = 2; i < UNITS.length; i++) {
            if (rest >= UNITS[i]) {
                text.append(rest / UNITS[i]).append(NAMES[i]);
                rest %= UNITS[i];
            }
        }
        return text.toString();
    }
}
