package dev.plimsoll.scenarios.cli;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The secret values of a run, so that they can be kept out of everything that is written. */
final class Secrets {
    private final Set<String> values = new LinkedHashSet<>();

    /** Notes a value; those of fewer than four characters would blot out innocent text and are not noted. */
    void add(String value) {
        if (value.length() >= 4) {
            values.add(value);
        }
    }

    /** Replaces every secret in a text, the longest first. */
    String redact(String text) {
        List<String> longestFirst = values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String redacted = text;
        for (String value : longestFirst) {
            redacted = redacted.replace(value, "[secret]");
        }
        return redacted;
    }
}
