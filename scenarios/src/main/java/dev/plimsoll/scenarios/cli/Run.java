package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.target.AllowedHosts;
import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.target.TargetException;
import dev.plimsoll.provisioning.target.TargetSpec;
import dev.plimsoll.provisioning.target.Targets;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.record.RunDescription;
import dev.plimsoll.reports.record.RunDescription.Calibration;
import dev.plimsoll.reports.record.RunDescription.InjectorDescription;
import dev.plimsoll.reports.record.RunDescription.ScenarioDescription;
import dev.plimsoll.reports.record.RunDescription.TargetDescription;
import dev.plimsoll.reports.record.RunDirectory;
import dev.plimsoll.reports.record.Series;
import dev.plimsoll.reports.record.TimelineEvent;
import dev.plimsoll.reports.record.TimelineWriter;
import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.load.InjectorException;
import dev.plimsoll.scenarios.load.InjectorSettings;
import dev.plimsoll.scenarios.load.OpenLoad;
import dev.plimsoll.scenarios.suite.Suite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run, from an empty directory to a rendered verdict. */
final class Run {
    private static final String UNENDED = "the run has not ended, or was killed";
    private static final Duration CALIBRATION = Duration.ofSeconds(3);
    private static final double LEAST_CALIBRATION_RATE = 100;
    private static final double MOST_CALIBRATION_RATE = 10_000;

    private final SuiteOptions.Chosen chosen;
    private final TargetSpec targetSpec;
    private final RunDirectory directory;
    private final Secrets secrets;
    private final Plimsoll.Context context;
    private final Interruption interruption;
    private final Progress progress;

    private final Instant started = Instant.now();
    private final long epochNanos = System.nanoTime();

    Run(
            SuiteOptions.Chosen chosen,
            TargetSpec targetSpec,
            RunDirectory directory,
            Secrets secrets,
            Plimsoll.Context context,
            Interruption interruption) {
        this.chosen = chosen;
        this.targetSpec = targetSpec;
        this.directory = directory;
        this.secrets = secrets;
        this.context = context;
        this.interruption = interruption;
        this.progress = new Progress(context.err(), context.terminal());
    }

    Publication.Published execute() throws TargetException, InterruptedException {
        Suite suite = chosen.suite();
        progress.step("opening the target " + suite.target().inWords());
        try (Target target = Targets.open(targetSpec, new AllowedHosts(suite.allowedHosts()))) {
            for (Scenario scenario : suite.scenarios()) {
                Optional<String> refusal = scenario.refusal(target);
                if (refusal.isPresent()) {
                    throw new TargetException(refusal.get());
                }
            }
            RunRequests requests = new RunRequests(suite.requests(), target, suite.seed());
            for (Entry entry : target.entries()) {
                requests.of(entry);
            }
            directory.writeSuite(secrets.redact(chosen.suiteText()));
            directory.writeSlo(secrets.redact(chosen.sloText()));
            load(suite, target, requests);
        }
        progress.step("judging and rendering");
        return Publication.publish(directory);
    }

    private void load(Suite suite, Target target, RunRequests requests) {
        TargetDescription description = new TargetDescription(
                target.kind(), target.address(), target.entries().getFirst().model(), target.facts());
        Description written = new Description(suite, description);
        written.write(UNENDED, InjectorFacts.UNKNOWN, List.of(), List.of(), List.of("unknown"));
        RunPlace.announce(directory, RunCommand.RUNS);
        progress.step("starting and calibrating the injector");
        try (TimelineWriter timeline = TimelineWriter.open(directory);
                OpenLoad openLoad = OpenLoad.start(settings())) {
            Calibration calibration = openLoad.calibrate(highestRate(suite), CALIBRATION);
            InjectorFacts injector = new InjectorFacts(calibration, openLoad.facts());
            RunStage stage = new RunStage(
                    target,
                    directory.path(),
                    openLoad,
                    requests::of,
                    suite.abort(),
                    timeline,
                    epochNanos,
                    progress,
                    interruption,
                    secrets);
            List<ScenarioDescription> done = new ArrayList<>();
            String broken = null;
            for (Scenario scenario : suite.scenarios()) {
                if (broken != null || interruption.hasCome() || stage.partial() != null) {
                    break;
                }
                progress.step(scenario.kind() + " " + scenario.name());
                stage.enter(legs -> {
                    List<ScenarioDescription> soFar = new ArrayList<>(done);
                    soFar.add(new ScenarioDescription(scenario.name(), scenario.kind(), legs));
                    written.write(UNENDED, injector, soFar, stage.series(), stage.revisions());
                });
                try {
                    done.add(scenario.run(stage));
                } catch (InjectorException e) {
                    broken = "the injector was lost: " + e.getMessage();
                    done.add(new ScenarioDescription(scenario.name(), scenario.kind(), stage.begun()));
                }
                written.write(UNENDED, injector, done, stage.series(), stage.revisions());
            }
            for (Target.Pause pause : target.pausesSince(started)) {
                timeline.write(new TimelineEvent.Pause(
                        Duration.between(started, pause.start()).toNanos(),
                        pause.nanos(),
                        TimelineEvent.Pause.Who.TARGET,
                        pause.cause()));
            }
            String partial = broken != null ? broken : stage.partial();
            if (partial == null && interruption.hasCome()) {
                partial = "interrupted";
            }
            written.write(partial, injector, done, stage.series(), stage.revisions());
        }
    }

    /** The highest mean rate of any load that the suite plans. */
    private static double highestRate(Suite suite) {
        double highest = suite.scenarios().stream()
                .flatMap(scenario -> scenario.plan(List.of(Protocol.values())).stream())
                .filter(load -> load.requests() > 1)
                .mapToDouble(load ->
                        load.requests() * 1e9 / Math.max(1, load.duration().toNanos()))
                .max()
                .orElse(LEAST_CALIBRATION_RATE);
        return Math.clamp(highest, LEAST_CALIBRATION_RATE, MOST_CALIBRATION_RATE);
    }

    private InjectorSettings settings() {
        return new InjectorSettings(
                context.installation().java(),
                context.installation().injectorClassPath(),
                InjectorSettings.defaultJvmFlags(),
                InjectorSettings.defaultEventLoops(),
                Long.toString(started.toEpochMilli(), Character.MAX_RADIX),
                directory.path(),
                started,
                epochNanos,
                0);
    }

    private long sinceEpoch() {
        return System.nanoTime() - epochNanos;
    }

    private record InjectorFacts(@Nullable Calibration calibration, Map<String, String> facts) {
        private static final InjectorFacts UNKNOWN = new InjectorFacts(null, Map.of());
    }

    /** Writes {@code run.json}, early and again as more is known, so that a killed run can be read. */
    private final class Description {
        private final Suite suite;
        private final TargetDescription target;

        Description(Suite suite, TargetDescription target) {
            this.suite = suite;
            this.target = target;
        }

        void write(
                @Nullable String partial,
                InjectorFacts injector,
                List<ScenarioDescription> done,
                List<Series> series,
                List<String> revisions) {
            directory.writeDescription(new RunDescription(
                    RunDescription.SCHEMA,
                    Plimsoll.Version.current(),
                    suite.name(),
                    started,
                    sinceEpoch(),
                    partial,
                    suite.seed(),
                    target,
                    List.copyOf(done),
                    series,
                    revisions,
                    new InjectorDescription(injector.calibration(), injector.facts()),
                    environment(),
                    List.of()));
        }
    }

    private Map<String, String> environment() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", secrets.redact(String.join(" ", context.command())));
        facts.put("requests", chosen.suite().requests().inWords());
        facts.put("operating system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return facts;
    }
}
