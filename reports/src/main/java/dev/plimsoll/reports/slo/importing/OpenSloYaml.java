package dev.plimsoll.reports.slo.importing;

import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.importing.ImportedRules.Imported;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.Indicator;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes imported objectives as OpenSLO documents, so that a run can be judged by them. */
public final class OpenSloYaml {
    private OpenSloYaml() {}

    /**
     * One SLO for each different objective; alerts that watch the same one (other windows, other burn rates) are named together. The
     * client's response time is judged, whatever the alert measured.
     */
    public static String write(List<Imported> imported) {
        StringBuilder yaml = new StringBuilder();
        Set<AlertObjective> written = new HashSet<>();
        for (Imported one : imported) {
            AlertObjective unnamed = unnamed(one.objective());
            if (!written.add(unnamed)) {
                continue;
            }
            List<String> alerts = imported.stream()
                    .filter(other -> unnamed(other.objective()).equals(unnamed))
                    .map(Imported::alert)
                    .distinct()
                    .toList();
            yaml.append(yaml.isEmpty() ? "" : "---\n");
            slo(yaml, one, alerts);
        }
        return yaml.toString();
    }

    private static AlertObjective unnamed(AlertObjective o) {
        return new AlertObjective("x", o.selection(), o.indicator(), o.target());
    }

    private static void slo(StringBuilder yaml, Imported imported, List<String> alerts) {
        AlertObjective objective = imported.objective();
        String name = objective.slo().replace('.', '-');
        yaml.append("# From ")
                .append(imported.at())
                .append(": ")
                .append(String.join(", ", alerts))
                .append('\n');
        imported.remarks()
                .forEach(r -> yaml.append("# ").append(r.replace('\n', ' ')).append('\n'));
        yaml.append("apiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: ").append(name);
        yaml.append("\nspec:\n  service: ").append(service(objective.selection().names()));
        yaml.append("\n  indicator:\n    metadata:\n      name: ").append(name).append("-sli\n    spec:\n");
        switch (objective.indicator()) {
            case Indicator.Availability _ -> yaml.append("""
                          ratioMetric:
                            counter: true
                            good:
                              metricSource:
                                type: plimsoll
                                spec:
                                  measure: requests
                                  outcome: ok
                            total:
                              metricSource:
                                type: plimsoll
                                spec:
                                  measure: requests
                    """);
            case Indicator.Latency _ -> yaml.append("""
                          thresholdMetric:
                            metricSource:
                              type: plimsoll
                              spec:
                                measure: responseTime
                                unit: ms
                    """);
        }
        yaml.append("""
                  timeWindow:
                    - duration: 28d
                      isRolling: true
                  budgetingMethod: Occurrences
                  objectives:
                """);
        switch (objective.indicator()) {
            case Indicator.Availability _ -> yaml.append("    - displayName: availability\n");
            case Indicator.Latency latency -> {
                String millis = number(BigDecimal.valueOf(latency.threshold().toNanos(), 6));
                yaml.append("    - displayName: ")
                        .append(number(BigDecimal.valueOf(objective.target())))
                        .append(" within ")
                        .append(millis)
                        .append(" ms\n      op: lte\n      value: ")
                        .append(millis)
                        .append('\n');
            }
        }
        yaml.append("      target: ")
                .append(number(BigDecimal.valueOf(objective.target())))
                .append('\n');
    }

    private static String number(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static String service(Map<Identity, String> names) {
        String name = names.getOrDefault(
                Identity.SERVICE,
                names.getOrDefault(Identity.REVISION, names.getOrDefault(Identity.MODEL, "imported")));
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
    }
}
