package dev.plimsoll.reports.testing;

import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.verdict.Judgement;
import dev.plimsoll.reports.verdict.ObjectiveVerdict;
import dev.plimsoll.reports.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Made-up verdicts with the figures of a made-up run, for renderers: the judgement is given, not found. */
public final class Verdicts {
    private static final long THRESHOLD = 100_000_000L;

    private Verdicts() {}

    /** A verdict on the run in which every objective comes to {@code judgement}. */
    public static Verdict of(RunRecord run, Judgement judgement) {
        List<ObjectiveVerdict> objectives = new ArrayList<>();
        for (Series series : run.description().series()) {
            if (series.measured()) {
                objectives.add(objective(run, series, true, judgement));
            }
        }
        for (Series series : run.description().series()) {
            if (series.measured()) {
                objectives.add(objective(run, series, false, Judgement.PASS));
            }
        }
        return new Verdict(judgement, why(judgement), objectives, findings(judgement), warnings(judgement));
    }

    private static String why(Judgement judgement) {
        return switch (judgement) {
            case PASS ->
                "All 6 objectives are held at 95 % confidence; the tightest, p99 <= 100 ms on v1-rest, used 0.11 of its error budget.";
            case FAIL ->
                "p99 <= 100 ms is broken on v1-rest, v2-rest and v2-grpc: 96.6 % of the requests were good, 99 % was asked.";
            case INCONCLUSIVE ->
                "The evidence does not decide p99 <= 100 ms on v1-rest: its interval holds the threshold. About 4 min more would.";
            case INVALID ->
                "The injector stood still for 3 s: without its own lag p99 <= 100 ms would be PASS. The measurement cannot be used.";
        };
    }

    private static List<Verdict.Finding> findings(Judgement judgement) {
        return judgement == Judgement.PASS
                ? List.of()
                : List.of(new Verdict.Finding(
                        "canary",
                        "split of the canary",
                        judgement,
                        "8.4 % (7.1 to 9.8)",
                        "10 % ± 2 points",
                        "The interval of the share that iris-00002 answered lies within 8 % to 12 %."));
    }

    private static List<String> warnings(Judgement judgement) {
        return judgement == Judgement.PASS
                ? List.of()
                : List.of("Requests are not independent: intervals come from batch means over 2 s.");
    }

    private static ObjectiveVerdict objective(RunRecord run, Series series, boolean latency, Judgement judgement) {
        int count = 0;
        int bad = 0;
        long[] responses = new long[run.requests().size()];
        for (int i = 0; i < run.requests().size(); i++) {
            if (run.requests().series(i) == series.index()) {
                long response = run.requests().sample(i).responseNanos();
                responses[count++] = response;
                bad += run.requests().outcome(i).isGood() && (!latency || response <= THRESHOLD) ? 0 : 1;
            }
        }
        long[] sorted = Arrays.copyOf(responses, count);
        Arrays.sort(sorted);
        double share = 1 - bad / (double) count;
        double half = 1.96 * Math.sqrt(Math.max(share * (1 - share), 1.0 / count) / count);
        Interval good = new Interval(
                share, Math.max(0, share - half), Math.min(1, share + half), 0.95, "batch means, 30 batches of 2 s");
        double p99 = sorted[(int) (count * 0.99)];
        Interval quantile = new Interval(
                p99, sorted[(int) (count * 0.985)], sorted[(int) (count * 0.9945)], 0.95, "order statistics");
        return new ObjectiveVerdict(
                latency ? "iris-latency" : "iris-availability",
                latency ? "p99 <= 100 ms" : "availability",
                "steady",
                series.protocol(),
                latency ? ObjectiveVerdict.Kind.LATENCY : ObjectiveVerdict.Kind.AVAILABILITY,
                latency ? THRESHOLD : null,
                0.99,
                count,
                bad,
                good,
                latency ? quantile : null,
                judgement,
                bad + " of " + count + " requests were bad: " + judgement
                        + ", by a judge that was made up for this test.",
                judgement == Judgement.INCONCLUSIVE ? Duration.ofSeconds(245) : null,
                judgement == Judgement.INVALID ? Judgement.PASS : judgement);
    }
}
