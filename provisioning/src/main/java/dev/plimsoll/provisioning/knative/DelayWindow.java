package dev.plimsoll.provisioning.knative;

/**
 * The largest desired scale of the last scale-down delay, in slots of one tick.
 *
 * <p>Behaves as {@code max.TimeWindow} of Knative Serving v0.48.1
 * ({@code pkg/autoscaler/aggregation/max/timewindow.go}, {@code window.go}): {@code ceil(delay / 2 s)} slots,
 * two values of one slot count as their larger. Values that a later and larger one has made irrelevant are
 * dropped, so what remains descends and its head is the maximum.
 */
final class DelayWindow {
    private final int slotSeconds;
    private final int[] scales;
    private final long[] slots;
    private int first;
    private int length;

    DelayWindow(long delaySeconds, int slotSeconds) {
        this((int) Math.ceilDiv(delaySeconds, slotSeconds), slotSeconds);
    }

    private DelayWindow(int size, int slotSeconds) {
        if (size < 1) {
            throw new IllegalArgumentException("a delay window has at least one slot");
        }
        this.slotSeconds = slotSeconds;
        this.scales = new int[size];
        this.slots = new long[size];
    }

    /** Records a desired scale; seconds must not run backwards. */
    void record(long second, int scale) {
        long slot = Math.floorDiv(second, (long) slotSeconds);
        while (length > 0 && scale >= scales[at(length - 1)]) {
            length--;
        }
        while (length > 0 && slot - slots[first] >= scales.length) {
            length--;
            first = first + 1 == scales.length ? 0 : first + 1;
        }
        int kept = scale;
        if (length > 0 && slots[at(length - 1)] == slot) {
            kept = Math.max(kept, scales[at(length - 1)]);
            length--;
        }
        int end = at(length);
        scales[end] = kept;
        slots[end] = slot;
        length++;
    }

    /** Returns the largest scale within the window as of the last record. */
    int largest() {
        return scales[first];
    }

    private int at(int offset) {
        int index = first + offset;
        return index >= scales.length ? index - scales.length : index;
    }
}
