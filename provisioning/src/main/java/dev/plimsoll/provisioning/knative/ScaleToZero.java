package dev.plimsoll.provisioning.knative;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Turns the autoscaler's wish into the replicas of one revision, and decides when the last one may go and whether the
 * activator stands in the path.
 *
 * <p>Behaves as the reconciler of pod autoscalers of Knative Serving v0.48.1: {@code scaler.scale} and
 * {@code handleScaleToZero} of {@code pkg/reconciler/autoscaling/kpa/scaler.go}, then the mode of the serverless service and
 * {@code computeActiveCondition} of {@code kpa.go}. A revision goes to zero in two steps: once it was active for a stable
 * window it turns inactive, which puts the activator into the path; once the activator is seen there, and the grace period
 * and the retention have passed since it turned inactive (or the activator was in the path for the grace period), the
 * last replica goes.
 *
 * <p>Times are nanoseconds from one epoch of the caller's choice and must not run backwards. Knative keeps the times of
 * its conditions in whole seconds; here they are exact. Not safe for use by several threads at once.
 */
public final class ScaleToZero {
    /** {@code activationTimeoutBuffer}: how long after its progress deadline a revision that never got ready is given up. */
    static final Duration ACTIVATION_BUFFER = Duration.ofSeconds(30);

    /** {@code reenqeuePeriod}: how long after the end of an activator probe the revision is looked at again. */
    public static final Duration AFTER_PROBE = Duration.ofSeconds(1);

    /** {@code probePeriod}: how often the activator is probed until it answers. */
    public static final Duration PROBE_PERIOD = Duration.ofSeconds(1);

    /** {@code probeTimeout}: how long the activator is probed. */
    public static final Duration PROBE_TIMEOUT = Duration.ofSeconds(45);

    private static final Duration PROXIED_RECHECK = Duration.ofSeconds(3);

    /** {@code scaleUnknown}: no decision is known. */
    public static final int UNKNOWN = -1;

    /**
     * The settings of one revision.
     *
     * @param enabled {@code enable-scale-to-zero}
     * @param bounds least and most replicas
     * @param initialScale replicas a new revision starts with
     * @param stableWindow how long an active revision stays active without load
     * @param gracePeriod how long the activator must be in the path before the last replica goes
     * @param podRetention how long the last replica is kept at least after the revision turned inactive
     * @param progressDeadline how long a revision may take to become ready
     * @param activatorAlwaysInPath whether the target burst capacity is -1, so that no probe is needed
     * @param reachable whether a route refers to the revision
     */
    public record Settings(
            boolean enabled,
            ScaleBounds bounds,
            int initialScale,
            Duration stableWindow,
            Duration gracePeriod,
            Duration podRetention,
            Duration progressDeadline,
            boolean activatorAlwaysInPath,
            boolean reachable) {

        /**
         * Resolves a revision's settings.
         *
         * @param progressDeadline the cluster's, for a revision without its own
         */
        public static Settings of(
                AutoscalerConfig config,
                RevisionAnnotations annotations,
                Duration progressDeadline,
                boolean reachable) {
            return new Settings(
                    config.enableScaleToZero(),
                    annotations.bounds(config, reachable),
                    annotations.initialScale(config),
                    annotations.stableWindow(config),
                    config.scaleToZeroGracePeriod(),
                    annotations.podRetention(config, reachable),
                    annotations.progressDeadline(progressDeadline),
                    annotations.targetBurstCapacity(config) == -1,
                    reachable);
        }
    }

    /** The condition {@code Active} of a pod autoscaler. */
    public enum Activity {
        /** Unknown: fewer pods are ready than must be. */
        ACTIVATING,
        /** True. */
        ACTIVE,
        /** False: no traffic; the activator is in the path. */
        INACTIVE
    }

    /** What a serverless service routes to. */
    public enum Mode {
        /** The activator is in the path. */
        PROXY,
        /** Requests go straight to the pods. */
        SERVE
    }

    /** Why a reconciliation came out as it did. */
    public enum Reason {
        /** No decision is known yet. */
        NO_DECISION,
        /** The scale is above zero, after the bounds. */
        ABOVE_ZERO,
        /** Scale to zero is disabled: one replica stays. */
        DISABLED,
        /** Still activating, within the progress deadline and its buffer. */
        ACTIVATING,
        /** The activation took too long. */
        ACTIVATION_TIMED_OUT,
        /** Active for less than a stable window: at most one replica for the rest of it. */
        ACTIVE_TOO_SHORT,
        /** Active for a stable window: turns inactive. */
        DEACTIVATE,
        /** The activator was not seen in the path. */
        ACTIVATOR_NOT_SEEN,
        /** Inactive for the grace period and the retention. */
        INACTIVE_LONG_ENOUGH,
        /** Inactive for less than the retention. */
        RETAINED,
        /** The activator was in the path for the grace period: the fast path. */
        PROXIED_LONG_ENOUGH,
        /** Waiting for the grace period. */
        GRACE_PERIOD
    }

    /**
     * What to do about the replicas.
     *
     * @param want replicas wanted, {@link #UNKNOWN} for none known; what the revision's activity follows from
     * @param apply whether {@code want} is to be set as the number of replicas
     * @param recheckAfter when to look again; zero for no particular time
     * @param probeActivator whether the activator must be probed every {@link #PROBE_PERIOD} for at most
     *     {@link #PROBE_TIMEOUT}, and the revision be looked at {@link #AFTER_PROBE} after that
     * @param reason why
     */
    record Step(int want, boolean apply, Duration recheckAfter, boolean probeActivator, Reason reason) {
        private static Step now(int want, boolean apply, Reason reason) {
            return new Step(want, apply, Duration.ZERO, false, reason);
        }

        private static Step later(int want, boolean apply, Duration recheckAfter, Reason reason) {
            return new Step(want, apply, recheckAfter, false, reason);
        }
    }

    /**
     * What a reconciliation did.
     *
     * @param replicas replicas that the revision must have now
     * @param want replicas wanted, {@link #UNKNOWN} for none known
     * @param mode whether the activator is in the path
     * @param activity the revision's activity from now on
     * @param recheckAfter when to reconcile again at the latest; zero for no particular time
     * @param probeActivator whether the activator must be probed, and {@link #reconcile} called after it
     * @param reason why the replicas are what they are
     */
    public record Outcome(
            int replicas,
            int want,
            Mode mode,
            Activity activity,
            Duration recheckAfter,
            boolean probeActivator,
            Reason reason) {}

    private final Settings settings;
    private Activity activity = Activity.ACTIVATING;
    private long activitySinceNanos;
    private Mode mode = Mode.PROXY;
    private long proxiedSinceNanos;
    private boolean initialized;

    /** Starts with a new revision: activating, its activator in the path. */
    public ScaleToZero(Settings settings, long nowNanos) {
        this.settings = settings;
        this.activitySinceNanos = nowNanos;
        this.proxiedSinceNanos = nowNanos;
    }

    /**
     * Reconciles: to be called whenever the desired scale, the sign of the excess burst capacity or the ready pods changed,
     * a probe ended or the last outcome's time has come.
     *
     * @param nowNanos now
     * @param desired pods that {@link Kpa} wants; {@link #UNKNOWN} before its first decision
     * @param excessBurstCapacity what {@link Kpa} computed with it
     * @param replicas replicas that the revision is set to have
     * @param readyPods pods that are ready
     * @param activatorInPath asks, only where that matters, whether a probe of the revision's service reaches the activator
     */
    public Outcome reconcile(
            long nowNanos,
            int desired,
            int excessBurstCapacity,
            int replicas,
            int readyPods,
            BooleanSupplier activatorInPath) {
        Duration proxied = mode == Mode.PROXY ? Duration.ofNanos(nowNanos - proxiedSinceNanos) : Duration.ZERO;
        Step step = step(
                settings,
                activity,
                Duration.ofNanos(nowNanos - activitySinceNanos),
                initialized,
                mode,
                proxied,
                desired,
                activatorInPath);
        boolean serves = step.want() > 0 && excessBurstCapacity >= 0;
        Mode newMode = serves ? Mode.SERVE : Mode.PROXY;
        if (newMode != mode) {
            mode = newMode;
            proxiedSinceNanos = nowNanos;
        }
        updateActivity(nowNanos, step.want(), readyPods);
        return new Outcome(
                step.apply() ? step.want() : replicas,
                step.want(),
                mode,
                activity,
                step.recheckAfter(),
                step.probeActivator(),
                step.reason());
    }

    /** {@code scaler.scale}: bounds and initial scale, then {@link #toZero} for a scale of zero. */
    static Step step(
            Settings settings,
            Activity activity,
            Duration inActivity,
            boolean initialized,
            Mode mode,
            Duration proxied,
            int desired,
            BooleanSupplier activatorInPath) {
        if (desired < 0 && activity != Activity.ACTIVATING) {
            return Step.now(desired, false, Reason.NO_DECISION);
        }
        int min = settings.bounds().min();
        if (settings.initialScale() > 1 && !initialized && settings.reachable()) {
            min = Math.max(min, settings.initialScale());
        }
        int bounded = new ScaleBounds(min, settings.bounds().max()).apply(desired);
        if (bounded != 0) {
            return Step.now(bounded, true, Reason.ABOVE_ZERO);
        }
        if (!settings.enabled()) {
            return Step.now(1, true, Reason.DISABLED);
        }
        return switch (activity) {
            case ACTIVATING -> stuckActivating(settings, inActivity);
            case ACTIVE -> deactivate(settings, inActivity, mode);
            case INACTIVE -> toZero(settings, inActivity, proxied, activatorInPath);
        };
    }

    private static Step stuckActivating(Settings settings, Duration activating) {
        Duration timeout = settings.progressDeadline().plus(ACTIVATION_BUFFER);
        return activating.compareTo(timeout) > 0
                ? Step.now(0, true, Reason.ACTIVATION_TIMED_OUT)
                : Step.later(UNKNOWN, false, timeout, Reason.ACTIVATING);
    }

    private static Step deactivate(Settings settings, Duration active, Mode mode) {
        Duration left = settings.stableWindow().minus(active);
        if (left.isPositive()) {
            return Step.later(1, true, left, Reason.ACTIVE_TOO_SHORT);
        }
        return mode == Mode.PROXY
                ? Step.later(0, false, PROXIED_RECHECK, Reason.DEACTIVATE)
                : Step.now(0, false, Reason.DEACTIVATE);
    }

    private static Step toZero(
            Settings settings, Duration inactive, Duration proxied, BooleanSupplier activatorInPath) {
        if (!settings.activatorAlwaysInPath() && !activatorInPath.getAsBoolean()) {
            return new Step(0, false, Duration.ZERO, true, Reason.ACTIVATOR_NOT_SEEN);
        }
        Duration retention = settings.podRetention();
        Duration longest = retention.compareTo(settings.gracePeriod()) > 0 ? retention : settings.gracePeriod();
        if (inactive.compareTo(longest) >= 0) {
            return Step.now(0, true, Reason.INACTIVE_LONG_ENOUGH);
        }
        if (retention.isPositive() && inactive.compareTo(retention) < 0) {
            return Step.later(0, false, retention.minus(inactive), Reason.RETAINED);
        }
        Duration left = settings.gracePeriod().minus(proxied);
        return left.isPositive()
                ? Step.later(0, false, left, Reason.GRACE_PERIOD)
                : Step.now(0, true, Reason.PROXIED_LONG_ENOUGH);
    }

    /** {@code computeActiveCondition}. */
    private void updateActivity(long nowNanos, int want, int readyPods) {
        int needed = Math.max(settings.bounds().min(), initialized ? 1 : settings.initialScale());
        if (readyPods >= needed) {
            initialized = true;
        }
        Activity next = activity;
        if (want == 0 || needed == 0) {
            next = Activity.INACTIVE;
        } else if (want > 0 || activity != Activity.INACTIVE) {
            next = readyPods < needed ? Activity.ACTIVATING : Activity.ACTIVE;
        }
        if (next != activity) {
            activity = next;
            activitySinceNanos = nowNanos;
        }
    }

    /** Returns the revision's activity. */
    public Activity activity() {
        return activity;
    }

    /** Returns whether the activator is in the path. */
    public Mode mode() {
        return mode;
    }
}
