package dev.plimsoll.reports.slo.promql;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Labels of a series, by name; the metric's name is {@link #NAME}. A label with an empty value is no label.
 *
 * @param values by label
 */
public record Labels(Map<String, String> values) {
    /** The label that holds the metric's name. */
    public static final String NAME = "__name__";

    /** No labels at all. */
    public static final Labels NONE = new Labels(Map.of());

    public Labels {
        Map<String, String> sorted = new TreeMap<>(values);
        sorted.values().removeIf(String::isEmpty);
        values = Collections.unmodifiableMap(sorted);
    }

    /** The value of a label; empty where it is absent. */
    public String get(String label) {
        return values.getOrDefault(label, "");
    }

    public Labels with(String label, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(label, value);
        return new Labels(changed);
    }

    public Labels with(Map<String, String> labels) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.putAll(labels);
        return new Labels(changed);
    }

    Labels only(Collection<String> labels) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.keySet().retainAll(labels);
        return new Labels(changed);
    }

    Labels without(Collection<String> labels) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.keySet().removeAll(labels);
        return new Labels(changed);
    }

    Labels withoutName() {
        if (!values.containsKey(NAME)) {
            return this;
        }
        Map<String, String> changed = new TreeMap<>(values);
        changed.remove(NAME);
        return new Labels(changed);
    }

    /** As PromQL writes it: {@code name{a="b"}}. */
    @Override
    public String toString() {
        return get(NAME)
                + values.entrySet().stream()
                        .filter(e -> !e.getKey().equals(NAME))
                        .map(e -> e.getKey() + "=\""
                                + e.getValue().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                        .collect(Collectors.joining(", ", "{", "}"));
    }
}
