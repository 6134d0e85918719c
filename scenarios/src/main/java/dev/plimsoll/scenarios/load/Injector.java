package dev.plimsoll.scenarios.load;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.AnswerCheck;
import dev.plimsoll.provisioning.wire.PreparedRequest;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestSink;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunDirectory;
import dev.plimsoll.reports.record.RunWriter;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.scenarios.load.engine.LegRun;
import dev.plimsoll.scenarios.load.engine.NullServer;
import dev.plimsoll.scenarios.load.engine.Revisions;
import dev.plimsoll.scenarios.load.engine.Tally;
import dev.plimsoll.scenarios.load.gatling.LoadEngine;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What runs inside the injector process: takes commands, runs one load at a time, and tells. */
final class Injector implements AutoCloseable {
    private static final RequestSink NOWHERE = (id, series, revision, outcome, status, a, b, c, d, e) -> {};
    /** Gatling needs some 100 ms to start a simulation on a warm JVM; users are started 25 ms ahead. */
    private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private static final long PATIENCE_SECONDS = 2;

    private final ControlJson json = new ControlJson();
    private final PrintWriter out;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("plimsoll-load").factory());
    private final AtomicReference<@Nullable String> stopReason = new AtomicReference<>();
    private @Nullable Opened opened;
    private long nextId;

    private record Opened(
            Command.Open settings,
            LoadEngine engine,
            Revisions revisions,
            RequestSink sink,
            @Nullable RunWriter writer) {}

    Injector(PrintWriter out) {
        this.out = out;
    }

    void take(String line) {
        try {
            switch (json.read(line, Command.class)) {
                case Command.Clock() -> tell(new Report.Clock(System.nanoTime()));
                case Command.Open open -> tell(open(open));
                case Command.Calibrate calibrate -> submit(() -> tell(new Report.Calibrated(calibrate(calibrate))));
                case Command.Load load -> {
                    stopReason.set(null);
                    opened().engine().rearm();
                    submit(() -> tell(new Report.Done(load(load))));
                }
                case Command.Stop(String reason) -> stop(reason);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void submit(Runnable task) {
        worker.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        });
    }

    private void fail(Throwable e) {
        // The parent shows the reason; the trace is for whoever reads the injector's standard error.
        e.printStackTrace();
        String message = e.getMessage();
        tell(new Report.Failed(message == null ? e.getClass().getSimpleName() : message));
    }

    private void tell(Report report) {
        String line = json.write(report);
        synchronized (out) {
            out.print(line);
            out.print('\n');
            out.flush();
        }
    }

    private Report.Opened open(Command.Open settings) {
        if (opened != null) {
            throw new IllegalStateException("the injector is open already");
        }
        RunWriter writer = settings.runDirectory() == null
                ? null
                : RunWriter.open(RunDirectory.open(Path.of(settings.runDirectory())), settings.started(), List.of());
        LoadEngine engine = new LoadEngine(settings.runId() + "-", settings.eventLoops());
        nextId = settings.firstRequestId();
        opened = new Opened(settings, engine, new Revisions(), writer == null ? NOWHERE : writer, writer);
        return new Report.Opened(facts(settings, engine));
    }

    private static Map<String, String> facts(Command.Open settings, LoadEngine engine) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("java", Runtime.version().toString());
        facts.put("gatling", LoadEngine.gatlingVersion());
        facts.put(
                "collector",
                String.join(
                        ", ",
                        ManagementFactory.getGarbageCollectorMXBeans().stream()
                                .map(java.lang.management.MemoryManagerMXBean::getName)
                                .toList()));
        facts.put("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB");
        facts.put("eventLoops", Integer.toString(settings.eventLoops()));
        facts.put("timers", engine.hasFineTimers() ? "slack of 1 ns" : "the system's slack");
        return facts;
    }

    private Opened opened() {
        if (opened == null) {
            throw new IllegalStateException("the injector has not been opened");
        }
        return opened;
    }

    private void stop(String reason) {
        if (stopReason.compareAndSet(null, reason)) {
            opened().engine().stop();
        }
    }

    private RunDescription.Calibration calibrate(Command.Calibrate command) {
        Opened context = opened();
        Tally tally = new Tally(NOWHERE, context.settings().epochNanos(), 1, new Revisions(), sample -> {});
        try (NullServer server = new NullServer()) {
            LoadLeg leg = new LoadLeg(
                    0,
                    new Entry("null server", Protocol.V2_REST, server.address(), "none", Map.of()),
                    List.of(new PreparedRequest(
                            "{}".getBytes(StandardCharsets.US_ASCII), "application/json", new AnswerCheck.Status())),
                    new ArrivalSchedule.Constant(command.ratePerSecond(), command.duration()),
                    Duration.ZERO,
                    Duration.ofSeconds(5));
            context.engine().run(List.of(leg), LEAD_NANOS, 0, tally, legs -> {});
        }
        Histogram lateness = tally.takeLateness(null);
        Histogram responses = tally.takeResponses(null);
        return new RunDescription.Calibration(
                command.ratePerSecond(),
                responses.getTotalCount(),
                lateness.getValueAtPercentile(50),
                lateness.getValueAtPercentile(99),
                responses.getValueAtPercentile(50),
                responses.getValueAtPercentile(99));
    }

    private LoadResult load(Command.Load command) {
        Opened context = opened();
        int series = command.series().size();
        for (LoadLeg leg : command.legs()) {
            if (leg.series() < 0 || leg.series() >= series) {
                throw new IllegalArgumentException("no series has the index " + leg.series());
            }
        }
        Queue<TimelineEvent.ErrorSample> errors = new ConcurrentLinkedQueue<>();
        long epochNanos = context.settings().epochNanos();
        if (context.writer() != null) {
            context.writer().declare(command.series());
        }
        Tally tally = new Tally(context.sink(), epochNanos, series, context.revisions(), errors::add);
        List<LegRun> legs;
        try (LoadWatch watch =
                new LoadWatch(context.engine(), tally, epochNanos, errors, command.guard(), new LoadWatch.Told() {
                    @Override
                    public void tell(Report report) {
                        Injector.this.tell(report);
                    }

                    @Override
                    public void abort(String reason) {
                        stop(reason);
                    }
                })) {
            legs = context.engine().run(command.legs(), LEAD_NANOS, nextId, tally, runs -> {
                long scheduled = runs.stream().mapToLong(LegRun::count).sum();
                nextId += scheduled;
                tell(new Report.Started(startOf(runs, command) - epochNanos, scheduled));
                watch.begin(scheduled);
            });
        }
        long scheduled = legs.stream().mapToLong(LegRun::count).sum();
        Map<Outcome, Long> outcomes = tally.outcomes();
        long accounted = outcomes.values().stream().mapToLong(Long::longValue).sum();
        return new LoadResult(
                startOf(legs, command) - epochNanos,
                System.nanoTime() - epochNanos,
                scheduled,
                outcomes,
                describe(legs, command.legs(), epochNanos),
                context.revisions().names(),
                accounted == scheduled
                        ? stopReason.get()
                        : "a defect of the injector: " + accounted + " of " + scheduled
                                + " requests are accounted for");
    }

    private static long startOf(List<LegRun> runs, Command.Load command) {
        return runs.isEmpty()
                ? System.nanoTime()
                : runs.getFirst().startNanos()
                        - command.legs().getFirst().start().toNanos();
    }

    private static List<RunDescription.Leg> describe(List<LegRun> runs, List<LoadLeg> legs, long epochNanos) {
        List<RunDescription.Leg> described = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            LegRun run = runs.get(i);
            LoadLeg leg = legs.get(i);
            described.add(
                    leg.described(run.count(), run.startNanos() - leg.start().toNanos() - epochNanos));
        }
        return described;
    }

    /** Stops what runs, waits a little for it, and completes the record. */
    @Override
    public void close() {
        Opened context = opened;
        if (context == null) {
            return;
        }
        stop("the injector was told to end");
        worker.shutdown();
        try {
            if (!worker.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (context.writer() != null) {
            context.writer().close();
        }
    }
}
