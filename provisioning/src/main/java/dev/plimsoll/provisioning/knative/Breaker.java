package dev.plimsoll.provisioning.knative;

/**
 * Counts who may run, who waits and who is turned away: a limit of requests in flight with a bounded queue before it.
 *
 * <p>Behaves as {@code Breaker} of Knative Serving v0.48.1 ({@code pkg/queue/breaker.go}), the gate of queue-proxy and
 * of the activator, with the waiting left to the caller: this class only answers and counts, so that a data plane can
 * park requests as it likes. Not safe for use by several threads at once.
 */
public final class Breaker {
    /** {@code MaxBreakerCapacity}. */
    public static final int MOST_CONCURRENCY = Integer.MAX_VALUE;

    /** Requests that queue-proxy queues for each one that its container takes ({@code pkg/queue/sharedmain/main.go}). */
    private static final int QUEUED_PER_CONCURRENCY = 10;

    /**
     * A breaker's sizes.
     *
     * @param queueDepth requests that may wait, above 0
     * @param maxConcurrency most requests that may ever run at a time, at least 0
     * @param initialCapacity requests that may run at a time at first, 0 to {@code maxConcurrency}
     */
    public record Limits(int queueDepth, int maxConcurrency, int initialCapacity) {
        public Limits {
            if (queueDepth <= 0) {
                throw new IllegalArgumentException("Queue depth must be greater than 0. Got " + queueDepth + ".");
            }
            if (maxConcurrency < 0) {
                throw new IllegalArgumentException("Max concurrency must be 0 or greater. Got " + maxConcurrency + ".");
            }
            if (initialCapacity < 0 || initialCapacity > maxConcurrency) {
                throw new IllegalArgumentException(
                        "Initial capacity must be between 0 and max concurrency. Got " + initialCapacity + ".");
            }
        }

        /**
         * Returns queue-proxy's limits: as many running as the container takes, and ten times as many waiting.
         *
         * @param containerConcurrency at least 1; with 0 queue-proxy has no breaker
         */
        public static Limits queueProxy(int containerConcurrency) {
            int queueDepth = Math.multiplyExact(QUEUED_PER_CONCURRENCY, containerConcurrency);
            return new Limits(queueDepth, containerConcurrency, containerConcurrency);
        }

        /** Returns an activator's limits for a whole revision: nothing runs until pods are known. */
        public static Limits activatorRevision() {
            return new Limits(Activators.QUEUE_DEPTH, MOST_CONCURRENCY, 0);
        }

        /**
         * Returns an activator's limits for one pod.
         *
         * @param containerConcurrency at least 1
         */
        public static Limits activatorPod(int containerConcurrency) {
            return new Limits(Activators.QUEUE_DEPTH, containerConcurrency, containerConcurrency);
        }
    }

    /** What becomes of a request. */
    public enum Admission {
        /** It runs; {@link #finish} when it ends. */
        RUNS,
        /** It waits; a later call says how many waiting requests run, or {@link #leave} when it gives up. */
        WAITS,
        /** The queue is full: Knative answers 503. */
        REJECTED
    }

    private final long slots;
    private int capacity;
    private int running;
    private int waiting;

    /** Makes an empty breaker. */
    public Breaker(Limits limits) {
        this.slots = (long) limits.queueDepth() + limits.maxConcurrency();
        this.capacity = limits.initialCapacity();
    }

    /** Offers a request ({@code Maybe}); queue depth and most concurrency together bound those within. */
    public Admission offer() {
        if (inFlight() >= slots) {
            return Admission.REJECTED;
        }
        if (running < capacity) {
            running++;
            return Admission.RUNS;
        }
        waiting++;
        return Admission.WAITS;
    }

    /** Takes a place only if a request can run at once ({@code Reserve}); {@link #finish} gives it back. */
    public boolean reserve() {
        if (inFlight() >= slots || running >= capacity) {
            return false;
        }
        running++;
        return true;
    }

    /**
     * A running request ended.
     *
     * @return how many waiting requests run from now on, 0 or 1
     * @throws IllegalStateException if none runs
     */
    public int finish() {
        if (running == 0) {
            throw new IllegalStateException("no request runs");
        }
        running--;
        return admitWaiting();
    }

    /**
     * A waiting request gave up.
     *
     * @throws IllegalStateException if none waits
     */
    public void leave() {
        if (waiting == 0) {
            throw new IllegalStateException("no request waits");
        }
        waiting--;
    }

    /**
     * Changes how many requests may run at a time ({@code UpdateConcurrency}); those that run already go on.
     *
     * @return how many waiting requests run from now on
     */
    public int updateCapacity(int newCapacity) {
        if (newCapacity < 0) {
            throw new IllegalArgumentException("capacity must not be negative, got " + newCapacity);
        }
        capacity = newCapacity;
        return admitWaiting();
    }

    private int admitWaiting() {
        int admitted = Math.max(0, Math.min(waiting, capacity - running));
        waiting -= admitted;
        running += admitted;
        return admitted;
    }

    /** Returns how many requests may run at a time. */
    public int capacity() {
        return capacity;
    }

    /** Returns how many requests run or wait. */
    public long inFlight() {
        return (long) running + waiting;
    }
}
