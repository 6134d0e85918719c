package dev.plimsoll.provisioning.embedded;

/**
 * Requests within the data plane, averaged over time from report to report, as queue-proxy and the activator report them to
 * the autoscaler ({@code RequestStats} of {@code pkg/http/stats} in Knative Serving v0.48.1). Not safe for several threads.
 */
final class ConcurrencyMeter {
    private int inFlight;
    private long changedNanos;
    private long reportedNanos;
    private double area;
    private boolean quiet = true;

    ConcurrencyMeter(long nowNanos) {
        changedNanos = nowNanos;
        reportedNanos = nowNanos;
    }

    /**
     * A request came.
     *
     * @return whether it is the first after a report that had nothing to tell: the activator tells the autoscaler of it at once
     */
    boolean in(long nowNanos) {
        move(nowNanos);
        inFlight++;
        boolean first = quiet;
        quiet = false;
        return first;
    }

    /** A request left. */
    void out(long nowNanos) {
        move(nowNanos);
        inFlight--;
    }

    /** The average since the last report. */
    double report(long nowNanos) {
        move(nowNanos);
        long elapsed = nowNanos - reportedNanos;
        double average = elapsed > 0 ? area / elapsed : inFlight;
        reportedNanos = nowNanos;
        area = 0;
        quiet = average == 0 && inFlight == 0;
        return average;
    }

    int inFlight() {
        return inFlight;
    }

    private void move(long nowNanos) {
        area += (double) inFlight * (nowNanos - changedNanos);
        changedNanos = nowNanos;
    }
}
