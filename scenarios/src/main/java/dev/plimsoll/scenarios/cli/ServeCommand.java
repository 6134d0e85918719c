package dev.plimsoll.scenarios.cli;

import dev.plimsoll.provisioning.embedded.EmbeddedException;
import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.scenarios.suite.Suite;
import dev.plimsoll.scenarios.suite.SuiteReader;
import dev.plimsoll.scenarios.suite.TargetChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        description = "Run the embedded target in the foreground, for your own clients. Ctrl-C ends it.",
        footer = {
            "",
            "Example:",
            "  plimsoll serve --http-port 8080 --grpc-port 8081",
            "  curl -d '{\"instances\": [[6.8, 2.8, 4.8, 1.4]]}' http://127.0.0.1:8080/v1/models/sklearn-iris:predict"
        })
final class ServeCommand implements Callable<Integer> {
    private final Plimsoll.Context context;

    @Option(
            names = "--http-port",
            paramLabel = "P",
            description = "Port for V1 and V2 REST; 0 for any (default: ${DEFAULT-VALUE}).")
    private int httpPort = 8080;

    @Option(
            names = "--grpc-port",
            paramLabel = "P",
            description = "Port for V2 gRPC; 0 for any (default: ${DEFAULT-VALUE}).")
    private int grpcPort = 8081;

    @Option(
            names = "--suite",
            paramLabel = "SUITE.yaml",
            description = "Run it as the target of this suite says, for example as Knative would.")
    private @Nullable Path suite;

    ServeCommand(Plimsoll.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException, EmbeddedException, IOException {
        EmbeddedProcess.Launch launch = new EmbeddedProcess.Launch(
                        context.installation().java(),
                        context.installation().embeddedClassPath(),
                        List.of(),
                        0,
                        0,
                        0,
                        Duration.ofSeconds(60),
                        knative())
                .withPorts(port("--http-port", httpPort), port("--grpc-port", grpcPort));
        try (EmbeddedProcess process = EmbeddedProcess.start(launch)) {
            Runtime.getRuntime().addShutdownHook(new Thread(process::close, "plimsoll-serve-end"));
            context.out().println("model   " + process.model());
            context.out().println("http    http://127.0.0.1:" + process.httpPort() + "  (V1 and V2 REST)");
            context.out().println("grpc    grpc://127.0.0.1:" + process.grpcPort() + "  (V2 gRPC)");
            context.out()
                    .println("admin   http://127.0.0.1:" + process.adminPort() + "  (state, events, faults, pauses)");
            context.out().flush();
            process.onExit().join();
            context.err()
                    .println(
                            "plimsoll: the embedded target ended by itself. Start it again; if that recurs, look for the kernel's out-of-memory killer.");
            return ExitCode.TARGET.code();
        }
    }

    private Optional<KnativeMode> knative() throws IOException {
        Path file = suite;
        if (file == null) {
            return Optional.empty();
        }
        if (!Files.isReadable(file)) {
            throw new UsageException("there is no suite file " + file + " that can be read.");
        }
        Suite read = SuiteReader.read(file.toString(), Files.readString(file), Optional.empty());
        return switch (read.target()) {
            case TargetChoice.Embedded embedded -> embedded.knative();
            case TargetChoice.Address _ ->
                throw new UsageException("the target of " + file + " is an address: serve runs the embedded target.");
        };
    }

    private static int port(String option, int port) {
        if (port < 0 || port > 65_535) {
            throw new UsageException(option + " must be between 0 and 65535, not " + port + ".");
        }
        return port;
    }
}
