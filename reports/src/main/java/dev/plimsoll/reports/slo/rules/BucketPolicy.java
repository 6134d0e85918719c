package dev.plimsoll.reports.slo.rules;

/** What to do with a latency threshold that is no bound of a bucket. It is never interpolated. */
public enum BucketPolicy {
    /** Refuse, and name the nearest bounds. */
    REFUSE,
    /** Take the next lower bound: the alert counts some requests as bad that the objective allows. */
    STRICTER,
    /** Take the next higher bound: the alert misses some requests that the objective forbids. */
    LOOSER
}
