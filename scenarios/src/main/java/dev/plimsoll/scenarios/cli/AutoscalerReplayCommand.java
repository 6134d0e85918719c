package dev.plimsoll.scenarios.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plimsoll.provisioning.knative.KpaReplay;
import dev.plimsoll.provisioning.knative.KpaReplay.Mismatch;
import dev.plimsoll.reports.figures.Figures;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = {
            "Replay traces recorded from Knative's autoscaler through ours, and print what differs.",
            "Integers must be equal, averages within 1e-9. Exit code 1 if anything differs."
        },
        footer = {"", "Example:", "  plimsoll autoscaler replay traces.jsonl.gz"})
final class AutoscalerReplayCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(paramLabel = "FILE", description = "JSON lines, plain or gzip: a trace a line.")
    private Path file = Path.of("");

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Print at most so many differences (default: ${DEFAULT-VALUE}).")
    private int most = 20;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    AutoscalerReplayCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        KpaReplay.Report report = replay();
        if (json) {
            context.out().println(asJson(report));
        } else {
            report.mismatches().stream().limit(most).forEach(m -> context.out().println(line(m)));
            if (report.mismatches().size() > most) {
                context.out()
                        .println("... and " + Figures.count(report.mismatches().size() - most) + " more (--most)");
            }
            report.unknownFields()
                    .forEach(field -> context.out()
                            .println("note: the field '" + field + "' is not understood and was left out"));
            context.out()
                    .println((report.mismatches().size() == 1
                                    ? "1 mismatch"
                                    : Figures.count(report.mismatches().size()) + " mismatches")
                            + " in "
                            + Figures.count(report.comparedTicks(), "recorded decision") + " ("
                            + Figures.count(report.ticks(), "tick") + ", " + Figures.count(report.traces(), "trace")
                            + ")");
        }
        return (report.mismatches().isEmpty() ? ExitCode.PASS : ExitCode.FAIL).code();
    }

    private KpaReplay.Report replay() {
        KpaReplay.Report report;
        try {
            report = KpaReplay.replay(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file + ".", e);
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        if (report.comparedTicks() == 0) {
            throw new UsageException(file + " holds no recorded decision: nothing could be compared.");
        }
        return report;
    }

    private String line(Mismatch mismatch) {
        return file + ":" + mismatch.line() + ": " + mismatch.trace() + " at " + mismatch.second() + " s: "
                + mismatch.field().traceName() + " was recorded as " + mismatch.expected() + ", ours is "
                + mismatch.got();
    }

    private static String asJson(KpaReplay.Report report) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("traces", report.traces());
        root.put("ticks", report.ticks());
        root.put("comparedTicks", report.comparedTicks());
        root.put("mismatches", report.mismatches().size());
        ArrayNode list = root.putArray("differences");
        for (Mismatch mismatch : report.mismatches()) {
            list.addObject()
                    .put("trace", mismatch.trace())
                    .put("line", mismatch.line())
                    .put("second", mismatch.second())
                    .put("field", mismatch.field().traceName())
                    .put("expected", mismatch.expected())
                    .put("got", mismatch.got());
        }
        return root.toPrettyString();
    }
}
