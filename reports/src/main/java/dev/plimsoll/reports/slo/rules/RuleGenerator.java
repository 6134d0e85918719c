package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.dialect.Identity;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes rules from objectives.
 *
 * <p>For each objective and each window, {@code plimsoll:error_ratio:rate<window>} is recorded: the share of bad requests, absent
 * while there is no traffic. An alert for each pair of windows compares both with k (1 - SLO) (Google SRE workbook, chapter 5,
 * "Multiwindow, Multi-Burn-Rate Alerts"). A request that failed is bad for a latency objective too, wherever the metric tells.
 */
public final class RuleGenerator {
    /** Recorded share of bad requests; the window follows, for example {@code plimsoll:error_ratio:rate5m}. */
    public static final String ERROR_RATIO = "plimsoll:error_ratio:rate";

    /** Recorded count of requests in a window, which follows. */
    public static final String REQUESTS = "plimsoll:requests:increase";

    private RuleGenerator() {}

    /**
     * Generates the groups of all objectives: one for each, recording rules first, so that its alerts see values of the same
     * time stamp; and one for the scaling of each service. The same input gives the same output.
     *
     * @throws RuleException if an objective cannot be alerted on as asked: the metric does not see it, no bucket ends at its
     *     threshold, a pair of windows cannot fire, or a window holds fewer than two scrapes
     */
    public static RuleSet generate(List<AlertObjective> objectives, RuleOptions options) {
        Set<String> names = new TreeSet<>();
        Set<String> remarks = new LinkedHashSet<>();
        List<RuleGroup> groups = new ArrayList<>();
        BurnTable table = options.table().dividedBy(options.divisor());
        checkWindows(table, options);
        Set<Selection> scaled = new LinkedHashSet<>();
        for (AlertObjective objective : objectives) {
            if (!names.add(objective.slo())) {
                throw new RuleException("two objectives are called " + objective.slo());
            }
            groups.add(group(objective, table, options, remarks));
            scaled.add(objective.selection());
        }
        if (options.scaling()) {
            if (options.dialect().scaling() == null) {
                throw new RuleException(options.dialect().name()
                        + " has no metrics of scaling; leave the alerts for scaling out, or use a Knative dialect");
            }
            groups.addAll(ScalingRules.groups(scaled, options));
        }
        if (options.divisor() > 1) {
            remarks.add("All windows are divided by " + options.divisor() + ": rules for a drill, not for operation.");
        }
        options.requests().misses().forEach(miss -> remarks.add("Not seen: " + miss));
        return new RuleSet(groups, List.copyOf(remarks));
    }

    private static void checkWindows(BurnTable table, RuleOptions options) {
        for (Duration window : table.durations()) {
            if (window.compareTo(options.scrapeInterval().multipliedBy(2)) < 0) {
                throw new RuleException("the window " + PromDuration.format(window) + " holds fewer than two scrapes ("
                        + PromDuration.format(options.scrapeInterval())
                        + " apart): rate() would always be empty. Scrape more often, or divide the windows by less");
            }
        }
    }

    private static RuleGroup group(
            AlertObjective objective, BurnTable table, RuleOptions options, Set<String> remarks) {
        RequestMetrics metrics = options.requests();
        Selectors selectors = new Selectors(metrics, objective.selection(), objective.slo());
        Map<String, String> labels = labels(objective);
        List<Rule> rules = new ArrayList<>();
        Ratio ratio = ratio(objective, options, selectors, remarks);
        for (Duration window : table.durations()) {
            String text = PromDuration.format(window);
            rules.add(new Rule.Recording(ERROR_RATIO + text, ratio.over(text), labels));
        }
        if (!(options.guard() instanceof TrafficGuard.None)) {
            table.windows().stream().map(BurnWindow::longWindow).distinct().forEach(window -> {
                String text = PromDuration.format(window);
                rules.add(new Rule.Recording(
                        REQUESTS + text, selectors.sum("increase", ratio.total(), text, List.of()), labels));
            });
        }
        for (BurnWindow window : table.windows()) {
            if (!window.canFire(objective.target())) {
                throw new RuleException(objective.slo() + ": a burn rate of " + Buckets.number(window.factor())
                        + " needs " + percent(window.threshold(objective.target()))
                        + " bad requests to fire, and there is no more than 100 %. It can fire for targets above "
                        + percent(1 - 1 / window.factor()) + ": use another table ("
                        + BurnTable.ANNOTATION + ": " + BurnTable.FORM + ")");
            }
            rules.add(alert(objective, window, options, labels));
        }
        return new RuleGroup("plimsoll-" + objective.slo(), options.evaluationInterval(), rules);
    }

    private static Map<String, String> labels(AlertObjective objective) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("slo", objective.slo());
        objective.selection().names().forEach((identity, name) -> labels.put(identity.word(), name));
        return labels;
    }

    /** How the share of bad requests is computed over a window, and from which count. */
    private interface Ratio {
        String over(String window);

        String total();
    }

    private record AvailabilityRatio(Selectors selectors, String counter, String bad) implements Ratio {
        @Override
        public String over(String window) {
            return "(" + selectors.sum("rate", counter, window, List.of(bad)) + " or vector(0))\n/\n("
                    + selectors.sum("rate", counter, window, List.of()) + " > 0)";
        }

        @Override
        public String total() {
            return counter;
        }
    }

    private record LatencyRatio(Selectors selectors, String histogram, List<String> good) implements Ratio {
        @Override
        public String over(String window) {
            return "1 - (" + selectors.sum("rate", histogram + "_bucket", window, good) + " or vector(0))\n/\n("
                    + selectors.sum("rate", total(), window, List.of()) + " > 0)";
        }

        @Override
        public String total() {
            return histogram + "_count";
        }
    }

    private static Ratio ratio(
            AlertObjective objective, RuleOptions options, Selectors selectors, Set<String> remarks) {
        RequestMetrics metrics = options.requests();
        String code = metrics.codeLabel();
        return switch (objective.indicator()) {
            case Indicator.Availability _ -> {
                if (code == null) {
                    throw new RuleException(objective.slo() + ": " + metrics.counter()
                            + " does not say which requests failed, so availability cannot be read from the "
                            + metrics.component().word() + ". Read the gateway, the activator or the queue-proxy");
                }
                yield new AvailabilityRatio(
                        selectors, metrics.counter(), code + "=~" + Selectors.quote(metrics.badCodes()));
            }
            case Indicator.Latency latency -> {
                String bound = Buckets.choose(objective.slo(), metrics, latency.threshold(), options.buckets());
                Duration taken = metrics.unit().toDuration(Double.parseDouble(bound));
                if (!taken.equals(latency.threshold())) {
                    remarks.add(objective.slo() + ": the alert counts against " + Buckets.words(taken)
                            + ", the objective says " + Buckets.words(latency.threshold()) + ", because no bucket of "
                            + metrics.histogram() + " ends there.");
                }
                List<String> good = new ArrayList<>();
                good.add(Buckets.matcher(bound, options.prometheus()));
                if (code != null && metrics.codeOnHistogram()) {
                    good.add(code + "!~" + Selectors.quote(metrics.badCodes()));
                }
                yield new LatencyRatio(selectors, metrics.histogram(), good);
            }
        };
    }

    private static Rule.Alerting alert(
            AlertObjective objective, BurnWindow window, RuleOptions options, Map<String, String> identity) {
        String longText = PromDuration.format(window.longWindow());
        String shortText = PromDuration.format(window.shortWindow());
        String selector = "{slo=" + Selectors.quote(objective.slo()) + "}";
        String threshold = " > (" + Buckets.number(window.factor()) + " * (1 - " + objective.target() + "))";
        String ratio = ERROR_RATIO + longText + selector;
        String expr = ratio + threshold + "\nand\n" + ERROR_RATIO + shortText + selector + threshold
                + guard(options.guard(), ratio, REQUESTS + longText + selector);

        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("severity", window.severity().word());
        labels.put("long_window", longText);
        labels.put("short_window", shortText);
        String name = camel(objective.slo()) + "BudgetBurn" + longText;
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(
                "summary",
                objective.slo() + ": the error budget burns at more than " + Buckets.number(window.factor())
                        + " times its rate");
        annotations.put(
                "description",
                "{{ $value | humanizePercentage }} of the requests of " + who(identity) + " over " + longText + " were "
                        + bad(objective.indicator()) + "; the objective is " + percent(objective.target())
                        + " good. At 100 % failure after a full window of good traffic this fires within "
                        + PromDuration.format(roundUp(window.timeToFire(objective.target(), 1))) + ".");
        annotations.put(
                "runbook",
                "Look at revisions and their pods first (kubectl get revision,pod), then at the activator's and the"
                        + " autoscaler's alerts; a latency burn right after a scale from zero is a cold start.");
        if (!options.runbook().isEmpty()) {
            annotations.put("runbook_url", options.runbook() + "#" + name);
        }
        return new Rule.Alerting(name, expr, Duration.ZERO, options.keepFiringFor(), labels, annotations);
    }

    private static String guard(TrafficGuard guard, String ratio, String requests) {
        return switch (guard) {
            case TrafficGuard.BadRequests bad ->
                "\nand\n" + ratio + " * " + requests + " >= " + Buckets.number(bad.minimum());
            case TrafficGuard.Requests all -> "\nand\n" + requests + " >= " + Buckets.number(all.minimum());
            case TrafficGuard.None _ -> "";
        };
    }

    private static String who(Map<String, String> identity) {
        String namespace = identity.get(Identity.NAMESPACE.word());
        for (Identity kind : List.of(Identity.REVISION, Identity.SERVICE, Identity.MODEL)) {
            String name = identity.get(kind.word());
            if (name != null) {
                return kind.word() + " " + (namespace == null ? "" : namespace + "/") + name;
            }
        }
        return namespace == null ? "all services" : "namespace " + namespace;
    }

    private static String bad(Indicator indicator) {
        return switch (indicator) {
            case Indicator.Availability _ -> "failures";
            case Indicator.Latency latency -> "failures or slower than " + Buckets.words(latency.threshold());
        };
    }

    private static Duration roundUp(Duration duration) {
        return Duration.ofSeconds((duration.toMillis() + 999) / 1000);
    }

    private static String percent(double share) {
        return Buckets.number(Math.round(share * 1e8) / 1e6) + " %";
    }

    /** {@code iris-p99} as {@code IrisP99}. */
    static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        boolean start = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '-' || c == '.') {
                start = true;
            } else {
                camel.append(start ? Character.toUpperCase(c) : c);
                start = false;
            }
        }
        return camel.toString();
    }
}
