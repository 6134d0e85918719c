package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.ScaleToZeroControl;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RequestSample;
import dev.plimsoll.reports.record.RunDescription.Leg;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.record.TimelineWriter;
import dev.plimsoll.scenarios.Stage;
import dev.plimsoll.scenarios.load.AbortGuard;
import dev.plimsoll.scenarios.load.LoadHandle;
import dev.plimsoll.scenarios.load.LoadLeg;
import dev.plimsoll.scenarios.load.LoadListener;
import dev.plimsoll.scenarios.load.LoadProgress;
import dev.plimsoll.scenarios.load.LoadResult;
import dev.plimsoll.scenarios.load.OpenLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stage of a run: what scenarios do goes to its injector and into its record. */
final class RunStage implements Stage {
    private static final Duration RECORD_PATIENCE = Duration.ofSeconds(10);
    private static final Duration RECORD_POLL = Duration.ofMillis(50);

    private final Target target;
    private final Path directory;
    private final OpenLoad openLoad;
    private final Function<Entry, List<PreparedRequest>> requests;
    private final Optional<AbortGuard> guard;
    private final TimelineWriter timeline;
    private final long epochNanos;
    private final Progress progress;
    private final Interruption interruption;
    private final Secrets secrets;

    private final List<Series> series = new ArrayList<>();
    private final Map<Entry, List<PreparedRequest>> prepared = new HashMap<>();
    private final List<Leg> legsOfScenario = new ArrayList<>();
    private Consumer<List<Leg>> begun = legs -> {};
    private List<Leg> legsBegun = List.of();
    private List<String> revisions = List.of("unknown");
    private @Nullable String partial;

    RunStage(
            Target target,
            Path directory,
            OpenLoad openLoad,
            Function<Entry, List<PreparedRequest>> requests,
            Optional<AbortGuard> guard,
            TimelineWriter timeline,
            long epochNanos,
            Progress progress,
            Interruption interruption,
            Secrets secrets) {
        this.target = target;
        this.directory = directory;
        this.openLoad = openLoad;
        this.requests = requests;
        this.guard = guard;
        this.timeline = timeline;
        this.epochNanos = epochNanos;
        this.progress = progress;
        this.interruption = interruption;
        this.secrets = secrets;
    }

    @Override
    public List<Entry> entries(List<Protocol> protocols) {
        List<Entry> all = target.entries();
        if (protocols.isEmpty()) {
            return all;
        }
        List<Entry> chosen = new ArrayList<>();
        for (Protocol protocol : protocols) {
            all.stream().filter(entry -> entry.protocol() == protocol).forEach(chosen::add);
        }
        return chosen;
    }

    @Override
    public List<PreparedRequest> requests(Entry entry) {
        return prepared.computeIfAbsent(entry, requests);
    }

    @Override
    public Series series(String scenario, Entry entry, String phase, boolean measured) {
        Series opened = new Series(
                series.size(), scenario, entry.name(), entry.protocol().label(), phase, measured);
        series.add(opened);
        return opened;
    }

    @Override
    public List<Leg> load(String scenario, List<LoadLeg> legs) {
        timeline.write(new TimelineEvent.Phase(sinceEpoch(System.nanoTime()), scenario, "load"));
        LoadHandle handle = openLoad.begin(series, legs, guard.orElse(null), new LoadListener() {
            @Override
            public void progress(LoadProgress told) {
                progress.load(scenario, told);
            }

            @Override
            public void event(TimelineEvent event) {
                timeline.write(redacted(event));
            }
        });
        legsBegun = planned(legs, handle.startNanos());
        begun.accept(legsBegun);
        interruption.onInterrupt(() -> handle.stop("interrupted"));
        LoadResult result = handle.await();
        interruption.onInterrupt(() -> {});
        progress.endLine();
        legsOfScenario.addAll(result.legs());
        revisions = result.revisions();
        if (result.partial() != null && partial == null) {
            partial = result.partial();
        }
        return result.legs();
    }

    @Override
    public List<RequestSample> recorded(Series of, int atLeast) throws InterruptedException {
        long deadline = System.nanoTime() + RECORD_PATIENCE.toNanos();
        while (true) {
            RequestLog log = RunRecord.load(directory).requests();
            List<RequestSample> recorded = new ArrayList<>();
            for (int i = 0; i < log.size(); i++) {
                if (log.series(i) == of.index()) {
                    recorded.add(log.sample(i));
                }
            }
            if (recorded.size() >= atLeast || System.nanoTime() >= deadline) {
                return recorded;
            }
            Thread.sleep(RECORD_POLL);
        }
    }

    @Override
    public Optional<ScaleToZeroControl> scaleToZero() {
        return target.scaleToZero();
    }

    @Override
    public long sinceEpoch(long nanoTime) {
        return nanoTime - epochNanos;
    }

    @Override
    public void event(TimelineEvent event) {
        timeline.write(event);
    }

    @Override
    public boolean isStopped() {
        return interruption.hasCome() || partial != null;
    }

    /**
     * A scenario begins.
     *
     * @param loadBegun told the scenario's legs so far, each time a load has begun, so that a killed run can be read
     */
    void enter(Consumer<List<Leg>> loadBegun) {
        legsOfScenario.clear();
        legsBegun = List.of();
        begun = loadBegun;
    }

    /** The scenario's legs so far, that of a load under way among them. */
    List<Leg> begun() {
        return legsBegun;
    }

    private List<Leg> planned(List<LoadLeg> legs, long startNanos) {
        List<Leg> all = new ArrayList<>(legsOfScenario);
        for (LoadLeg leg : legs) {
            all.add(leg.described(leg.schedule().count(), startNanos));
        }
        return all;
    }

    private TimelineEvent redacted(TimelineEvent event) {
        return event instanceof TimelineEvent.ErrorSample error
                ? new TimelineEvent.ErrorSample(
                        error.atNanos(),
                        error.requestId(),
                        error.series(),
                        error.outcome(),
                        error.status(),
                        secrets.redact(error.message()))
                : event;
    }

    List<Series> series() {
        return List.copyOf(series);
    }

    List<String> revisions() {
        return revisions;
    }

    /** Why the run is not whole, if it is not. */
    @Nullable
    String partial() {
        return partial;
    }
}
