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

    /**
     * Returns how many requests one activator lets through to a revision at a time ({@code calculateCapacity} and
     * {@code assignSlice} of {@code pkg/activator/net/throttler.go}).
     *
     * @param containerConcurrency requests in flight a pod takes; 0 for unlimited
     * @param backends ready pods
     * @param assignedPods of them, those that this activator sends to directly; 0 when it goes through the service's
     *     address
     * @param activators activators the revision is spread over; below 1 counts as 1
     * @return 0 without backends, {@link #UNLIMITED} without a limit
     */
    public static int capacity(int containerConcurrency, int backends, int assignedPods, int activators) {
        long capacity;
        if (assignedPods > 0) {
            capacity = (long) containerConcurrency * assignedPods;
        } else {
            capacity = (long) containerConcurrency * backends;
            if (capacity > 0) {
                capacity = Math.max(1, capacity / Math.max(1, activators));
            }
        }
        boolean unlimited = backends > 0 && (containerConcurrency == 0 || capacity > UNLIMITED);
        return unlimited ? UNLIMITED : (int) capacity;
    }

    /**
     * Returns which of {@code pods} pods, sorted by address, one activator sends to: all when the revision has no
     * concurrency limit or one activator, otherwise an equal slice and at most one of the remainder
     * ({@code assignSlice} and {@code pickIndices} upstream).
     *
     * @param containerConcurrency requests in flight a pod takes; 0 for unlimited
     * @param pods number of pods, at least 0
     * @param self this activator's place among all, from 0; -1 while it has none
     * @param activators number of activators
     * @return indices of pods; the slice's come first, then the remainder's
     */
    public static int[] assigned(int containerConcurrency, int pods, int self, int activators) {
        if (containerConcurrency == 0 || self == -1 || pods <= 1 || activators == 1) {
            return range(0, pods, -1);
        }
        if (activators > pods) {
            return range(self % pods, self % pods + 1, -1);
        }
        int slice = pods / activators;
        int remainder = pods % activators;
        return range(self * slice, (self + 1) * slice, self < remainder ? pods - remainder + self : -1);
    }

    private static int[] range(int from, int to, int extra) {
        int[] indices = new int[to - from + (extra < 0 ? 0 : 1)];
        for (int i = from; i < to; i++) {
            indices[i - from] = i;
        }
        if (extra >= 0) {
            indices[indices.length - 1] = extra;
        }
        return indices;
    }
}
