package dev.plimsoll.reports.slo.rules;

import java.util.List;

/**
 * Rules as generated.
 *
 * @param groups for the rule file
 * @param remarks what the reader must know: choices made for him, and what the metrics cannot see
 */
public record RuleSet(List<RuleGroup> groups, List<String> remarks) {
    public RuleSet {
        groups = List.copyOf(groups);
        remarks = List.copyOf(remarks);
    }
}
