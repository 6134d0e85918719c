package dev.plimsoll.provisioning.knative;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A recorded or wished-for history of one revision: a configuration, and second by second the load and the ready pods.
 *
 * @param name the trace's name
 * @param line line of the file it was read from, from 1
 * @param spec the autoscaler's configuration
 * @param initialReady pods that were ready when the autoscaler started at second 0
 * @param samples in ascending order of seconds, at least one
 * @param unknownFields names of fields that the reader did not know and left out
 */
public record KpaTrace(
        String name, int line, KpaSpec spec, int initialReady, List<Sample> samples, SortedSet<String> unknownFields) {

    public KpaTrace {
        samples = List.copyOf(samples);
        unknownFields = Collections.unmodifiableSortedSet(new TreeSet<>(unknownFields));
    }

    /**
     * One second.
     *
     * @param second seconds since the autoscaler started, at least 0
     * @param load the load recorded in this second, before its tick; null when none was
     * @param ready pods that were ready, at least 0
     * @param tick whether the autoscaler decided in this second
     * @param recorded what it decided; null when that is not known
     */
    public record Sample(
            long second,
            @Nullable Double load,
            int ready,
            boolean tick,
            @Nullable Recorded recorded) {}

    /**
     * A decision that was recorded.
     *
     * @param stable average of the stable window
     * @param panic average of the panic window
     * @param desired pods wanted
     * @param excessBurstCapacity excess burst capacity
     */
    public record Recorded(double stable, double panic, int desired, int excessBurstCapacity) {}
}
