package dev.plimsoll.reports.slo.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes rule groups as YAML, the same bytes for the same rules. */
public final class RuleYaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_./-]*");
    private static final Pattern WORD_WITH_MEANING = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|inf|nan");

    private RuleYaml() {}

    /** A rule file of Prometheus: {@code groups: ...}. */
    public static String groups(List<RuleGroup> groups) {
        StringBuilder yaml = new StringBuilder();
        groups(yaml, "", groups);
        return yaml.toString();
    }

    /**
     * A {@code PrometheusRule} of the Prometheus operator ({@code monitoring.coreos.com/v1}).
     *
     * @param name of the object
     * @param namespace of the object; empty leaves it out
     * @param labels by which the operator's {@code ruleSelector} finds it
     */
    public static String prometheusRule(
            String name, String namespace, Map<String, String> labels, List<RuleGroup> groups) {
        StringBuilder yaml =
                new StringBuilder("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n");
        yaml.append("  name: ").append(scalar(name)).append('\n');
        if (!namespace.isEmpty()) {
            yaml.append("  namespace: ").append(scalar(namespace)).append('\n');
        }
        map(yaml, "  ", "labels", new TreeMap<>(labels));
        yaml.append("spec:\n");
        groups(yaml, "  ", groups);
        return yaml.toString();
    }

    private static void groups(StringBuilder yaml, String indent, List<RuleGroup> groups) {
        if (groups.isEmpty()) {
            yaml.append(indent).append("groups: []\n");
            return;
        }
        yaml.append(indent).append("groups:\n");
        for (RuleGroup group : groups) {
            yaml.append(indent)
                    .append("  - name: ")
                    .append(scalar(group.name()))
                    .append('\n');
            if (!group.interval().isZero()) {
                yaml.append(indent)
                        .append("    interval: ")
                        .append(PromDuration.format(group.interval()))
                        .append('\n');
            }
            yaml.append(indent).append("    rules:").append(group.rules().isEmpty() ? " []\n" : "\n");
            for (Rule rule : group.rules()) {
                rule(yaml, indent + "      ", rule);
            }
        }
    }

    private static void rule(StringBuilder yaml, String indent, Rule rule) {
        String inner = indent + "  ";
        switch (rule) {
            case Rule.Recording recording ->
                yaml.append(indent)
                        .append("- record: ")
                        .append(scalar(recording.name()))
                        .append('\n');
            case Rule.Alerting alerting ->
                yaml.append(indent)
                        .append("- alert: ")
                        .append(scalar(alerting.name()))
                        .append('\n');
        }
        text(yaml, inner, "expr", rule.expr());
        if (rule instanceof Rule.Alerting alerting) {
            duration(yaml, inner, "for", alerting.holdFor());
            duration(yaml, inner, "keep_firing_for", alerting.keepFiringFor());
        }
        map(yaml, inner, "labels", rule.labels());
        if (rule instanceof Rule.Alerting alerting) {
            map(yaml, inner, "annotations", alerting.annotations());
        }
    }

    private static void duration(StringBuilder yaml, String indent, String key, Duration duration) {
        if (!duration.isZero()) {
            yaml.append(indent)
                    .append(key)
                    .append(": ")
                    .append(PromDuration.format(duration))
                    .append('\n');
        }
    }

    private static void map(StringBuilder yaml, String indent, String key, Map<String, String> values) {
        if (values.isEmpty()) {
            return;
        }
        yaml.append(indent).append(key).append(":\n");
        values.forEach((name, value) -> yaml.append(indent)
                .append("  ")
                .append(scalar(name))
                .append(": ")
                .append(scalar(value))
                .append('\n'));
    }

    private static void text(StringBuilder yaml, String indent, String key, String value) {
        if (value.indexOf('\n') < 0 && value.indexOf('"') < 0) {
            yaml.append(indent).append(key).append(": ").append(scalar(value)).append('\n');
            return;
        }
        yaml.append(indent).append(key).append(": |-\n");
        value.lines()
                .forEach(line -> yaml.append(indent).append("  ").append(line).append('\n'));
    }

    /** A scalar that YAML 1.1 and 1.2 both read as this string. */
    static String scalar(String value) {
        if (PLAIN.matcher(value).matches() && !WORD_WITH_MEANING.matcher(value).matches()) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
