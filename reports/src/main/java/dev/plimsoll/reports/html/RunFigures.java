package dev.plimsoll.reports.html;

import dev.plimsoll.reports.record.LatencySeries;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page shows of the requests, counted once: latencies by series, and counts and latencies over time by lane.
 * A lane is one way in with one protocol in one scenario, through all its phases.
 */
final class RunFigures {
    /** Most columns that a chart over time has. */
    static final int MOST_COLUMNS = 180;

    private static final double[] COLUMN_SECONDS = {
        0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400
    };

    /** Latencies of one population in nanoseconds, in order of size. */
    static final class Sorted {
        private final long[] nanos;

        /** Takes the array and puts it in order. */
        private Sorted(long[] nanos) {
            Arrays.sort(nanos);
            this.nanos = nanos;
        }

        int size() {
            return nanos.length;
        }

        long nanos(int i) {
            return nanos[i];
        }

        /** The smallest latency that at least the share {@code q} of the population does not exceed; NaN if empty. */
        double quantile(double q) {
            if (nanos.length == 0) {
                return Double.NaN;
            }
            int rank = (int) Math.ceil(q * nanos.length - 1e-9);
            return nanos[Math.clamp(rank - 1, 0, nanos.length - 1)];
        }
    }

    /**
     * One column of a lane: the requests whose intended start lies in it.
     *
     * @param response the response times of those that were sent
     * @param requests how many there are, sent or not
     * @param errors how many of them did not end well
     */
    record Column(Sorted response, long requests, long errors) {}

    /**
     * One way in over time.
     *
     * @param label scenario, entry and protocol
     * @param columns from the epoch on, each {@link #columnSeconds} long
     */
    record Lane(String label, List<Column> columns) {}

    private final double columnSeconds;
    private final int columnCount;
    private final double seconds;
    private final List<LatencySeries> populations;
    private final List<Lane> lanes = new ArrayList<>();
    private final long[] intended;
    private final long[] answered;
    private final Map<Outcome, long[]> failed = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

    private RunFigures(RunRecord run) {
        RequestLog requests = run.requests();
        long end = run.description().durationNanos();
        for (int i = 0; i < requests.size(); i++) {
            end = Math.max(end, requests.endNanos(i));
        }
        double length = Math.max(end / 1e9, 1e-3);
        columnSeconds = Arrays.stream(COLUMN_SECONDS)
                .filter(column -> length / column <= MOST_COLUMNS)
                .findFirst()
                .orElse(length / MOST_COLUMNS);
        columnCount = (int) Math.ceil(length / columnSeconds);
        seconds = columnCount * columnSeconds;
        intended = new long[columnCount];
        answered = new long[columnCount];
        count(requests);
        populations = LatencySeries.of(run);
        Map<String, List<Series>> ways = new LinkedHashMap<>();
        for (Series series : run.description().series()) {
            ways.computeIfAbsent(laneLabel(series), label -> new ArrayList<>()).add(series);
        }
        ways.forEach((label, members) -> lanes.add(lane(requests, label, members)));
    }

    static RunFigures of(RunRecord run) {
        return new RunFigures(run);
    }

    static String laneLabel(Series series) {
        return series.scenario() + " / " + series.entry() + " / " + series.protocol();
    }

    private void count(RequestLog requests) {
        for (int i = 0; i < requests.size(); i++) {
            Outcome outcome = requests.outcome(i);
            outcomes.merge(outcome, 1L, Long::sum);
            intended[column(start(requests, i))]++;
            long[] ended = outcome.isGood() ? answered : failed.computeIfAbsent(outcome, each -> new long[columnCount]);
            ended[column(requests.endNanos(i))]++;
        }
    }

    private Lane lane(RequestLog requests, String label, List<Series> members) {
        boolean[] member = new boolean[Short.MAX_VALUE + 1];
        members.forEach(series -> member[series.index()] = true);
        int[] sent = new int[columnCount];
        long[] all = new long[columnCount];
        long[] errors = new long[columnCount];
        for (int i = 0; i < requests.size(); i++) {
            if (member[requests.series(i)]) {
                int column = column(start(requests, i));
                all[column]++;
                sent[column] += requests.outcome(i) == Outcome.UNSENT ? 0 : 1;
                errors[column] += requests.outcome(i).isGood() ? 0 : 1;
            }
        }
        long[][] latencies = new long[columnCount][];
        for (int column = 0; column < columnCount; column++) {
            latencies[column] = new long[sent[column]];
        }
        for (int i = 0; i < requests.size(); i++) {
            if (member[requests.series(i)] && requests.outcome(i) != Outcome.UNSENT) {
                int column = column(start(requests, i));
                latencies[column][--sent[column]] = Math.max(0, requests.responseNanos(i));
            }
        }
        List<Column> columns = new ArrayList<>(columnCount);
        for (int column = 0; column < columnCount; column++) {
            columns.add(new Column(new Sorted(latencies[column]), all[column], errors[column]));
        }
        return new Lane(label, List.copyOf(columns));
    }

    private static long start(RequestLog requests, int i) {
        long intended = requests.intendedNanos(i);
        return intended == RequestSample.NEVER ? requests.dispatchedNanos(i) : intended;
    }

    /** The column that a time lies in; times before the epoch are in the first. */
    int column(long nanos) {
        return Math.clamp((long) (nanos / 1e9 / columnSeconds), 0, columnCount - 1);
    }

    double columnSeconds() {
        return columnSeconds;
    }

    int columnCount() {
        return columnCount;
    }

    /** Length of the charts over time: the run, and what ended after it. */
    double seconds() {
        return seconds;
    }

    /** Every series with its latencies. */
    List<LatencySeries> populations() {
        return populations;
    }

    List<Lane> lanes() {
        return lanes;
    }

    /** Requests by the column of their intended start. */
    long[] intended() {
        return intended;
    }

    /** Requests that ended well, by the column of their end. */
    long[] answered() {
        return answered;
    }

    /** Requests that did not end well, by outcome and by the column of their end. */
    Map<Outcome, long[]> failed() {
        return failed;
    }

    Map<Outcome, Long> outcomes() {
        return outcomes;
    }

    long errors() {
        return populations.stream().mapToLong(LatencySeries::failed).sum();
    }
}
