package dev.plimsoll.provisioning.knative;

/**
 * How many pods are asked for their load a second: all of up to three, and otherwise as many as tell the mean within 5 at
 * 95 % confidence, presuming a variance of 100 ({@code populationMeanSampleSize} of
 * {@code pkg/autoscaler/metrics/sample_size.go}, Knative Serving v0.48.1).
 */
public final class PodSample {
    /** Sample of an unbounded population: 1.96 squared times the variance over 5 squared, exactly as Go folds it. */
    private static final double UNBOUNDED = 15.3664;

    private static final int ALL_UP_TO = 3;

    private PodSample() {}

    /**
     * Returns how many of {@code pods} pods are asked: {@code ceil(n * x / (n + x - 1))} of more than three.
     *
     * @param pods pods that are ready
     * @return 0 to {@code pods}
     */
    public static int size(int pods) {
        if (pods <= ALL_UP_TO) {
            return Math.max(pods, 0);
        }
        return (int) Math.ceil(pods * UNBOUNDED / (pods + UNBOUNDED - 1));
    }
}
