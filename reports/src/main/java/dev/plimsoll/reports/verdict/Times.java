package dev.plimsoll.reports.verdict;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.slo.Objective;

/**
 * Reads times off the log, as they were or without what the injector added.
 *
 * <p>What the injector added to a request: its lateness at the dispatch, and those of its own pauses that fall between
 * dispatch and end. Waiting for a connection is not in it. A time-out that fell due while the injector stood still is
 * excused: the answer may have lain there unread.
 */
sealed interface Times {
    /** The measured time; {@link Long#MAX_VALUE} for a failed request. */
    long nanos(int row, Objective.Measure measure);

    /** Whether the request ended well. */
    boolean good(int row);

    record Recorded(RequestLog log) implements Times {
        @Override
        public long nanos(int row, Objective.Measure measure) {
            return good(row) ? elapsed(log, row, measure) : Long.MAX_VALUE;
        }

        @Override
        public boolean good(int row) {
            return log.outcome(row).isGood();
        }
    }

    record WithoutInjectorLag(RequestLog log, InjectorPauses pauses, Population population) implements Times {
        @Override
        public long nanos(int row, Objective.Measure measure) {
            if (!good(row)) {
                return Long.MAX_VALUE;
            }
            long lateness = measure == Objective.Measure.SERVICE_TIME ? 0 : Math.max(0, log.latenessNanos(row));
            long overlap = pauses.overlapNanos(from(log, row, measure), until(log, row, measure));
            return Math.max(0, elapsed(log, row, measure) - lateness - overlap);
        }

        @Override
        public boolean good(int row) {
            Outcome outcome = log.outcome(row);
            return outcome.isGood() || (outcome == Outcome.TIMED_OUT && excused(row));
        }

        private boolean excused(int row) {
            Long timeout = population.timeoutNanos().get(log.series(row));
            return timeout != null && pauses.contain(log.dispatchedNanos(row) + timeout);
        }

        private static long from(RequestLog log, int row, Objective.Measure measure) {
            boolean sent = log.sentNanos(row) != RequestSample.NEVER;
            return measure == Objective.Measure.SERVICE_TIME && sent ? log.sentNanos(row) : log.dispatchedNanos(row);
        }
    }

    private static long until(RequestLog log, int row, Objective.Measure measure) {
        boolean firstByte =
                measure == Objective.Measure.TIME_TO_FIRST_BYTE && log.firstByteNanos(row) != RequestSample.NEVER;
        return firstByte ? log.firstByteNanos(row) : log.endNanos(row);
    }

    private static long elapsed(RequestLog log, int row, Objective.Measure measure) {
        return switch (measure) {
            case RESPONSE_TIME -> log.responseNanos(row);
            case SERVICE_TIME -> log.serviceNanos(row);
            case TIME_TO_FIRST_BYTE -> until(log, row, measure) - Population.start(log, row);
        };
    }
}
