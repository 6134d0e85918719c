package dev.plimsoll.provisioning.knative;

import dev.plimsoll.provisioning.knative.ScaleDecision.PanicChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Knative's pod autoscaler for one revision: loads in, desired scale out, time passed in.
 *
 * <p>Behaves as {@code autoscaler.Scale} of Knative Serving v0.48.1 ({@code pkg/autoscaler/scaling/autoscaler.go})
 * fed by the windows of {@code pkg/autoscaler/metrics/collector.go}. Both windows clamp
 * {@code ceil(average / target)} to the rate limits {@code [floor(ready / downRate), ceil(upRate * ready)]}
 * with at least one pod presumed ready; when the panic window wants at least {@code panicThreshold} times the
 * ready pods, panic begins or is renewed, and it ends a stable window after the threshold was last reached. In panic
 * the scale only grows. A reachable revision's scale then is the largest of its scale-down delay.
 *
 * <p>Times are nanoseconds from one epoch of the caller's choice, whose whole seconds bound the buckets. Ticks must not run
 * backwards; a load may come late, and is ignored once it is a window older than the newest. Neither {@link #record} nor {@link #tick} allocates. Not safe for use by several threads at once.
 */
public final class Kpa {
    /** {@code tickInterval}: how often Knative decides. */
    public static final Duration TICK_INTERVAL = Duration.ofSeconds(2);

    /** What a tick does when nothing was recorded within the stable window. */
    public enum WhenSilent {
        /** Averages of zero: what Knative does when it does not scrape the revision, at target burst capacity -1. */
        ZERO_LOAD,
        /** No decision ({@code ErrNoData}): what Knative does when it scrapes the revision. */
        NO_DECISION
    }

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final WhenSilent whenSilent;
    private final LoadWindow stableWindow;
    private final LoadWindow panicWindow;
    private final @Nullable DelayWindow delayWindow;
    private KpaSpec spec;

    private boolean inPanic;
    private long panicSinceNanos;
    private int panicPods;

    private boolean valid;
    private int desired;
    private int excessBurstCapacity;
    private double stable;
    private double panic;
    private int readyPods;
    private double stableWanted;
    private double panicWanted;
    private double mostPods;
    private double fewestPods;
    private int stableDesired;
    private int panicDesired;
    private PanicChange panicChange = PanicChange.NONE;
    private int beforeDelay;

    /**
     * Starts an autoscaler, in panic mode when more than one pod is ready (as upstream, whose loads are lost at a
     * restart and which therefore keeps what is there for a stable window).
     *
     * @param nowNanos now
     * @param readyPods pods that are ready now, at least 0
     */
    public Kpa(KpaSpec spec, WhenSilent whenSilent, long nowNanos, int readyPods) {
        requireCount(readyPods);
        this.spec = spec;
        this.whenSilent = whenSilent;
        this.stableWindow = new LoadWindow(spec.aggregation(), spec.stableWindowSeconds());
        this.panicWindow = new LoadWindow(spec.aggregation(), spec.panicWindowSeconds());
        long delaySeconds = spec.scaleDownDelay().toSeconds();
        this.delayWindow = delaySeconds > 0 ? new DelayWindow(delaySeconds, (int) TICK_INTERVAL.toSeconds()) : null;
        this.inPanic = readyPods > 1;
        this.panicSinceNanos = nowNanos;
        this.panicPods = readyPods;
        this.readyPods = readyPods;
    }

    /**
     * Replaces the specification, as upstream does when a revision's configuration changes: windows are resized and keep
     * what they hold; the scale-down delay stays the one that this autoscaler was made with.
     *
     * @throws IllegalArgumentException if the aggregation differs, which Knative fixes for a revision's life
     */
    public void update(KpaSpec newSpec, long nowNanos) {
        if (newSpec.aggregation() != spec.aggregation()) {
            throw new IllegalArgumentException("a revision's aggregation cannot change from "
                    + spec.aggregation().annotationValue() + " to "
                    + newSpec.aggregation().annotationValue());
        }
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        stableWindow.resize(newSpec.stableWindowSeconds(), second);
        panicWindow.resize(newSpec.panicWindowSeconds(), second);
        spec = newSpec;
    }

    /** Records a load of the whole revision (not of a pod); loads of one second add up. */
    public void record(long nowNanos, double load) {
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        stableWindow.record(second, load);
        panicWindow.record(second, load);
    }

    /**
     * Decides.
     *
     * @param nowNanos now
     * @param ready pods that are ready, at least 0
     * @return whether there is a decision; the accessors then hold it
     */
    public boolean tick(long nowNanos, int ready) {
        requireCount(ready);
        readyPods = ready;
        panicChange = PanicChange.NONE;
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        valid = whenSilent == WhenSilent.ZERO_LOAD || !stableWindow.isEmpty(second);
        if (!valid) {
            return false;
        }
        decide(nowNanos, ready, stableWindow.average(second), panicWindow.average(second));
        return true;
    }

    /** Decides on given averages. */
    void decide(long nowNanos, int ready, double stableAverage, double panicAverage) {
        valid = true;
        readyPods = ready;
        panicChange = PanicChange.NONE;
        stable = stableAverage;
        panic = panicAverage;
        double presumedReady = Math.max(1, ready);
        limitByRates(presumedReady);
        updatePanic(nowNanos, panicWanted / presumedReady >= spec.panicThreshold());
        beforeDelay = inPanic ? neverLess(Math.max(stableDesired, panicDesired)) : stableDesired;
        desired = beforeDelay;
        if (spec.reachable() && delayWindow != null) {
            delayWindow.record(Math.floorDiv(nowNanos, NANOS_PER_SECOND), beforeDelay);
            desired = delayWindow.largest();
        }
        excessBurstCapacity = excessBurstCapacity(ready, spec.totalValue(), spec.targetBurstCapacity(), panic);
    }

    private void limitByRates(double presumedReady) {
        mostPods = Math.ceil(spec.maxScaleUpRate() * presumedReady);
        fewestPods = spec.reachable() ? Math.floor(presumedReady / spec.maxScaleDownRate()) : 0;
        stableWanted = Math.ceil(stable / spec.targetValue());
        panicWanted = Math.ceil(panic / spec.targetValue());
        stableDesired = limited(stableWanted);
        panicDesired = limited(panicWanted);
    }

    private int limited(double wanted) {
        int pods = toInt32(Math.min(Math.max(wanted, fewestPods), mostPods));
        int floor = spec.activationScale();
        return floor > 1 && wanted > 0 && floor > pods ? floor : pods;
    }

    private void updatePanic(long nowNanos, boolean overThreshold) {
        if (overThreshold) {
            panicChange = inPanic ? PanicChange.RENEWED : PanicChange.ENTERED;
            inPanic = true;
            panicSinceNanos = nowNanos;
        } else if (inPanic && spec.stableWindowSeconds() * NANOS_PER_SECOND < nowNanos - panicSinceNanos) {
            panicChange = PanicChange.LEFT;
            inPanic = false;
            panicPods = 0;
        }
    }

    private int neverLess(int pods) {
        panicPods = Math.max(panicPods, pods);
        return panicPods;
    }

    /**
     * Returns the spare load that is left after the target burst: {@code floor(ready * total - burst - panic)};
     * 0 for a target of 0, and -1 for the unlimited target -1.
     */
    static int excessBurstCapacity(int readyPods, double totalValue, double targetBurstCapacity, double panic) {
        if (targetBurstCapacity == 0) {
            return 0;
        }
        if (targetBurstCapacity > 0) {
            return toInt32(Math.floor(readyPods * totalValue - targetBurstCapacity - panic));
        }
        return -1;
    }

    /**
     * Returns the excess burst capacity that stands before the first decision ({@code createScaler} of
     * {@code multiscaler.go}): what the initial scale can carry less the target burst.
     *
     * @param initialScale replicas a new revision starts with
     */
    public static int initialExcessBurstCapacity(KpaSpec spec, int initialScale) {
        double burst = spec.targetBurstCapacity();
        return burst == -1 || burst == 0 ? toInt32(burst) : toInt32(initialScale * spec.totalValue() - burst);
    }

    /** Converts as Go does on amd64: towards zero, and the least integer for NaN and for what 32 bits cannot hold. */
    static int toInt32(double value) {
        return value > Integer.MIN_VALUE - 1.0 && value < Integer.MAX_VALUE + 1.0 ? (int) value : Integer.MIN_VALUE;
    }

    private static void requireCount(int readyPods) {
        if (readyPods < 0) {
            throw new IllegalArgumentException("ready pods must not be negative, got " + readyPods);
        }
    }

    /** Returns the specification in force. */
    public KpaSpec spec() {
        return spec;
    }

    /** Returns the pods wanted by the last valid tick, before the revision's scale bounds. */
    public int desired() {
        return desired;
    }

    /** Returns the last valid tick's excess burst capacity. */
    public int excessBurstCapacity() {
        return excessBurstCapacity;
    }

    /** Returns the last valid tick's average of the stable window. */
    public double stable() {
        return stable;
    }

    /** Returns the last valid tick's average of the panic window. */
    public double panic() {
        return panic;
    }

    /** Returns whether the autoscaler is in panic mode. */
    public boolean inPanic() {
        return inPanic;
    }

    /** Returns the last tick's decision with all its figures. */
    public ScaleDecision decision() {
        int activators =
                Activators.needed(readyPods, spec.totalValue(), spec.targetBurstCapacity(), spec.activatorCapacity());
        if (!valid) {
            return new ScaleDecision(
                    false, 0, 0, activators, 0, 0, readyPods, 0, 0, 0, 0, 0, 0, inPanic, panicChange, 0);
        }
        return new ScaleDecision(
                true,
                desired,
                excessBurstCapacity,
                activators,
                stable,
                panic,
                readyPods,
                stableWanted,
                panicWanted,
                mostPods,
                fewestPods,
                stableDesired,
                panicDesired,
                inPanic,
                panicChange,
                beforeDelay);
    }
}
