package dev.plimsoll.reports.slo.rules;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A rule of a rule file. */
public sealed interface Rule {
    /** The expression, PromQL. */
    String expr();

    /** Labels that its series get. */
    Map<String, String> labels();

    /**
     * Stores the value of an expression under a name.
     *
     * @param name the metric
     * @param expr PromQL
     * @param labels added to every series
     */
    record Recording(String name, String expr, Map<String, String> labels) implements Rule {
        public Recording {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    /**
     * Fires for every series that an expression yields.
     *
     * @param name of the alert
     * @param expr PromQL
     * @param holdFor how long it must hold before it fires ({@code for}); zero fires at once
     * @param keepFiringFor how long it fires on after it no longer holds
     * @param labels added to every series
     * @param annotations for the reader; templates of Prometheus
     */
    record Alerting(
            String name,
            String expr,
            Duration holdFor,
            Duration keepFiringFor,
            Map<String, String> labels,
            Map<String, String> annotations)
            implements Rule {
        public Alerting {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
            annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
        }
    }
}
