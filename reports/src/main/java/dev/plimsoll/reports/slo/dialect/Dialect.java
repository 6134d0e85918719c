package dev.plimsoll.reports.slo.dialect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metric names of one product in a range of its releases.
 *
 * @param name to ask for it by, for example {@code knative-1.21}
 * @param family product; dialects of a family follow each other in time
 * @param releases the range in words
 * @param signs metrics that no earlier dialect of the family has
 * @param familySigns metrics by which the family is known
 * @param requests who counts requests, the one that sees most of a user's wait first
 * @param scaling the autoscaler's gauges, or null where there is none
 * @param others further metrics, by what they mean
 * @param source where the names were seen
 */
public record Dialect(
        String name,
        String family,
        String releases,
        List<String> signs,
        List<String> familySigns,
        List<RequestMetrics> requests,
        @Nullable ScalingMetrics scaling,
        Map<String, String> others,
        String source) {
    public Dialect {
        signs = List.copyOf(signs);
        familySigns = List.copyOf(familySigns);
        requests = List.copyOf(requests);
        others = Map.copyOf(others);
    }

    /** Every dialect; those of a family from old to new. */
    public static List<Dialect> all() {
        return Dialects.ALL;
    }

    /** The dialect of a name. */
    public static Optional<Dialect> named(String name) {
        return Dialects.ALL.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /**
     * Finds what a scrape speaks: one answer a family, with the evidence. A joined scrape of several components may have several;
     * an empty answer means that nothing of it is known.
     *
     * @param scrape Prometheus text format or OpenMetrics
     */
    public static List<Detection> detect(String scrape) {
        return detect(Scrape.parse(scrape));
    }

    /** Finds what a scrape that is read already speaks. */
    public static List<Detection> detect(Scrape scrape) {
        return Detector.detect(scrape);
    }

    /** Who counts requests, by component and by where the names come from. */
    public Optional<RequestMetrics> requests(Component component, LabelSource source) {
        return requests.stream()
                .filter(r -> r.component() == component && r.labelSource() == source)
                .findFirst();
    }

    /** The first of a component's ways to count requests. */
    public Optional<RequestMetrics> requests(Component component) {
        return requests.stream().filter(r -> r.component() == component).findFirst();
    }

    /** What every metric of this dialect means, by name: for finding the successor of a name that is gone. */
    public Map<String, String> meanings() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (RequestMetrics r : requests) {
            meanings.putIfAbsent(r.counter(), "requests at the " + r.component().word());
            meanings.putIfAbsent(
                    r.histogram() + "_bucket",
                    "latency buckets at the " + r.component().word());
            meanings.putIfAbsent(
                    r.histogram() + "_count",
                    "latency count at the " + r.component().word());
            meanings.putIfAbsent(
                    r.histogram() + "_sum",
                    "latency sum at the " + r.component().word());
        }
        if (scaling != null) {
            meanings.put(scaling.desired(), "desired pods");
            meanings.put(scaling.requested(), "requested pods");
            meanings.put(scaling.ready(), "ready pods");
            meanings.put(scaling.notReady(), "pods not ready");
            meanings.put(scaling.pending(), "pending pods");
            meanings.put(scaling.terminating(), "terminating pods");
            meanings.put(scaling.panicMode(), "panic mode");
        }
        others.forEach((meaning, metric) -> meanings.putIfAbsent(metric, meaning));
        return meanings;
    }
}
