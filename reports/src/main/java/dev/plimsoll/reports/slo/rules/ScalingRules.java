package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.LabelBinding;
import dev.plimsoll.reports.slo.dialect.ScalingMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Alerts for what goes wrong when a Knative service scales, and for what hides it. */
final class ScalingRules {
    private ScalingRules() {}

    static List<RuleGroup> groups(Collection<Selection> selections, RuleOptions options) {
        List<RuleGroup> groups = new ArrayList<>();
        for (Selection selection : selections) {
            groups.add(new RuleGroup(
                    "plimsoll-scaling-" + groupName(selection), options.evaluationInterval(), of(selection, options)));
        }
        groups.add(new RuleGroup("plimsoll-scrapes", options.evaluationInterval(), scrapes(options)));
        return groups.stream().distinct().toList();
    }

    private static List<Rule> of(Selection selection, RuleOptions options) {
        ScalingMetrics metrics = Objects.requireNonNull(options.dialect().scaling());
        String name = groupName(selection);
        Map<Identity, String> known = new LinkedHashMap<>(selection.names());
        known.remove(Identity.MODEL);
        String who = Selectors.braces(Selectors.identity(metrics.labels(), known, "autoscaler", name));
        String by = " by (" + label(metrics, Identity.NAMESPACE) + ", " + label(metrics, Identity.SERVICE) + ", "
                + label(metrics, Identity.REVISION) + ") (";
        String revision = "{{ $labels." + label(metrics, Identity.NAMESPACE) + " }}/{{ $labels."
                + label(metrics, Identity.REVISION) + " }}";
        String prefix = RuleGenerator.camel(name);
        List<Rule> rules = new ArrayList<>();
        rules.add(alert(
                prefix + "PodsBelowDesired",
                "max" + by + metrics.desired() + who + ")\n>\nmax" + by + metrics.ready() + who + ")",
                Duration.ofMinutes(5),
                options,
                "Revision " + revision + " has fewer ready pods than the autoscaler wants",
                "The autoscaler wants {{ $value }} pods. Look at pods that wait (pending, image pull, model load) and at"
                        + " quotas of the namespace."));
        rules.add(alert(
                prefix + "PanicModeTooLong",
                "max" + by + metrics.panicMode() + who + ") == 1",
                Duration.ofMinutes(10),
                options,
                "Revision " + revision + " has been in panic mode for long",
                "Panic mode ends one stable window (60 s by default) after the load is back under twice the capacity. It"
                        + " lasts when new pods do not become ready or max-scale is too low."));
        rules.add(alert(
                prefix + "PodsPending",
                "max" + by + metrics.pending() + who + ") > 0",
                Duration.ofMinutes(10),
                options,
                "Revision " + revision + " has pods without a node",
                "{{ $value }} pods wait. Look at kubectl describe pod: no GPU free, a taint, a quota, or a node pool at"
                        + " its limit."));
        rules.add(alert(
                prefix + "ImagePullFails",
                "max by (namespace, pod, reason) (kube_pod_container_status_waiting_reason"
                        + Selectors.braces(pods(selection)) + ") > 0",
                Duration.ofMinutes(5),
                options,
                "Pod {{ $labels.namespace }}/{{ $labels.pod }} cannot pull an image",
                "{{ $labels.reason }}: look at the image's name, the registry's answer and the pull secret. Needs"
                        + " kube-state-metrics."));
        rules.add(alert(
                prefix + "ScalingMetricsMissing",
                "absent(" + metrics.desired() + who + ")",
                Duration.ofMinutes(10),
                options,
                "No metrics of the autoscaler for " + describe(selection),
                "The alerts for scaling cannot fire. Since Knative 1.19 metrics are off by default: set metrics-protocol"
                        + " in config-observability; names changed at 1.19 too."));
        return rules;
    }

    private static List<Rule> scrapes(RuleOptions options) {
        return List.of(alert(
                "KnativeScrapeGap",
                "up{job=~" + Selectors.quote(options.scrapeJobs()) + "} == 0",
                Duration.ofMinutes(5),
                options,
                "Prometheus cannot scrape {{ $labels.job }} at {{ $labels.instance }}",
                "Rates over a gap are wrong or absent, so the alerts that read this target may stay silent."));
    }

    private static List<String> pods(Selection selection) {
        List<String> matchers = new ArrayList<>();
        String namespace = selection.names().get(Identity.NAMESPACE);
        if (namespace != null) {
            matchers.add("namespace=" + Selectors.quote(namespace));
        }
        String revision = selection.names().get(Identity.REVISION);
        String service = selection.names().get(Identity.SERVICE);
        if (revision != null) {
            matchers.add("pod=~" + Selectors.quote(new LabelBinding("pod", "{}-deployment-.*").regex(revision)));
        } else if (service != null) {
            matchers.add(
                    "pod=~" + Selectors.quote(new LabelBinding("pod", "{}-[0-9]{5}-deployment-.*").regex(service)));
        }
        matchers.add("reason=~\"ImagePullBackOff|ErrImagePull\"");
        return matchers;
    }

    private static Rule.Alerting alert(
            String name, String expr, Duration holdFor, RuleOptions options, String summary, String description) {
        Duration divided = Duration.ofMillis(holdFor.toMillis() / options.divisor());
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("summary", summary);
        annotations.put("description", description);
        if (!options.runbook().isEmpty()) {
            annotations.put("runbook_url", options.runbook() + "#" + name);
        }
        return new Rule.Alerting(
                name, expr, divided, options.keepFiringFor(), Map.of("severity", Severity.TICKET.word()), annotations);
    }

    private static String label(ScalingMetrics metrics, Identity identity) {
        return Objects.requireNonNull(metrics.labels().get(identity)).label();
    }

    private static String describe(Selection selection) {
        return selection.names().isEmpty()
                ? "any revision"
                : String.join("/", selection.names().values());
    }

    private static String groupName(Selection selection) {
        return selection.names().isEmpty()
                ? "all"
                : String.join("-", selection.names().values());
    }
}
