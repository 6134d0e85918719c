package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.figures.Figures;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.reports.slo.SloDocument;
import dev.plimsoll.reports.slo.Slos;
import dev.plimsoll.reports.slo.replay.AlertReplay;
import dev.plimsoll.reports.slo.replay.AlertReplayer;
import dev.plimsoll.reports.slo.replay.ReplayOptions;
import dev.plimsoll.reports.slo.rules.PrometheusMajor;
import dev.plimsoll.reports.slo.rules.RuleOptions;
import dev.plimsoll.reports.slo.rules.SloRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = {
            "Play a recorded run through the rules made from its objectives, in virtual time: which alert would have fired, and when.",
            "Times count from the run's first measured request."
        },
        footer = {
            "",
            "Example:",
            "  plimsoll slo replay runs/latest --dialect knative-1.21 --namespace default --service iris-predictor --buckets looser"
        })
final class SloReplayCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(paramLabel = "DIR", description = "Directory of the run.")
    private Path directory = Path.of("runs", "latest");

    @Mixin
    private RuleChoice choice = new RuleChoice();

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Play the run N times, one after the other (default: ${DEFAULT-VALUE}).")
    private int repetitions = 1;

    SloReplayCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (repetitions < 1) {
            throw new UsageException("--repeat must be at least 1.");
        }
        RunRecord run = RunRecord.load(directory);
        Slos slos = SloDocument.parse(directory.resolve("slo.yaml").toString(), run.slo());
        RuleOptions options = choice.options();
        ReplayOptions once = ReplayOptions.once();
        AlertReplay replay = AlertReplayer.replay(
                run,
                SloRules.objectives(slos, choice.selection()).objectives(),
                SloRules.generate(slos, choice.selection(), options).groups(),
                options,
                new ReplayOptions(
                        choice.major() == PrometheusMajor.V2 ? PrometheusMajor.V2 : PrometheusMajor.V3,
                        once.goodBefore(),
                        repetitions,
                        once.stretch(),
                        once.goodAfter(),
                        once.latency()));
        for (AlertReplay.ReplayedAlert alert : replay.alerts()) {
            context.out().println(alert.name() + (alert.firings().isEmpty() ? ": silent" : ""));
            for (AlertReplay.Firing firing : alert.firings()) {
                Duration resolved = firing.resolved();
                context.out()
                        .println("  fires at " + Figures.duration(firing.fired())
                                + (resolved == null ? ", to the end" : ", resolves at " + Figures.duration(resolved)));
            }
        }
        for (AlertReplay.View view : replay.views()) {
            context.out()
                    .println(view.slo() + ": bad by the client " + Figures.share(view.client()) + ", by the alert "
                            + Figures.share(view.alert()) + ", of " + Figures.count(view.requests(), "request"));
        }
        replay.statements().forEach(statement -> context.out().println("note: " + statement));
        return ExitCode.PASS.code();
    }
}
