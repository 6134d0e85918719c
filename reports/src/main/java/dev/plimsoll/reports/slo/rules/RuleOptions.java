package dev.plimsoll.reports.slo.rules;

import dev.plimsoll.reports.slo.dialect.Component;
import dev.plimsoll.reports.slo.dialect.Dialect;
import dev.plimsoll.reports.slo.dialect.LabelSource;
import dev.plimsoll.reports.slo.dialect.RequestMetrics;
import java.time.Duration;

/**
 * How rules are made.
 *
 * @param dialect names of the metrics
 * @param requests whose count of requests is read, one of the dialect's
 * @param prometheus which Prometheus reads the rules
 * @param table burn rates and windows, not yet divided
 * @param divisor all windows and {@code for} clauses are shorter by this factor; 1 but for a drill
 * @param guard against handfuls of requests
 * @param buckets what to do with a threshold between buckets
 * @param scrapeInterval of the request metrics; a window must hold two scrapes
 * @param evaluationInterval of the rule groups
 * @param keepFiringFor holds an alert up, so that it does not flap
 * @param runbook address that {@code #<alert name>} is added to for {@code runbook_url}; empty for none. The annotation {@code runbook} says in words
 *     what to look at, in either case
 * @param scrapeJobs regular expression of the jobs that scrape Knative's components
 * @param scaling whether alerts for scaling are made too
 */
public record RuleOptions(
        Dialect dialect,
        RequestMetrics requests,
        PrometheusMajor prometheus,
        BurnTable table,
        int divisor,
        TrafficGuard guard,
        BucketPolicy buckets,
        Duration scrapeInterval,
        Duration evaluationInterval,
        Duration keepFiringFor,
        String runbook,
        String scrapeJobs,
        boolean scaling) {
    public RuleOptions {
        if (!dialect.requests().contains(requests)) {
            throw new RuleException(dialect.name() + " does not count requests like that");
        }
    }

    /** The usual choices: the dialect's best view of a user's wait, both spellings of {@code le}, 15 s scrapes. */
    public static RuleOptions of(Dialect dialect) {
        return new RuleOptions(
                dialect,
                dialect.requests().getFirst(),
                PrometheusMajor.EITHER,
                BurnTable.SRE_WORKBOOK,
                1,
                new TrafficGuard.BadRequests(3),
                BucketPolicy.REFUSE,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ZERO,
                "",
                ".*(activator|autoscaler).*",
                dialect.scaling() != null);
    }

    /**
     * The same, reading another component.
     *
     * @throws RuleException if the dialect does not know it
     */
    public RuleOptions reading(Component component, LabelSource source) {
        RequestMetrics chosen = dialect.requests(component, source)
                .orElseThrow(() -> new RuleException(dialect.name() + " has no requests counted by the "
                        + component.word() + " with names from "
                        + source + "; it has: "
                        + String.join(
                                ", ",
                                dialect.requests().stream()
                                        .map(r -> r.component().word() + " (" + r.labelSource() + ")")
                                        .toList())));
        return new RuleOptions(
                dialect,
                chosen,
                prometheus,
                table,
                divisor,
                guard,
                buckets,
                scrapeInterval,
                evaluationInterval,
                keepFiringFor,
                runbook,
                scrapeJobs,
                scaling);
    }

    public RuleOptions withPrometheus(PrometheusMajor major) {
        return new RuleOptions(
                dialect,
                requests,
                major,
                table,
                divisor,
                guard,
                buckets,
                scrapeInterval,
                evaluationInterval,
                keepFiringFor,
                runbook,
                scrapeJobs,
                scaling);
    }

    public RuleOptions withTable(BurnTable burnTable, int dividedBy) {
        return new RuleOptions(
                dialect,
                requests,
                prometheus,
                burnTable,
                dividedBy,
                guard,
                buckets,
                scrapeInterval,
                evaluationInterval,
                keepFiringFor,
                runbook,
                scrapeJobs,
                scaling);
    }

    public RuleOptions withGuard(TrafficGuard trafficGuard) {
        return new RuleOptions(
                dialect,
                requests,
                prometheus,
                table,
                divisor,
                trafficGuard,
                buckets,
                scrapeInterval,
                evaluationInterval,
                keepFiringFor,
                runbook,
                scrapeJobs,
                scaling);
    }

    public RuleOptions withBuckets(BucketPolicy policy) {
        return new RuleOptions(
                dialect,
                requests,
                prometheus,
                table,
                divisor,
                guard,
                policy,
                scrapeInterval,
                evaluationInterval,
                keepFiringFor,
                runbook,
                scrapeJobs,
                scaling);
    }

    public RuleOptions withIntervals(Duration scrape, Duration evaluation, Duration keepFiring) {
        return new RuleOptions(
                dialect,
                requests,
                prometheus,
                table,
                divisor,
                guard,
                buckets,
                scrape,
                evaluation,
                keepFiring,
                runbook,
                scrapeJobs,
                scaling);
    }

    public RuleOptions withScaling(boolean scalingAlerts) {
        return new RuleOptions(
                dialect,
                requests,
                prometheus,
                table,
                divisor,
                guard,
                buckets,
                scrapeInterval,
                evaluationInterval,
                keepFiringFor,
                runbook,
                scrapeJobs,
                scalingAlerts);
    }
}
