package dev.plimsoll.reports.slo.lint;

import java.util.Locale;

/** A kind of mistake. */
public enum Mistake {
    /** The expression cannot be read. */
    UNREADABLE_EXPRESSION,
    /** The share of bad requests cannot exceed the threshold. */
    UNFIREABLE_BURN_RATE,
    /** The rule takes the share of good requests for that of bad ones, or the other way round. */
    INVERTED_RATIO,
    /** The threshold lies beyond the last bucket: the quantile never gets there. */
    THRESHOLD_OUTSIDE_BUCKETS,
    /** No bucket ends at the threshold. */
    THRESHOLD_BETWEEN_BUCKETS,
    /** {@code le} is spelled as this Prometheus does not store it. */
    LE_SPELLING,
    /** The threshold is in another unit than the histogram. */
    WRONG_UNIT,
    /** No such metric in the scrape. */
    UNKNOWN_METRIC,
    /** The metric has another name in the release that was scraped. */
    RENAMED_METRIC,
    /** The metric has no such label. */
    UNKNOWN_LABEL,
    /** The label never has this value. */
    UNKNOWN_LABEL_VALUE,
    /** The label is on {@code target_info} only. */
    MISSING_TARGET_INFO_JOIN,
    /** A recorded name that nothing records. */
    RECORDED_NOWHERE,
    /** The window holds fewer than two scrapes. */
    WINDOW_TOO_SHORT,
    /** {@code for} of a share or quantile of requests is longer than its window: a burst is forgotten before the alert fires. */
    FOR_LONGER_THAN_WINDOW,
    /** One failed request of a few fires the alert. */
    NO_TRAFFIC_GUARD,
    /** No alert watches the objective. */
    OBJECTIVE_WITHOUT_ALERT,
    /** A counter is compared as it stands. */
    RAW_COUNTER,
    /** A gauge is treated as a counter. */
    RATE_OF_GAUGE,
    /** The buckets are summed over their bounds. */
    QUANTILE_WITHOUT_LE,
    /** A mean of quantiles is no quantile. */
    AVERAGED_QUANTILE,
    /** The same alert, or the same recorded series, stands twice. */
    DUPLICATE_RULE,
    /** No severity: Alertmanager has nothing to route by. */
    NO_SEVERITY,
    /** A service that scales to zero has no such series while it is idle. */
    FIRES_AT_ZERO,
    /** A burn rate over one window: it fires on long after the burn has ended. */
    ONE_WINDOW;

    /** As findings print it, for example {@code unfireable-burn-rate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
