package dev.plimsoll.reports.record;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an autoscaler followed a load, and how its configuration says that it should have.
 *
 * @param revision the revision that was scaled, as in {@link RunDescription#revisions()}
 * @param configuration the autoscaler's configuration as used, for example {@code stable-window=60s}
 * @param load the shape of the load in words
 * @param events changes of the load, by time
 * @param observed what the autoscaler did, by time, normally each second
 * @param predicted what the twin of Knative's autoscaler decides from the same configuration and the same measured load,
 *     by time, normally each tick of 2 s; empty where there is no twin
 * @param settings what is judged
 */
public record AutoscalingDetail(
        String revision,
        Map<String, String> configuration,
        String load,
        List<LoadEvent> events,
        List<Observation> observed,
        List<Prediction> predicted,
        Settings settings)
        implements ScenarioDetail {
    public AutoscalingDetail {
        configuration = Map.copyOf(configuration);
        events = List.copyOf(events);
        observed = List.copyOf(observed);
        predicted = List.copyOf(predicted);
        for (int i = 1; i < observed.size(); i++) {
            if (observed.get(i).atNanos() < observed.get(i - 1).atNanos()) {
                throw new IllegalArgumentException("observation " + i + " is earlier than the one before it");
            }
        }
        for (int i = 1; i < predicted.size(); i++) {
            if (predicted.get(i).atNanos() < predicted.get(i - 1).atNanos()) {
                throw new IllegalArgumentException("prediction " + i + " is earlier than the one before it");
            }
        }
    }

    /**
     * The load changed.
     *
     * @param atNanos intended time of the change
     * @param kind up, down or to nothing
     * @param enough replicas that carry the load after the change, by the configuration (load / target, rounded up); 0 for
     *     nothing, or null where it is not known
     * @param what in words, for example {@code step from 10/s to 100/s}
     */
    public record LoadEvent(
            long atNanos, Kind kind, @Nullable Integer enough, String what) {
        /** Which way the load went. */
        public enum Kind {
            UP,
            DOWN,
            STOP
        }
    }

    /**
     * The autoscaler and its revision at one time.
     *
     * @param atNanos when
     * @param ready replicas that are ready
     * @param desired replicas that the autoscaler wants; -1 while it has not decided
     * @param requested replicas asked of the deployment, or null where it is not seen
     * @param stable average over the stable window: concurrency or requests a second, as configured; null where it is not seen
     * @param panic average over the panic window; null where it is not seen
     * @param inPanic whether it is in panic mode; null where it is not seen
     */
    public record Observation(
            long atNanos,
            int ready,
            int desired,
            @Nullable Integer requested,
            @Nullable Double stable,
            @Nullable Double panic,
            @Nullable Boolean inPanic) {}

    /**
     * A decision of the twin.
     *
     * @param atNanos time of the decision
     * @param desired replicas that it wants
     * @param why the rule that decided, in words; empty where it is not told
     */
    public record Prediction(long atNanos, int desired, String why) {}

    /**
     * What is judged.
     *
     * @param responseThresholdNanos response time above which a request is in violation; a failed request always is
     * @param goodShare share of the requests of a second that must be within it, or the second is in violation; 0 to 1
     * @param reactionLimitNanos from a step up until enough replicas are ready, at most; or null if it is only reported
     * @param violationLimitNanos time in violation at most; or null if it is only reported
     * @param agreement share of the twin's decisions with which the autoscaler must agree within one replica; 0 to 1
     */
    public record Settings(
            long responseThresholdNanos,
            double goodShare,
            @Nullable Long reactionLimitNanos,
            @Nullable Long violationLimitNanos,
            double agreement) {}
}
