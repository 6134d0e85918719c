package dev.plimsoll.reports.slo.rules;

/** Which Prometheus will read the rules: it decides how {@code le} is spelled. */
public enum PrometheusMajor {
    /** Stores {@code le} as scraped. */
    V2,
    /** Stores {@code le} with a point always ({@code 1.0}), from text and protobuf scrapes alike. */
    V3,
    /** Unknown, or a change is under way: both spellings are asked for where they differ. */
    EITHER
}
