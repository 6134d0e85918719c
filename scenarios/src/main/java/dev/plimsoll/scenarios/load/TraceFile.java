package dev.plimsoll.scenarios.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads traces of arrivals: CSV (its first column) or JSONL (files named {@code .jsonl} or {@code .ndjson}). */
final class TraceFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String jsonField;
    private final boolean isJson;

    private TraceFile(Path file, String jsonField) {
        this.file = file;
        this.jsonField = jsonField;
        String name = file.toString();
        isJson = name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    static ArrivalSchedule.Times times(Path file) throws IOException {
        TraceFile trace = new TraceFile(file, "at");
        long[] atNanos = new long[1024];
        int count = 0;
        double first = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Double seconds = trace.value(line, number, count == 0);
                if (seconds == null) {
                    continue;
                }
                if (count == 0) {
                    first = seconds;
                }
                long at = Math.round((seconds - first) * 1e9);
                if (count > 0 && at < atNanos[count - 1]) {
                    throw trace.bad(number, "the time " + seconds + " s is before the one ahead of it; sort the file");
                }
                if (count == atNanos.length) {
                    atNanos = Arrays.copyOf(atNanos, count * 2);
                }
                atNanos[count++] = at;
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException(file + " holds no arrival");
        }
        return new ArrivalSchedule.Times(Arrays.copyOf(atNanos, count), Duration.ofNanos(atNanos[count - 1] + 1));
    }

    static ArrivalSchedule.Rates rates(Path file, Duration each, @Nullable Long seed) throws IOException {
        TraceFile trace = new TraceFile(file, "rate");
        List<Double> rates = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Double rate = trace.value(line, number, rates.isEmpty());
                if (rate == null) {
                    continue;
                }
                if (rate < 0) {
                    throw trace.bad(number, "the rate " + rate + " is negative");
                }
                rates.add(rate);
            }
        }
        if (rates.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no rate");
        }
        return new ArrivalSchedule.Rates(rates, each, seed);
    }

    /** The number in a line, or null where the line is empty, a comment or the heading. */
    private @Nullable Double value(String line, int number, boolean mayBeHeading) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return null;
        }
        return isJson ? jsonValue(text, number) : csvValue(text, number, mayBeHeading);
    }

    private @Nullable Double csvValue(String text, int number, boolean mayBeHeading) {
        int comma = text.indexOf(',');
        String cell = (comma < 0 ? text : text.substring(0, comma)).strip();
        try {
            return finite(Double.parseDouble(cell), number);
        } catch (NumberFormatException e) {
            if (mayBeHeading && number == 1) {
                return null;
            }
            throw bad(number, "\"" + cell + "\" is not a number");
        }
    }

    private Double jsonValue(String text, int number) {
        JsonNode value;
        try {
            JsonNode node = JSON.readTree(text);
            value = node.isObject() ? node.path(jsonField) : node;
        } catch (JsonProcessingException e) {
            throw bad(number, "not JSON: " + e.getOriginalMessage());
        }
        if (!value.isNumber()) {
            throw bad(number, "there is no number \"" + jsonField + "\" in it");
        }
        return finite(value.doubleValue(), number);
    }

    private Double finite(double value, int number) {
        if (!Double.isFinite(value)) {
            throw bad(number, value + " is not a finite number");
        }
        return value;
    }

    private IllegalArgumentException bad(int line, String what) {
        return new IllegalArgumentException(file + ":" + line + ": " + what);
    }
}
