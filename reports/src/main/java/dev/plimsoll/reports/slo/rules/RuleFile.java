package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.source.Position;
import dev.plimsoll.reports.source.Problems;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlSource;
import dev.plimsoll.reports.source.YamlValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule file as read: plain groups of Prometheus, {@code PrometheusRule} objects, or lists of them; other documents of a file are
 * left out.
 *
 * @param file its name
 * @param groups in their order
 */
public record RuleFile(String file, List<PlacedGroup> groups) {
    public RuleFile {
        groups = List.copyOf(groups);
    }

    /**
     * A group with the places of its rules.
     *
     * @param group the group
     * @param at where it stands
     * @param rules its rules, in the order of the group's
     */
    public record PlacedGroup(RuleGroup group, Position at, List<PlacedRule> rules) {}

    /**
     * A rule with its place.
     *
     * @param rule the rule
     * @param group name of its group
     * @param at where the rule stands
     * @param exprAt where its expression stands
     */
    public record PlacedRule(Rule rule, String group, Position at, Position exprAt) {}

    /** Every rule of the file. */
    public List<PlacedRule> rules() {
        return groups.stream().flatMap(g -> g.rules().stream()).toList();
    }

    /**
     * Reads a file. Keys that Prometheus knows and Plimsoll does not use ({@code limit}, {@code query_offset}, ...) are let be.
     *
     * @throws dev.plimsoll.reports.source.SourceException if it is no YAML, or a rule is malformed; with every place
     */
    public static RuleFile parse(String file, String text) {
        Problems problems = new Problems();
        List<PlacedGroup> groups = new ArrayList<>();
        for (YamlMap document : YamlSource.documents(file, text, problems)) {
            document(document, groups);
        }
        problems.throwIfAny();
        return new RuleFile(file, groups);
    }

    private static void document(YamlMap document, List<PlacedGroup> groups) {
        Optional<YamlValue> kind = document.optional("kind");
        if (kind.isEmpty()) {
            for (YamlValue group : document.list("groups")) {
                groups.add(group(group.map()));
            }
            return;
        }
        String word = kind.get().text();
        if (word.equals("PrometheusRule")) {
            document.required("spec").ifPresent(spec -> {
                for (YamlValue group : spec.map().list("groups")) {
                    groups.add(group(group.map()));
                }
            });
        } else if (word.endsWith("List")) {
            for (YamlValue item : document.list("items")) {
                document(item.map(), groups);
            }
        }
    }

    private static PlacedGroup group(YamlMap map) {
        String name = map.text("name");
        Duration interval = duration(map, "interval");
        List<PlacedRule> rules = new ArrayList<>();
        for (YamlValue value : map.list("rules")) {
            rules.add(rule(value.map(), name));
        }
        return new PlacedGroup(
                new RuleGroup(
                        name, interval, rules.stream().map(PlacedRule::rule).toList()),
                map.position(),
                List.copyOf(rules));
    }

    private static PlacedRule rule(YamlMap map, String group) {
        String expr = map.text("expr").strip();
        Position exprAt = map.optional("expr").map(YamlValue::position).orElse(map.position());
        Map<String, String> labels = texts(map, "labels");
        Optional<YamlValue> record = map.optional("record");
        if (record.isPresent()) {
            return new PlacedRule(new Rule.Recording(record.get().text(), expr, labels), group, map.position(), exprAt);
        }
        Optional<YamlValue> alert = map.optional("alert");
        if (alert.isEmpty()) {
            map.problems().add(map.position(), "a rule needs 'record' or 'alert'");
        }
        return new PlacedRule(
                new Rule.Alerting(
                        alert.map(YamlValue::text).orElse(""),
                        expr,
                        duration(map, "for"),
                        duration(map, "keep_firing_for"),
                        labels,
                        texts(map, "annotations")),
                group,
                map.position(),
                exprAt);
    }

    private static Map<String, String> texts(YamlMap map, String key) {
        return map.optional(key).map(YamlValue::textMap).orElse(Map.of());
    }

    private static Duration duration(YamlMap map, String key) {
        Optional<YamlValue> value = map.optional(key);
        if (value.isEmpty()) {
            return Duration.ZERO;
        }
        Optional<Duration> duration = PromDuration.parse(value.get().text());
        if (duration.isEmpty()) {
            value.get()
                    .problem("'" + key + "' must be a duration of Prometheus, for example 5m, not '"
                            + value.get().text() + "'");
        }
        return duration.orElse(Duration.ZERO);
    }
}
