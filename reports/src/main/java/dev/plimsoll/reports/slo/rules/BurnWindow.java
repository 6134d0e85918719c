package dev.plimsoll.reports.slo.rules;

import java.time.Duration;

/**
 * A pair of windows and the burn rate that both must show. Burn rate 1 spends exactly the budget over the SLO's period.
 *
 * @param factor burn rate
 * @param longWindow says that it matters
 * @param shortWindow says that it is still going on
 * @param severity whom it wakes
 */
public record BurnWindow(double factor, Duration longWindow, Duration shortWindow, Severity severity) {
    public BurnWindow {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new RuleException("a burn rate must be above 0, not " + factor);
        }
        if (shortWindow.compareTo(Duration.ZERO) <= 0 || shortWindow.compareTo(longWindow) >= 0) {
            throw new RuleException("the short window must be shorter than the long one and above 0: "
                    + PromDuration.format(longWindow) + "/" + PromDuration.format(shortWindow));
        }
    }

    /** The share of bad requests above which the pair fires: k (1 - SLO). */
    public double threshold(double target) {
        return factor * (1 - target);
    }

    /** Whether any share of bad requests, 100 % included, can lie above the threshold. */
    public boolean canFire(double target) {
        return threshold(target) < 1;
    }

    /**
     * How long failures at a constant share must go on before the long window shows the burn rate: L k (1 - SLO) / share. It
     * holds after a full long window of good traffic at the same rate; the short window is over its threshold by then.
     *
     * @param target the objective, 0 to 1
     * @param share share of bad requests, 0 to 1
     * @return the time, or more than the long window if this share never fires it
     */
    public Duration timeToFire(double target, double share) {
        return Duration.ofNanos((long) Math.ceil(longWindow.toNanos() * threshold(target) / share));
    }
}
