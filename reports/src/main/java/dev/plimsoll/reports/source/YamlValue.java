package dev.plimsoll.reports.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A value with its place; asked for what it should be. */
public final class YamlValue {
    private final String file;
    private final String name;
    private final Node node;
    private final Problems problems;

    YamlValue(String file, String name, Node node, Problems problems) {
        this.file = file;
        this.name = name;
        this.node = node;
        this.problems = problems;
    }

    public Position position() {
        return YamlSource.at(file, node.getStartMark());
    }

    /** Notes that this value is wrong. */
    public void problem(String message) {
        problems.add(position(), message);
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public YamlMap map() {
        if (node instanceof MappingNode mapping) {
            return new YamlMap(file, mapping, problems);
        }
        problem(name + " must be a mapping (key: value)");
        return new YamlMap(file, node, problems);
    }

    public List<YamlValue> list() {
        List<YamlValue> values = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                values.add(new YamlValue(file, "an item of " + name, item, problems));
            }
        } else {
            problem(name + " must be a list (lines that begin with '- ')");
        }
        return values;
    }

    /** The text of a scalar, whatever YAML takes it for; empty after a problem. */
    public String text() {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(name + " must be a single value");
        return "";
    }

    public boolean bool() {
        String text = text();
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        problem(name + " must be true or false, not '" + text + "'");
        return false;
    }

    public double number() {
        String text = text();
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        problem(name + " must be a number, not '" + text + "'");
        return Double.NaN;
    }

    public long integer() {
        String text = text();
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            problem(name + " must be a whole number, not '" + text + "'");
            return 0;
        }
    }

    /** A number with a unit: {@code 250ms}, {@code 10s}, {@code 1.5h}, {@code 28d}; zero after a problem. */
    public Duration duration() {
        String text = text();
        Optional<Duration> duration = DurationText.parse(text);
        if (duration.isPresent()) {
            return duration.get();
        }
        problem(name + " must be a number with a unit (ns, us, ms, s, m, h, d, w), for example 10s, not '" + text
                + "'");
        return Duration.ZERO;
    }

    /** As {@link #duration}, but zero is a problem. */
    public Duration positive() {
        String text = text();
        Optional<Duration> duration = DurationText.parse(text);
        if (duration.isPresent() && duration.get().isZero()) {
            problem(name + " must be above 0");
            return Duration.ZERO;
        }
        return duration();
    }

    /** One of some words; the first of them after a problem. */
    public String choice(Collection<String> words) {
        String text = text();
        if (words.contains(text)) {
            return text;
        }
        problem("unknown " + name + " '" + text + "'; " + Suggestion.clause(text, words));
        return words.iterator().next();
    }

    /** All scalars of a mapping, by key, in their order. */
    public Map<String, String> textMap() {
        Map<String, String> texts = new LinkedHashMap<>();
        YamlMap map = map();
        for (String key : map.keys()) {
            map.optional(key).ifPresent(value -> texts.put(key, value.text()));
        }
        return texts;
    }
}
