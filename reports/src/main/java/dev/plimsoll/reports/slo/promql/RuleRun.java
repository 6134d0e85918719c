package dev.plimsoll.reports.slo.promql;

import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rule groups evaluated in virtual time, as Prometheus' rule manager does ({@code rules/group.go}, {@code rules/alerting.go}): rules
 * one after the other, recorded values at once in the store, a mark of staleness for what is gone, {@code for} and
 * {@code keep_firing_for}.
 */
public final class RuleRun {
    private final SeriesStore store;
    private final Evaluator evaluator;
    private final List<Compiled> rules = new ArrayList<>();

    /** @throws PromqlException if an expression cannot be read */
    public RuleRun(List<RuleGroup> groups, PrometheusMajor major, SeriesStore store) {
        this.store = store;
        this.evaluator = new Evaluator(store, major);
        for (RuleGroup group : groups) {
            group.rules().forEach(rule -> rules.add(new Compiled(rule, Expr.parse(rule.expr()))));
        }
    }

    /**
     * An alert as it stands.
     *
     * @param labels all of them, {@code alertname} too
     * @param state pending or firing
     * @param sinceMillis when its expression began to hold
     * @param value last value of the expression
     */
    public record ActiveAlert(Labels labels, AlertState state, long sinceMillis, double value) {}

    /**
     * What an evaluation gave.
     *
     * @param alerts pending and firing ones
     * @param failures rules that could not be evaluated, with the reason
     */
    public record Step(List<ActiveAlert> alerts, List<String> failures) {}

    private static final class Compiled {
        final Rule rule;
        final Expr expr;
        Set<Labels> previous = Set.of();
        final Map<Labels, Active> active = new LinkedHashMap<>();

        Compiled(Rule rule, Expr expr) {
            this.rule = rule;
            this.expr = expr;
        }
    }

    private static final class Active {
        AlertState state = AlertState.PENDING;
        final long since;
        double value;

        @Nullable
        Long goneSince;

        Active(long since, double value) {
            this.since = since;
            this.value = value;
        }
    }

    /** Evaluates every group at a time, which must be later than the last. */
    public Step at(long millis) {
        List<ActiveAlert> alerts = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Compiled compiled : rules) {
            try {
                List<Sample> samples = evaluator.at(compiled.expr, millis);
                switch (compiled.rule) {
                    case Rule.Recording recording -> record(compiled, recording, samples, millis);
                    case Rule.Alerting alerting -> alert(compiled, alerting, samples, millis);
                }
            } catch (PromqlException e) {
                failures.add(name(compiled.rule) + ": " + e.getMessage());
            }
            compiled.active.forEach((labels, a) -> alerts.add(new ActiveAlert(labels, a.state, a.since, a.value)));
        }
        return new Step(Collections.unmodifiableList(alerts), List.copyOf(failures));
    }

    private static String name(Rule rule) {
        return switch (rule) {
            case Rule.Recording recording -> recording.name();
            case Rule.Alerting alerting -> alerting.name();
        };
    }

    private void record(Compiled compiled, Rule.Recording rule, List<Sample> samples, long millis) {
        Map<Labels, Double> recorded = new LinkedHashMap<>();
        for (Sample sample : samples) {
            Labels labels = sample.labels().with(rule.labels()).with(Labels.NAME, rule.name());
            if (recorded.put(labels, sample.value()) != null) {
                throw new PromqlException("several series get the labels " + labels);
            }
        }
        recorded.forEach((labels, value) -> store.append(labels, millis, value));
        for (Labels gone : compiled.previous) {
            if (!recorded.containsKey(gone)) {
                store.stale(gone, millis);
            }
        }
        compiled.previous = new LinkedHashSet<>(recorded.keySet());
    }

    private static void alert(Compiled compiled, Rule.Alerting rule, List<Sample> samples, long millis) {
        Map<Labels, Double> holding = new HashMap<>();
        for (Sample sample : samples) {
            Labels labels = sample.labels().withoutName().with(rule.labels()).with("alertname", rule.name());
            if (holding.put(labels, sample.value()) != null) {
                throw new PromqlException("several alerts get the labels " + labels);
            }
            Active active = compiled.active.computeIfAbsent(labels, _ -> new Active(millis, sample.value()));
            active.value = sample.value();
            active.goneSince = null;
        }
        compiled.active
                .entrySet()
                .removeIf(e -> !holding.containsKey(e.getKey()) && !stays(e.getValue(), rule, millis));
        for (Map.Entry<Labels, Active> entry : compiled.active.entrySet()) {
            Active active = entry.getValue();
            if (holding.containsKey(entry.getKey())
                    && millis - active.since >= rule.holdFor().toMillis()) {
                active.state = AlertState.FIRING;
            }
        }
    }

    private static boolean stays(Active active, Rule.Alerting rule, long millis) {
        if (active.state == AlertState.PENDING || rule.keepFiringFor().isZero()) {
            return false;
        }
        if (active.goneSince == null) {
            active.goneSince = millis;
        }
        return millis - active.goneSince < rule.keepFiringFor().toMillis();
    }
}
