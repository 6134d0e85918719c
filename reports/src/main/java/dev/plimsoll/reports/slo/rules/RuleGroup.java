package dev.plimsoll.reports.slo.rules;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated one after the other at the same time stamp.
 *
 * @param name unique within a file
 * @param interval between evaluations; zero leaves it to Prometheus
 * @param rules in their order
 */
public record RuleGroup(String name, Duration interval, List<Rule> rules) {
    public RuleGroup {
        rules = List.copyOf(rules);
    }
}
