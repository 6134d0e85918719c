package dev.plimsoll.reports.slo.lint;

import dev.plimsoll.reports.slo.dialect.Scrape;
import dev.plimsoll.reports.slo.rules.AlertObjective;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules are held against.
 *
 * @param scrape metrics that are there, of every component that the rules read; null to trust all names
 * @param prometheus which Prometheus reads the rules
 * @param scrapeInterval of the request metrics
 * @param objectives that must be alerted on
 */
public record LintContext(
        @Nullable Scrape scrape, PrometheusMajor prometheus, Duration scrapeInterval, List<AlertObjective> objectives) {
    public LintContext {
        objectives = List.copyOf(objectives);
    }

    /** No scrape and no objectives; Prometheus 3, scraping every 15 s. */
    public static LintContext plain() {
        return new LintContext(null, PrometheusMajor.V3, Duration.ofSeconds(15), List.of());
    }
}
