package dev.plimsoll.reports.html;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data of the page, which its charts draw and its buttons hand out. */
final class DataBlock {
    static final String SCHEMA = "plimsoll.dev/report/v1";

    /**
     * A chart that the script draws in place of the one drawn here.
     *
     * @param id id of its figure
     * @param table table whose first column is the x axis
     * @param x what its x axis is: percentiles by their number of nines, or time
     * @param y {@code ms} (logarithmic), {@code perSecond}, {@code count} or {@code percent}
     * @param lines what is drawn
     */
    record Chart(String id, String table, String x, String y, List<ChartLine> lines) {}

    /**
     * A line of a chart.
     *
     * @param column its column in the table
     * @param name its name in the read-out
     * @param style number of its style
     * @param dashed whether it is the lighter of a pair
     * @param stepped whether a value holds until the next
     */
    record ChartLine(int column, String name, int style, boolean dashed, boolean stepped) {}

    /**
     * Somebody stood still.
     *
     * @param from in seconds since the epoch
     * @param to likewise
     * @param injector whether it was the injector, or else the target
     */
    record Pause(double from, double to, boolean injector) {}

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);

    private final Map<String, DataTable> tables = new LinkedHashMap<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<Double> phases = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private double seconds;

    DataTable table(DataTable table) {
        tables.put(table.name(), table);
        return table;
    }

    void chart(Chart chart) {
        charts.add(chart);
    }

    /** Marks the beginning of a phase on every chart over time. */
    void phase(double seconds) {
        phases.add(seconds);
    }

    /** Marks a pause on every chart over time. */
    void pause(double from, double to, boolean injector) {
        pauses.add(new Pause(from, to, injector));
    }

    /** Length of every chart over time. */
    void seconds(double length) {
        seconds = length;
    }

    /** The data as JSON that is safe inside a script element and holds no character that some parser reads as a line end. */
    String json(RunRecord run, Verdict verdict) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("schema", SCHEMA);
        data.put("run", run.description());
        data.put("verdict", verdict);
        data.put("slo", run.slo());
        data.put("suite", run.suite());
        data.put("charts", charts);
        data.put("seconds", seconds);
        data.put("phases", phases);
        data.put("pauses", pauses);
        data.put("tables", tables);
        try {
            return escape(JSON.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record cannot be written as JSON", e);
        }
    }

    private static String escape(String json) {
        StringBuilder out = new StringBuilder(json.length() + 256);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean plain = c >= 0x20
                    && c != '<'
                    && c != '>'
                    && c != '&'
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
                    && !Character.isSurrogate(c)
                    && (c < 0x7f || c > 0x9f);
            boolean paired = Character.isHighSurrogate(c)
                    ? i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))
                    : i > 0 && Character.isHighSurrogate(json.charAt(i - 1));
            if (plain) {
                out.append(c);
            } else if (Character.isSurrogate(c) && !paired) {
                out.append("\\ufffd");
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.toString();
    }
}
