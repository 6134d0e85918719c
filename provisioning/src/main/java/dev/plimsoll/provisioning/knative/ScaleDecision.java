package dev.plimsoll.provisioning.knative;

/**
 * What the autoscaler decided at one tick, and every figure that the decision rests on.
 *
 * @param valid whether there was a decision; without one the previous scale stands and all figures but
 *     {@code readyPods} and {@code inPanic} are zero
 * @param desired pods wanted, before the revision's scale bounds
 * @param excessBurstCapacity spare load after the target burst; negative puts the activator into the path
 * @param numActivators activators the revision is spread over, at least 2
 * @param stable average load of the stable window
 * @param panic average load of the panic window
 * @param readyPods pods that were ready
 * @param stableWanted pods that the stable window asks for: {@code ceil(stable / target)}, unclamped
 * @param panicWanted pods that the panic window asks for: {@code ceil(panic / target)}, unclamped
 * @param mostPods upper rate limit of this tick
 * @param fewestPods lower rate limit of this tick
 * @param stableDesired stable answer within the limits, raised to the activation scale
 * @param panicDesired panic answer within the limits, raised to the activation scale
 * @param inPanic whether the decision was taken in panic mode
 * @param panicChange what this tick did to panic mode
 * @param beforeDelay the scale before the scale-down delay
 */
public record ScaleDecision(
        boolean valid,
        int desired,
        int excessBurstCapacity,
        int numActivators,
        double stable,
        double panic,
        int readyPods,
        double stableWanted,
        double panicWanted,
        double mostPods,
        double fewestPods,
        int stableDesired,
        int panicDesired,
        boolean inPanic,
        PanicChange panicChange,
        int beforeDelay) {

    /** What a tick did to panic mode. */
    public enum PanicChange {
        /** Nothing. */
        NONE,
        /** The threshold was reached in stable mode. */
        ENTERED,
        /** The threshold was reached again: the stable window to wait starts anew. */
        RENEWED,
        /** A stable window passed below the threshold. */
        LEFT
    }
}
