package dev.plimsoll.reports.slo.rules;

import java.util.regex.Pattern;

/**
 * An objective to alert on.
 *
 * @param slo name, unique among the objectives of a rule file: lower case letters, digits and {@code -}
 * @param selection whose requests
 * @param indicator what makes one good
 * @param target share of good requests, above 0 and below 1
 */
public record AlertObjective(String slo, Selection selection, Indicator indicator, double target) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");

    public AlertObjective {
        if (!NAME.matcher(slo).matches()) {
            throw new RuleException("'" + slo + "' is no name for an SLO: use lower case letters, digits, '-' and '.'");
        }
        if (!(target > 0 && target < 1)) {
            throw new RuleException("the target of " + slo + " must lie between 0 and 1, not " + target);
        }
    }
}
