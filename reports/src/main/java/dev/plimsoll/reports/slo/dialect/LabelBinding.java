package dev.plimsoll.reports.slo.dialect;

import java.util.regex.Pattern;

/**
 * How a label names something.
 *
 * @param label name of the label
 * @param pattern the label's value as a regular expression with {@code {}} in the place of the name; {@code {}} alone means
 *     that the value is the name
 */
public record LabelBinding(String label, String pattern) {
    /** A label whose value is the name itself. */
    public static LabelBinding is(String label) {
        return new LabelBinding(label, "{}");
    }

    /** Whether the value is the name itself, so that an equality will do. */
    public boolean exact() {
        return pattern.equals("{}");
    }

    /** The regular expression (RE2, anchored by Prometheus) of values that stand for {@code name}. */
    public String regex(String name) {
        return pattern.replace("{}", name.replaceAll("[.\\\\+*?()\\[\\]{}|^$]", "\\\\$0"));
    }

    /** Whether a label value stands for {@code name}. */
    public boolean matches(String name, String value) {
        return exact() ? value.equals(name) : Pattern.matches(regex(name), value);
    }
}
