package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.RunsTest;
import java.util.Locale;

/** The court's figures in words. */
final class Words {
    private Words() {}

    static String errors(CanaryFacts.Errors errors) {
        Interval d = errors.difference();
        String words = String.format(
                Locale.ROOT,
                "%.2f %% of its requests failed against %.2f %%, a difference of %.2f points (%.2f to %.2f); %.2f points matter",
                100 * errors.canaryShare(),
                100 * errors.stableShare(),
                100 * d.estimate(),
                100 * d.lower(),
                100 * d.upper(),
                100 * errors.margin());
        return errors.unattributedFailures() == 0
                ? words
                : words + "; %d failures have no known revision".formatted(errors.unattributedFailures());
    }

    static String latency(CanaryFacts.Latency latency) {
        Interval r = latency.ratio();
        String words = String.format(
                Locale.ROOT,
                "p95 is %.2f ms against %.2f ms, %.3f times (%.3f to %.3f); %.2f times matter",
                latency.canaryNanos() / 1e6,
                latency.stableNanos() / 1e6,
                r.estimate(),
                r.lower(),
                r.upper(),
                latency.margin());
        return latency.outcome() == CanaryFacts.Outcome.UNDECIDED
                ? words + "; about %d requests of each revision would tell".formatted(latency.requestsNeeded())
                : words;
    }

    static String runs(RunsTest runs) {
        return String.format(
                Locale.ROOT,
                "%d runs of one revision where independent draws have %.0f; so few come by chance with probability %.2g",
                runs.runs(),
                runs.expected(),
                runs.tooFew());
    }

    static String dropped(CanaryFacts.Dropped dropped) {
        return "%d of %d requests in flight during the shift were lost: %s; the first have the ids %s"
                .formatted(dropped.dropped(), dropped.inFlight(), dropped.causes(), dropped.ids());
    }
}
