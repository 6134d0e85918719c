package dev.plimsoll.reports.slo.replay;

import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import dev.plimsoll.reports.slo.promql.AlertState;
import dev.plimsoll.reports.slo.promql.RuleRun;
import dev.plimsoll.reports.slo.promql.SeriesStore;
import dev.plimsoll.reports.slo.replay.AlertReplay.Firing;
import dev.plimsoll.reports.slo.replay.AlertReplay.ReplayedAlert;
import dev.plimsoll.reports.slo.replay.AlertReplay.View;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.BurnTable;
import dev.plimsoll.reports.slo.rules.BurnWindow;
import dev.plimsoll.reports.slo.rules.Indicator;
import dev.plimsoll.reports.slo.rules.PromDuration;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.Rule;
import dev.plimsoll.reports.slo.rules.RuleException;
import dev.plimsoll.reports.slo.rules.RuleGroup;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plays a run's measured requests through alert rules. */
public final class AlertReplayer {
    private AlertReplayer() {}

    /**
     * Plays a run through rules, as Prometheus would have seen it through the options' dialect.
     *
     * @param run with requests that were measured; their populations are taken together
     * @param objectives what the rules were made from: whose series they select, and what client and alert are compared by
     * @param groups the rules; those that the evaluator does not know are told as not evaluated
     * @param rules dialect, component, windows and intervals
     * @throws RuleException if nothing was measured
     * @throws dev.plimsoll.reports.slo.promql.PromqlException if an expression is no PromQL; one that is, but is beyond the
     *     evaluator, is among the statements
     */
    public static AlertReplay replay(
            RunRecord run,
            List<AlertObjective> objectives,
            List<RuleGroup> groups,
            RuleOptions rules,
            ReplayOptions options) {
        MeasuredTraffic traffic = MeasuredTraffic.of(run, rules.requests(), options.latency());
        if (traffic.count() == 0) {
            throw new RuleException("the run has no measured request to replay");
        }
        List<Selection> selections =
                objectives.stream().map(AlertObjective::selection).distinct().toList();
        VirtualScrapes scrapes = new VirtualScrapes(traffic, rules.requests(), options, selections);
        SeriesStore store = new SeriesStore();
        RuleRun evaluations = new RuleRun(groups, options.prometheus(), store);
        Map<String, Track> tracks = new LinkedHashMap<>();
        for (RuleGroup group : groups) {
            for (Rule rule : group.rules()) {
                if (rule instanceof Rule.Alerting alert) {
                    tracks.putIfAbsent(alert.name(), new Track());
                }
            }
        }
        Set<String> failures = new LinkedHashSet<>();
        long scrape = rules.scrapeInterval().toMillis();
        long evaluation = rules.evaluationInterval().toMillis();
        long scraped = 0;
        for (long now = 0; now <= scrapes.endMillis(); now += evaluation) {
            for (; scraped <= now; scraped += scrape) {
                scrapes.scrape(store, scraped);
            }
            RuleRun.Step step = evaluations.at(now);
            failures.addAll(step.failures());
            Set<String> firing = new LinkedHashSet<>();
            for (RuleRun.ActiveAlert alert : step.alerts()) {
                if (alert.state() == AlertState.FIRING) {
                    firing.add(alert.labels().get("alertname"));
                }
            }
            long sinceRun = now - scrapes.runStartMillis();
            tracks.forEach((name, track) -> track.at(sinceRun, firing.contains(name)));
        }
        List<View> views =
                objectives.stream().map(o -> view(o, run, traffic, rules)).toList();
        return new AlertReplay(
                alerts(groups, tracks, objectives, views, rules),
                views,
                statements(traffic, scrapes, rules, options, failures));
    }

    private static final class Track {
        private final List<Firing> firings = new ArrayList<>();
        private @Nullable Duration since;

        void at(long millis, boolean firing) {
            Duration now = Duration.ofMillis(millis);
            if (firing && since == null) {
                since = now;
            } else if (!firing && since != null) {
                firings.add(new Firing(since, now));
                since = null;
            }
        }

        List<Firing> all() {
            List<Firing> all = new ArrayList<>(firings);
            if (since != null) {
                all.add(new Firing(since, null));
            }
            return all;
        }
    }

    private static List<ReplayedAlert> alerts(
            List<RuleGroup> groups,
            Map<String, Track> tracks,
            List<AlertObjective> objectives,
            List<View> views,
            RuleOptions rules) {
        List<ReplayedAlert> alerts = new ArrayList<>();
        for (RuleGroup group : groups) {
            for (Rule rule : group.rules()) {
                if (rule instanceof Rule.Alerting alert) {
                    alerts.add(new ReplayedAlert(
                            alert.name(),
                            slo(alert),
                            Objects.requireNonNull(tracks.get(alert.name())).all(),
                            formula(alert, objectives, views, rules)));
                }
            }
        }
        return alerts;
    }

    private static final Pattern SLO = Pattern.compile("slo=\"([^\"]+)\"");

    private static String slo(Rule.Alerting alert) {
        return SLO.matcher(alert.expr())
                .results()
                .map(m -> m.group(1))
                .findFirst()
                .orElse(alert.labels().getOrDefault("slo", ""));
    }

    private static @Nullable Duration formula(
            Rule.Alerting alert, List<AlertObjective> objectives, List<View> views, RuleOptions rules) {
        BurnTable table = rules.table().dividedBy(rules.divisor());
        String longWindow = alert.labels().getOrDefault("long_window", "");
        for (int i = 0; i < objectives.size(); i++) {
            AlertObjective objective = objectives.get(i);
            if (!objective.slo().equals(slo(alert))) {
                continue;
            }
            double share = views.get(i).alert();
            for (BurnWindow window : table.windows()) {
                if (PromDuration.format(window.longWindow()).equals(longWindow)
                        && share > window.threshold(objective.target())) {
                    return window.timeToFire(objective.target(), share);
                }
            }
        }
        return null;
    }

    private static View view(AlertObjective objective, RunRecord run, MeasuredTraffic traffic, RuleOptions rules) {
        RequestMetrics metrics = rules.requests();
        Pattern bad = Pattern.compile(metrics.badCodes());
        long all = 0;
        long good = 0;
        int bucket = bucket(objective.indicator(), metrics);
        boolean codes = metrics.codeLabel() != null
                && (objective.indicator() instanceof Indicator.Availability || metrics.codeOnHistogram());
        for (String code : traffic.codes()) {
            all += traffic.upTo(code, metrics.buckets().size(), Long.MAX_VALUE);
            if (!codes || !bad.matcher(code).matches()) {
                good += traffic.upTo(code, bucket, Long.MAX_VALUE);
            }
        }
        RequestLog log = run.requests();
        long measured = 0;
        long badForClient = 0;
        for (int i = 0; i < log.size(); i++) {
            if (!run.description().series().get(log.series(i)).measured()) {
                continue;
            }
            measured++;
            boolean late = objective.indicator() instanceof Indicator.Latency latency
                    && log.sample(i).responseNanos() > latency.threshold().toNanos();
            if (late || !log.outcome(i).isGood()) {
                badForClient++;
            }
        }
        return new View(objective.slo(), (double) badForClient / measured, (double) (all - good) / all, measured);
    }

    /** Index of the smallest bucket that holds the threshold, or of the count of all. */
    private static int bucket(Indicator indicator, RequestMetrics metrics) {
        if (indicator instanceof Indicator.Latency latency) {
            double wanted = metrics.unit().of(latency.threshold());
            for (int b = metrics.buckets().size() - 1; b >= 0; b--) {
                if (Double.parseDouble(metrics.buckets().get(b)) <= wanted * (1 + 1e-9)) {
                    return b;
                }
            }
            return 0;
        }
        return metrics.buckets().size();
    }

    private static List<String> statements(
            MeasuredTraffic traffic,
            VirtualScrapes scrapes,
            RuleOptions rules,
            ReplayOptions options,
            Set<String> failures) {
        List<String> statements = new ArrayList<>();
        double seconds = traffic.durationNanos() / 1e9;
        statements.add(String.format(
                Locale.ROOT,
                "%d measured requests of %.1f s, played %s%s.",
                traffic.count(),
                seconds,
                options.repetitions() == 1 ? "once" : options.repetitions() + " times in a row",
                options.stretch() == 1
                        ? " at their own pace"
                        : String.format(
                                Locale.ROOT,
                                " with each second stretched to %s s at the same rate of requests",
                                options.stretch())));
        statements.add(String.format(
                Locale.ROOT,
                "Good traffic at the run's mean rate (%.1f/s), which nobody measured, stands for %s before and %s after it.",
                traffic.count() / seconds,
                PromDuration.format(options.goodBefore()),
                PromDuration.format(options.goodAfter())));
        statements.add("Scraped every " + PromDuration.format(rules.scrapeInterval()) + ", evaluated every "
                + PromDuration.format(rules.evaluationInterval()) + " as Prometheus "
                + (options.prometheus() == PrometheusMajor.V2 ? 2 : 3) + " does; a time is right to one of each.");
        statements.add("The " + rules.requests().component().word() + " is taken to have seen "
                + (options.latency() == ReplayOptions.SeenLatency.SERVICE
                        ? "the client's service time"
                        : "the time from the intended start")
                + "; a request without an answer counts as 503, or 504 after a time-out.");
        long length = scrapes.endMillis();
        rules.table().dividedBy(rules.divisor()).windows().stream()
                .map(BurnWindow::longWindow)
                .filter(w -> w.toMillis() > length)
                .distinct()
                .forEach(w -> statements.add("The window " + PromDuration.format(w)
                        + " is longer than all that was played: its share is that of "
                        + PromDuration.format(Duration.ofMillis(length)) + "."));
        failures.forEach(f -> statements.add("Not evaluated: " + f + "."));
        return statements;
    }
}
