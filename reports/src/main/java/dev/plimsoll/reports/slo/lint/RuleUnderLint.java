package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleFile;
import java.util.List;

/** A rule with its expression read, and where findings go. */
record RuleUnderLint(RuleFile.PlacedRule placed, Expr expr, List<Finding> findings) {
    String name() {
        return name(placed.rule());
    }

    static String name(Rule rule) {
        return switch (rule) {
            case Rule.Recording recording -> recording.name();
            case Rule.Alerting alerting -> alerting.name();
        };
    }

    /** Notes a mistake of the expression, once for each wording. */
    void found(Mistake mistake, String message, String fix) {
        Finding finding = new Finding(mistake, placed.exprAt(), name(), message, fix);
        if (!findings.contains(finding)) {
            findings.add(finding);
        }
    }
}
