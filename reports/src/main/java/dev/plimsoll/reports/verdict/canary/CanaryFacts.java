package dev.plimsoll.reports.verdict.canary;

import dev.plimsoll.reports.record.CanaryDetail.Decision;
import dev.plimsoll.reports.record.CanaryDetail.Mode;
import dev.plimsoll.reports.stats.Interval;
import dev.plimsoll.reports.stats.RunsTest;
import dev.plimsoll.reports.verdict.Judgement;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the court found of one canary scenario; for the report to draw. Times are nanoseconds since the run's epoch unless
 * they say otherwise; shares are 0 to 1.
 *
 * @param scenario name of the scenario
 * @param stable name of the revision that served before
 * @param canary name of the revision on trial
 * @param mode how they were compared
 * @param shifts one for each declared split, in order
 * @param comparison of the two revisions; null if they never served enough to be compared
 * @param drill what became of the declared fault; null if there was none
 * @param decision what to do with the canary
 * @param asked what the suite expected
 * @param reasons why, in words, the weightiest first
 * @param unattributed requests that were sent and that no revision is known for
 * @param unsent requests that the injector never sent; no check blames the target for them
 */
public record CanaryFacts(
        String scenario,
        String stable,
        String canary,
        Mode mode,
        List<ShiftFacts> shifts,
        @Nullable Comparison comparison,
        @Nullable Drill drill,
        Decision decision,
        Decision asked,
        List<String> reasons,
        int unattributed,
        int unsent) {
    public CanaryFacts {
        shifts = List.copyOf(shifts);
        reasons = List.copyOf(reasons);
    }

    /**
     * One declared split.
     *
     * @param declaredPercent for the canary
     * @param atNanos when it was applied
     * @param judgedFromNanos when requests began to count for the split
     * @param untilNanos when it ended
     * @param split the split against the declaration; null at 0 and 100 %, where {@link Effect#lastContraryNanos} tells
     * @param effect how soon it was in effect; null for the first, which changed nothing
     * @param dropped requests lost in the shift; null for the first
     */
    public record ShiftFacts(
            int declaredPercent,
            long atNanos,
            long judgedFromNanos,
            long untilNanos,
            @Nullable Split split,
            @Nullable Effect effect,
            @Nullable Dropped dropped) {}

    /**
     * A split held against its declaration.
     *
     * @param canary requests that the canary answered
     * @param stable requests that the stable revision answered
     * @param unattributed requests with no revision known, or another one
     * @param required requests that the test needs, by alpha, power and the smallest difference
     * @param share the canary's share, with its exact interval; null without a request
     * @param p two-sided probability of such a split by chance
     * @param judgement of the split
     * @param runs order of the two, in the order of sending
     * @param sticky judgement of that order: FAIL if there are too few runs
     * @param reason in words
     */
    public record Split(
            int canary,
            int stable,
            int unattributed,
            int required,
            @Nullable Interval share,
            double p,
            Judgement judgement,
            RunsTest runs,
            Judgement sticky,
            String reason) {}

    /**
     * How soon a shift was in effect.
     *
     * @param firstNewNanos after its application, the first request answered as only the new split can; null where old and
     *     new split both serve both revisions, or none came
     * @param lastContraryNanos after its application, the last request sent that was answered as the new split cannot; null
     *     unless the shift is to 0 or 100 %, or if none was
     * @param changeNanos after its application, when the share changed, with its interval; null for shifts to 0 or 100 %,
     *     or if it cannot be told
     * @param judgement against the settle limit
     * @param reason in words
     */
    public record Effect(
            @Nullable Long firstNewNanos,
            @Nullable Long lastContraryNanos,
            @Nullable Interval changeNanos,
            Judgement judgement,
            String reason) {}

    /**
     * Requests lost in a shift: in flight between the begin of the change and the settle limit, and neither answered rightly nor
     * answered with an error by a known revision.
     *
     * @param inFlight requests that were in flight in it
     * @param dropped how many were lost
     * @param causes how many of each cause, for example {@code CONNECTION_LOST} or {@code SERVER_ERROR 503}
     * @param ids of the first of them, 20 at most
     * @param answeredWithError by a known revision: they count against it, not against the shift
     * @param underFault of the lost, while the drill's fault was on: not held against the shift
     * @param judgement FAIL if one was lost outside the fault
     */
    public record Dropped(
            int inFlight,
            int dropped,
            Map<String, Integer> causes,
            List<Long> ids,
            int answeredWithError,
            int underFault,
            Judgement judgement) {}

    /**
     * Canary against stable revision, in the window where the smaller of the two answered most. That window is chosen by
     * counts alone, so that it adds no chance to the tests.
     *
     * @param declaredPercent split of that window; 100 in blue-green, where the stable's window is the one before
     * @param fromNanos begin of the canary's window
     * @param untilNanos its end
     * @param canaryRequests attributed to the canary in it
     * @param stableRequests attributed to the stable revision
     * @param sections into which it was cut for the intervals
     * @param errors the share of failed requests
     * @param latency the response time at p95, of requests that were answered rightly and of those that timed out, at their
     *     time-out; other failures are in {@code errors} alone. Null if a section has too few of them
     */
    public record Comparison(
            int declaredPercent,
            long fromNanos,
            long untilNanos,
            int canaryRequests,
            int stableRequests,
            int sections,
            Errors errors,
            @Nullable Latency latency) {
        /** Whether the canary is shown to be worse in one way or the other. */
        public boolean worse() {
            return errors.outcome() == Outcome.WORSE || (latency != null && latency.outcome() == Outcome.WORSE);
        }
    }

    /** What a comparison comes to. */
    public enum Outcome {
        /** The interval lies within the margin on the bad side: not worse by what matters. */
        NOT_WORSE,
        /** Worse, and as bad as the margin or worse cannot be excluded. */
        WORSE,
        /** Neither is shown. */
        UNDECIDED
    }

    /**
     * The shares of failed requests.
     *
     * @param canaryShare observed
     * @param stableShare observed
     * @param difference canary less stable, with its interval of confidence {@code 1 - 2 alpha}
     * @param canaryDesignEffect how many times clusters enlarge the canary's variance
     * @param stableDesignEffect the same of the stable revision
     * @param margin difference that matters
     * @param unattributedFailures failures with no revision known, in the window
     * @param outcome of the comparison; UNDECIDED if the unattributed failures could turn it
     */
    public record Errors(
            double canaryShare,
            double stableShare,
            Interval difference,
            double canaryDesignEffect,
            double stableDesignEffect,
            double margin,
            int unattributedFailures,
            Outcome outcome) {}

    /**
     * The response times at p95.
     *
     * @param canaryNanos canary's p95
     * @param stableNanos stable revision's p95
     * @param ratio canary's over stable's, with its interval of confidence {@code 1 - 2 alpha}: the two one-sided tests
     * @param margin ratio that matters
     * @param equivalent whether the interval lies within {@code 1 / margin} and {@code margin}
     * @param requestsNeeded of the smaller arm, so that equal revisions are shown to be equivalent with the asked power;
     *     by the spread seen
     * @param outcome of the comparison
     */
    public record Latency(
            double canaryNanos,
            double stableNanos,
            Interval ratio,
            double margin,
            boolean equivalent,
            long requestsNeeded,
            Outcome outcome) {}

    /**
     * What became of a declared fault.
     *
     * @param kind of the fault
     * @param faultNanos when it began
     * @param alarmNanos end of the request that raised the alarm; null if there was none
     * @param detectionNanos from the fault to the alarm; null if there was none, or only a false one
     * @param rolledBackNanos from the fault to the last request sent that the canary answered, if a shift to 0 % followed;
     *     null otherwise
     * @param caught whether an alarm came after the fault began, and none before it
     * @param watched bad events that were watched: failures, and answers slower than {@code slowNanos}
     * @param slowNanos response time above which an answer is a bad event: the stable revision's p95 before the canary had
     *     traffic; null if there were too few answers to tell, and only failures are watched
     * @param reason in words
     */
    public record Drill(
            String kind,
            long faultNanos,
            @Nullable Long alarmNanos,
            @Nullable Long detectionNanos,
            @Nullable Long rolledBackNanos,
            boolean caught,
            int watched,
            @Nullable Double slowNanos,
            String reason) {}
}
