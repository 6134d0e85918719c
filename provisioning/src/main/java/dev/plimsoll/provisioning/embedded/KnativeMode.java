package dev.plimsoll.provisioning.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.provisioning.knative.Activators;
import dev.plimsoll.provisioning.knative.AutoscalerConfig;
import dev.plimsoll.provisioning.knative.RevisionAnnotations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The embedded target's revision as Knative Serving would run it: scaled by its autoscaler, behind an activator and
 * queue-proxies, its replicas started in declared phases.
 *
 * @param annotations the revision's autoscaling annotations; a key without a group gets {@code autoscaling.knative.dev/}
 * @param autoscaler the ConfigMap {@code config-autoscaler}
 * @param containerConcurrency requests that a replica takes at a time; 0 for any number
 * @param phases how long each phase of a start takes; left out: no time
 * @param activatorQueueDepth requests that the activator holds at most before it answers 503. Knative's number is
 *     {@link Activators#QUEUE_DEPTH}, to which its breaker adds the most concurrency of a revision, so that it hardly ever
 *     refuses; here it bounds those that wait
 */
public record KnativeMode(
        Map<String, String> annotations,
        Map<String, String> autoscaler,
        int containerConcurrency,
        Map<StartPhase, Duration> phases,
        int activatorQueueDepth) {
    private static final String GROUP = "autoscaling.knative.dev/";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException if a number or a duration is out of range, or Knative's webhooks would refuse a setting:
     *     then in Knative's words
     */
    public KnativeMode {
        Map<String, String> full = new TreeMap<>();
        annotations.forEach((key, value) -> full.put(key.indexOf('/') < 0 ? GROUP + key : key, value));
        annotations = Map.copyOf(full);
        autoscaler = Map.copyOf(autoscaler);
        phases = Map.copyOf(phases);
        if (containerConcurrency < 0) {
            throw new IllegalArgumentException(
                    "containerConcurrency must not be negative, got " + containerConcurrency);
        }
        if (activatorQueueDepth < 1) {
            throw new IllegalArgumentException("activatorQueueDepth must be at least 1, got " + activatorQueueDepth);
        }
        phases.forEach((phase, length) -> {
            if (length.isNegative()) {
                throw new IllegalArgumentException("the phase '" + phase.label() + "' must not be negative");
            }
        });
        List<String> problems = new RevisionAnnotations(annotations).problems(AutoscalerConfig.parse(autoscaler));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Knative's defaults, with replicas that start at once. */
    public static KnativeMode defaults() {
        return new KnativeMode(Map.of(), Map.of(), 0, Map.of(), Activators.QUEUE_DEPTH);
    }

    public KnativeMode withAnnotation(String key, String value) {
        return new KnativeMode(
                with(annotations, key, value), autoscaler, containerConcurrency, phases, activatorQueueDepth);
    }

    public KnativeMode withAutoscaler(String key, String value) {
        return new KnativeMode(
                annotations, with(autoscaler, key, value), containerConcurrency, phases, activatorQueueDepth);
    }

    public KnativeMode withContainerConcurrency(int requests) {
        return new KnativeMode(annotations, autoscaler, requests, phases, activatorQueueDepth);
    }

    public KnativeMode withPhase(StartPhase phase, Duration length) {
        Map<StartPhase, Duration> changed = new EnumMap<>(StartPhase.class);
        changed.putAll(phases);
        changed.put(phase, length);
        return new KnativeMode(annotations, autoscaler, containerConcurrency, changed, activatorQueueDepth);
    }

    public KnativeMode withActivatorQueueDepth(int requests) {
        return new KnativeMode(annotations, autoscaler, containerConcurrency, phases, requests);
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    /** How long a phase is declared to take. */
    public Duration phase(StartPhase phase) {
        return phases.getOrDefault(phase, Duration.ZERO);
    }

    /** How long a replica is declared to take until it is Ready. */
    public Duration startLength() {
        return phases.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** For the child's command line. */
    String json() {
        Map<String, Object> nanos = new TreeMap<>();
        phases.forEach((phase, length) -> nanos.put(phase.name(), length.toNanos()));
        return new String(
                ServerFacts.json(Map.of(
                        "annotations", annotations,
                        "autoscaler", autoscaler,
                        "containerConcurrency", containerConcurrency,
                        "phases", nanos,
                        "activatorQueueDepth", activatorQueueDepth)),
                StandardCharsets.UTF_8);
    }

    /** Reads what {@link #json} wrote. */
    static KnativeMode parse(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("--knative is no JSON: " + e.getOriginalMessage(), e);
        }
        Map<StartPhase, Duration> phases = new EnumMap<>(StartPhase.class);
        root.path("phases")
                .properties()
                .forEach(phase -> phases.put(
                        StartPhase.valueOf(phase.getKey()),
                        Duration.ofNanos(phase.getValue().asLong())));
        return new KnativeMode(
                texts(root.path("annotations")),
                texts(root.path("autoscaler")),
                root.path("containerConcurrency").asInt(),
                phases,
                root.path("activatorQueueDepth").asInt());
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
        return texts;
    }
}
