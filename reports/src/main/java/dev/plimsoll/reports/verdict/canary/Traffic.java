package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunRecord;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A scenario's measured requests that were handed to a connection, in the order in which they were sent. */
final class Traffic {
    static final byte UNATTRIBUTED = 0;
    static final byte STABLE = 1;
    static final byte CANARY = 2;

    private final RequestLog log;
    private final int[] row;
    private final long[] sent;
    private final byte[] arm;
    private final long[] timeoutOfSeries;
    private final int unsent;

    private Traffic(RequestLog log, int[] row, byte[] arm, long[] timeoutOfSeries, int unsent) {
        this.log = log;
        this.row = row;
        this.arm = arm;
        this.timeoutOfSeries = timeoutOfSeries;
        this.unsent = unsent;
        sent = Arrays.stream(row).mapToLong(r -> sentNanos(log, r)).toArray();
    }

    static Traffic of(RunRecord run, RunDescription.ScenarioDescription scenario, CanaryDetail detail) {
        RunDescription description = run.description();
        RequestLog log = run.requests();
        int series = description.series().size();
        boolean[] measured = new boolean[series];
        description
                .series()
                .forEach(s -> measured[s.index()] = s.measured() && s.scenario().equals(scenario.name()));
        long[] timeouts = new long[series];
        scenario.legs().forEach(leg -> timeouts[leg.series()] = leg.timeoutNanos());
        int unsent = 0;
        int[] chosen = new int[log.size()];
        int count = 0;
        for (int i = 0; i < log.size(); i++) {
            if (measured[log.series(i)]) {
                if (log.outcome(i) == Outcome.UNSENT) {
                    unsent++;
                } else {
                    chosen[count++] = i;
                }
            }
        }
        int[] row = inOrder(Arrays.copyOf(chosen, count), log);
        int stable = description.revisions().indexOf(detail.stable());
        int canary = description.revisions().indexOf(detail.canary());
        byte[] arm = new byte[count];
        for (int i = 0; i < count; i++) {
            int revision = log.revision(row[i]);
            arm[i] = revision > 0 && revision == stable
                    ? STABLE
                    : revision > 0 && revision == canary ? CANARY : UNATTRIBUTED;
        }
        return new Traffic(log, row, arm, timeouts, unsent);
    }

    private static int[] inOrder(int[] rows, RequestLog log) {
        boolean sorted = true;
        for (int i = 1; i < rows.length && sorted; i++) {
            sorted = sentNanos(log, rows[i - 1]) <= sentNanos(log, rows[i]);
        }
        return sorted
                ? rows
                : IntStream.of(rows)
                        .boxed()
                        .sorted(Comparator.comparingLong(r -> sentNanos(log, r)))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private static long sentNanos(RequestLog log, int row) {
        long sent = log.sentNanos(row);
        return sent == RequestSample.NEVER ? log.dispatchedNanos(row) : sent;
    }

    int size() {
        return row.length;
    }

    int unsent() {
        return unsent;
    }

    int unattributed() {
        int count = 0;
        for (byte one : arm) {
            count += one == UNATTRIBUTED ? 1 : 0;
        }
        return count;
    }

    long id(int i) {
        return log.id(row[i]);
    }

    byte arm(int i) {
        return arm[i];
    }

    boolean good(int i) {
        return log.outcome(row[i]).isGood();
    }

    Outcome outcome(int i) {
        return log.outcome(row[i]);
    }

    int status(int i) {
        return log.status(row[i]);
    }

    /** When it was written to a connection, or, if it never was, handed to the transport. */
    long sentNanos(int i) {
        return sent[i];
    }

    long dispatchedNanos(int i) {
        return log.dispatchedNanos(row[i]);
    }

    long endNanos(int i) {
        return log.endNanos(row[i]);
    }

    /** Whether its response time says how fast the revision is: it was answered rightly, or waited for in vain. */
    boolean timed(int i) {
        return good(i) || outcome(i) == Outcome.TIMED_OUT;
    }

    /** Response time; of a request that timed out at least its time-out. */
    long responseNanos(int i) {
        int r = row[i];
        long intended = log.intendedNanos(r);
        long response = log.endNanos(r) - (intended == RequestSample.NEVER ? log.dispatchedNanos(r) : intended);
        return outcome(i) == Outcome.TIMED_OUT ? Math.max(response, timeoutOfSeries[log.series(r)]) : response;
    }

    /** Index of the first request sent at or after {@code nanos}; the size if there is none. */
    int from(long nanos) {
        int low = 0;
        int high = sent.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sent[middle] < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
