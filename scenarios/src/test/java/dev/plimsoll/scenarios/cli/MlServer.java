package dev.plimsoll.scenarios.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plimsoll.provisioning.target.AllowedHosts;
import dev.plimsoll.provisioning.target.Target;
import dev.plimsoll.provisioning.target.TargetException;
import dev.plimsoll.provisioning.target.TargetSpec;
import dev.plimsoll.provisioning.target.Targets;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real MLServer on loopback with a model that its own scikit-learn trained on the Iris data. */
final class MlServer implements AutoCloseable {
    static final String MODEL = "iris";

    private static final String TRAIN = """
            import csv, sys, joblib
            from sklearn import svm
            rows = list(csv.reader(open(sys.argv[1])))[1:]
            model = svm.SVC(gamma="scale").fit([[float(c) for c in r[:4]] for r in rows], [int(r[4]) for r in rows])
            joblib.dump(model, sys.argv[2])
            """;

    private final Process process;
    private final URI http;
    private final URI grpc;

    private MlServer(Process process, URI http, URI grpc) {
        this.process = process;
        this.http = http;
        this.grpc = grpc;
    }

    /** Where MLServer is; the calling test is skipped where it is nowhere, or fails where it must be there. */
    static Path executable() {
        Optional<Path> found = Optional.ofNullable(System.getenv("PLIMSOLL_MLSERVER"))
                .map(Path::of)
                .or(() -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(entry -> Path.of(entry, "mlserver"))
                        .filter(Files::isExecutable)
                        .findFirst());
        if (!"1".equals(System.getenv("PLIMSOLL_REQUIRE_PARTS"))) {
            assumeThat(found)
                    .as("MLServer is not here: eval \"$(.ci/parts)\" installs it and sets PLIMSOLL_MLSERVER")
                    .isPresent();
        }
        assertThat(found)
                .as("PLIMSOLL_REQUIRE_PARTS=1, so MLServer must be here")
                .isPresent();
        return found.orElseThrow();
    }

    /** Trains the model into a folder. */
    static void train(Path mlserver, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("training.log");
        Process training = new ProcessBuilder(
                        mlserver.resolveSibling("python").toString(),
                        "-c",
                        TRAIN,
                        Path.of("../provisioning/src/main/models/iris/iris.csv")
                                .toAbsolutePath()
                                .toString(),
                        folder.resolve("model.joblib").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(training.waitFor(180, TimeUnit.SECONDS)).isTrue();
        assertThat(training.exitValue()).as(Files.readString(log)).isZero();
        Files.writeString(folder.resolve("model-settings.json"), """
                {"name": "iris", "implementation": "mlserver_sklearn.SKLearnModel", "parameters": {"uri": "./model.joblib"}}
                """);
    }

    /** Serves the trained model of a folder on free ports, and waits until it answers. */
    static MlServer start(Path mlserver, Path folder) throws IOException, InterruptedException {
        int[] ports = freePorts(3);
        Files.writeString(folder.resolve("settings.json"), """
                {"host": "127.0.0.1", "http_port": %d, "grpc_port": %d, "metrics_port": %d, "parallel_workers": 0}
                """.formatted(ports[0], ports[1], ports[2]));
        Path log = folder.resolve("server.log");
        Process process = new ProcessBuilder(mlserver.toString(), "start", folder.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        MlServer server = new MlServer(
                process, URI.create("http://127.0.0.1:" + ports[0]), URI.create("grpc://127.0.0.1:" + ports[1]));
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (true) {
            try (Target rest = server.openHttp(MODEL);
                    Target grpc = server.openGrpc(MODEL)) {
                assertThat(rest.entries()).isNotEmpty();
                assertThat(grpc.entries()).isNotEmpty();
                return server;
            } catch (TargetException e) {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
                Thread.sleep(200);
            }
        }
    }

    private static int[] freePorts(int count) throws IOException {
        ServerSocket[] sockets = new ServerSocket[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        }
        int[] ports =
                Arrays.stream(sockets).mapToInt(ServerSocket::getLocalPort).toArray();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    URI http() {
        return http;
    }

    URI grpc() {
        return grpc;
    }

    Target openHttp(String model) throws TargetException, InterruptedException {
        return Targets.open(TargetSpec.Address.of(http, model), AllowedHosts.loopbackOnly());
    }

    Target openGrpc(String model) throws TargetException, InterruptedException {
        return Targets.open(TargetSpec.Address.of(grpc, model), AllowedHosts.loopbackOnly());
    }

    /** Ends it as the kernel's out-of-memory killer would. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException _) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
