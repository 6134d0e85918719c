package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.dialect.Detection;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.Scrape;
import dev.plimsoll.reports.slo.promql.Expr;
import dev.plimsoll.reports.source.Suggestion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what the rules read is there, and is what they take it for. */
final class MetricChecks {
    /** Labels that Prometheus or its scrape configuration adds; no scrape shows them. */
    private static final Set<String> TARGET_LABELS = Set.of(
            "job",
            "instance",
            "namespace",
            "pod",
            "service",
            "endpoint",
            "container",
            "node",
            "cluster",
            "prometheus",
            "app",
            "serving_knative_dev_service",
            "serving_knative_dev_revision",
            "serving_knative_dev_configuration");

    /** Metrics that come from elsewhere than the scrape of the service. */
    private static final List<String> ELSEWHERE = List.of(
            "up",
            "ALERTS",
            "ALERTS_FOR_STATE",
            "scrape_",
            "kube_",
            "container_",
            "node_",
            "prometheus_",
            "alertmanager_");

    private final @Nullable Scrape scrape;
    private final List<Detection> spoken;
    private final Set<String> recorded;
    private final Duration scrapeInterval;

    MetricChecks(@Nullable Scrape scrape, Set<String> recorded, Duration scrapeInterval) {
        this.scrape = scrape;
        this.spoken = scrape == null ? List.of() : Dialect.detect(scrape);
        this.recorded = recorded;
        this.scrapeInterval = scrapeInterval;
    }

    void names(RuleUnderLint rule) {
        for (Expr.Selector selector : rule.expr().selectors()) {
            String name = selector.name();
            if (name.isEmpty() || recorded.contains(name)) {
                continue;
            }
            if (name.contains(":")) {
                rule.found(
                        Mistake.RECORDED_NOWHERE,
                        "Nothing records " + name + ".",
                        Suggestion.nearest(name, recorded)
                                .map(n -> "Did you mean " + n + "?")
                                .orElse("Add the recording rule, or pass its file too."));
            } else if (scrape != null && !scrape.has(name) && !elsewhere(name)) {
                absent(rule, name, scrape);
            } else if (scrape != null && scrape.has(name)) {
                labels(rule, selector, scrape);
            }
        }
    }

    private static boolean elsewhere(String name) {
        return ELSEWHERE.stream().anyMatch(e -> e.endsWith("_") ? name.startsWith(e) : name.equals(e));
    }

    private void absent(RuleUnderLint rule, String name, Scrape there) {
        Optional<String> release = spoken.stream()
                .filter(d -> d.dialect().meanings().containsKey(name))
                .map(d -> d.dialect().releases())
                .findFirst();
        if (release.isPresent()) {
            rule.found(
                    Mistake.UNKNOWN_METRIC,
                    name + " is not in the scrape, although " + release.get() + " has it.",
                    "Scrape the component that exposes it too, and check that its metrics are on.");
            return;
        }
        Optional<String> successor = successor(name);
        if (successor.isPresent()) {
            rule.found(
                    Mistake.RENAMED_METRIC,
                    name + " is not there: the scrape speaks " + spokenWords() + ".",
                    "There it is called " + successor.get() + " (mind the unit).");
            return;
        }
        rule.found(
                Mistake.UNKNOWN_METRIC,
                name + " is not in the scrape.",
                Suggestion.nearest(name, there.names())
                        .map(n -> "Did you mean " + n + "?")
                        .orElse("Check that the component is scraped and its metrics are on."));
    }

    private Optional<String> successor(String name) {
        for (Dialect old : Dialect.all()) {
            String meaning = old.meanings().get(name);
            if (meaning == null) {
                continue;
            }
            for (Detection detection : spoken) {
                if (detection.dialect().family().equals(old.family())) {
                    Optional<String> found = detection.dialect().meanings().entrySet().stream()
                            .filter(e -> meaning.startsWith(e.getValue())
                                    && !e.getKey().equals(name))
                            .map(Map.Entry::getKey)
                            .findFirst();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private String spokenWords() {
        return String.join(
                ", ", spoken.stream().map(d -> d.dialect().releases()).toList());
    }

    private static void labels(RuleUnderLint rule, Expr.Selector selector, Scrape there) {
        Set<String> known = there.labels(selector.name());
        for (Expr.Matcher matcher : selector.matchers()) {
            if (TARGET_LABELS.contains(matcher.label()) || matcher.label().equals("le") || matcher.matches("")) {
                continue;
            }
            if (!known.contains(matcher.label())) {
                if (there.labels("target_info").contains(matcher.label())) {
                    rule.found(
                            Mistake.MISSING_TARGET_INFO_JOIN,
                            selector.name() + " has no label " + matcher.label() + "; only target_info has.",
                            "Join it: ... * on (instance, job) group_left () target_info{" + matcher.label()
                                    + matcher.op().symbol() + "\"" + matcher.value()
                                    + "\"}, or copy the pod's labels when scraping.");
                } else {
                    rule.found(
                            Mistake.UNKNOWN_LABEL,
                            selector.name() + " has no label " + matcher.label() + ".",
                            Suggestion.nearest(matcher.label(), known)
                                    .map(n -> "Did you mean " + n + "?")
                                    .orElse("It has " + String.join(", ", known) + "."));
                }
            } else if (matcher.op() == Expr.MatchOp.EQUAL
                    && !matcher.label().contains("code")
                    && !there.values(selector.name(), matcher.label()).contains(matcher.value())) {
                rule.found(
                        Mistake.UNKNOWN_LABEL_VALUE,
                        "No series of " + selector.name() + " has " + matcher.label() + "=\"" + matcher.value() + "\".",
                        "Seen: " + String.join(", ", there.values(selector.name(), matcher.label())) + ".");
            }
        }
    }

    void windows(RuleUnderLint rule) {
        for (Expr e : ThresholdChecks.descendants(rule.expr())) {
            if (!(e instanceof Expr.Call call) || !RateFunctions.NAMES.contains(call.function())) {
                continue;
            }
            if (call.arguments().isEmpty() || !(call.arguments().getFirst() instanceof Expr.Selector selector)) {
                continue;
            }
            Duration range = selector.range();
            if (range != null && range.compareTo(scrapeInterval.multipliedBy(2)) < 0) {
                rule.found(
                        Mistake.WINDOW_TOO_SHORT,
                        "A window of " + range.toSeconds() + " s does not hold two scrapes, which are "
                                + scrapeInterval.toSeconds() + " s apart.",
                        "Use at least " + scrapeInterval.multipliedBy(4).toSeconds() + " s.");
            }
            if (gauge(selector.name())) {
                rule.found(
                        Mistake.RATE_OF_GAUGE,
                        selector.name() + " is a gauge, and " + call.function()
                                + "() takes every fall of it for a reset.",
                        "Compare the gauge itself, or use deriv() or max_over_time().");
            }
        }
    }

    private boolean gauge(String name) {
        return (scrape != null && scrape.type(name).equals("gauge")) || KnownGauges.NAMES.contains(name);
    }

    void counters(RuleUnderLint rule) {
        for (Expr e : ThresholdChecks.descendants(rule.expr())) {
            if (e instanceof Expr.Binary b
                    && b.comparison()
                    && b.left() instanceof Expr.Selector selector
                    && selector.range() == null
                    && b.right().constant().isPresent()
                    && counter(selector.name())) {
                rule.found(
                        Mistake.RAW_COUNTER,
                        selector.name() + " is a counter: it only grows, until its process restarts.",
                        "Compare increase() or rate() over a window.");
            }
        }
    }

    private boolean counter(String name) {
        if (scrape != null && !scrape.type(name).isEmpty()) {
            return scrape.type(name).equals("counter");
        }
        return name.endsWith("_total") && !name.contains(":");
    }
}
