package dev.plimsoll.reports.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one series. Both histograms hold every request that was sent, failed ones with the time they took; they
 * are in nanoseconds, 3 significant digits, 1 us to 1 h.
 *
 * @param series the population
 * @param outcomes how many requests ended in each way; ways that did not occur are absent
 * @param response response times, from the intended start (from the dispatch where that is unknown)
 * @param service service times, from the send
 */
public record LatencySeries(Series series, Map<Outcome, Long> outcomes, Histogram response, Histogram service) {

    /** All series of a run, by index; one without requests has empty histograms. */
    public static List<LatencySeries> of(RunRecord run) {
        List<Series> all = run.description().series();
        List<LatencySeries> result = new ArrayList<>();
        for (Series series : all) {
            result.add(new LatencySeries(series, new EnumMap<>(Outcome.class), empty(), empty()));
        }
        RequestLog log = run.requests();
        for (int i = 0; i < log.size(); i++) {
            LatencySeries one = result.get(log.series(i));
            one.outcomes.merge(log.outcome(i), 1L, Long::sum);
            if (log.outcome(i) != Outcome.UNSENT) {
                one.response.recordValue(Math.clamp(log.responseNanos(i), 0, LatencyLog.HIGHEST_NANOS));
                one.service.recordValue(Math.clamp(log.serviceNanos(i), 0, LatencyLog.HIGHEST_NANOS));
            }
        }
        return Collections.unmodifiableList(result);
    }

    /** Requests of every outcome. */
    public long count() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests that did not end well. */
    public long failed() {
        return count() - outcomes.getOrDefault(Outcome.OK, 0L);
    }

    /**
     * The response time that a share of the requests did not exceed.
     *
     * @param quantile 0 to 1
     */
    public long responseNanos(double quantile) {
        return response.getValueAtPercentile(quantile * 100);
    }

    /** As {@link #responseNanos}, of the service time. */
    public long serviceNanos(double quantile) {
        return service.getValueAtPercentile(quantile * 100);
    }

    static Histogram empty() {
        return new Histogram(LatencyLog.LOWEST_NANOS, LatencyLog.HIGHEST_NANOS, 3);
    }
}
