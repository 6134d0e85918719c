package dev.plimsoll.reports.figures;

import dev.plimsoll.reports.stats.Interval;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/**
 * Figures as every report prints them: with their unit, estimates at three significant digits, counts whole, and
 * intervals as {@code 12.3 ms (11.9 to 12.8)}. The notation does not depend on the locale.
 */
public final class Figures {
    private static final int SIGNIFICANT = 3;
    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private Figures() {}

    /**
     * A length of time: {@code 640 ns}, {@code 12.3 ms}, {@code 85.2 s}, {@code 2 min 5 s}, {@code 3 h 20 min}.
     *
     * @param nanos in nanoseconds; negative for a lead
     */
    public static String duration(double nanos) {
        TimeUnit unit = TimeUnit.of(Math.abs(nanos));
        return Math.abs(nanos) >= 2 * MINUTE ? clock(nanos) : number(nanos / unit.nanos) + " " + unit.symbol;
    }

    /** As {@link #duration(double)}, for what was measured: with all of its digits, {@code 10.0 ms} where that says 10 ms. */
    public static String measured(double nanos) {
        TimeUnit unit = TimeUnit.of(Math.abs(nanos));
        double value = nanos / unit.nanos;
        return Math.abs(nanos) >= 2 * MINUTE ? clock(nanos) : fixed(value, decimals(value)) + " " + unit.symbol;
    }

    private static String clock(double nanos) {
        String sign = nanos < 0 ? "-" : "";
        double size = Math.abs(nanos);
        if (size >= 2 * HOUR) {
            long minutes = Math.round(size / MINUTE);
            return sign + count(minutes / 60) + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        long seconds = Math.round(size / SECOND);
        return sign + seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }

    public static String duration(Duration duration) {
        return duration((double) duration.toNanos());
    }

    /** A length of time in nanoseconds with its interval, all three in the unit and to the decimals of the estimate; {@code 14.6 ms (12.7 to no bound)} where a bound is infinite. */
    public static String duration(Interval nanos) {
        if (!Double.isFinite(nanos.estimate())) {
            return "beyond what was measured";
        }
        TimeUnit unit = TimeUnit.of(Math.abs(nanos.estimate()));
        int decimals = decimals(nanos.estimate() / unit.nanos);
        return fixed(nanos.estimate() / unit.nanos, decimals) + " " + unit.symbol
                + bounds(bound(nanos.lower() / unit.nanos, decimals), bound(nanos.upper() / unit.nanos, decimals));
    }

    /** A whole number with its thousands marked: {@code 1,234,567}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A count and what it counts, in the singular for one: {@code 1 error}, {@code 12 errors}. */
    public static String count(long count, String singular) {
        return count(count) + " " + singular + (count == 1 ? "" : "s");
    }

    /**
     * A share as a percentage. The smaller of the share and its complement keeps three significant digits, so that
     * 99.953 % is not rounded to 100 % and only a share of exactly 1 is printed as {@code 100 %}.
     *
     * @param share 0 to 1
     */
    public static String share(double share) {
        String percent = percent(share, shareDecimals(share));
        return (percent.contains(".") ? percent.replaceAll("0+$", "").replaceAll("\\.$", "") : percent) + " %";
    }

    /** A share with its interval, all three to the same decimals: {@code 99.95 % (99.91 to 99.97)}. */
    public static String share(Interval share) {
        int decimals = Math.max(
                shareDecimals(share.estimate()), Math.max(shareDecimals(share.lower()), shareDecimals(share.upper())));
        return percent(share.estimate(), decimals) + " %"
                + bounds(percent(share.lower(), decimals), percent(share.upper(), decimals));
    }

    /** A rate: {@code 203/s}. */
    public static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    /** An amount of memory or of traffic in binary units: {@code 12.3 MiB}. */
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double size = bytes;
        int unit = 0;
        while (Math.abs(size) >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return number(size) + " " + units[unit];
    }

    /** An estimate without a unit, at three significant digits: {@code 0.0123}, {@code 12.3}, {@code 12,300}. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "unknown" : value > 0 ? "infinite" : "-infinite";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = significant(value).stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded);
    }

    /** A bound beside an estimate with so many decimals; fewer where it is so large that they say nothing. */
    private static String bound(double value, int decimals) {
        return Double.isInfinite(value)
                ? "no bound"
                : fixed(value, Math.min(decimals, value == 0 ? decimals : decimals(value)));
    }

    private static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static int decimals(double estimate) {
        if (estimate == 0) {
            return 0;
        }
        BigDecimal rounded = significant(estimate);
        int magnitude = rounded.precision() - rounded.scale() - 1;
        return Math.max(0, SIGNIFICANT - 1 - magnitude);
    }

    private static BigDecimal significant(double value) {
        return new BigDecimal(value, new MathContext(SIGNIFICANT, RoundingMode.HALF_UP));
    }

    private static String bounds(String lower, String upper) {
        return " (" + lower + " to " + upper + ")";
    }

    private static String percent(double share, int decimals) {
        return BigDecimal.valueOf(share)
                .movePointRight(2)
                .setScale(share == 0 || share == 1 ? 0 : decimals, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static int shareDecimals(double share) {
        BigDecimal exact = BigDecimal.valueOf(share);
        BigDecimal smaller = exact.min(BigDecimal.ONE.subtract(exact)).movePointRight(2);
        if (smaller.signum() <= 0) {
            return 0;
        }
        int magnitude = smaller.precision() - smaller.scale() - 1;
        return Math.max(0, SIGNIFICANT - 1 - magnitude);
    }

    private enum TimeUnit {
        NANOS("ns", 1),
        MICROS("µs", 1_000),
        MILLIS("ms", 1_000_000),
        SECONDS("s", SECOND);

        private final String symbol;
        private final double nanos;

        TimeUnit(String symbol, double nanos) {
            this.symbol = symbol;
            this.nanos = nanos;
        }

        /** The largest unit of which three significant digits still show at least one. */
        static TimeUnit of(double nanos) {
            TimeUnit found = nanos == 0 ? SECONDS : NANOS;
            for (TimeUnit unit : values()) {
                if (nanos >= unit.nanos * 0.9995) {
                    found = unit;
                }
            }
            return found;
        }
    }
}
