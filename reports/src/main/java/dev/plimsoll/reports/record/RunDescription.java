package dev.plimsoll.reports.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run.json} says: all of a run but its requests and its timeline.
 *
 * @param schema {@link #SCHEMA}
 * @param plimsoll version that made the record
 * @param name name of the suite
 * @param started wall-clock time of the epoch
 * @param durationNanos from the epoch to the end of the run
 * @param partial why the run is not whole (killed, aborted), or null
 * @param seed seed of all schedules
 * @param target what was tested
 * @param scenarios what was done, in order
 * @param series populations, by index
 * @param revisions names of revisions, by index; the first is {@code unknown}
 * @param injector what is known of the injector
 * @param environment facts of the machine and the software
 * @param notes sentences for the reader, for example a limit of the record
 */
public record RunDescription(
        String schema,
        String plimsoll,
        String name,
        Instant started,
        long durationNanos,
        @Nullable String partial,
        long seed,
        TargetDescription target,
        List<ScenarioDescription> scenarios,
        List<Series> series,
        List<String> revisions,
        InjectorDescription injector,
        Map<String, String> environment,
        List<String> notes) {
    public static final String SCHEMA = "plimsoll.dev/run/v1";

    public RunDescription {
        scenarios = List.copyOf(scenarios);
        series = List.copyOf(series);
        revisions = List.copyOf(revisions);
        notes = List.copyOf(notes);
        for (int i = 0; i < series.size(); i++) {
            if (series.get(i).index() != i) {
                throw new IllegalArgumentException("series " + series.get(i).label() + " has the index "
                        + series.get(i).index() + ", not " + i);
            }
        }
    }

    /** The same run, whole (null) or not whole for this reason. */
    public RunDescription withPartial(@Nullable String why) {
        return new RunDescription(
                schema,
                plimsoll,
                name,
                started,
                durationNanos,
                why,
                seed,
                target,
                scenarios,
                series,
                revisions,
                injector,
                environment,
                notes);
    }

    /** The same run with another length. */
    public RunDescription withDuration(long newDurationNanos) {
        return new RunDescription(
                schema,
                plimsoll,
                name,
                started,
                newDurationNanos,
                partial,
                seed,
                target,
                scenarios,
                series,
                revisions,
                injector,
                environment,
                notes);
    }

    /** The same run with other notes. */
    public RunDescription withNotes(List<String> newNotes) {
        return new RunDescription(
                schema,
                plimsoll,
                name,
                started,
                durationNanos,
                partial,
                seed,
                target,
                scenarios,
                series,
                revisions,
                injector,
                environment,
                newNotes);
    }

    /**
     * What was tested.
     *
     * @param kind {@code embedded}, {@code address}, {@code kubeconfig} or {@code k3s}
     * @param address where it was reached, without secrets
     * @param model name of the model
     * @param facts other facts, for example server name and version
     */
    public record TargetDescription(String kind, String address, String model, Map<String, String> facts) {}

    /**
     * What was done.
     *
     * @param name name in the suite, unique in the run
     * @param kind {@code steady}, {@code coldStart}, ...
     * @param legs the loads, in order of their start
     * @param detail what a scenario of this kind did and saw beside its requests, or null
     */
    public record ScenarioDescription(
            String name,
            String kind,
            List<Leg> legs,
            @Nullable ScenarioDetail detail) {
        /** A scenario of which there is nothing to tell but its requests. */
        public ScenarioDescription(String name, String kind, List<Leg> legs) {
            this(name, kind, legs, null);
        }
    }

    /**
     * One load of a scenario.
     *
     * @param series index of its series
     * @param arrivals the schedule in words, for example {@code poisson 200/s for 10 s}
     * @param scheduled how many requests the schedule has
     * @param fromNanos intended start of its schedule
     * @param toNanos end of its schedule
     * @param timeoutNanos time-out of a request
     * @param connections the connection policy in words
     * @param intendedKnown false under Gatling's own injection profiles: no latency objective is judged then
     */
    public record Leg(
            int series,
            String arrivals,
            long scheduled,
            long fromNanos,
            long toNanos,
            long timeoutNanos,
            String connections,
            boolean intendedKnown) {}

    /**
     * What made the load.
     *
     * @param calibration lateness and round trip against a null server before the run, or null where it was not done
     * @param facts versions, collector, flags
     */
    public record InjectorDescription(@Nullable Calibration calibration, Map<String, String> facts) {}

    /**
     * The injector against a null server, at the rate of the run.
     *
     * @param ratePerSecond arrivals a second
     * @param requests how many
     * @param latenessP50Nanos median lateness of dispatch
     * @param latenessP99Nanos 99th percentile of lateness
     * @param responseP50Nanos median response time of a server that does nothing
     * @param responseP99Nanos its 99th percentile
     */
    public record Calibration(
            double ratePerSecond,
            long requests,
            long latenessP50Nanos,
            long latenessP99Nanos,
            long responseP50Nanos,
            long responseP99Nanos) {}
}
