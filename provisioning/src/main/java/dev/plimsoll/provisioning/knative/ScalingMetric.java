package dev.plimsoll.provisioning.knative;

/** What the autoscaler scales on: the annotation {@code autoscaling.knative.dev/metric} of the KPA class. */
public enum ScalingMetric {
    /** Requests in flight. */
    CONCURRENCY("concurrency"),
    /** Requests a second. */
    RPS("rps");

    private final String annotationValue;

    ScalingMetric(String annotationValue) {
        this.annotationValue = annotationValue;
    }

    /** Returns the value as the annotation spells it. */
    public String annotationValue() {
        return annotationValue;
    }
}
