package dev.plimsoll.reports.record;

import java.util.Arrays;
import java.util.List;

/** Every recorded request, in columns: at 10 million requests about 600 MB instead of several gigabytes. */
public final class RequestLog {
    private final int size;
    private final long beyondLimit;
    private final long[] id;
    private final short[] series;
    private final short[] revision;
    private final byte[] outcome;
    private final short[] status;
    private final long[] intendedNanos;
    private final long[] dispatchedNanos;
    private final long[] sentNanos;
    private final long[] firstByteNanos;
    private final long[] endNanos;

    private RequestLog(Builder b) {
        size = b.size;
        beyondLimit = b.beyondLimit;
        id = Arrays.copyOf(b.id, size);
        series = Arrays.copyOf(b.series, size);
        revision = Arrays.copyOf(b.revision, size);
        outcome = Arrays.copyOf(b.outcome, size);
        status = Arrays.copyOf(b.status, size);
        intendedNanos = Arrays.copyOf(b.intendedNanos, size);
        dispatchedNanos = Arrays.copyOf(b.dispatchedNanos, size);
        sentNanos = Arrays.copyOf(b.sentNanos, size);
        firstByteNanos = Arrays.copyOf(b.firstByteNanos, size);
        endNanos = Arrays.copyOf(b.endNanos, size);
    }

    public static RequestLog of(List<RequestSample> samples) {
        Builder builder = new Builder();
        samples.forEach(builder::add);
        return builder.build();
    }

    public int size() {
        return size;
    }

    /** How many requests ended after the limit of the record: they were counted, but are not in this log. 0 in most runs. */
    public long beyondLimit() {
        return beyondLimit;
    }

    public long id(int i) {
        return id[i];
    }

    public int series(int i) {
        return series[i];
    }

    public int revision(int i) {
        return revision[i];
    }

    public Outcome outcome(int i) {
        return Outcome.ofCode(outcome[i]);
    }

    public int status(int i) {
        return status[i];
    }

    public long intendedNanos(int i) {
        return intendedNanos[i];
    }

    public long dispatchedNanos(int i) {
        return dispatchedNanos[i];
    }

    public long sentNanos(int i) {
        return sentNanos[i];
    }

    public long firstByteNanos(int i) {
        return firstByteNanos[i];
    }

    public long endNanos(int i) {
        return endNanos[i];
    }

    /** As {@link RequestSample#responseNanos()}. */
    public long responseNanos(int i) {
        return endNanos[i] - (intendedNanos[i] == RequestSample.NEVER ? dispatchedNanos[i] : intendedNanos[i]);
    }

    /** As {@link RequestSample#serviceNanos()}. */
    public long serviceNanos(int i) {
        return endNanos[i] - (sentNanos[i] == RequestSample.NEVER ? dispatchedNanos[i] : sentNanos[i]);
    }

    /** As {@link RequestSample#latenessNanos()}. */
    public long latenessNanos(int i) {
        return intendedNanos[i] == RequestSample.NEVER ? 0 : dispatchedNanos[i] - intendedNanos[i];
    }

    /** The request at {@code i} as a value; for hot loops use the columns. */
    public RequestSample sample(int i) {
        return new RequestSample(
                id[i],
                series[i],
                revision[i],
                outcome(i),
                status[i],
                intendedNanos[i],
                dispatchedNanos[i],
                sentNanos[i],
                firstByteNanos[i],
                endNanos[i]);
    }

    /** Collects requests in any order. Not safe for use by several threads. */
    public static final class Builder {
        private int size;
        private long beyondLimit;
        private long[] id = new long[1024];
        private short[] series = new short[1024];
        private short[] revision = new short[1024];
        private byte[] outcome = new byte[1024];
        private short[] status = new short[1024];
        private long[] intendedNanos = new long[1024];
        private long[] dispatchedNanos = new long[1024];
        private long[] sentNanos = new long[1024];
        private long[] firstByteNanos = new long[1024];
        private long[] endNanos = new long[1024];

        public Builder add(RequestSample sample) {
            if (size == id.length) {
                grow(size * 2);
            }
            id[size] = sample.id();
            series[size] = (short) sample.series();
            revision[size] = (short) sample.revision();
            outcome[size] = (byte) sample.outcome().code();
            status[size] = (short) sample.status();
            intendedNanos[size] = sample.intendedNanos();
            dispatchedNanos[size] = sample.dispatchedNanos();
            sentNanos[size] = sample.sentNanos();
            firstByteNanos[size] = sample.firstByteNanos();
            endNanos[size] = sample.endNanos();
            size++;
            return this;
        }

        /** Says how many more requests there were than are added here. */
        public Builder beyondLimit(long count) {
            beyondLimit = count;
            return this;
        }

        public RequestLog build() {
            return new RequestLog(this);
        }

        private void grow(int capacity) {
            id = Arrays.copyOf(id, capacity);
            series = Arrays.copyOf(series, capacity);
            revision = Arrays.copyOf(revision, capacity);
            outcome = Arrays.copyOf(outcome, capacity);
            status = Arrays.copyOf(status, capacity);
            intendedNanos = Arrays.copyOf(intendedNanos, capacity);
            dispatchedNanos = Arrays.copyOf(dispatchedNanos, capacity);
            sentNanos = Arrays.copyOf(sentNanos, capacity);
            firstByteNanos = Arrays.copyOf(firstByteNanos, capacity);
            endNanos = Arrays.copyOf(endNanos, capacity);
        }
    }
}
