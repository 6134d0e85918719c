package dev.plimsoll.reports.stats;

/**
 * Watches, request by request, whether a canary's risk of a bad event is higher than its neighbour's, and may be looked at
 * all the time.
 *
 * <p>If the risk is the same, each bad event is the canary's with the probability of its share of traffic, whatever the risk
 * is, however it changes in time and however events cluster: the draw that chose the revision knows nothing of it. Against
 * that stands a mixture of higher relative risks that begin at an unknown event (prior weight {@code 1 / (k (k + 1))} for
 * the k-th). The mixture's likelihood ratio is a non-negative martingale that begins at 1, so that the probability of its
 * ever reaching {@code 1 / alpha} without a difference is at most {@code alpha} (Ville 1939; Shin, Ramdas and Rinaldo 2024,
 * "E-detectors", for the mixture over beginnings).
 */
public final class RiskWatch {
    private static final double[] RELATIVE_RISKS = {1.5, 2, 3, 5, 10, 30, 100, 1000};

    private final double alpha;
    private final double[] begun = new double[RELATIVE_RISKS.length];
    private long events;
    private double notBegun = 1;
    private double evidence = 1;

    /** A watch whose probability of a false alarm, ever, is at most {@code alpha}. */
    public RiskWatch(double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be between 0 and 1: " + alpha);
        }
        this.alpha = alpha;
    }

    /**
     * Takes a bad event.
     *
     * @param canarys whether it was the canary's
     * @param share share of requests that the canary was drawn with, strictly between 0 and 1
     * @return whether there is an alarm now
     */
    public boolean add(boolean canarys, double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("side by side, the share is between 0 and 1, not " + share);
        }
        events++;
        double prior = 1.0 / events / (events + 1);
        notBegun -= prior;
        double sum = 0;
        for (int i = 0; i < begun.length; i++) {
            double risk = RELATIVE_RISKS[i];
            double ratio = (canarys ? risk : 1) / (1 - share + share * risk);
            begun[i] = (begun[i] + prior / begun.length) * ratio;
            sum += begun[i];
        }
        evidence = sum + Math.max(0, notBegun);
        return alarmed();
    }

    /** Whether the evidence stands at an alarm now. */
    public boolean alarmed() {
        return evidence >= 1 / alpha;
    }

    /** The evidence against equal risks: 1 at the beginning, an alarm at {@code 1 / alpha}. */
    public double evidence() {
        return evidence;
    }
}
