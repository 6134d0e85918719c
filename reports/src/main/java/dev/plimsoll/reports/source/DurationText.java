package dev.plimsoll.reports.source;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 10s}, {@code 1.5h}, {@code 28d}. */
public final class DurationText {
    /** What is expected, to end a message with. */
    public static final String FORM = "a number with a unit (ns, us, ms, s, m, h, d, w), for example 10s";

    private static final Pattern PATTERN = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ns|us|ms|s|m|h|d|w)");

    private DurationText() {}

    /** Reads a duration; empty where the text is none, or is beyond 292 years. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = PATTERN.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double nanos = Double.parseDouble(matcher.group(1)) * nanosOf(matcher.group(2));
        return nanos < Long.MAX_VALUE ? Optional.of(Duration.ofNanos(Math.round(nanos))) : Optional.empty();
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            case "w" -> 604_800_000_000_000L;
            default -> throw new IllegalArgumentException(unit);
        };
    }
}
