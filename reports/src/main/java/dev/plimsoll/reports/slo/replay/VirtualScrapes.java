package dev.plimsoll.reports.slo.replay;

import dev.plimsoll.reports.slo.dialect.BucketBound;
import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.LabelBinding;
import dev.plimsoll.reports.slo.dialect.LabelSource;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import dev.plimsoll.reports.slo.promql.Labels;
import dev.plimsoll.reports.slo.promql.SeriesStore;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleException;
import dev.plimsoll.reports.slo.rules.Selection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus would have scraped from the component: cumulative counters and buckets in the dialect's names, good traffic before
 * and after the run, the run itself repeated and stretched. A series is born at the first scrape after the first request of its
 * code, as real ones are.
 */
final class VirtualScrapes {
    private static final String GOOD = "200";

    private final MeasuredTraffic traffic;
    private final RequestMetrics metrics;
    private final ReplayOptions options;
    private final List<Labels> identities;
    private final Set<String> codes = new LinkedHashSet<>();
    private final String goodCode;

    VirtualScrapes(MeasuredTraffic traffic, RequestMetrics metrics, ReplayOptions options, List<Selection> selections) {
        this.traffic = traffic;
        this.metrics = metrics;
        this.options = options;
        this.goodCode = "5".matches(metrics.badCodes()) ? "2" : GOOD;
        codes.add(goodCode);
        traffic.codes().forEach(codes::add);
        this.identities = selections.stream().map(this::identity).distinct().toList();
    }

    private Labels identity(Selection selection) {
        Map<String, String> labels = new TreeMap<>(Map.of("job", "plimsoll-replay", "instance", "replay"));
        labels.putAll(metrics.fixed());
        labels.putAll(selection.labels());
        for (Identity identity : selection.names().keySet()) {
            LabelBinding binding = metrics.labels().get(identity);
            if (binding != null) {
                labels.put(binding.label(), example(binding.label(), selection));
            }
        }
        return new Labels(labels);
    }

    /** A label value that stands for all that a selection names by this label, in the form that the dialect expects. */
    private String example(String label, Selection selection) {
        List<String> candidates = new ArrayList<>();
        for (String name : selection.names().values()) {
            candidates.addAll(List.of(name, name + "-00001", name + "/-"));
        }
        String namespace = selection.names().getOrDefault(Identity.NAMESPACE, "-");
        candidates.addAll(
                List.copyOf(candidates).stream().map(c -> namespace + "/" + c).toList());
        return candidates.stream()
                .filter(candidate -> selection.names().entrySet().stream().allMatch(name -> {
                    LabelBinding binding = metrics.labels().get(name.getKey());
                    return binding == null
                            || !binding.label().equals(label)
                            || binding.matches(name.getValue(), candidate);
                }))
                .findFirst()
                .orElseThrow(() -> new RuleException("no value of the label " + label + " fits all of "
                        + selection.names().values()));
    }

    /** Milliseconds from the start of virtual time to the start of the run. */
    long runStartMillis() {
        return options.goodBefore().toMillis();
    }

    /** Length of the run as it is played. */
    long runMillis() {
        return Math.round(traffic.durationNanos() / 1e6 * options.stretch() * options.repetitions());
    }

    long endMillis() {
        return runStartMillis() + runMillis() + options.goodAfter().toMillis();
    }

    void scrape(SeriesStore store, long millis) {
        for (Labels identity : identities) {
            Labels series = identity;
            if (metrics.labelSource() == LabelSource.TARGET_INFO) {
                store.append(identity.with(Labels.NAME, "target_info"), millis, 1);
                series = new Labels(Map.of("job", identity.get("job"), "instance", identity.get("instance")));
            }
            scrape(store, series, millis);
        }
    }

    private void scrape(SeriesStore store, Labels series, long millis) {
        String code = metrics.codeLabel();
        int all = metrics.buckets().size();
        String counted = metrics.histogram() + "_count";
        if (!metrics.counter().equals(counted)) {
            counter(store, series, metrics.counter(), code, all, millis);
        }
        String onHistogram = metrics.codeOnHistogram() ? code : null;
        counter(store, series, counted, onHistogram, all, millis);
        for (int b = 0; b < all; b++) {
            String bound = metrics.buckets().get(b);
            String le = options.prometheus() == PrometheusMajor.V3 ? BucketBound.normalised(bound) : bound;
            counter(store, series.with("le", le), metrics.histogram() + "_bucket", onHistogram, b, millis);
        }
    }

    private void counter(
            SeriesStore store, Labels series, String name, @Nullable String codeLabel, int bucket, long millis) {
        Labels named = series.with(Labels.NAME, name);
        double sum = 0;
        for (String code : codes) {
            double value = valueAt(code, bucket, millis);
            sum += value;
            if (codeLabel != null && valueAt(code, metrics.buckets().size(), millis) > 0) {
                store.append(named.with(codeLabel, code), millis, value);
            }
        }
        if (codeLabel == null) {
            store.append(named, millis, sum);
        }
    }

    private double valueAt(String code, int bucket, long millis) {
        double value = 0;
        if (code.equals(goodCode)) {
            double ratePerMilli = traffic.count() / (traffic.durationNanos() / 1e6);
            long goodMillis = Math.min(millis, runStartMillis()) + Math.max(0, millis - runStartMillis() - runMillis());
            value += Math.floor(ratePerMilli * goodMillis);
        }
        double played = Math.clamp(millis - runStartMillis(), 0, runMillis()) * 1e6 / options.stretch();
        double duration = traffic.durationNanos();
        double whole = Math.min(Math.floor(played / duration), options.repetitions() - 1);
        long within = Math.round(played - whole * duration);
        long once = traffic.upTo(code, bucket, traffic.durationNanos());
        double counted = whole * once + (millis < runStartMillis() ? 0 : traffic.upTo(code, bucket, within));
        return value + Math.floor(counted * options.stretch());
    }
}
