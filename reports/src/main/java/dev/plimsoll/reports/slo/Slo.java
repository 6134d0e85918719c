package dev.plimsoll.reports.slo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One SLO.
 *
 * @param name {@code metadata.name}
 * @param displayName {@code metadata.displayName}; the name where there is none
 * @param annotations {@code metadata.annotations}
 * @param description {@code spec.description}, or empty
 * @param service {@code spec.service}
 * @param budgetingMethod {@code Occurrences}, {@code Timeslices} or {@code RatioTimeslices}
 * @param timeWindow duration shorthand of its time window, for example {@code 28d}, or null
 * @param objectives at least one
 * @param alertPolicies names of its alert policies; they may be defined in another file
 */
public record Slo(
        String name,
        String displayName,
        Map<String, String> annotations,
        String description,
        String service,
        String budgetingMethod,
        @Nullable String timeWindow,
        List<Objective> objectives,
        List<String> alertPolicies) {
    public Slo {
        annotations = Map.copyOf(annotations);
        objectives = List.copyOf(objectives);
        alertPolicies = List.copyOf(alertPolicies);
    }
}
