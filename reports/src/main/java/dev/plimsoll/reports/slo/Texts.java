package dev.plimsoll.reports.slo;

import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlValue;
import java.util.regex.Pattern;

/** Fields that OpenSLO has in many places. */
final class Texts {
    private static final int DESCRIPTION_LIMIT = 1050;
    private static final Pattern SHORTHAND = Pattern.compile("[1-9]\\d*[mhdwMQY]");
    private static final Pattern SHORTHAND_OR_ZERO = Pattern.compile("\\d+[mhdwMQY]");

    private Texts() {}

    static String description(YamlMap spec) {
        return spec.optional("description")
                .map(value -> {
                    String text = value.text();
                    if (text.length() > DESCRIPTION_LIMIT) {
                        value.problem("a description has at most " + DESCRIPTION_LIMIT + " characters, this one has "
                                + text.length());
                    }
                    return text;
                })
                .orElse("");
    }

    static String shorthand(YamlValue value) {
        return shorthand(value, SHORTHAND);
    }

    static String shorthandOrZero(YamlValue value) {
        return shorthand(value, SHORTHAND_OR_ZERO);
    }

    private static String shorthand(YamlValue value, Pattern pattern) {
        String text = value.text();
        if (!pattern.matcher(text).matches()) {
            value.problem("not a duration of OpenSLO: '" + text
                    + "'; write a whole number and one of m, h, d, w, M, Q, Y, for example 28d");
        }
        return text;
    }
}
