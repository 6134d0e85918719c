package dev.plimsoll.reports.slo;

import dev.plimsoll.reports.source.Suggestion;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the {@code spec} of an SLI. */
final class IndicatorReader {
    private static final String PLIMSOLL = "plimsoll";

    /**
     * A metric source.
     *
     * @param type its type in lower case, or null where its data source is in another file
     * @param spec what is to be read there
     */
    private record Source(@Nullable String type, String shown, Optional<YamlValue> spec, YamlMap place) {
        boolean isPlimsoll() {
            return PLIMSOLL.equals(type);
        }
    }

    private final Map<String, String> dataSources;

    /** Makes a reader that knows the types of data sources by their names. */
    IndicatorReader(Map<String, String> dataSources) {
        this.dataSources = dataSources;
    }

    Indicator read(YamlMap spec) {
        Texts.description(spec);
        Optional<YamlValue> threshold = spec.optional("thresholdMetric");
        Optional<YamlValue> ratio = spec.optional("ratioMetric");
        spec.finish();
        if (threshold.isPresent() && ratio.isPresent()) {
            spec.problems()
                    .add(spec.position("ratioMetric"), "an SLI has a thresholdMetric or a ratioMetric, not both");
            return new Indicator.Broken();
        }
        if (threshold.isPresent()) {
            return threshold(threshold.get().map());
        }
        if (ratio.isPresent()) {
            return ratio(ratio.get().map());
        }
        spec.problems().add(spec.position(), "an SLI needs a thresholdMetric or a ratioMetric");
        return new Indicator.Broken();
    }

    private Indicator threshold(YamlMap metric) {
        Optional<Source> source = source(metric);
        if (source.isEmpty()) {
            return new Indicator.Broken();
        }
        if (!source.get().isPlimsoll()) {
            return new Indicator.Elsewhere(true, source.get().shown());
        }
        YamlMap spec = plimsollSpec(source.get());
        List<Objective.Measure> measures = List.of(Objective.Measure.values());
        String word = spec.required("measure")
                .map(v ->
                        v.choice(measures.stream().map(Objective.Measure::word).toList()))
                .orElse("");
        Objective.Measure measure = measures.stream()
                .filter(m -> m.word().equals(word))
                .findFirst()
                .orElse(Objective.Measure.RESPONSE_TIME);
        long unit = switch (spec.required("unit")
                .map(v -> v.choice(List.of("ms", "us", "s")))
                .orElse("ms")) {
            case "us" -> 1_000L;
            case "s" -> 1_000_000_000L;
            default -> 1_000_000L;
        };
        Selector selector = selector(spec);
        spec.finish();
        return new Indicator.Time(measure, unit, selector);
    }

    private Indicator ratio(YamlMap metric) {
        metric.bool("counter", false);
        Optional<YamlValue> good = metric.optional("good");
        Optional<YamlValue> bad = metric.optional("bad");
        Optional<YamlValue> total = metric.optional("total");
        Optional<YamlValue> raw = metric.optional("raw");
        Optional<YamlValue> rawType = metric.optional("rawType");
        metric.finish();
        rawType.ifPresent(v -> v.choice(List.of("success", "failure")));
        if (raw.isPresent()) {
            if (good.isPresent() || bad.isPresent() || total.isPresent()) {
                raw.get().problem("'raw' cannot stand beside 'good', 'bad' or 'total'");
            }
            if (rawType.isEmpty()) {
                raw.get().problem("'raw' needs a 'rawType': success or failure");
            }
            Optional<Source> source = source(raw.get().map());
            source.filter(Source::isPlimsoll)
                    .ifPresent(s -> raw.get().problem("a run has no raw ratios: use 'good' and 'total'"));
            return new Indicator.Elsewhere(false, source.map(Source::shown).orElse(""));
        }
        rawType.ifPresent(v -> v.problem("'rawType' belongs to 'raw', which is missing"));
        if (good.isPresent() == bad.isPresent() || total.isEmpty()) {
            metric.problems()
                    .add(metric.position(), "a ratioMetric needs 'total' and one of 'good' and 'bad', or 'raw'");
            return new Indicator.Broken();
        }
        Optional<Source> part = source(good.or(() -> bad).orElseThrow().map());
        Optional<Source> whole = source(total.get().map());
        if (part.isEmpty() || whole.isEmpty()) {
            return new Indicator.Broken();
        }
        if (part.get().isPlimsoll() != whole.get().isPlimsoll()) {
            total.get().problem("both parts of the ratio must come from the same type of metric source");
            return new Indicator.Broken();
        }
        return part.get().isPlimsoll()
                ? requests(part.get(), good.isPresent() ? "ok" : "failed", whole.get())
                : new Indicator.Elsewhere(false, part.get().shown());
    }

    private static Indicator requests(Source part, String outcome, Source whole) {
        YamlMap partSpec = plimsollSpec(part);
        partSpec.required("measure").ifPresent(v -> v.choice(List.of("requests")));
        partSpec.required("outcome").ifPresent(v -> v.choice(List.of(outcome)));
        Selector partSelector = selector(partSpec);
        partSpec.finish();
        YamlMap wholeSpec = plimsollSpec(whole);
        wholeSpec.required("measure").ifPresent(v -> v.choice(List.of("requests")));
        Selector wholeSelector = selector(wholeSpec);
        wholeSpec.finish();
        if (!partSelector.equals(wholeSelector)) {
            wholeSpec
                    .problems()
                    .add(
                            wholeSpec.position(),
                            "both parts of the ratio must select the same requests: " + partSelector.words()
                                    + " is not " + wholeSelector.words());
        }
        return new Indicator.Success(wholeSelector);
    }

    private static YamlMap plimsollSpec(Source source) {
        return source.spec().map(YamlValue::map).orElseGet(() -> {
            source.place()
                    .problems()
                    .add(source.place().position(), "a metric source of the type plimsoll needs a 'spec'");
            return source.place();
        });
    }

    private static Selector selector(YamlMap spec) {
        return new Selector(
                spec.optional("scenario").map(YamlValue::text).orElse(null),
                spec.optional("protocol")
                        .map(v -> v.choice(Arrays.asList("v1-rest", "v2-rest", "v2-grpc")))
                        .orElse(null),
                spec.optional("entry").map(YamlValue::text).orElse(null),
                spec.optional("phase").map(YamlValue::text).orElse(null));
    }

    private Optional<Source> source(YamlMap metric) {
        Optional<YamlValue> value = metric.required("metricSource");
        metric.finish();
        return value.flatMap(v -> source(v.map(), v));
    }

    private Optional<Source> source(YamlMap source, YamlValue value) {
        Optional<YamlValue> type = source.optional("type");
        Optional<YamlValue> reference = source.optional("metricSourceRef");
        Optional<YamlValue> spec = source.optional("spec");
        source.finish();
        if (type.isPresent()) {
            String text = type.get().text();
            String lower = text.toLowerCase(Locale.ROOT);
            if (!lower.equals(PLIMSOLL)
                    && Suggestion.nearest(lower, List.of(PLIMSOLL)).isPresent()) {
                type.get().problem("unknown type of metric source '" + text + "'; did you mean 'plimsoll'?");
                return Optional.empty();
            }
            return Optional.of(new Source(lower, "its metric source is " + text, spec, source));
        }
        if (reference.isPresent()) {
            String name = reference.get().text();
            String known = dataSources.get(name);
            return Optional.of(
                    known == null
                            ? new Source(null, "its data source '" + name + "' is not in this file", spec, source)
                            : new Source(
                                    known.toLowerCase(Locale.ROOT), "its metric source is " + known, spec, source));
        }
        value.problem("a metric source needs a 'type' or a 'metricSourceRef'");
        return Optional.empty();
    }
}
