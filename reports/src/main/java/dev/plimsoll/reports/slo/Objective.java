package dev.plimsoll.reports.slo;

/** A share of requests that must be good. */
public sealed interface Objective {
    /** {@code displayName}, or one made from the figures, for example {@code p99 <= 250 ms}. */
    String name();

    /** Share of good requests that is asked for, from 0 to below 1. */
    double target();

    /**
     * Good is an answer within a threshold.
     *
     * @param measure which time is compared
     * @param orEqual whether a time equal to the threshold is good: {@code lte} rather than {@code lt}
     * @param thresholdNanos above 0
     * @param selector which series
     */
    record Latency(String name, double target, Measure measure, boolean orEqual, long thresholdNanos, Selector selector)
            implements Objective {
        public boolean holds(long nanos) {
            return orEqual ? nanos <= thresholdNanos : nanos < thresholdNanos;
        }
    }

    /**
     * Good is a right answer, whenever it comes.
     *
     * @param selector which series
     */
    record Availability(String name, double target, Selector selector) implements Objective {}

    /**
     * An objective that is valid, but that a run cannot be judged by.
     *
     * @param reason why, for example that its figures are in Prometheus
     */
    record NotJudged(String name, double target, String reason) implements Objective {}

    /** A time of a request. */
    enum Measure {
        /** From the intended start to the end. */
        RESPONSE_TIME("responseTime"),
        /** From the send to the end. */
        SERVICE_TIME("serviceTime"),
        /** From the intended start to the first byte of the answer's body. */
        TIME_TO_FIRST_BYTE("timeToFirstByte");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        /** As in the file. */
        public String word() {
            return word;
        }
    }
}
