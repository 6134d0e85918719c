package dev.plimsoll.reports.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping that is read key by key; what was not asked for by the time of {@link #finish()} is unknown. */
public final class YamlMap {
    private final String file;
    private final Node node;
    private final Problems problems;
    private final Map<String, Node> keyNodes = new LinkedHashMap<>();
    private final Map<String, Node> valueNodes = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();

    YamlMap(String file, Node node, Problems problems) {
        this.file = file;
        this.node = node;
        this.problems = problems;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                Position at = YamlSource.at(file, tuple.getKeyNode().getStartMark());
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    problems.add(at, "a key must be a single word");
                } else if (keyNodes.putIfAbsent(key.getValue(), key) != null) {
                    problems.add(at, "the key '" + key.getValue() + "' stands here twice");
                } else {
                    valueNodes.put(key.getValue(), tuple.getValueNode());
                }
            }
        }
    }

    public Position position() {
        return YamlSource.at(file, node.getStartMark());
    }

    /** Where a key stands, or where the mapping begins if it is absent. */
    public Position position(String key) {
        Node keyNode = keyNodes.get(key);
        return keyNode == null ? position() : YamlSource.at(file, keyNode.getStartMark());
    }

    public Problems problems() {
        return problems;
    }

    public List<String> keys() {
        return new ArrayList<>(keyNodes.keySet());
    }

    /** The value of a key, if it is there and not null. */
    public Optional<YamlValue> optional(String key) {
        asked.add(key);
        Node value = valueNodes.get(key);
        return value == null || Tag.NULL.equals(value.getTag())
                ? Optional.empty()
                : Optional.of(new YamlValue(file, "'" + key + "'", value, problems));
    }

    /** The value of a key; empty, and noted, if it is not there. */
    public Optional<YamlValue> required(String key) {
        Optional<YamlValue> value = optional(key);
        if (value.isEmpty()) {
            problems.add(position(key), "'" + key + "' is missing");
        }
        return value;
    }

    public String text(String key) {
        return required(key).map(YamlValue::text).orElse("");
    }

    public String text(String key, String otherwise) {
        return optional(key).map(YamlValue::text).orElse(otherwise);
    }

    public double number(String key) {
        return required(key).map(YamlValue::number).orElse(Double.NaN);
    }

    public long integer(String key, long otherwise) {
        return optional(key).map(YamlValue::integer).orElse(otherwise);
    }

    public boolean bool(String key, boolean otherwise) {
        return optional(key).map(YamlValue::bool).orElse(otherwise);
    }

    public Duration duration(String key) {
        return required(key).map(YamlValue::duration).orElse(Duration.ZERO);
    }

    public Duration duration(String key, Duration otherwise) {
        return optional(key).map(YamlValue::duration).orElse(otherwise);
    }

    /** A duration above zero. */
    public Duration positive(String key) {
        return required(key).map(YamlValue::positive).orElse(Duration.ZERO);
    }

    /** A duration above zero. */
    public Duration positive(String key, Duration otherwise) {
        return optional(key).map(YamlValue::positive).orElse(otherwise);
    }

    public List<YamlValue> list(String key) {
        return optional(key).map(YamlValue::list).orElse(List.of());
    }

    /** Notes every key that nobody asked for. */
    public void finish() {
        for (Map.Entry<String, Node> entry : keyNodes.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                Set<String> free = new TreeSet<>(asked);
                free.removeAll(keyNodes.keySet());
                problems.add(
                        YamlSource.at(file, entry.getValue().getStartMark()),
                        "unknown key '" + entry.getKey() + "'; "
                                + Suggestion.clause(entry.getKey(), free.isEmpty() ? asked : free));
            }
        }
    }
}
