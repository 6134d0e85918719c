package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.target.TargetException;
import dev.plimsoll.provisioning.target.TargetSpec;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.record.RunDirectory;
import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.scenarios.Scenario;
import dev.plimsoll.scenarios.suite.Suite;
import dev.plimsoll.scenarios.suite.TargetChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = {
            "Load a target, judge it by its objectives and render the report.",
            "Without a suite: the embedded target, the Iris model, 200 requests a second over each protocol."
        },
        footer = {
            "",
            "Examples:",
            "  plimsoll run",
            "  plimsoll run --target http://127.0.0.1:8080 --model iris --rate 50 --duration 1m",
            "  plimsoll run suite.yaml --slo slo.yaml --out runs/nightly"
        })
final class RunCommand implements Callable<Integer> {
    /** Where runs go that name no place of their own. */
    static final Path RUNS = Path.of("runs");

    private final Plimsoll.Context context;

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Directory for the run; must be new or empty. Default: runs/<UTC time>-<suite>.")
    private @Nullable Path out;

    @Option(names = "--dry-run", description = "Print what would be sent, and send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the verdict as JSON; progress goes to standard error.")
    private boolean json;

    RunCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws TargetException, InterruptedException {
        SuiteOptions.Chosen chosen = options.choose();
        SloDocument.parse(chosen.sloName(), chosen.sloText());
        if (dryRun) {
            plan(chosen.suite()).forEach(context.out()::println);
            return ExitCode.PASS.code();
        }
        Secrets secrets = new Secrets();
        RunTarget.note(chosen.ofSuite(), secrets);
        TargetSpec target = RunTarget.spec(chosen.suite(), context.environment(), context.installation(), secrets);
        RunDirectory directory = RunPlace.create(out, RUNS, chosen.suite().name(), Instant.now());
        try (Interruption interruption = Interruption.install()) {
            Publication.Published published =
                    new Run(chosen, target, directory, secrets, context, interruption).execute();
            TerminalSummary.print(published, directory, json, context);
            return ExitCode.of(published.verdict().judgement()).code();
        } finally {
            RunPlace.discardIfEmpty(directory);
        }
    }

    private static List<String> plan(Suite suite) {
        List<String> lines = new ArrayList<>();
        lines.add("target  " + suite.target().inWords());
        lines.add("sends   " + suite.requests().inWords());
        lines.add("seed    " + suite.seed());
        long requests = 0;
        Duration total = Duration.ZERO;
        for (Scenario scenario : suite.scenarios()) {
            List<Protocol> protocols =
                    scenario.protocols().isEmpty() ? List.of(Protocol.values()) : scenario.protocols();
            lines.add("");
            lines.add(scenario.kind() + " " + scenario.name()
                    + (scenario.protocols().isEmpty() && suite.target() instanceof TargetChoice.Address
                            ? " (of these protocols, those that the target answers)"
                            : ""));
            Duration end = Duration.ZERO;
            for (Scenario.PlannedLoad load : scenario.plan(protocols)) {
                lines.add(String.format(
                        "  at %-8s %-18s %s: %s",
                        Figures.duration(load.start()),
                        load.label(),
                        load.arrivals(),
                        Figures.count(load.requests(), "request")));
                requests += load.requests();
                Duration until = load.start().plus(load.duration());
                end = until.compareTo(end) > 0 ? until : end;
            }
            total = total.plus(end);
        }
        lines.add("");
        lines.add("in all  " + Figures.count(requests, "request") + " in " + Figures.duration(total)
                + "; nothing was sent");
        return lines;
    }
}
