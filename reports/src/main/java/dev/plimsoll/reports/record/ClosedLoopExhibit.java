package dev.plimsoll.reports.record;

import java.util.Arrays;
import java.util.PriorityQueue;
import org.HdrHistogram.Histogram;

/**
 * What a closed-loop tool would have printed for the same run: an exhibit of coordinated omission, judged by nobody.
 *
 * <p>Such a tool has a fixed number of users, each of whom sends the next request only after the answer to the last, and it
 * reports service times. Played from the record: the arrivals of a series are walked by intended start (by dispatch where
 * that is unknown). If a user is free at an arrival, that user sends it, is busy for its recorded service time, and the tool
 * counts that time; if none is free, the arrival never happens. So what would have arrived during a stall is missing
 * from the tool's percentiles. The recorded service times stem from the open load: where that overloaded the target, a
 * closed loop would have loaded it less, and the exhibit is still too pessimistic for it.
 *
 * @param series index of the series
 * @param users how many users there were
 * @param arrivals requests of the series that were sent
 * @param skipped arrivals that found no user free
 * @param latencies what the tool would have counted, in nanoseconds; its size is {@code arrivals - skipped}
 */
public record ClosedLoopExhibit(int series, int users, long arrivals, long skipped, Histogram latencies) {

    /** Plays a series with the users that its mean rate needs at its median service time, by Little's law, at least one. */
    public static ClosedLoopExhibit of(RequestLog log, int series) {
        int[] arrivals = arrivals(log, series);
        if (arrivals.length < 2) {
            return of(log, series, 1);
        }
        double span = start(log, arrivals[arrivals.length - 1]) - start(log, arrivals[0]);
        long[] service = new long[arrivals.length];
        for (int i = 0; i < service.length; i++) {
            service[i] = log.serviceNanos(arrivals[i]);
        }
        Arrays.sort(service);
        double busy = (arrivals.length - 1) / Math.max(1, span) * service[service.length / 2];
        return of(log, series, Math.max(1, (int) Math.ceil(busy)));
    }

    /**
     * Plays a series.
     *
     * @param users at least 1
     */
    public static ClosedLoopExhibit of(RequestLog log, int series, int users) {
        if (users < 1) {
            throw new IllegalArgumentException("a closed loop needs a user: " + users);
        }
        int[] arrivals = arrivals(log, series);
        Histogram latencies = LatencySeries.empty();
        PriorityQueue<Long> free = new PriorityQueue<>();
        for (int i = 0; i < users; i++) {
            free.add(Long.MIN_VALUE);
        }
        long skipped = 0;
        for (int arrival : arrivals) {
            long at = start(log, arrival);
            long earliest = free.element();
            if (earliest > at) {
                skipped++;
            } else {
                free.remove();
                long service = Math.clamp(log.serviceNanos(arrival), 0, LatencyLog.HIGHEST_NANOS);
                latencies.recordValue(service);
                free.add(at + service);
            }
        }
        return new ClosedLoopExhibit(series, users, arrivals.length, skipped, latencies);
    }

    private static int[] arrivals(RequestLog log, int series) {
        long[] starts = new long[log.size()];
        Integer[] chosen = new Integer[log.size()];
        int count = 0;
        for (int i = 0; i < log.size(); i++) {
            if (log.series(i) == series && log.outcome(i) != Outcome.UNSENT) {
                starts[i] = start(log, i);
                chosen[count++] = i;
            }
        }
        Arrays.sort(chosen, 0, count, (a, b) -> Long.compare(starts[a], starts[b]));
        int[] arrivals = new int[count];
        for (int i = 0; i < count; i++) {
            arrivals[i] = chosen[i];
        }
        return arrivals;
    }

    private static long start(RequestLog log, int i) {
        return log.intendedNanos(i) == RequestSample.NEVER ? log.dispatchedNanos(i) : log.intendedNanos(i);
    }
}
