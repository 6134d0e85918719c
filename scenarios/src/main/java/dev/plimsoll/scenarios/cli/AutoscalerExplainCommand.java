package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.knative.KnativeConfigException;
import dev.plimsoll.provisioning.knative.KpaConfiguration;
import dev.plimsoll.provisioning.knative.KpaExplain;
import dev.plimsoll.provisioning.knative.KpaExplainText;
import dev.plimsoll.provisioning.knative.KpaTrace;
import dev.plimsoll.provisioning.knative.KpaTraceReader;
import dev.plimsoll.reports.source.DurationText;
import dev.plimsoll.reports.source.Suggestion;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = {
            "Say why each scaling decision of a trace is taken, and what another configuration would have done.",
            "With --set, the trace's load goes through both configurations and the two are compared."
        },
        footer = {
            "",
            "Examples:",
            "  plimsoll autoscaler explain traces.jsonl.gz --trace noise",
            "  plimsoll autoscaler explain traces.jsonl.gz --trace noise --set minScale=1 --set stableWindow=30s"
        })
final class AutoscalerExplainCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Parameters(
            paramLabel = "FILE",
            description = "JSON lines, plain or gzip: a trace a line, as for 'autoscaler replay'.")
    private Path file = Path.of("");

    @Option(
            names = "--trace",
            paramLabel = "NAME",
            description = "The trace to explain. Default: the first of the file.")
    private @Nullable String traceName;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting of the other configuration, for example minScale=1 or stableWindow=30s. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--start-up",
            paramLabel = "D",
            description = "In the comparison, how long a new pod takes to be ready (default: ${DEFAULT-VALUE}).")
    private String startUp = "10s";

    @Option(names = "--verbose", description = "Print every tick, not only those that change something.")
    private boolean verbose;

    AutoscalerExplainCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Duration delay = DurationText.parse(startUp)
                .orElseThrow(() ->
                        new UsageException("--start-up must be " + DurationText.FORM + ", not '" + startUp + "'."));
        KpaTrace trace = trace();
        KpaConfiguration own = KpaConfiguration.of(trace);
        KpaConfiguration other = other(own);
        context.out().println("trace " + trace.name() + " of " + file);
        KpaExplainText.lines(KpaExplain.explain(trace, own), own, verbose).forEach(context.out()::println);
        if (!settings.isEmpty()) {
            context.out().println();
            KpaExplainText.lines(KpaExplain.compare(trace, own, other, delay), other)
                    .forEach(context.out()::println);
        }
        return ExitCode.PASS.code();
    }

    private KpaConfiguration other(KpaConfiguration own) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "--set takes NAME=VALUE, for example --set minScale=1, not '" + setting + "'.");
            }
            values.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try {
            return own.with(values);
        } catch (KnativeConfigException e) {
            throw new UsageException("--set: " + e.getMessage() + ".", e);
        }
    }

    private KpaTrace trace() {
        List<String> names = new ArrayList<>();
        try (KpaTraceReader reader = KpaTraceReader.open(file)) {
            for (KpaTrace trace = reader.next(); trace != null; trace = reader.next()) {
                if (traceName == null || trace.name().equals(traceName)) {
                    return trace;
                }
                names.add(trace.name());
            }
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file + ".", e);
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()), e);
        }
        throw new UsageException(
                names.isEmpty()
                        ? file + " holds no trace."
                        : file + " has no trace '" + traceName + "'; "
                                + Suggestion.clause(String.valueOf(traceName), names));
    }
}
