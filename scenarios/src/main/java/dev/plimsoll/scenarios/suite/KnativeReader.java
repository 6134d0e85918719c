package dev.plimsoll.scenarios.suite;

import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.provisioning.embedded.StartPhase;
import dev.plimsoll.provisioning.knative.Activators;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlValue;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Reads the embedded target's settings as Knative would run it. */
final class KnativeReader {
    private KnativeReader() {}

    static KnativeMode read(YamlValue value) {
        YamlMap map = value.map();
        Map<String, String> annotations =
                map.optional("annotations").map(YamlValue::textMap).orElse(Map.of());
        Map<String, String> autoscaler =
                map.optional("autoscaler").map(YamlValue::textMap).orElse(Map.of());
        long concurrency = map.integer("containerConcurrency", 0);
        long depth = map.integer("activatorQueueDepth", Activators.QUEUE_DEPTH);
        Map<StartPhase, Duration> phases = new EnumMap<>(StartPhase.class);
        map.optional("phases").map(YamlValue::map).ifPresent(given -> {
            for (StartPhase phase : StartPhase.values()) {
                given.optional(key(phase)).ifPresent(length -> phases.put(phase, length.duration()));
            }
            given.finish();
        });
        map.finish();
        try {
            return new KnativeMode(
                    annotations, autoscaler, Math.toIntExact(concurrency), phases, Math.toIntExact(depth));
        } catch (IllegalArgumentException | ArithmeticException e) {
            value.problem("this cannot be run as Knative would: " + e.getMessage());
            return KnativeMode.defaults();
        }
    }

    private static String key(StartPhase phase) {
        return switch (phase) {
            case SCHEDULE -> "schedule";
            case IMAGE_PULL -> "imagePull";
            case STORAGE_INITIALIZER -> "storageInitializer";
            case CONTAINER_START -> "containerStart";
            case MODEL_LOAD -> "modelLoad";
            case READINESS -> "readiness";
        };
    }
}
