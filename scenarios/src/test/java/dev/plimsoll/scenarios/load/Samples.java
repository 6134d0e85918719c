package dev.plimsoll.scenarios.load;

import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RequestSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps every recorded request. */
public final class Samples implements RequestSink {
    private final List<RequestSample> all = new ArrayList<>();

    @Override
    public synchronized void record(
            long id,
            int series,
            int revision,
            Outcome outcome,
            int status,
            long intendedNanos,
            long dispatchedNanos,
            long sentNanos,
            long firstByteNanos,
            long endNanos) {
        all.add(new RequestSample(
                id,
                series,
                revision,
                outcome,
                status,
                intendedNanos,
                dispatchedNanos,
                sentNanos,
                firstByteNanos,
                endNanos));
    }

    public synchronized List<RequestSample> all() {
        return List.copyOf(all);
    }

    public long count(Outcome outcome) {
        return all().stream().filter(sample -> sample.outcome() == outcome).count();
    }
}
