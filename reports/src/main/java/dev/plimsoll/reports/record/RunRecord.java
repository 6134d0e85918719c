package dev.plimsoll.reports.record;

import java.util.List;

/**
 * All that is known of a run; what the judge and the renderers read.
 *
 * @param description from {@code run.json}
 * @param requests from {@code requests}
 * @param timeline from {@code timeline.jsonl}, by time
 * @param slo text of {@code slo.yaml}, the objectives the run was judged by
 * @param suite text of {@code suite.yaml}, what was asked for
 */
public record RunRecord(
        RunDescription description, RequestLog requests, List<TimelineEvent> timeline, String slo, String suite) {}
