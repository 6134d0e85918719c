package dev.plimsoll.reports.record;

import java.nio.file.Path;
import java.util.List;

/**
 * All that is known of a run; what the judge and the renderers read.
 *
 * @param description from {@code run.json}
 * @param requests from {@code requests}
 * @param timeline from {@code timeline.jsonl}, by time
 * @param slo text of {@code slo.yaml}, the objectives the run was judged by; empty if there is none
 * @param suite text of {@code suite.yaml}, what was asked for; empty if there is none
 */
public record RunRecord(
        RunDescription description, RequestLog requests, List<TimelineEvent> timeline, String slo, String suite) {
    public RunRecord {
        timeline = List.copyOf(timeline);
    }

    /**
     * Reads a run directory, of a run that ended or of one that was killed: what can be read is used, and
     * {@link RunDescription#partial()} says what is missing.
     *
     * @throws RunDirectoryException if there is no {@code run.json}, it has another schema, or a file is damaged elsewhere
     *     than at its end
     */
    public static RunRecord load(Path path) {
        return RunReader.read(RunDirectory.open(path));
    }
}
