package dev.plimsoll.provisioning.knative;

/** How many activators a revision is spread over, and what one of them may let through to it. */
public final class Activators {
    /** {@code minActivators}: the least number of activators of a revision. */
    public static final int LEAST = 2;

    /** {@code breakerQueueDepth}: requests that an activator queues for a revision, and for a pod, before it answers 503. */
    public static final int QUEUE_DEPTH = 10_000;

    /** {@code revisionMaxConcurrency}: the capacity that stands for "unlimited". */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private Activators() {}

    /**
     * Returns the activators a revision needs: {@code ceil((ready * total + max(burst, 0)) / activatorCapacity)}, at
     * least 2, and 2 for a target burst capacity of 0 ({@code computeNumActivators} of
     * {@code pkg/reconciler/autoscaling/kpa/kpa.go}).
     *
     * @param readyPods pods that are ready, at least 0
     * @param totalValue load a pod can carry
     * @param targetBurstCapacity the target burst capacity; -1 for unlimited
     * @param activatorCapacity load one activator carries
     */
    public static int needed(int readyPods, double totalValue, double targetBurstCapacity, double activatorCapacity) {
        if (targetBurstCapacity == 0) {
            return LEAST;
        }
        double toCover = readyPods * totalValue + Math.max(targetBurstCapacity, 0);
        return Kpa.toInt32(Math.max(LEAST, Math.ceil(toCover / activatorCapacity)));
    }
}
