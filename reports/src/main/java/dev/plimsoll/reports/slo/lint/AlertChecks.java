package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.dialect.Component;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.importing.Clause;
import dev.plimsoll.reports.slo.importing.ImportedRules;
import dev.plimsoll.reports.slo.importing.RatioShape;
import dev.plimsoll.reports.slo.importing.Recordings;
import dev.plimsoll.reports.slo.importing.RuleImporter;
import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.PromDuration;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleFile;
import dev.plimsoll.reports.source.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an alert does what an alert is for. */
final class AlertChecks {
    private final Recordings recordings;

    AlertChecks(Recordings recordings) {
        this.recordings = recordings;
    }

    void alert(RuleUnderLint rule, Rule.Alerting alert) {
        if (!alert.labels().containsKey("severity")) {
            rule.found(
                    Mistake.NO_SEVERITY,
                    "It has no label severity for Alertmanager to route by.",
                    "Add labels: {severity: page} or {severity: ticket}.");
        }
        longestWindow(rule.expr()).ifPresent(window -> {
            if (ofRequests(rule.expr()) && alert.holdFor().compareTo(window) > 0) {
                rule.found(
                        Mistake.FOR_LONGER_THAN_WINDOW,
                        "It must hold for " + PromDuration.format(alert.holdFor()) + ", but looks back only "
                                + PromDuration.format(window) + ".",
                        "Lengthen the window beyond 'for', or drop 'for': a second, shorter window does its work.");
            }
        });
        ratios(rule);
        zero(rule);
    }

    /** Whether an alert is about a share or a quantile of requests; others may well wait for a condition to last. */
    private boolean ofRequests(Expr expr) {
        return Clause.of(expr).stream()
                .anyMatch(c -> RatioShape.of(c.value(), recordings).isPresent()
                        || (c.value() instanceof Expr.Call call
                                && call.function().equals("histogram_quantile")));
    }

    private void ratios(RuleUnderLint rule) {
        List<Clause> clauses = Clause.of(rule.expr());
        Set<Long> windows = new HashSet<>();
        int ratios = 0;
        int compared = 0;
        boolean burn = false;
        for (Clause clause : clauses) {
            Optional<RatioShape> ratio = RatioShape.of(clause.value(), recordings);
            if (ratio.isPresent()) {
                ratios++;
                windows.add(ratio.get().windowMillis());
                burn |= clause.bound() instanceof Expr.Binary b && b.op().equals("*");
            } else if (clause.above()) {
                compared++;
            }
        }
        if (ratios == 0) {
            return;
        }
        if (compared == 0) {
            rule.found(
                    Mistake.NO_TRAFFIC_GUARD,
                    "One bad request of a few is enough to fire it.",
                    "Add a guard, for example: and <share> * <requests in the window> >= 3.");
        }
        if (burn && windows.size() == 1) {
            rule.found(
                    Mistake.ONE_WINDOW,
                    "A burn rate over one window fires on for the whole window after the burn has ended.",
                    "Add the same comparison over a window of a twelfth of it.");
        }
    }

    private void zero(RuleUnderLint rule) {
        for (Expr e : ThresholdChecks.descendants(rule.expr())) {
            if (e instanceof Expr.Call call && call.function().equals("absent")) {
                for (Expr.Selector selector : call.arguments().getFirst().selectors()) {
                    if (onlyInPods(selector.name())) {
                        rule.found(
                                Mistake.FIRES_AT_ZERO,
                                selector.name() + " is gone whenever the service has scaled to zero.",
                                "Watch a metric of the autoscaler or the activator, which are always there.");
                    }
                }
            }
        }
    }

    private static boolean onlyInPods(String name) {
        return Dialect.all().stream()
                .flatMap(d -> d.requests().stream())
                .filter(r -> r.component() == Component.QUEUE_PROXY || r.component() == Component.SERVER)
                .anyMatch(r -> RatioShape.base(r.histogram()).equals(RatioShape.base(name))
                        || r.counter().equals(name));
    }

    private Optional<Duration> longestWindow(Expr expr) {
        Optional<Duration> longest = Optional.empty();
        for (Expr.Selector selector : expr.selectors()) {
            Duration range = selector.range();
            if (range == null) {
                Optional<Expr> recorded = recordings.of(selector);
                if (recorded.isPresent()) {
                    range = longestRange(recorded.get());
                }
            }
            if (range != null && (longest.isEmpty() || range.compareTo(longest.get()) > 0)) {
                longest = Optional.of(range);
            }
        }
        return longest;
    }

    private static @Nullable Duration longestRange(Expr expr) {
        Duration longest = null;
        for (Expr.Selector selector : expr.selectors()) {
            Duration range = selector.range();
            if (range != null && (longest == null || range.compareTo(longest) > 0)) {
                longest = range;
            }
        }
        return longest;
    }

    /** Rules that stand twice. */
    static void duplicates(List<RuleFile> files, List<Finding> findings) {
        Map<String, Position> seen = new HashMap<>();
        for (RuleFile file : files) {
            for (RuleFile.PlacedRule placed : file.rules()) {
                String name = RuleUnderLint.name(placed.rule());
                boolean alert = placed.rule() instanceof Rule.Alerting;
                // One name may be recorded from several selections.
                String key = (alert ? "alert " : "record " + placed.rule().expr() + " as ")
                        + name
                        + placed.rule().labels();
                Position first = seen.putIfAbsent(key, placed.at());
                if (first != null) {
                    findings.add(new Finding(
                            Mistake.DUPLICATE_RULE,
                            placed.at(),
                            name,
                            "The same " + (alert ? "alert" : "recorded series") + " with the same labels stands at "
                                    + first + ".",
                            "Remove one, or tell them apart by a label."));
                }
            }
        }
    }

    /** Objectives that no alert watches: by the label {@code slo}, or by what an alert compares. */
    static void objectives(List<RuleFile> files, List<AlertObjective> objectives, List<Finding> findings) {
        ImportedRules imported = RuleImporter.read(files);
        Set<String> labels = new HashSet<>();
        files.forEach(f -> f.rules().forEach(r -> {
            if (r.rule() instanceof Rule.Alerting alert) {
                labels.add(alert.labels().getOrDefault("slo", ""));
                Expr.parseable(alert.expr())
                        .ifPresent(e ->
                                e.selectors().forEach(s -> s.equality("slo").ifPresent(labels::add)));
            }
        }));
        for (AlertObjective objective : objectives) {
            boolean watched = labels.contains(objective.slo())
                    || imported.objectives().stream()
                            .anyMatch(i -> i.objective().indicator().equals(objective.indicator())
                                    && i.objective().target() == objective.target());
            if (!watched) {
                Position at =
                        new Position(files.isEmpty() ? "-" : files.getFirst().file(), 1, 1);
                findings.add(new Finding(
                        Mistake.OBJECTIVE_WITHOUT_ALERT,
                        at,
                        objective.slo(),
                        "No alert watches this objective.",
                        "Generate its rules: plimsoll slo rules."));
            }
        }
    }
}
