package dev.plimsoll.provisioning.embedded;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The embedded target's process. Says one line on standard output once it is ready (or why it cannot be), and ends when its
 * standard input does: so it never outlives the process that started it, however that one ends.
 */
public final class EmbeddedMain {
    /** What the line starts with; JSON follows. */
    static final String READY = "plimsoll-embedded ready ";

    static final String FAILED = "plimsoll-embedded failed ";
    private static final int EXIT_TARGET = 4;

    /** How long a signal may be held up; the parent ends the run long before. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EmbeddedMain() {}

    /**
     * Serves until the input ends.
     *
     * @param args {@code --http-port N --grpc-port N --admin-port N}; 0 or left out: any free port; {@code --knative JSON}: a
     *     {@link KnativeMode}
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Map<String, Integer> ports = new LinkedHashMap<>(Map.of("--http-port", 0, "--grpc-port", 0, "--admin-port", 0));
        Optional<KnativeMode> knative = Optional.empty();
        for (int i = 0; i < args.length; i += 2) {
            if (args[i].equals("--knative") && i + 1 < args.length) {
                knative = Optional.of(KnativeMode.parse(args[i + 1]));
                continue;
            }
            if (!ports.containsKey(args[i]) || i + 1 == args.length) {
                fail(out, "unknown or incomplete option " + args[i]);
            }
            ports.put(args[i], Integer.parseInt(args[i + 1]));
        }
        EmbeddedServer server;
        try {
            server = EmbeddedServer.open(
                    IrisModel::load,
                    knative,
                    ports.getOrDefault("--http-port", 0),
                    ports.getOrDefault("--grpc-port", 0),
                    ports.getOrDefault("--admin-port", 0));
            server.load();
        } catch (IOException | RuntimeException e) {
            fail(out, String.valueOf(e.getMessage()));
            return;
        }
        // Ctrl-C reaches the whole process group. The parent decides when the target has done its work: until it closes
        // our
        // input, go on.
        Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedMain::outlastTheParent, "plimsoll-embedded-end"));
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("http", server.httpPort());
        ready.put("grpc", server.grpcPort());
        ready.put("admin", server.adminPort());
        ready.put("model", IrisModel.NAME);
        out.println(READY + new String(ServerFacts.json(ready), StandardCharsets.UTF_8));
        awaitEnd(System.in);
        // Nobody is left to wait for answers; ports and memory are the kernel's to take back.
        Runtime.getRuntime().halt(0);
    }

    private static void outlastTheParent() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitEnd(InputStream in) {
        byte[] ignored = new byte[64];
        try {
            while (in.read(ignored) >= 0) {
                // What the parent writes has no meaning.
            }
        } catch (IOException _) {
            // A broken pipe is an end as well.
        }
    }

    private static void fail(PrintStream out, String message) {
        out.println(FAILED + new String(ServerFacts.json(message), StandardCharsets.UTF_8));
        Runtime.getRuntime().halt(EXIT_TARGET);
    }
}
