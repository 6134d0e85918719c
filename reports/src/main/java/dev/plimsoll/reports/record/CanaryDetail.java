package dev.plimsoll.reports.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How traffic was shifted between two revisions.
 *
 * @param stable the revision that served before, as in {@link RunDescription#revisions()}
 * @param canary the revision on trial, as in {@link RunDescription#revisions()}
 * @param mode side by side, or in one step
 * @param shifts the declared splits, by time; the first is the state at the start and changes nothing, so it is
 *     normally 0 %
 * @param settings what the judge is asked to tell apart
 * @param asked what the suite expects the verdict to be
 * @param fault the fault of a drill, or null where there is none
 */
public record CanaryDetail(
        String stable,
        String canary,
        Mode mode,
        List<Shift> shifts,
        Settings settings,
        Decision asked,
        @Nullable Fault fault)
        implements ScenarioDetail {
    public CanaryDetail {
        shifts = List.copyOf(shifts);
        if (stable.equals(canary)) {
            throw new IllegalArgumentException("the stable revision and the canary are both '" + stable + "'");
        }
        for (int i = 1; i < shifts.size(); i++) {
            if (shifts.get(i).atNanos() < shifts.get(i - 1).untilNanos()) {
                throw new IllegalArgumentException("shift " + i + " begins before shift " + (i - 1) + " ends");
            }
        }
    }

    /** How the two revisions are compared. */
    public enum Mode {
        /** Both serve at the same time, and are compared in that time. */
        @JsonProperty("canary")
        CANARY,
        /** From 0 to 100 % in one step: compared before and after, so that what else changed in time is in it. */
        @JsonProperty("blueGreen")
        BLUE_GREEN
    }

    /** What to do with the canary. */
    public enum Decision {
        @JsonProperty("promote")
        PROMOTE,
        @JsonProperty("hold")
        HOLD,
        @JsonProperty("rollBack")
        ROLL_BACK
    }

    /**
     * One declared split.
     *
     * @param atNanos when the change had been applied: the write that declared it was answered
     * @param declaredPercent share of requests for the canary, 0 to 100
     * @param untilNanos when the next change was begun, or the load ended
     */
    public record Shift(long atNanos, int declaredPercent, long untilNanos) {
        public Shift {
            if (declaredPercent < 0 || declaredPercent > 100) {
                throw new IllegalArgumentException("a percentage is 0 to 100, not " + declaredPercent);
            }
            if (untilNanos <= atNanos) {
                throw new IllegalArgumentException("a shift must last: it is from " + atNanos + " until " + untilNanos);
            }
        }
    }

    /**
     * What must be told apart, and how surely.
     *
     * @param alpha largest probability of calling a right canary wrong, for each check; between 0 and 0.5
     * @param power least probability of catching what matters at the computed sample size; between 0.5 and 1
     * @param smallestShareDifference smallest difference between declared and true split that matters, as a share: 0.05
     *     is five percentage points
     * @param latencyMargin ratio of canary to stable response time at p95 from which the canary is slower; above 1
     * @param errorMargin difference in the share of failed requests from which the canary is worse, as a share
     * @param settleLimitNanos how soon after it was applied a shift must be in effect; requests are judged from then
     */
    public record Settings(
            double alpha,
            double power,
            double smallestShareDifference,
            double latencyMargin,
            double errorMargin,
            long settleLimitNanos) {
        public Settings {
            require(alpha > 0 && alpha < 0.5, "alpha", alpha);
            require(power > 0.5 && power < 1, "power", power);
            require(
                    smallestShareDifference > 0 && smallestShareDifference < 1,
                    "smallestShareDifference",
                    smallestShareDifference);
            require(latencyMargin > 1, "latencyMargin", latencyMargin);
            require(errorMargin > 0 && errorMargin < 1, "errorMargin", errorMargin);
            require(settleLimitNanos >= 0, "settleLimitNanos", (double) settleLimitNanos);
        }

        /** 10 % told from 15 % at alpha 1 % and power 99 %; 20 % slower at p95; 2 points more failures; 5 s to settle. */
        public static Settings defaults() {
            return new Settings(0.01, 0.99, 0.05, 1.20, 0.02, 5_000_000_000L);
        }

        private static void require(boolean holds, String name, double value) {
            if (!holds) {
                throw new IllegalArgumentException(name + " is out of its range: " + value);
            }
        }
    }

    /**
     * A fault put into the canary on purpose.
     *
     * @param fromNanos when it began
     * @param kind in words, for example {@code 2 % errors}
     */
    public record Fault(long fromNanos, String kind) {}
}
