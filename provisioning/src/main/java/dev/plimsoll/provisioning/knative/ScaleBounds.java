package dev.plimsoll.provisioning.knative;

/**
 * The least and the most replicas of a revision ({@code ScaleBounds} and {@code applyBounds} upstream).
 *
 * @param min at least 0
 * @param max 0 for unlimited
 */
public record ScaleBounds(int min, int max) {
    public ScaleBounds {
        if (min < 0 || max < 0) {
            throw new IllegalArgumentException("scale bounds must not be negative, got " + min + " and " + max);
        }
    }

    /** Returns {@code scale} within the bounds; the lower one wins where they cross, as upstream. */
    public int apply(int scale) {
        if (scale < min) {
            return min;
        }
        return max != 0 && scale > max ? max : scale;
    }
}
