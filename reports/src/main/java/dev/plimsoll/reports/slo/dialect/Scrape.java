package dev.plimsoll.reports.slo.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Series of one or several scrapes, in Prometheus text format 0.0.4 or OpenMetrics 1.0 (exemplars and timestamps are left
 * out). Lines that are no samples are skipped: a scrape saved by hand may have been cut.
 */
public final class Scrape {
    private static final Pattern TYPE = Pattern.compile("#\\s*TYPE\\s+(\\S+)\\s+(\\S+)");

    private final Map<String, List<ScrapedSeries>> byName = new LinkedHashMap<>();
    private final Map<String, String> types = new HashMap<>();

    private Scrape() {}

    /**
     * A series as scraped.
     *
     * @param name name of the metric
     * @param labels its labels, in their order
     * @param value last value
     * @param line line of the text, from 1
     */
    public record ScrapedSeries(String name, Map<String, String> labels, double value, int line) {}

    public static Scrape parse(String text) {
        Scrape scrape = new Scrape();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher type = TYPE.matcher(line.strip());
            if (type.matches()) {
                scrape.types.put(type.group(1), type.group(2));
            }
            ScrapedSeries series = parseLine(line.strip(), number);
            if (series != null) {
                scrape.byName
                        .computeIfAbsent(series.name(), _ -> new ArrayList<>())
                        .add(series);
            }
        }
        return scrape;
    }

    /** Names of all metrics, as on the series ({@code _bucket} and the like included). */
    public Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public List<ScrapedSeries> series(String name) {
        return List.copyOf(byName.getOrDefault(name, List.of()));
    }

    /** The declared type ({@code counter}, {@code gauge}, ...) of a metric of that very name; empty where none is declared. */
    public String type(String name) {
        return types.getOrDefault(name, "");
    }

    /** Names of the labels on any series of a metric. */
    public Set<String> labels(String name) {
        Set<String> labels = new TreeSet<>();
        series(name).forEach(s -> labels.addAll(s.labels().keySet()));
        return labels;
    }

    /** Values of a label on the series of a metric. */
    public Set<String> values(String name, String label) {
        Set<String> values = new TreeSet<>();
        for (ScrapedSeries s : series(name)) {
            String value = s.labels().get(label);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static @Nullable ScrapedSeries parseLine(String line, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return null;
        }
        int at = 0;
        while (at < line.length()
                && (Character.isLetterOrDigit(line.charAt(at)) || "_:".indexOf(line.charAt(at)) >= 0)) {
            at++;
        }
        String name = line.substring(0, at);
        if (name.isEmpty()) {
            return null;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (at < line.length() && line.charAt(at) == '{') {
            at = parseLabels(line, at + 1, labels);
            if (at < 0) {
                return null;
            }
        }
        String[] rest = line.substring(at).strip().split("\\s+", 2);
        try {
            return new ScrapedSeries(name, Map.copyOf(labels), number(rest[0]), number);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** Returns the index behind the closing brace, or -1 where there is none. */
    private static int parseLabels(String line, int from, Map<String, String> labels) {
        int at = from;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '}') {
                return at + 1;
            }
            if (c == ',' || c == ' ') {
                at++;
                continue;
            }
            int equals = line.indexOf('=', at);
            if (equals < 0 || equals + 1 >= line.length() || line.charAt(equals + 1) != '"') {
                return -1;
            }
            StringBuilder value = new StringBuilder();
            int i = equals + 2;
            while (i < line.length() && line.charAt(i) != '"') {
                if (line.charAt(i) == '\\' && i + 1 < line.length()) {
                    i++;
                    value.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
                } else {
                    value.append(line.charAt(i));
                }
                i++;
            }
            if (i >= line.length()) {
                return -1;
            }
            labels.put(line.substring(at, equals).strip(), value.toString());
            at = i + 1;
        }
        return -1;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
