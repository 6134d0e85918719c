package dev.plimsoll.provisioning.knative;

/** How a window averages its buckets: the annotation {@code autoscaling.knative.dev/metric-aggregation-algorithm}. */
public enum Aggregation {
    /** Every second of the window weighs the same. */
    LINEAR("linear"),
    /** A second weighs less the older it is. */
    WEIGHTED_EXPONENTIAL("weighted-exponential");

    private final String annotationValue;

    Aggregation(String annotationValue) {
        this.annotationValue = annotationValue;
    }

    /** Returns the value as the annotation spells it. */
    public String annotationValue() {
        return annotationValue;
    }
}
