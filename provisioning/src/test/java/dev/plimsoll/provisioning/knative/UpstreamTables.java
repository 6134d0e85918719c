package dev.plimsoll.provisioning.knative;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * Reads the tables of cases: inputs, and what upstream's code answered to them. A configuration is written as its
 * differences from the defaults, under the names of {@link AutoscalerConfig}, durations in nanoseconds.
 */
final class UpstreamTables {
    private static final ObjectMapper JSON = new ObjectMapper();

    private UpstreamTables() {}

    static List<JsonNode> rows(String resource) {
        List<JsonNode> rows = new ArrayList<>();
        try (InputStream raw = Objects.requireNonNull(UpstreamTables.class.getResourceAsStream(resource), resource);
                InputStream text = resource.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                rows.add(JSON.readTree(line));
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().textValue()));
        return strings;
    }

    static boolean reachable(JsonNode row) {
        return !row.path("reachability").asText().equals("Unreachable");
    }

    static AutoscalerConfig config(JsonNode differences) {
        Differences changed = new Differences(differences);
        AutoscalerConfig base = AutoscalerConfig.defaults();
        return new AutoscalerConfig(
                changed.flag("enableScaleToZero", base.enableScaleToZero()),
                changed.flag("allowZeroInitialScale", base.allowZeroInitialScale()),
                changed.number("containerConcurrencyTargetFraction", base.containerConcurrencyTargetFraction()),
                changed.number("containerConcurrencyTargetDefault", base.containerConcurrencyTargetDefault()),
                changed.number("targetUtilization", base.targetUtilization()),
                changed.number("rpsTargetDefault", base.rpsTargetDefault()),
                changed.number("targetBurstCapacity", base.targetBurstCapacity()),
                changed.number("activatorCapacity", base.activatorCapacity()),
                changed.number("maxScaleUpRate", base.maxScaleUpRate()),
                changed.number("maxScaleDownRate", base.maxScaleDownRate()),
                changed.duration("stableWindow", base.stableWindow()),
                changed.number("panicWindowPercentage", base.panicWindowPercentage()),
                changed.number("panicThresholdPercentage", base.panicThresholdPercentage()),
                changed.duration("scaleToZeroGracePeriod", base.scaleToZeroGracePeriod()),
                changed.duration("scaleToZeroPodRetentionPeriod", base.scaleToZeroPodRetentionPeriod()),
                changed.duration("scaleDownDelay", base.scaleDownDelay()),
                changed.integer("initialScale", base.initialScale()),
                changed.integer("minScale", base.minScale()),
                changed.integer("maxScale", base.maxScale()),
                changed.integer("maxScaleLimit", base.maxScaleLimit()),
                differences.path("podAutoscalerClass").asText(base.podAutoscalerClass()));
    }

    private record Differences(JsonNode node) {
        boolean flag(String field, boolean fallback) {
            return node.path(field).asBoolean(fallback);
        }

        double number(String field, double fallback) {
            return node.path(field).asDouble(fallback);
        }

        int integer(String field, int fallback) {
            return node.path(field).asInt(fallback);
        }

        Duration duration(String field, Duration fallback) {
            return node.has(field) ? Duration.ofNanos(node.get(field).longValue()) : fallback;
        }
    }
}
