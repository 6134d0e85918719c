package dev.plimsoll.provisioning.knative;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads and prints numbers, booleans and durations as Go's {@code strconv}, {@code time} and {@code fmt} do, since
 * Knative's configuration is written for them: {@code 1m30s} and {@code 1_000} are values, {@code 10} is no duration.
 */
final class GoLiteral {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");
    private static final Pattern INFINITE = Pattern.compile("[+-]?(?:inf|infinity)", Pattern.CASE_INSENSITIVE);
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", SECOND,
            "m", 60 * SECOND,
            "h", 3600 * SECOND);

    /** {@code %v} prints a float with an exponent from this decimal exponent on. */
    private static final int FIRST_PRINTED_EXPONENT = 6;

    private GoLiteral() {}

    /** A text that is no such literal; the message is Go's. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean outOfRange;

        private Malformed(String message, boolean outOfRange) {
            super(message);
            this.outOfRange = outOfRange;
        }

        /** Whether the text is a number, but one that does not fit. */
        boolean outOfRange() {
            return outOfRange;
        }
    }

    /** {@code strconv.ParseBool}. */
    static boolean parseBool(String text) throws Malformed {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw syntax("ParseBool", text);
        };
    }

    /** {@code strconv.ParseInt(text, 10, 32)}. */
    static int parseInt32(String text) throws Malformed {
        return (int) parseInteger("ParseInt", text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** {@code strconv.Atoi} on 64 bits. */
    static long parseInt(String text) throws Malformed {
        return parseInteger("Atoi", text, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    private static long parseInteger(String function, String text, long least, long most) throws Malformed {
        if (!INTEGER.matcher(text).matches()) {
            throw syntax(function, text);
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw range(function, text);
        }
        throw range(function, text);
    }

    /** {@code strconv.ParseFloat(text, 64)}. */
    static double parseFloat(String text) throws Malformed {
        if (INFINITE.matcher(text).matches()) {
            return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.equalsIgnoreCase("nan")) {
            return Double.NaN;
        }
        String digits = text.replace("_", "");
        boolean wellFormed =
                DECIMAL.matcher(digits).matches() || HEXADECIMAL.matcher(digits).matches();
        if (!wellFormed || (digits.length() != text.length() && !underscoresSeparateDigits(text))) {
            throw syntax("ParseFloat", text);
        }
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            throw range("ParseFloat", text);
        }
        return value;
    }

    /** Every underscore stands between digits, or between a base's prefix and a digit. */
    private static boolean underscoresSeparateDigits(String text) {
        String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        boolean hexadecimal = unsigned.toLowerCase(Locale.ROOT).startsWith("0x");
        int start = hexadecimal ? 2 : 0;
        boolean afterDigit = hexadecimal;
        boolean afterUnderscore = false;
        for (int i = start; i < unsigned.length(); i++) {
            char c = unsigned.charAt(i);
            if (c == '_') {
                if (!afterDigit) {
                    return false;
                }
                afterDigit = false;
                afterUnderscore = true;
            } else {
                boolean digit = isDigit(c) || (hexadecimal && Character.digit(c, 16) >= 0);
                if (afterUnderscore && !digit) {
                    return false;
                }
                afterDigit = digit;
                afterUnderscore = false;
            }
        }
        return !afterUnderscore;
    }

    /** {@code time.ParseDuration}, in nanoseconds. */
    static long parseDuration(String text) throws Malformed {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean negative = text.startsWith("-");
        if (text.substring(at).equals("0")) {
            return 0;
        }
        if (at == text.length()) {
            throw invalidDuration(text);
        }
        long total = 0;
        while (at < text.length()) {
            int wholeEnd = digitsEnd(text, at);
            long whole = leadingInteger(text, at, wholeEnd);
            int fractionStart = wholeEnd;
            int fractionEnd = wholeEnd;
            if (wholeEnd < text.length() && text.charAt(wholeEnd) == '.') {
                fractionStart = wholeEnd + 1;
                fractionEnd = digitsEnd(text, fractionStart);
            }
            if (wholeEnd == at && fractionEnd == fractionStart) {
                throw invalidDuration(text);
            }
            int unitEnd = fractionEnd;
            while (unitEnd < text.length() && text.charAt(unitEnd) != '.' && !isDigit(text.charAt(unitEnd))) {
                unitEnd++;
            }
            if (unitEnd == fractionEnd) {
                throw new Malformed("time: missing unit in duration " + timeQuote(text), false);
            }
            String unitName = text.substring(fractionEnd, unitEnd);
            Long unit = UNITS.get(unitName);
            if (unit == null) {
                throw new Malformed(
                        "time: unknown unit " + timeQuote(unitName) + " in duration " + timeQuote(text), false);
            }
            if (Long.compareUnsigned(whole, Long.divideUnsigned(Long.MIN_VALUE, unit)) > 0) {
                throw invalidDuration(text);
            }
            long part = whole * unit + fraction(text, fractionStart, fractionEnd, unit);
            total += part;
            if (Long.compareUnsigned(part, Long.MIN_VALUE) > 0 || Long.compareUnsigned(total, Long.MIN_VALUE) > 0) {
                throw invalidDuration(text);
            }
            at = unitEnd;
        }
        if (!negative && total < 0) {
            throw invalidDuration(text);
        }
        return negative ? -total : total;
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long leadingInteger(String text, int start, int end) throws Malformed {
        long value = 0;
        for (int i = start; i < end; i++) {
            if (Long.compareUnsigned(value, Long.divideUnsigned(Long.MIN_VALUE, 10)) > 0) {
                throw invalidDuration(text);
            }
            value = value * 10 + (text.charAt(i) - '0');
            if (Long.compareUnsigned(value, Long.MIN_VALUE) > 0) {
                throw invalidDuration(text);
            }
        }
        return value;
    }

    private static long fraction(String text, int start, int end, long unit) {
        long value = 0;
        double scale = 1;
        for (int i = start; i < end && value <= Long.MAX_VALUE / 10; i++) {
            long longer = value * 10 + (text.charAt(i) - '0');
            if (longer < 0) {
                break;
            }
            value = longer;
            scale *= 10;
        }
        return (long) (value * (unit / scale));
    }

    /** {@code time.Duration.String}: {@code 1h0m0.5s}, {@code 2.5ms}, {@code 0s}. */
    static String formatDuration(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        BigDecimal size = BigDecimal.valueOf(nanos).abs();
        String sign = nanos < 0 ? "-" : "";
        if (size.compareTo(BigDecimal.valueOf(SECOND)) < 0) {
            long small = size.longValueExact();
            if (small < 1_000) {
                return sign + small + "ns";
            }
            return small < 1_000_000
                    ? sign + plain(size.movePointLeft(3)) + "\u00b5s"
                    : sign + plain(size.movePointLeft(6)) + "ms";
        }
        BigDecimal seconds = size.movePointLeft(9);
        long minutes = seconds.longValue() / 60;
        String rest = plain(seconds.subtract(BigDecimal.valueOf(minutes * 60))) + "s";
        if (minutes == 0) {
            return sign + rest;
        }
        return minutes < 60 ? sign + minutes + "m" + rest : sign + minutes / 60 + "h" + minutes % 60 + "m" + rest;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** {@code %v} of a float64: the shortest digits that read back, with an exponent below -4 and from 6 on. */
    static String formatFloat(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < FIRST_PRINTED_EXPONENT) {
            return decimal.toPlainString();
        }
        String digits = decimal.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** {@code %f} of a float64: six decimals. */
    static String formatFixed(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return formatFloat(value);
        }
        String text = new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
        return (value < 0 || 1 / value < 0) && !text.startsWith("-") ? "-" + text : text;
    }

    private static Malformed syntax(String function, String text) {
        return new Malformed("strconv." + function + ": parsing " + quote(text) + ": invalid syntax", false);
    }

    private static Malformed range(String function, String text) {
        return new Malformed("strconv." + function + ": parsing " + quote(text) + ": value out of range", true);
    }

    private static Malformed invalidDuration(String text) {
        return new Malformed("time: invalid duration " + timeQuote(text), false);
    }

    /** {@code strconv.Quote}, for the characters that configuration can hold. */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    /** How package time quotes: everything but printable ASCII as bytes of UTF-8. */
    private static String timeQuote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
            } else {
                if (b == '"' || b == '\\') {
                    quoted.append('\\');
                }
                quoted.append((char) b);
            }
        }
        return quoted.append('"').toString();
    }
}
