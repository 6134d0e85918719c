package dev.plimsoll.scenarios.cli;

import dev.plimsoll.reports.record.RunDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        description =
                "Judge a recorded run again and render its report, from its directory alone; no target is needed.",
        footer = {"", "Example:", "  plimsoll report runs/latest"})
final class ReportCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(paramLabel = "DIR", description = "Directory of the run.")
    private Path directory = Path.of("runs", "latest");

    @Option(names = "--json", description = "Print the verdict as JSON.")
    private boolean json;

    ReportCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        RunDirectory run = RunDirectory.open(directory);
        Publication.Published published = Publication.publish(run);
        TerminalSummary.print(published, run, json, context);
        return ExitCode.of(published.verdict().judgement()).code();
    }
}
