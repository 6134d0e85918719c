package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.KpaTrace.Sample;
import dev.plimsoll.provisioning.knative.ScaleDecision.PanicChange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Says why each decision of a trace was taken, and what another configuration would have done with the same load. */
public final class KpaExplain {
    /** What a counterfactual takes for granted, for whoever shows its figures. */
    public static final List<String> ASSUMPTIONS = List.of(
            "the load is held as recorded: a different number of pods would in truth have changed the concurrency",
            "in both runs pods follow the scale: they count as ready after the start-up delay and go at once",
            "going to zero is immediate: the stable window of activity, grace period and retention are left out");

    private KpaExplain() {}

    /**
     * One tick.
     *
     * @param second seconds since the autoscaler started
     * @param decision what was decided, with its figures
     * @param scale pods after the bounds of the scale
     * @param previousScale pods after the previous tick; the initially ready ones before the first
     * @param changed whether the scale, the mode or the activator's place differs from the previous tick
     */
    public record Explained(long second, ScaleDecision decision, int scale, int previousScale, boolean changed) {}

    /**
     * What a configuration costs and gives over a trace.
     *
     * @param podSeconds pods that exist, ready or starting, times seconds
     * @param peakPods most pods that exist at a time
     * @param secondsAtZero seconds without any pod
     * @param panicSeconds seconds in panic mode
     */
    public record Usage(long podSeconds, int peakPods, long secondsAtZero, long panicSeconds) {}

    /**
     * Two configurations under one load.
     *
     * @param base the trace's configuration
     * @param other the other one
     * @param seconds length of the trace
     * @param ticks ticks of each run
     * @param differingTicks ticks whose scales differ
     * @param startUpDelay how long a pod takes to get ready in both runs
     */
    public record Comparison(
            Usage base, Usage other, long seconds, int ticks, int differingTicks, Duration startUpDelay) {}

    /** Explains every tick of a trace under a configuration, with the loads and ready pods that the trace records. */
    public static List<Explained> explain(KpaTrace trace, KpaConfiguration configuration) {
        Kpa kpa = new Kpa(configuration.spec(), Kpa.WhenSilent.ZERO_LOAD, 0, trace.initialReady());
        List<Explained> explained = new ArrayList<>();
        int previousScale = trace.initialReady();
        boolean first = true;
        boolean activatorInPath = false;
        for (Sample sample : trace.samples()) {
            long nowNanos = sample.second() * KpaReplay.NANOS_PER_SECOND;
            record(kpa, nowNanos, sample);
            if (sample.tick()) {
                kpa.tick(nowNanos, sample.ready());
                ScaleDecision decision = kpa.decision();
                int scale = configuration.bounds().apply(decision.desired());
                boolean nowInPath = scale == 0 || decision.excessBurstCapacity() < 0;
                boolean changed = first
                        || scale != previousScale
                        || nowInPath != activatorInPath
                        || decision.panicChange() == PanicChange.ENTERED
                        || decision.panicChange() == PanicChange.LEFT;
                explained.add(new Explained(sample.second(), decision, scale, previousScale, changed));
                previousScale = scale;
                activatorInPath = nowInPath;
                first = false;
            }
        }
        return List.copyOf(explained);
    }

    /**
     * Runs a trace's load under two configurations; see {@link #ASSUMPTIONS}.
     *
     * @param startUpDelay how long a pod takes to get ready, at least zero
     */
    public static Comparison compare(
            KpaTrace trace, KpaConfiguration base, KpaConfiguration other, Duration startUpDelay) {
        if (startUpDelay.isNegative()) {
            throw new IllegalArgumentException("the start-up delay must not be negative, got " + startUpDelay);
        }
        Run baseRun = new Run(trace, base, startUpDelay);
        Run otherRun = new Run(trace, other, startUpDelay);
        int differing = 0;
        for (int tick = 0; tick < baseRun.scales.size(); tick++) {
            if (!baseRun.scales.get(tick).equals(otherRun.scales.get(tick))) {
                differing++;
            }
        }
        long seconds =
                trace.samples().getLast().second() - trace.samples().getFirst().second() + 1;
        return new Comparison(
                baseRun.usage(), otherRun.usage(), seconds, baseRun.scales.size(), differing, startUpDelay);
    }

    private static void record(Kpa kpa, long nowNanos, Sample sample) {
        Double load = sample.load();
        if (load != null) {
            kpa.record(nowNanos, load);
        }
    }

    /** A run in which the pods follow the scale. */
    private static final class Run {
        private final List<Integer> scales = new ArrayList<>();
        private final Deque<Long> startingReadyAt = new ArrayDeque<>();
        private final long startUpNanos;
        private int ready;
        private long podSeconds;
        private int peakPods;
        private long secondsAtZero;
        private long panicSeconds;

        Run(KpaTrace trace, KpaConfiguration configuration, Duration startUpDelay) {
            this.startUpNanos = startUpDelay.toNanos();
            this.ready = configuration.bounds().apply(trace.initialReady());
            Kpa kpa = new Kpa(configuration.spec(), Kpa.WhenSilent.ZERO_LOAD, 0, ready);
            List<Sample> samples = trace.samples();
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                long nowNanos = sample.second() * KpaReplay.NANOS_PER_SECOND;
                record(kpa, nowNanos, sample);
                startPods(nowNanos);
                if (sample.tick()) {
                    kpa.tick(nowNanos, ready);
                    int scale = configuration.bounds().apply(kpa.desired());
                    scales.add(scale);
                    follow(scale, nowNanos);
                }
                long lasts = i + 1 < samples.size() ? samples.get(i + 1).second() - sample.second() : 1;
                count(lasts, kpa.inPanic());
            }
        }

        private void startPods(long nowNanos) {
            while (!startingReadyAt.isEmpty() && startingReadyAt.getFirst() <= nowNanos) {
                startingReadyAt.removeFirst();
                ready++;
            }
        }

        private void follow(int scale, long nowNanos) {
            while (pods() < scale) {
                startingReadyAt.addLast(nowNanos + startUpNanos);
            }
            while (pods() > scale && !startingReadyAt.isEmpty()) {
                startingReadyAt.removeLast();
            }
            ready = Math.min(ready, scale);
        }

        private int pods() {
            return ready + startingReadyAt.size();
        }

        private void count(long seconds, boolean inPanic) {
            podSeconds += seconds * pods();
            peakPods = Math.max(peakPods, pods());
            secondsAtZero += pods() == 0 ? seconds : 0;
            panicSeconds += inPanic ? seconds : 0;
        }

        Usage usage() {
            return new Usage(podSeconds, peakPods, secondsAtZero, panicSeconds);
        }
    }
}
