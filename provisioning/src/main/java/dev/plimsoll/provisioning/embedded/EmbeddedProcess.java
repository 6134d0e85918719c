package dev.plimsoll.provisioning.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The embedded target as a child process on the loopback interface. It ends with {@link #close}, or when this process ends in
 * any way, for its standard input is a pipe from here.
 */
public final class EmbeddedProcess implements AutoCloseable {
    /**
     * How to start it.
     *
     * @param java the {@code java} command, of a JDK 25 or later
     * @param classPath holds this module and what it depends on
     * @param jvmOptions for example {@code -Xmx256m}; added to those that are always needed
     * @param httpPort 0: any free one; so the others
     * @param patience how long starting may take, beside the declared phases of a replica
     * @param knative how Knative would run the revision; empty: one replica that is always on, with nothing in front of it
     */
    public record Launch(
            Path java,
            String classPath,
            List<String> jvmOptions,
            int httpPort,
            int grpcPort,
            int adminPort,
            Duration patience,
            Optional<KnativeMode> knative) {
        public Launch {
            jvmOptions = List.copyOf(jvmOptions);
        }

        /** With a replica that is always on. */
        public Launch(
                Path java,
                String classPath,
                List<String> jvmOptions,
                int httpPort,
                int grpcPort,
                int adminPort,
                Duration patience) {
            this(java, classPath, jvmOptions, httpPort, grpcPort, adminPort, patience, Optional.empty());
        }

        /** With the JVM and class path of this process, and free ports. */
        public static Launch likeThisProcess() {
            return new Launch(
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty("java.class.path"),
                    List.of(),
                    0,
                    0,
                    0,
                    Duration.ofSeconds(30));
        }

        public Launch withPorts(int http, int grpc) {
            return new Launch(java, classPath, jvmOptions, http, grpc, adminPort, patience, knative);
        }

        public Launch withKnative(KnativeMode mode) {
            return new Launch(java, classPath, jvmOptions, httpPort, grpcPort, adminPort, patience, Optional.of(mode));
        }
    }

    /** The child stood still from {@code start} for {@code nanos}. */
    public record Pause(Instant start, long nanos, String cause) {}

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(10);
    private static final int LAST_WORDS = 5;

    private final Process process;
    private final int httpPort;
    private final int grpcPort;
    private final int adminPort;
    private final String model;
    private final HttpClient admin =
            HttpClient.newBuilder().connectTimeout(ADMIN_TIMEOUT).build();

    private EmbeddedProcess(Process process, JsonNode ready) {
        this.process = process;
        this.httpPort = ready.path("http").asInt();
        this.grpcPort = ready.path("grpc").asInt();
        this.adminPort = ready.path("admin").asInt();
        this.model = ready.path("model").asText();
    }

    /** Starts it and waits until its model is loaded. */
    public static EmbeddedProcess start(Launch launch) throws EmbeddedException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(launch.java().toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseSerialGC");
        command.add("-Xms64m");
        command.add("-Xmx256m");
        command.addAll(launch.jvmOptions());
        command.add("-cp");
        command.add(launch.classPath());
        command.add(EmbeddedMain.class.getName());
        command.addAll(List.of("--http-port", Integer.toString(launch.httpPort())));
        command.addAll(List.of("--grpc-port", Integer.toString(launch.grpcPort())));
        command.addAll(List.of("--admin-port", Integer.toString(launch.adminPort())));
        launch.knative().ifPresent(mode -> command.addAll(List.of("--knative", mode.json())));
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new EmbeddedException(
                    "The embedded target could not be started: " + launch.java() + " cannot be run (" + e.getMessage()
                            + "). Point JAVA_HOME at a JDK 25 or later.",
                    e);
        }
        try {
            return new EmbeddedProcess(
                    process, awaitReady(process, launch.patience().plus(startLength(launch))));
        } catch (EmbeddedException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Duration startLength(Launch launch) {
        return launch.knative().map(KnativeMode::startLength).orElse(Duration.ZERO);
    }

    private static JsonNode awaitReady(Process process, Duration patience)
            throws EmbeddedException, InterruptedException {
        ConcurrentLinkedDeque<String> words = new ConcurrentLinkedDeque<>();
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("embedded-stderr")
                .start(() -> drain(process.errorReader(StandardCharsets.UTF_8), words));
        Thread.ofVirtual().name("embedded-stdout").start(() -> {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String said = out.readLine(); said != null; said = out.readLine()) {
                    if (said.startsWith(EmbeddedMain.READY) || said.startsWith(EmbeddedMain.FAILED)) {
                        line.complete(said);
                    } else {
                        keep(words, said);
                    }
                }
            } catch (IOException _) {
                // The child is gone; told below.
            }
            line.complete("");
        });
        String said;
        try {
            said = line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new EmbeddedException(
                    "The embedded target (process " + process.pid() + ") did not get ready within "
                            + patience.toSeconds() + " s and was ended." + last(words)
                            + " The machine may be overloaded: try again.",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        try {
            if (said.startsWith(EmbeddedMain.READY)) {
                return MAPPER.readTree(said.substring(EmbeddedMain.READY.length()));
            }
            if (said.startsWith(EmbeddedMain.FAILED)) {
                throw new EmbeddedException("The embedded target could not be started: "
                        + MAPPER.readTree(said.substring(EmbeddedMain.FAILED.length()))
                                .asText()
                        + ". If a port is taken, choose another one or leave the choice to the system with port 0.");
            }
        } catch (JsonProcessingException e) {
            throw new EmbeddedException("The embedded target said something that is not understood: " + said, e);
        }
        process.waitFor(1, TimeUnit.SECONDS);
        String code = process.isAlive() ? "" : " with exit code " + process.exitValue();
        throw new EmbeddedException("The embedded target ended before it was ready" + code + "." + last(words)
                + " It needs a JDK 25 or later and its whole class path.");
    }

    private static void drain(BufferedReader reader, ConcurrentLinkedDeque<String> words) {
        try (reader) {
            for (String said = reader.readLine(); said != null; said = reader.readLine()) {
                keep(words, said);
            }
        } catch (IOException _) {
            // The child is gone.
        }
    }

    private static void keep(ConcurrentLinkedDeque<String> words, String said) {
        words.addLast(said);
        if (words.size() > LAST_WORDS) {
            words.pollFirst();
        }
    }

    private static String last(ConcurrentLinkedDeque<String> words) {
        return words.isEmpty() ? "" : " It last said: " + String.join(" / ", words) + ".";
    }

    public int httpPort() {
        return httpPort;
    }

    public int grpcPort() {
        return grpcPort;
    }

    public int adminPort() {
        return adminPort;
    }

    /** Name of the model it serves. */
    public String model() {
        return model;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes when the child has ended. */
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** When the child stood still, as far as it noticed: its collector's pauses, and stops of 5 ms and more. */
    public List<Pause> pausesSince(Instant since) throws EmbeddedException {
        JsonNode answer = ask("GET", "/pauses?since=" + since, "");
        List<Pause> pauses = new ArrayList<>();
        for (JsonNode pause : answer.path("pauses")) {
            pauses.add(new Pause(
                    Instant.parse(pause.path("start").asText()),
                    pause.path("nanos").asLong(),
                    pause.path("cause").asText()));
        }
        return pauses;
    }

    /** Revisions, what they served and their faults, as JSON. */
    public JsonNode state() throws EmbeddedException {
        return ask("GET", "/state", "");
    }

    /** The child's monotonic clock, by which events are stamped. */
    public long clockNanos() throws EmbeddedException {
        return ask("GET", "/clock", "").path("nanos").asLong();
    }

    /** The revision and its autoscaler now; empty where it is not scaled. */
    public Optional<ScaleState> scale() throws EmbeddedException {
        JsonNode scale = state().path("revisions").path(0).path("scale");
        return scale.isMissingNode() ? Optional.empty() : Optional.of(read(scale, ScaleState.class));
    }

    /**
     * What happened in a data plane that is scaled, oldest first.
     *
     * @param number events with a higher number than this; 0 for all that are kept. If the first one's number is not the next,
     *     those in between are forgotten: it keeps the last 100,000
     */
    public List<DataPlaneEvent.Logged> eventsAfter(long number) throws EmbeddedException {
        return read(ask("GET", "/events?since=" + number, ""), AdminServer.Events.class)
                .events();
    }

    private static <T> T read(JsonNode json, Class<T> type) throws EmbeddedException {
        try {
            return MAPPER.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new EmbeddedException("The embedded target said something that is not understood: " + json, e);
        }
    }

    /**
     * Orders faults; whatever is left out is lifted.
     *
     * @param json members {@code revision}, {@code slowNanos}, {@code freeze}, {@code errorShare}, {@code wrongAnswerShare},
     *     {@code refuse}, {@code crash}
     */
    public JsonNode faults(String json) throws EmbeddedException {
        return ask("POST", "/faults", json);
    }

    private JsonNode ask(String method, String path, String body) throws EmbeddedException {
        URI address = URI.create("http://127.0.0.1:" + adminPort + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(ADMIN_TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = admin.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode json = MAPPER.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new EmbeddedException("The embedded target refused " + method + " " + path + ": "
                        + json.path("error").asText());
            }
            return json;
        } catch (IOException e) {
            throw new EmbeddedException(
                    "The embedded target (process " + process.pid() + ") did not answer " + method + " " + path + ": "
                            + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("Interrupted while asking the embedded target for " + path, e);
        }
    }

    /** Ends the child: by the end of its input, and by force if it is not gone within five seconds. */
    @Override
    public void close() {
        admin.close();
        try {
            process.getOutputStream().close();
        } catch (IOException _) {
            // The child is gone.
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
