package dev.plimsoll.provisioning.knative;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.plimsoll.provisioning.knative.KpaTrace.Recorded;
import dev.plimsoll.provisioning.knative.KpaTrace.Sample;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads traces one at a time from JSON lines, plain or compressed by gzip (told apart by their first bytes).
 *
 * <p>A line is an object with {@code name}, {@code spec} and {@code trace}. The spec's required fields are
 * {@code targetValue}, {@code totalValue}, {@code targetBurstCapacity}, {@code panicThreshold}, {@code maxScaleUpRate},
 * {@code maxScaleDownRate}, {@code stableWindowSeconds} and {@code panicWindowSeconds}; optional are
 * {@code scalingMetric} ({@code concurrency}), {@code aggregation} ({@code linear}), {@code scaleDownDelaySeconds} (0),
 * {@code activationScale} (0), {@code reachable} (true), {@code activatorCapacity} (100) and {@code initialReady} (the first
 * sample's {@code ready}). A sample has {@code t} (whole seconds, ascending), {@code ready}, optionally {@code load}
 * (absent or null: no sample) and {@code tick} (absent: at every even second), and on a tick, where known, {@code stable},
 * {@code panic}, {@code desired} and {@code excessBurstCapacity}, all or none.
 */
public final class KpaTraceReader implements Closeable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final double DEFAULT_ACTIVATOR_CAPACITY = 100;

    private final String source;
    private final BufferedReader lines;
    private int line;

    private KpaTraceReader(String source, BufferedReader lines) {
        this.source = source;
        this.lines = lines;
    }

    /** Opens a file. */
    public static KpaTraceReader open(Path file) throws IOException {
        return open(file.toString(), Files.newInputStream(file));
    }

    /**
     * Opens a stream, which the reader then owns.
     *
     * @param source what messages call the stream
     */
    public static KpaTraceReader open(String source, InputStream stream) throws IOException {
        try {
            BufferedInputStream buffered = new BufferedInputStream(stream);
            buffered.mark(2);
            boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            InputStream text = gzip ? new GZIPInputStream(buffered) : buffered;
            return new KpaTraceReader(source, new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * Returns the next trace, or null at the end; blank lines are skipped.
     *
     * @throws KpaTraceException if the next line is not a trace
     * @throws IOException if it cannot be read
     */
    public @Nullable KpaTrace next() throws IOException {
        String text = readLine();
        while (text != null) {
            line++;
            if (!text.isBlank()) {
                return parse(text);
            }
            text = readLine();
        }
        return null;
    }

    private @Nullable String readLine() throws IOException {
        try {
            return lines.readLine();
        } catch (EOFException | ZipException e) {
            throw new KpaTraceException(
                    source, line + 1, 1, "the gzip data is damaged or cut off; copy or download the file again");
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private KpaTrace parse(String text) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            try {
                return trace(json);
            } catch (InputCoercionException e) {
                throw problem(json, "a number is out of range: " + e.getOriginalMessage());
            } catch (JsonProcessingException e) {
                int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
                throw new KpaTraceException(source, line, column, "not JSON: " + e.getOriginalMessage());
            }
        }
    }

    private KpaTrace trace(JsonParser json) throws IOException {
        expect(json, json.nextToken(), JsonToken.START_OBJECT, "a line must be an object with name, spec and trace");
        SortedSet<String> unknown = new TreeSet<>();
        String name = "line " + line;
        SpecFields spec = null;
        List<Sample> samples = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = text(json, field);
                case "spec" -> spec = spec(json, unknown);
                case "trace" -> samples = samples(json, unknown);
                default -> skip(json, field, unknown);
            }
        }
        if (json.nextToken() != null) {
            throw problem(json, "one line holds one trace, but there is more after it");
        }
        if (spec == null) {
            throw problem(json, "the trace \"" + name + "\" has no spec");
        }
        if (samples == null || samples.isEmpty()) {
            throw problem(json, "the trace \"" + name + "\" has no samples in \"trace\"");
        }
        int initialReady = spec.initialReady == null ? samples.getFirst().ready() : spec.initialReady;
        try {
            return new KpaTrace(name, line, spec.resolved(), initialReady, samples, unknown);
        } catch (IllegalArgumentException e) {
            throw problem(json, "the spec of \"" + name + "\" cannot be used: " + e.getMessage());
        }
    }

    private SpecFields spec(JsonParser json, SortedSet<String> unknown) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT, "\"spec\" must be an object");
        SpecFields spec = new SpecFields();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "scalingMetric" -> spec.metric = metric(json, text(json, field));
                case "aggregation" -> spec.aggregation = aggregation(json, text(json, field));
                case "maxScaleUpRate" -> spec.maxScaleUpRate = number(json, field);
                case "maxScaleDownRate" -> spec.maxScaleDownRate = number(json, field);
                case "targetValue" -> spec.targetValue = number(json, field);
                case "totalValue" -> spec.totalValue = number(json, field);
                case "targetBurstCapacity" -> spec.targetBurstCapacity = number(json, field);
                case "activatorCapacity" -> spec.activatorCapacity = number(json, field);
                case "panicThreshold" -> spec.panicThreshold = number(json, field);
                case "stableWindowSeconds" -> spec.stableWindowSeconds = number(json, field);
                case "panicWindowSeconds" -> spec.panicWindowSeconds = number(json, field);
                case "scaleDownDelaySeconds" -> spec.scaleDownDelaySeconds = number(json, field);
                case "activationScale" -> spec.activationScale = integer(json, field);
                case "reachable" -> spec.reachable = flag(json, field);
                case "initialReady" -> spec.initialReady = count(json, field);
                default -> skip(json, field, unknown);
            }
        }
        return spec;
    }

    private List<Sample> samples(JsonParser json, SortedSet<String> unknown) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_ARRAY, "\"trace\" must be an array of samples");
        List<Sample> samples = new ArrayList<>();
        long previous = -1;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            Sample sample = sample(json, unknown);
            if (sample.second() <= previous) {
                throw problem(
                        json,
                        "t must ascend from 0, but " + sample.second()
                                + (previous < 0 ? " is below it" : " follows " + previous));
            }
            previous = sample.second();
            samples.add(sample);
        }
        return samples;
    }

    private Sample sample(JsonParser json, SortedSet<String> unknown) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT, "a sample must be an object");
        Integer second = null;
        Integer ready = null;
        Double load = null;
        Boolean tick = null;
        Double stable = null;
        Double panic = null;
        Integer desired = null;
        Integer excessBurstCapacity = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "t" -> second = integer(json, field);
                case "ready" -> ready = count(json, field);
                case "load" -> load = json.currentToken() == JsonToken.VALUE_NULL ? null : number(json, field);
                case "tick" -> tick = flag(json, field);
                case "stable" -> stable = number(json, field);
                case "panic" -> panic = number(json, field);
                case "desired" -> desired = integer(json, field);
                case "excessBurstCapacity" -> excessBurstCapacity = integer(json, field);
                default -> skip(json, field, unknown);
            }
        }
        if (second == null || ready == null) {
            throw problem(json, "a sample must have t and ready");
        }
        boolean ticks = tick == null ? second % Kpa.TICK_INTERVAL.toSeconds() == 0 : tick;
        Recorded recorded = null;
        if (ticks && (stable != null || panic != null || desired != null || excessBurstCapacity != null)) {
            if (stable == null || panic == null || desired == null || excessBurstCapacity == null) {
                throw problem(
                        json,
                        "the tick at t=" + second
                                + " must have all of stable, panic, desired and excessBurstCapacity, or none");
            }
            recorded = new Recorded(stable, panic, desired, excessBurstCapacity);
        }
        return new Sample(second, load, ready, ticks, recorded);
    }

    private ScalingMetric metric(JsonParser json, String value) throws KpaTraceException {
        for (ScalingMetric metric : ScalingMetric.values()) {
            if (metric.annotationValue().equals(value)) {
                return metric;
            }
        }
        throw problem(json, "scalingMetric must be concurrency or rps, not \"" + value + "\"");
    }

    private Aggregation aggregation(JsonParser json, String value) throws KpaTraceException {
        return switch (value) {
            case "", "linear" -> Aggregation.LINEAR;
            case "weighted-exponential", "weightedExponential" -> Aggregation.WEIGHTED_EXPONENTIAL;
            default -> throw problem(json, "aggregation must be linear or weighted-exponential, not \"" + value + "\"");
        };
    }

    private String text(JsonParser json, String field) throws IOException {
        expect(json, json.currentToken(), JsonToken.VALUE_STRING, "\"" + field + "\" must be a string");
        return json.getText();
    }

    private double number(JsonParser json, String field) throws IOException {
        if (!json.currentToken().isNumeric()) {
            throw problem(json, "\"" + field + "\" must be a number");
        }
        return json.getDoubleValue();
    }

    private int integer(JsonParser json, String field) throws IOException {
        expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, "\"" + field + "\" must be a whole number");
        return json.getIntValue();
    }

    private int count(JsonParser json, String field) throws IOException {
        int count = integer(json, field);
        if (count < 0) {
            throw problem(json, "\"" + field + "\" must not be negative");
        }
        return count;
    }

    private boolean flag(JsonParser json, String field) throws IOException {
        if (!json.currentToken().isBoolean()) {
            throw problem(json, "\"" + field + "\" must be true or false");
        }
        return json.getBooleanValue();
    }

    private static void skip(JsonParser json, String field, SortedSet<String> unknown) throws IOException {
        unknown.add(field);
        json.skipChildren();
    }

    private void expect(JsonParser json, @Nullable JsonToken actual, JsonToken wanted, String problem)
            throws KpaTraceException {
        if (actual != wanted) {
            throw problem(json, problem);
        }
    }

    private KpaTraceException problem(JsonParser json, String problem) {
        return new KpaTraceException(source, line, json.currentTokenLocation().getColumnNr(), problem);
    }

    /** The spec's fields as they are met, before all are known to be there. */
    private static final class SpecFields {
        private ScalingMetric metric = ScalingMetric.CONCURRENCY;
        private Aggregation aggregation = Aggregation.LINEAR;
        private @Nullable Double maxScaleUpRate;
        private @Nullable Double maxScaleDownRate;
        private @Nullable Double targetValue;
        private @Nullable Double totalValue;
        private @Nullable Double targetBurstCapacity;
        private double activatorCapacity = DEFAULT_ACTIVATOR_CAPACITY;
        private @Nullable Double panicThreshold;
        private @Nullable Double stableWindowSeconds;
        private @Nullable Double panicWindowSeconds;
        private double scaleDownDelaySeconds;
        private int activationScale;
        private boolean reachable = true;
        private @Nullable Integer initialReady;

        KpaSpec resolved() {
            return new KpaSpec(
                    metric,
                    aggregation,
                    required("maxScaleUpRate", maxScaleUpRate),
                    required("maxScaleDownRate", maxScaleDownRate),
                    required("targetValue", targetValue),
                    required("totalValue", totalValue),
                    required("targetBurstCapacity", targetBurstCapacity),
                    activatorCapacity,
                    required("panicThreshold", panicThreshold),
                    seconds("stableWindowSeconds", required("stableWindowSeconds", stableWindowSeconds)),
                    seconds("panicWindowSeconds", required("panicWindowSeconds", panicWindowSeconds)),
                    seconds("scaleDownDelaySeconds", scaleDownDelaySeconds),
                    activationScale,
                    reachable);
        }

        private static double required(String field, @Nullable Double value) {
            if (value == null) {
                throw new IllegalArgumentException(field + " is missing");
            }
            return value;
        }

        private static Duration seconds(String field, double value) {
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(field + " must be whole seconds, got " + value);
            }
            return Duration.ofSeconds((long) value);
        }
    }
}
