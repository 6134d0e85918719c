package dev.plimsoll.reports.slo.dialect;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one component counts requests and their latency.
 *
 * @param component who counts
 * @param labelSource where the identifying labels come from
 * @param counter counter of requests, with {@link #codeLabel()} where there is one
 * @param histogram name of the latency histogram, without {@code _bucket}
 * @param unit unit of the histogram
 * @param buckets finite upper bounds, ascending, spelled as the component exposes them
 * @param labels how series are told apart
 * @param codeLabel label with the status code or its class on counter and histogram; null where failures cannot be seen
 * @param badCodes regular expression of the codes that are the service's failures
 * @param codeOnHistogram whether the histogram carries {@link #codeLabel()} too
 * @param fixed matchers that every selector needs, for example {@code reporter=source}
 * @param misses what these metrics cannot see, one sentence each
 */
public record RequestMetrics(
        Component component,
        LabelSource labelSource,
        String counter,
        String histogram,
        LatencyUnit unit,
        List<String> buckets,
        Map<Identity, LabelBinding> labels,
        @Nullable String codeLabel,
        String badCodes,
        boolean codeOnHistogram,
        Map<String, String> fixed,
        List<String> misses) {
    public RequestMetrics {
        buckets = List.copyOf(buckets);
        labels = Map.copyOf(labels);
        fixed = Map.copyOf(fixed);
        misses = List.copyOf(misses);
    }

    /** The largest latency that the histogram can tell from an endless one. */
    public Duration ceiling() {
        return unit.toDuration(Double.parseDouble(buckets.getLast()));
    }
}
