package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.KpaTrace.Recorded;
import dev.plimsoll.provisioning.knative.KpaTrace.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Replays recorded traces through {@link Kpa} and says where the recorded decisions differ: integers must be equal,
 * averages within 1e-9, absolute or relative.
 */
public final class KpaReplay {
    /** The largest difference of two averages, absolute or relative to the recorded one, that counts as equal. */
    public static final double TOLERANCE = 1e-9;

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private KpaReplay() {}

    /** The figure of a tick that differs. */
    public enum Field {
        STABLE("stable"),
        PANIC("panic"),
        DESIRED("desired"),
        EXCESS_BURST_CAPACITY("excessBurstCapacity");

        private final String traceName;

        Field(String traceName) {
            this.traceName = traceName;
        }

        /** Returns the field's name in a trace. */
        public String traceName() {
            return traceName;
        }
    }

    /**
     * A difference.
     *
     * @param trace the trace's name
     * @param line the trace's line in its file, from 1
     * @param second the tick's second
     * @param field the figure
     * @param expected what was recorded
     * @param got what {@link Kpa} answers
     */
    public record Mismatch(String trace, int line, long second, Field field, double expected, double got) {}

    /**
     * The outcome of a replay.
     *
     * @param traces traces replayed
     * @param ticks ticks replayed
     * @param comparedTicks ticks that had a recorded decision to compare with
     * @param mismatches all differences, in order
     * @param unknownFields fields of the file that were not understood and left out
     */
    public record Report(
            int traces, long ticks, long comparedTicks, List<Mismatch> mismatches, SortedSet<String> unknownFields) {
        public Report {
            mismatches = List.copyOf(mismatches);
            unknownFields = Collections.unmodifiableSortedSet(new TreeSet<>(unknownFields));
        }
    }

    /** Replays a file of traces, plain or gzip. */
    public static Report replay(Path file) throws IOException {
        try (KpaTraceReader reader = KpaTraceReader.open(file)) {
            return replay(reader);
        }
    }

    /** Replays a stream of traces, plain or gzip, and closes it; {@code source} is what messages call it. */
    public static Report replay(String source, InputStream stream) throws IOException {
        try (KpaTraceReader reader = KpaTraceReader.open(source, stream)) {
            return replay(reader);
        }
    }

    private static Report replay(KpaTraceReader reader) throws IOException {
        Tally tally = new Tally();
        @Nullable KpaTrace trace = reader.next();
        while (trace != null) {
            tally.add(trace);
            trace = reader.next();
        }
        return new Report(tally.traces, tally.ticks, tally.comparedTicks, tally.mismatches, tally.unknownFields);
    }

    private static final class Tally {
        private final List<Mismatch> mismatches = new ArrayList<>();
        private final SortedSet<String> unknownFields = new TreeSet<>();
        private int traces;
        private long ticks;
        private long comparedTicks;

        void add(KpaTrace trace) {
            traces++;
            unknownFields.addAll(trace.unknownFields());
            Kpa kpa = new Kpa(trace.spec(), Kpa.WhenSilent.ZERO_LOAD, 0, trace.initialReady());
            for (Sample sample : trace.samples()) {
                long nowNanos = sample.second() * NANOS_PER_SECOND;
                Double load = sample.load();
                if (load != null) {
                    kpa.record(nowNanos, load);
                }
                if (sample.tick()) {
                    ticks++;
                    kpa.tick(nowNanos, sample.ready());
                    compare(trace, sample, kpa);
                }
            }
        }

        private void compare(KpaTrace trace, Sample sample, Kpa kpa) {
            Recorded recorded = sample.recorded();
            if (recorded == null) {
                return;
            }
            comparedTicks++;
            if (!close(recorded.stable(), kpa.stable())) {
                add(trace, sample, Field.STABLE, recorded.stable(), kpa.stable());
            }
            if (!close(recorded.panic(), kpa.panic())) {
                add(trace, sample, Field.PANIC, recorded.panic(), kpa.panic());
            }
            if (recorded.desired() != kpa.desired()) {
                add(trace, sample, Field.DESIRED, recorded.desired(), kpa.desired());
            }
            if (recorded.excessBurstCapacity() != kpa.excessBurstCapacity()) {
                add(
                        trace,
                        sample,
                        Field.EXCESS_BURST_CAPACITY,
                        recorded.excessBurstCapacity(),
                        kpa.excessBurstCapacity());
            }
        }

        private void add(KpaTrace trace, Sample sample, Field field, double expected, double got) {
            mismatches.add(new Mismatch(trace.name(), trace.line(), sample.second(), field, expected, got));
        }
    }

    private static boolean close(double expected, double got) {
        double difference = Math.abs(expected - got);
        return difference <= TOLERANCE || difference <= TOLERANCE * Math.abs(expected);
    }
}
