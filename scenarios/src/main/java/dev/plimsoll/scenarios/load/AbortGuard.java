package dev.plimsoll.scenarios.load;

import java.time.Duration;

/**
 * Stops a load that hurts: when of the requests that ended within the window more than a share failed.
 *
 * @param errorShare share of errors above which the load is stopped, 0 to 1
 * @param window how far back it looks; whole seconds
 * @param leastRequests how many requests must have ended within the window for it to judge
 */
public record AbortGuard(double errorShare, Duration window, long leastRequests) {
    public AbortGuard {
        if (!(errorShare >= 0 && errorShare <= 1)) {
            throw new IllegalArgumentException("the error share must be between 0 and 1, but is " + errorShare);
        }
        if (window.toSeconds() < 1) {
            throw new IllegalArgumentException("the window must be at least 1 s, but is " + window);
        }
        if (leastRequests < 1) {
            throw new IllegalArgumentException("leastRequests must be at least 1, but is " + leastRequests);
        }
    }
}
