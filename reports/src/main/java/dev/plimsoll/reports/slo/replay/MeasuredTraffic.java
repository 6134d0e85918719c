package dev.plimsoll.reports.slo.replay;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The measured requests of a run as a component would have counted them: for every status code and every bucket, the times at which
 * the count grew.
 */
final class MeasuredTraffic {
    private final long durationNanos;
    private final long count;
    private final Map<String, long[][]> ends;

    private MeasuredTraffic(long durationNanos, long count, Map<String, long[][]> ends) {
        this.durationNanos = durationNanos;
        this.count = count;
        this.ends = ends;
    }

    /** Takes the measured requests that were sent; requests that were not never reached anybody. */
    static MeasuredTraffic of(RunRecord run, RequestMetrics metrics, ReplayOptions.SeenLatency latency) {
        RequestLog log = run.requests();
        double[] bounds = metrics.buckets().stream()
                .mapToDouble(Double::parseDouble)
                .map(b -> metrics.unit().toDuration(b).toNanos())
                .toArray();
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int i = 0; i < log.size(); i++) {
            if (counts(run, log, i)) {
                start = Math.min(start, log.dispatchedNanos(i));
                end = Math.max(end, log.endNanos(i));
            }
        }
        Map<String, Ends[]> growing = new TreeMap<>();
        long count = 0;
        for (int i = 0; i < log.size(); i++) {
            if (!counts(run, log, i)) {
                continue;
            }
            count++;
            Ends[] buckets = growing.computeIfAbsent(code(log, i, metrics), _ -> Ends.array(bounds.length + 1));
            long nanos = latency == ReplayOptions.SeenLatency.SERVICE
                    ? log.sample(i).serviceNanos()
                    : log.sample(i).responseNanos();
            for (int b = 0; b < bounds.length; b++) {
                if (nanos <= bounds[b]) {
                    buckets[b].add(log.endNanos(i) - start);
                }
            }
            buckets[bounds.length].add(log.endNanos(i) - start);
        }
        Map<String, long[][]> ends = new TreeMap<>();
        growing.forEach((code, buckets) ->
                ends.put(code, Arrays.stream(buckets).map(Ends::sorted).toArray(long[][]::new)));
        return new MeasuredTraffic(count == 0 ? 0 : Math.max(1, end - start), count, ends);
    }

    private static boolean counts(RunRecord run, RequestLog log, int i) {
        return run.description().series().get(log.series(i)).measured() && log.outcome(i) != Outcome.UNSENT;
    }

    /** The code that a component would have answered with; one that answered nothing counts as a gateway's 503 or 504. */
    private static String code(RequestLog log, int i, RequestMetrics metrics) {
        int status = log.status(i);
        int code = switch (log.outcome(i)) {
            case OK, WRONG_ANSWER -> 200;
            case CLIENT_ERROR -> status >= 400 && status < 500 ? status : 400;
            case SERVER_ERROR -> status >= 500 && status < 600 ? status : 500;
            case TIMED_OUT -> 504;
            case CONNECT_FAILED, CONNECTION_LOST, TLS_FAILED, UNSENT -> 503;
        };
        boolean classes = "5".matches(metrics.badCodes());
        return classes ? Integer.toString(code / 100) : Integer.toString(code);
    }

    long durationNanos() {
        return durationNanos;
    }

    long count() {
        return count;
    }

    Iterable<String> codes() {
        return ends.keySet();
    }

    /** Requests of a code in a bucket, by its index, that had ended by a time; the last index stands for all. */
    long upTo(String code, int bucket, long nanos) {
        long[][] buckets = ends.get(code);
        if (buckets == null) {
            return 0;
        }
        long[] times = buckets[bucket];
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] <= nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static final class Ends {
        private long[] times = new long[64];
        private int size;

        static Ends[] array(int length) {
            Ends[] all = new Ends[length];
            Arrays.setAll(all, _ -> new Ends());
            return all;
        }

        void add(long nanos) {
            if (size == times.length) {
                times = Arrays.copyOf(times, size * 2);
            }
            times[size++] = nanos;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(times, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
