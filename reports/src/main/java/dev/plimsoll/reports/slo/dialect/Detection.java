package dev.plimsoll.reports.slo.dialect;

import java.util.List;

/**
 * What a scrape speaks.
 *
 * @param dialect the oldest dialect that has everything seen
 * @param evidence metrics that decided it, with their lines
 * @param alternatives names of dialects that the scrape does not tell apart from this one
 */
public record Detection(Dialect dialect, List<String> evidence, List<String> alternatives) {
    public Detection {
        evidence = List.copyOf(evidence);
        alternatives = List.copyOf(alternatives);
    }
}
