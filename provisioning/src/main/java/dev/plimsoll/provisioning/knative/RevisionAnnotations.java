package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.GoLiteral.Malformed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A revision's autoscaling annotations: what Knative Serving v0.48.1 refuses of them
 * ({@code ValidateAnnotations} of {@code pkg/apis/autoscaling/annotation_validation.go}) and what the rest means
 * ({@code pkg/apis/autoscaling/v1alpha1/pa_lifecycle.go}, {@code pkg/reconciler/autoscaling/resources/target.go} and
 * {@code metric.go}, {@code pkg/reconciler/autoscaling/kpa/resources/decider.go}). Both spellings of a key, as in
 * {@code min-scale} and {@code minScale}, are known. A value that cannot be read counts as absent, as upstream.
 */
public final class RevisionAnnotations {
    private static final String GROUP = "autoscaling.knative.dev/";
    private static final String DOMAIN = ".knative.dev";

    private static final Key CLASS = key("class");
    private static final Key METRIC = key("metric");
    private static final Key AGGREGATION = key("metric-aggregation-algorithm", "metricAggregationAlgorithm");
    private static final Key MIN_SCALE = key("min-scale", "minScale");
    private static final Key MAX_SCALE = key("max-scale", "maxScale");
    private static final Key INITIAL_SCALE = key("initial-scale", "initialScale");
    private static final Key ACTIVATION_SCALE = key("activation-scale");
    private static final Key TARGET = key("target");
    private static final Key TARGET_UTILIZATION = key("target-utilization-percentage", "targetUtilizationPercentage");
    private static final Key TARGET_BURST_CAPACITY = key("target-burst-capacity", "targetBurstCapacity");
    private static final Key WINDOW = key("window");
    private static final Key PANIC_WINDOW = key("panic-window-percentage", "panicWindowPercentage");
    private static final Key PANIC_THRESHOLD = key("panic-threshold-percentage", "panicThresholdPercentage");
    private static final Key SCALE_DOWN_DELAY = key("scale-down-delay", "scaleDownDelay");
    private static final Key POD_RETENTION = key("scale-to-zero-pod-retention-period", "scaleToZeroPodRetentionPeriod");
    private static final Key PROGRESS_DEADLINE = new Key(List.of("serving.knative.dev/progress-deadline"));

    /** {@code PanicThresholdPercentageMin}. */
    private static final double LEAST_PANIC_THRESHOLD = 110;

    /** {@code PanicThresholdPercentageMax}. */
    private static final double MOST_PANIC_THRESHOLD = 1000;

    private static final String SECOND_PRECISION = "must be specified with at most second precision";

    private final Map<String, String> annotations;

    /** Wraps a revision's annotations; those of other groups are ignored. */
    public RevisionAnnotations(Map<String, String> annotations) {
        this.annotations = Map.copyOf(annotations);
    }

    /** An annotation's spellings, the preferred one first ({@code kmap.KeyPriority}). */
    private record Key(List<String> spellings) {
        String preferred() {
            return spellings.getFirst();
        }
    }

    private record Entry(String key, String value) {}

    private static Key key(String... names) {
        List<String> spellings = new ArrayList<>();
        for (String name : names) {
            spellings.add(GROUP + name);
        }
        return new Key(List.copyOf(spellings));
    }

    private @Nullable Entry entry(Key key) {
        for (String spelling : key.spellings()) {
            String value = annotations.get(spelling);
            if (value != null) {
                return new Entry(spelling, value);
            }
        }
        return null;
    }

    // What upstream refuses.

    /**
     * Returns what Knative's webhook would refuse, one line a problem in upstream's words and order; empty when nothing.
     */
    public List<String> problems(AutoscalerConfig config) {
        Problems problems = new Problems();
        checkClass(problems);
        checkScales(config, problems);
        checkNumbers(problems);
        checkDurations(problems);
        checkMetric(config, problems);
        checkAggregation(problems);
        checkInitialScale(config, problems);
        return problems.lines();
    }

    private void checkClass(Problems problems) {
        Entry entry = entry(CLASS);
        if (entry != null
                && entry.value().endsWith(DOMAIN)
                && !entry.value().equals(AutoscalerConfig.KPA_CLASS)
                && !entry.value().equals(AutoscalerConfig.HPA_CLASS)) {
            problems.invalidValue(entry);
        }
    }

    private void checkScales(AutoscalerConfig config, Problems problems) {
        int min = checkedScale(MIN_SCALE, problems);
        int max = checkedScale(MAX_SCALE, problems);
        if (max != 0 && max < min) {
            problems.add(
                    "max-scale=" + max + " is less than min-scale=" + min,
                    MAX_SCALE.preferred(),
                    MIN_SCALE.preferred());
        }
        Entry maxEntry = entry(MAX_SCALE);
        int limit = config.maxScaleLimit();
        if (maxEntry != null && limit != 0) {
            if (max > limit) {
                problems.outOfBounds("1", Integer.toString(max), Integer.toString(limit), maxEntry.key());
            }
            if (max == 0) {
                problems.add("max-scale=0 (unlimited), must be less than " + limit, maxEntry.key());
            }
        }
        checkActivationScale(min, max, problems);
    }

    private int checkedScale(Key key, Problems problems) {
        Entry entry = entry(key);
        if (entry == null) {
            return 0;
        }
        try {
            int scale = GoLiteral.parseInt32(entry.value());
            if (scale >= 0) {
                return scale;
            }
            problems.outOfBounds("0", entry.value(), Integer.toString(Integer.MAX_VALUE), entry.key());
        } catch (Malformed e) {
            if (e.outOfRange()) {
                problems.outOfBounds("0", entry.value(), Integer.toString(Integer.MAX_VALUE), entry.key());
            } else {
                problems.invalidValue(entry);
            }
        }
        return 0;
    }

    private void checkActivationScale(int min, int max, Problems problems) {
        Entry entry = entry(ACTIVATION_SCALE);
        if (entry == null) {
            return;
        }
        Integer scale = integer(ACTIVATION_SCALE);
        if (scale == null) {
            problems.invalidValue(entry);
        } else if (min > scale) {
            problems.add("min-scale=" + min + " is greater than activation-scale=" + scale, entry.key());
        } else if (max < scale && max != 0) {
            problems.add("max-scale=" + max + " is less than activation-scale=" + scale, entry.key());
        } else if (scale < 2) {
            problems.add("activation-scale=" + scale + " must be greater than 1", entry.key());
        }
    }

    private void checkNumbers(Problems problems) {
        checkPercentage(
                PANIC_WINDOW,
                AutoscalerConfig.LEAST_PANIC_WINDOW_PERCENTAGE,
                AutoscalerConfig.MOST_PANIC_WINDOW_PERCENTAGE,
                problems);
        checkPercentage(PANIC_THRESHOLD, LEAST_PANIC_THRESHOLD, MOST_PANIC_THRESHOLD, problems);
        Entry target = entry(TARGET);
        if (target != null) {
            Double value = number(TARGET);
            if (value == null) {
                problems.invalidValue(target);
            } else if (value < AutoscalerConfig.LEAST_TARGET) {
                problems.add("target " + target.value() + " should be at least 0.01", target.key());
            }
        }
        checkPercentage(TARGET_UTILIZATION, 1, 100, problems);
        Entry burst = entry(TARGET_BURST_CAPACITY);
        if (burst != null) {
            Double value = number(TARGET_BURST_CAPACITY);
            if (value == null || (value < 0 && value != -1)) {
                problems.invalidValue(burst);
            }
        }
    }

    private void checkPercentage(Key key, double least, double most, Problems problems) {
        Entry entry = entry(key);
        if (entry == null) {
            return;
        }
        Double value = number(key);
        if (value == null) {
            problems.invalidValue(entry);
        } else if (value < least || value > most) {
            problems.outOfBounds(GoLiteral.formatFloat(least), entry.value(), GoLiteral.formatFloat(most), entry.key());
        }
    }

    private void checkDurations(Problems problems) {
        checkDuration(WINDOW, AutoscalerConfig.SHORTEST_WINDOW, true, problems);
        checkDuration(POD_RETENTION, Duration.ZERO, false, problems);
        checkDuration(SCALE_DOWN_DELAY, Duration.ZERO, true, problems);
    }

    private void checkDuration(Key key, Duration least, boolean wholeSeconds, Problems problems) {
        Entry entry = entry(key);
        if (entry == null) {
            return;
        }
        Duration value = duration(key);
        if (value == null) {
            problems.invalidValue(entry);
        } else if (value.compareTo(least) < 0 || value.compareTo(AutoscalerConfig.LONGEST_WINDOW) > 0) {
            problems.outOfBounds(
                    AutoscalerConfig.text(least),
                    entry.value(),
                    AutoscalerConfig.text(AutoscalerConfig.LONGEST_WINDOW),
                    entry.key());
        } else if (wholeSeconds && value.toNanosPart() != 0) {
            problems.add(SECOND_PRECISION, entry.key());
        }
    }

    private void checkMetric(AutoscalerConfig config, Problems problems) {
        Entry entry = entry(METRIC);
        if (entry == null) {
            return;
        }
        Entry named = entry(CLASS);
        String autoscaler = named == null ? config.podAutoscalerClass() : named.value();
        boolean known = switch (autoscaler) {
            case AutoscalerConfig.KPA_CLASS ->
                entry.value().equals("concurrency") || entry.value().equals("rps");
            case AutoscalerConfig.HPA_CLASS -> !entry.value().isEmpty();
            default -> true;
        };
        if (!known) {
            problems.invalidValue(entry);
        }
    }

    private void checkAggregation(Problems problems) {
        Entry named = entry(CLASS);
        Entry entry = entry(AGGREGATION);
        if (named == null || !named.value().equals(AutoscalerConfig.KPA_CLASS) || entry == null) {
            return;
        }
        switch (entry.value()) {
            case "", "linear", "weighted-exponential", "weightedExponential" -> {}
            default -> problems.invalidValue(entry);
        }
    }

    private void checkInitialScale(AutoscalerConfig config, Problems problems) {
        Entry entry = entry(INITIAL_SCALE);
        if (entry == null) {
            return;
        }
        try {
            long scale = GoLiteral.parseInt(entry.value());
            if (scale < 0) {
                problems.add("invalid value: " + entry.value(), entry.key() + " must be greater than 0");
            } else if (scale == 0 && !config.allowZeroInitialScale()) {
                problems.add("invalid value: " + entry.value(), entry.key() + "=0 not allowed by cluster");
            }
        } catch (Malformed e) {
            problems.invalidValue(entry);
        }
    }

    // What the annotations mean.

    /** Returns the autoscaler's class: the annotation, or the cluster's default. */
    public String autoscalerClass(AutoscalerConfig config) {
        Entry entry = entry(CLASS);
        return entry == null ? config.podAutoscalerClass() : entry.value();
    }

    /**
     * Resolves how the pod autoscaler scales the revision ({@code MakeDecider}, {@code MakeMetric} and
     * {@code ResolveMetricTarget} upstream).
     *
     * @param containerConcurrency the revision's hard limit of requests in flight a pod; 0 for none
     * @param reachable whether a route refers to the revision
     * @throws IllegalArgumentException if annotations that {@link #problems} refuses leave no usable specification
     */
    public KpaSpec spec(AutoscalerConfig config, int containerConcurrency, boolean reachable) {
        Entry metricEntry = entry(METRIC);
        boolean rps = metricEntry != null && metricEntry.value().equals("rps");
        double total = rps
                ? config.rpsTargetDefault()
                : containerConcurrency == 0 ? config.containerConcurrencyTargetDefault() : containerConcurrency;
        double utilization = rps ? config.targetUtilization() : config.containerConcurrencyTargetFraction();
        Double target = number(TARGET);
        if (target != null) {
            boolean concurrency = metricEntry == null || metricEntry.value().equals("concurrency");
            total = concurrency && containerConcurrency != 0 ? Math.min(target, containerConcurrency) : target;
        }
        Double percentage = number(TARGET_UTILIZATION);
        if (percentage != null) {
            utilization = percentage / 100;
        }
        Duration stableWindow = stableWindow(config);
        return new KpaSpec(
                rps ? ScalingMetric.RPS : ScalingMetric.CONCURRENCY,
                aggregation(),
                config.maxScaleUpRate(),
                config.maxScaleDownRate(),
                Math.max(AutoscalerConfig.LEAST_TARGET, total * utilization),
                total,
                targetBurstCapacity(config),
                config.activatorCapacity(),
                or(number(PANIC_THRESHOLD), config.panicThresholdPercentage()) / 100,
                stableWindow,
                panicWindow(stableWindow, or(number(PANIC_WINDOW), config.panicWindowPercentage())),
                or(duration(SCALE_DOWN_DELAY), config.scaleDownDelay()),
                or(integer(ACTIVATION_SCALE), 0),
                reachable);
    }

    /** The panic window: a share of the stable one in nanoseconds, rounded to seconds, at least one bucket. */
    static Duration panicWindow(Duration stableWindow, double percentage) {
        long nanos = (long) (stableWindow.toNanos() * percentage / 100);
        return Duration.ofSeconds(Math.max(1, Math.floorDiv(nanos + 500_000_000L, 1_000_000_000L)));
    }

    private Aggregation aggregation() {
        Entry entry = entry(AGGREGATION);
        if (entry == null) {
            return Aggregation.LINEAR;
        }
        return switch (entry.value()) {
            case "weighted-exponential", "weightedExponential" -> Aggregation.WEIGHTED_EXPONENTIAL;
            default -> Aggregation.LINEAR;
        };
    }

    /** Returns the stable window. */
    public Duration stableWindow(AutoscalerConfig config) {
        return or(duration(WINDOW), config.stableWindow());
    }

    /** Returns the target burst capacity; -1 for unlimited. */
    public double targetBurstCapacity(AutoscalerConfig config) {
        return or(number(TARGET_BURST_CAPACITY), config.targetBurstCapacity());
    }

    /**
     * Returns the bounds of the scale; an unreachable revision has no lower one.
     *
     * @throws IllegalArgumentException if a bound is negative, which {@link #problems} refuses
     */
    public ScaleBounds bounds(AutoscalerConfig config, boolean reachable) {
        int min = reachable ? or(integer(MIN_SCALE), config.minScale()) : 0;
        return new ScaleBounds(min, or(integer(MAX_SCALE), config.maxScale()));
    }

    /** Returns the replicas a new revision starts with; 0 only where the cluster allows it. */
    public int initialScale(AutoscalerConfig config) {
        Integer scale = integer(INITIAL_SCALE);
        return scale == null || (scale == 0 && !config.allowZeroInitialScale()) ? config.initialScale() : scale;
    }

    /** Returns how long the last pod is kept after the revision went inactive; zero for an unreachable revision. */
    public Duration podRetention(AutoscalerConfig config, boolean reachable) {
        return reachable ? or(duration(POD_RETENTION), config.scaleToZeroPodRetentionPeriod()) : Duration.ZERO;
    }

    /** Returns how long a revision may take to become ready; {@code fallback} is the cluster's. */
    public Duration progressDeadline(Duration fallback) {
        return or(duration(PROGRESS_DEADLINE), fallback);
    }

    private static <T> T or(@Nullable T value, T fallback) {
        return value == null ? fallback : value;
    }

    private @Nullable Integer integer(Key key) {
        Entry entry = entry(key);
        if (entry != null) {
            try {
                return GoLiteral.parseInt32(entry.value());
            } catch (Malformed e) {
                return null;
            }
        }
        return null;
    }

    private @Nullable Double number(Key key) {
        Entry entry = entry(key);
        if (entry != null) {
            try {
                return GoLiteral.parseFloat(entry.value());
            } catch (Malformed e) {
                return null;
            }
        }
        return null;
    }

    private @Nullable Duration duration(Key key) {
        Entry entry = entry(key);
        if (entry != null) {
            try {
                return Duration.ofNanos(GoLiteral.parseDuration(entry.value()));
            } catch (Malformed e) {
                return null;
            }
        }
        return null;
    }

    /** Problems as {@code apis.FieldError} gathers them: one message with all its keys, in order of messages. */
    private static final class Problems {
        private final Map<String, SortedSet<String>> keysByMessage = new LinkedHashMap<>();

        void add(String message, String... keys) {
            SortedSet<String> known = keysByMessage.computeIfAbsent(message, _ -> new TreeSet<>());
            known.addAll(List.of(keys));
        }

        void invalidValue(Entry entry) {
            add("invalid value: " + entry.value(), entry.key());
        }

        void outOfBounds(String least, String value, String most, String key) {
            add("expected " + least + " <= " + value + " <= " + most, key);
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>();
            new TreeMap<>(keysByMessage)
                    .forEach((message, keys) -> lines.add(message + ": " + String.join(", ", keys)));
            return List.copyOf(lines);
        }
    }
}
