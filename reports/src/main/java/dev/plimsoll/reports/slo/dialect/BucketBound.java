package dev.plimsoll.reports.slo.dialect;

import java.math.BigDecimal;

/** How Prometheus stores the upper bound of a histogram bucket in the label {@code le}. */
public final class BucketBound {
    private BucketBound() {}

    /**
     * The spelling that Prometheus 3 stores, whatever was scraped: the shortest number that reads back the same, with a point
     * or an exponent always ({@code formatOpenMetricsFloat} in its {@code model/textparse}). Prometheus 2 stores what was
     * scraped.
     */
    public static String normalised(String scraped) {
        if (scraped.equals("+Inf")) {
            return scraped;
        }
        String plain = goNumber(Double.parseDouble(scraped));
        return plain.indexOf('.') >= 0 || plain.indexOf('e') >= 0 ? plain : plain + ".0";
    }

    /** Go's {@code strconv.FormatFloat(value, 'g', -1, 64)}. */
    static String goNumber(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        // Below six digits plain, from there on with an exponent: the rule of 'g' with the shortest precision.
        if (exponent < -4 || exponent >= 6) {
            String unscaled = decimal.unscaledValue().abs().toString();
            String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
            return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+")
                    + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        return decimal.toPlainString();
    }
}
