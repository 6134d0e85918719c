package dev.plimsoll.scenarios.suite;

import java.time.Duration;

/**
 * Stops a load that hurts.
 *
 * @param errorShare share of bad requests, above 0 and at most 1, from which the load is stopped
 * @param window over which the share is taken, at least a second
 */
public record AbortGuard(double errorShare, Duration window) {}
