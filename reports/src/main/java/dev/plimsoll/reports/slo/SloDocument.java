package dev.plimsoll.reports.slo;

import dev.plimsoll.reports.source.Problems;
import dev.plimsoll.reports.source.SourceException;
import dev.plimsoll.reports.source.YamlMap;
import dev.plimsoll.reports.source.YamlSource;
import java.util.List;

/**
 * Reads OpenSLO v1 (the specification of the OpenSLO project, apiVersion {@code openslo/v1}).
 *
 * <p>A run is judged by objectives whose metric source has the type {@code plimsoll}:
 *
 * <pre><code>
 * thresholdMetric:                 # one objective: op lte or lt, value, target or targetPercent
 *   metricSource:
 *     type: plimsoll
 *     spec:
 *       measure: responseTime      # or serviceTime, timeToFirstByte
 *       unit: ms                   # of the objective's value; or us, s
 *       scenario: steady           # optional, as are protocol, entry and phase
 *
 * ratioMetric:                     # any number of objectives: target or targetPercent
 *   counter: true
 *   good:                          # or bad, with outcome: failed
 *     metricSource: {type: plimsoll, spec: {measure: requests, outcome: ok}}
 *   total:
 *     metricSource: {type: plimsoll, spec: {measure: requests}}
 * </code></pre>
 *
 * <p>Objectives of other sources, and those that are budgeted by time slices, are checked and kept as {@link
 * Objective.NotJudged}.
 */
public final class SloDocument {
    private SloDocument() {}

    /**
     * Reads all documents of a file.
     *
     * @param fileName name to show in messages
     * @param text YAML, one or more documents
     * @throws SloException if anything in it is wrong; it has all problems
     */
    public static Slos parse(String fileName, String text) {
        Problems problems = new Problems();
        try {
            List<YamlMap> documents = YamlSource.documents(fileName, text, problems);
            Slos slos = new SloReader(fileName, problems).read(documents);
            problems.throwIfAny();
            return slos;
        } catch (SourceException e) {
            throw new SloException(e);
        }
    }
}
