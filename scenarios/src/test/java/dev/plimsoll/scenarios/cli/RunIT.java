package dev.plimsoll.scenarios.cli;

import static dev.plimsoll.scenarios.cli.CommandLine.plimsoll;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.reports.record.Outcome;
import dev.plimsoll.reports.record.RequestLog;
import dev.plimsoll.reports.record.RunRecord;
import dev.plimsoll.scenarios.cli.CommandLine.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs against real servers: the embedded target, as its own process or by address. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RunIT {
    /** Wide enough for the noisiest machine: what is asserted is that verdicts follow from what was served. */
    static final String SLO = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: answers}
            spec:
              service: iris
              indicator:
                metadata: {name: good}
                spec:
                  ratioMetric:
                    counter: true
                    good: {metricSource: {type: plimsoll, spec: {measure: requests, outcome: ok}}}
                    total: {metricSource: {type: plimsoll, spec: {measure: requests}}}
              timeWindow: [{duration: 28d, isRolling: true}]
              budgetingMethod: Occurrences
              objectives: [{displayName: 95 % answered rightly, target: 0.95}]
            """;

    private static EmbeddedProcess server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static String http() {
        return "http://127.0.0.1:" + server.httpPort();
    }

    private Path slo() throws IOException {
        return Files.writeString(folder.resolve("slo.yaml"), SLO);
    }

    private Path out() {
        return folder.resolve("run");
    }

    private Result run(Map<String, String> environment, String... options) throws IOException {
        return run("3s", environment, options);
    }

    private Result run(String duration, Map<String, String> environment, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("run", "--slo", slo().toString(), "--out", out().toString()));
        args.addAll(List.of("--rate", "100", "--duration", duration, "--warm-up", "500ms", "--timeout", "2s"));
        args.addAll(Arrays.asList(options));
        return plimsoll(environment, args.toArray(String[]::new));
    }

    @Test
    void theEmbeddedTargetIsLoadedOverEveryProtocolJudgedAndReported() throws IOException {
        Result result = run(Map.of());

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(result.out()).contains("PASS", "v1-rest", "v2-rest", "v2-grpc", "report.html");
        RunRecord record = RunRecord.load(out());
        assertThat(record.description().partial()).isNull();
        assertThat(record.description().series()).hasSize(6);
        assertThat(record.description().revisions()).contains("sklearn-iris-predictor-00001");
        assertThat(record.requests().size())
                .isEqualTo(record.description().scenarios().getFirst().legs().stream()
                        .mapToInt(leg -> (int) leg.scheduled())
                        .sum());
        assertThat(outcomes(record)).containsOnlyKeys(Outcome.OK);
        assertThat(out().resolve("report.html")).isNotEmptyFile();
        assertThat(out().resolve("junit.xml")).content().contains("<testsuite", "failures=\"0\"");
        assertThat(out().resolve("summary.md")).content().contains("PASS");
        assertThat(out().resolve("latency.hlog")).content().contains("Tag=steady/gateway/v2-grpc/steady/ok/response");
    }

    @Test
    void aReportIsMadeAgainFromTheDirectoryAlone() throws IOException {
        run(Map.of(), "--protocol", "v1-rest");
        byte[] first = Files.readAllBytes(out().resolve("report.html"));
        Path moved = Files.move(out(), folder.resolve("moved"));
        Files.delete(moved.resolve("report.html"));
        Files.delete(moved.resolve("junit.xml"));

        Result again = plimsoll("report", moved.toString(), "--json");

        assertThat(again.exitCode()).as(again.err()).isZero();
        JsonNode verdict = new ObjectMapper().readTree(again.out());
        assertThat(verdict.path("judgement").asText()).isEqualTo("PASS");
        assertThat(verdict.path("objectives").get(0).path("good").path("lower").asDouble())
                .isBetween(0.95, 1.0);
        assertThat(moved.resolve("report.html")).hasBinaryContent(first);
        assertThat(moved.resolve("junit.xml")).isNotEmptyFile();
    }

    @Test
    void aServerByAddressIsLoadedWithItsOwnBodies() throws IOException {
        Path feed = Files.writeString(folder.resolve("bodies.jsonl"), """
                {"instances": [[6.8, 2.8, 4.8, 1.4]]}
                {"instances": [[6.0, 3.4, 4.5, 1.6], [5.1, 3.5, 1.4, 0.2]]}
                """);

        Result result = run(
                Map.of(),
                "--target",
                http(),
                "--model",
                "sklearn-iris",
                "--protocol",
                "v1-rest",
                "--feed",
                feed.toString(),
                "--check",
                "status");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(RunRecord.load(out()).description().target().kind()).isEqualTo("address");
    }

    @Test
    void bodiesAreGeneratedFromTheModelsMetadataOverGrpc() throws IOException {
        Result result = run(
                Map.of(), "--target", "grpc://127.0.0.1:" + server.grpcPort(), "--model", "sklearn-iris", "--generate");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(outcomes(RunRecord.load(out()))).containsOnlyKeys(Outcome.OK);
    }

    @Test
    void wrongAnswersAreErrorsAndTheVerdictIsFail() throws Exception {
        server.faults("{\"wrongAnswerShare\": 1}");
        try {
            Result result = run(
                    Map.of(),
                    "--target",
                    http(),
                    "--model",
                    "sklearn-iris",
                    "--protocol",
                    "v1-rest",
                    "--check",
                    "iris");

            assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(1);
            RunRecord record = RunRecord.load(out());
            assertThat(outcomes(record))
                    .containsKey(Outcome.WRONG_ANSWER)
                    .as("the default suite's abort guard stopped a load that only failed")
                    .containsOnlyKeys(Outcome.WRONG_ANSWER, Outcome.UNSENT);
            assertThat(record.description().partial()).isNotNull();
            assertThat(out().resolve("timeline.jsonl")).content().contains("expected class");
            assertThat(out().resolve("junit.xml")).content().contains("<failure");
        } finally {
            server.faults("{}");
        }
    }

    @Test
    void aServerThatIsKilledMidRunGivesFailWithEveryRequestAccountedFor() throws Exception {
        try (EmbeddedProcess victim = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess())) {
            Thread killer = Thread.ofVirtual().start(() -> {
                // The kill comes once the measured part is under way, however slow the machine is.
                Path requests = out().resolve("requests");
                while (requests.toFile().length() < 3_000) {
                    try {
                        Thread.sleep(20);
                    } catch (InterruptedException _) {
                        return;
                    }
                }
                ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            });

            Result result = run(
                    "12s",
                    Map.of(),
                    "--target",
                    "http://127.0.0.1:" + victim.httpPort(),
                    "--model",
                    "sklearn-iris",
                    "--protocol",
                    "v1-rest");
            killer.interrupt();
            killer.join();

            assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(1);
            RunRecord record = RunRecord.load(out());
            Map<Outcome, Integer> outcomes = outcomes(record);
            assertThat(outcomes).containsKeys(Outcome.OK, Outcome.CONNECT_FAILED);
            assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(record.description().scenarios().getFirst().legs().stream()
                            .mapToInt(leg -> (int) leg.scheduled())
                            .sum());
        }
    }

    @Test
    void aTokenAppearsNowhereInWhatIsWritten() throws IOException {
        String token = "t0ken-that-must-not-leak";
        String password = "passw0rd-that-must-not-leak";
        Path file = Files.writeString(folder.resolve("token"), "file-" + token + "\n");
        List<String> seen = new ArrayList<>();
        HttpServer refusing = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        refusing.createContext("/", exchange -> {
            boolean inference = exchange.getRequestMethod().equals("POST");
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            synchronized (seen) {
                seen.add(authorization + " " + exchange.getRequestHeaders().getFirst("X-Token"));
            }
            exchange.getRequestBody().readAllBytes();
            // A careless server that repeats what it was sent.
            byte[] body = (inference
                            ? "{\"error\": \"bad token " + authorization + " "
                                    + exchange.getRequestHeaders().getFirst("X-Token") + "\"}"
                            : "{\"name\": \"m\", \"ready\": true}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(inference ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        refusing.start();
        try {
            Result result = run(
                    Map.of("TOKEN", token),
                    "--target",
                    "http://ann:" + password + "@127.0.0.1:"
                            + refusing.getAddress().getPort(),
                    "--model",
                    "m",
                    "--protocol",
                    "v1-rest",
                    "--header",
                    "X-Token: env:TOKEN",
                    "--header",
                    "X-Other: file:" + file);

            assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(1);
            String basic = Base64.getEncoder().encodeToString(("ann:" + password).getBytes(StandardCharsets.UTF_8));
            assertThat(seen).as("the server did get it").contains("Basic " + basic + " " + token);
            for (String secret : List.of(token, password, basic)) {
                assertThat(result.out() + result.err()).doesNotContain(secret);
                try (Stream<Path> files = Files.walk(out())) {
                    for (Path written : files.filter(Files::isRegularFile).toList()) {
                        assertThat(new String(Files.readAllBytes(written), StandardCharsets.ISO_8859_1))
                                .as(written.toString())
                                .doesNotContain(secret);
                    }
                }
            }
        } finally {
            refusing.stop(0);
        }
    }

    @Test
    void aPasswordInTheSuitesAddressIsKeptOutEvenWhereAnotherTargetIsRun() throws IOException {
        Path suite = Files.writeString(folder.resolve("suite.yaml"), """
                apiVersion: plimsoll.dev/v1
                name: small
                target: {address: "http://admin:suite-passw0rd@gateway:8080", model: iris}
                scenarios:
                  - steady: {rate: 100, duration: 2s, warmUp: 0s}
                """);

        Result result = plimsoll(
                "run",
                suite.toString(),
                "--slo",
                slo().toString(),
                "--out",
                out().toString(),
                "--target",
                http(),
                "--model",
                "sklearn-iris",
                "--protocol",
                "v1-rest");

        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        assertThat(out().resolve("suite.yaml")).content().contains("[secret]");
        try (Stream<Path> files = Files.walk(out())) {
            for (Path written : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(written), StandardCharsets.ISO_8859_1))
                        .as(written.toString())
                        .doesNotContain("suite-passw0rd");
            }
        }
    }

    @Test
    void anInjectorThatIsKilledLeavesAJudgedRunThatSaysSo() throws Exception {
        Thread killer = Thread.ofVirtual().start(() -> {
            Path requests = out().resolve("requests");
            while (requests.toFile().length() < 3_000) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException _) {
                    return;
                }
            }
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.pid() != server.pid())
                    .forEach(ProcessHandle::destroyForcibly);
        });

        Result result = run("30s", Map.of(), "--target", http(), "--model", "sklearn-iris", "--protocol", "v1-rest");
        killer.interrupt();
        killer.join();

        assertThat(result.exitCode()).as(result.err() + result.out()).isIn(3, 5);
        RunRecord record = RunRecord.load(out());
        assertThat(record.description().partial()).contains("the injector was lost");
        assertThat(record.requests().size()).isPositive();
        assertThat(out().resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void aHostBeyondThisMachineIsRefusedBeforeAPacketIsSent() throws Exception {
        InetAddress outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(outside != null, "this machine has no address but loopback");
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket socket = new ServerSocket(0, 50, outside)) {
            Thread.ofVirtual().start(() -> {
                while (!socket.isClosed()) {
                    try {
                        socket.accept().close();
                        connections.incrementAndGet();
                    } catch (IOException _) {
                        return;
                    }
                }
            });

            Result result = run(
                    Map.of(),
                    "--target",
                    "http://" + outside.getHostAddress() + ":" + socket.getLocalPort(),
                    "--model",
                    "m");

            assertThat(result.exitCode()).isEqualTo(4);
            assertThat(result.err()).contains("not this machine", "nothing was sent", "allowedHosts");
            assertThat(connections).hasValue(0);
        }
    }

    @Test
    void aServerThatIsNotThereOrHasNoSuchModelIsToldInOneParagraph() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        for (String[] wrong : new String[][] {
            {"http://127.0.0.1:" + free, "sklearn-iris", "127.0.0.1:" + free},
            {"grpc://127.0.0.1:" + free, "sklearn-iris", "127.0.0.1:" + free},
            {http(), "no-such-model", "no-such-model"},
            {"grpc://127.0.0.1:" + server.grpcPort(), "no-such-model", "no-such-model"},
            {"grpc://127.0.0.1:" + server.httpPort(), "sklearn-iris", "127.0.0.1:" + server.httpPort()},
        }) {
            Result result = plimsoll(
                    "run",
                    "--slo",
                    slo().toString(),
                    "--out",
                    folder.resolve("none").toString(),
                    "--target",
                    wrong[0],
                    "--model",
                    wrong[1]);

            assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
            assertThat(result.err()).contains(wrong[2]).doesNotContain("\tat ", "Exception");
            assertThat(folder.resolve("none"))
                    .as("nothing is left of a run that never began")
                    .doesNotExist();
        }
    }

    @Test
    void bodiesThatCannotBeUsedAreToldBeforeTheLoad() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n\n");
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"instances\": [[1]]}\n{\"instances\": \n");
        for (String[] wrong : new String[][] {
            {"--feed", empty.toString(), "holds no request"},
            {"--feed", broken.toString(), broken + ":2"},
            {"--feed", folder.resolve("none.jsonl").toString(), "there is no file"},
        }) {
            Result result = plimsoll(
                    "run",
                    "--slo",
                    slo().toString(),
                    "--out",
                    folder.resolve("none").toString(),
                    "--target",
                    http(),
                    "--model",
                    "sklearn-iris",
                    "--protocol",
                    "v1-rest",
                    wrong[0],
                    wrong[1]);

            assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
            assertThat(result.err()).contains(wrong[2]).doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void aBodyOfTheWrongShapeIsTheServersNoAndTheVerdictIsFail() throws IOException {
        Path body = Files.writeString(folder.resolve("body.json"), "{\"instances\": [[1, 2]]}");

        Result result = run(
                Map.of(),
                "--target",
                http(),
                "--model",
                "sklearn-iris",
                "--protocol",
                "v1-rest",
                "--body",
                body.toString());

        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(1);
        assertThat(outcomes(RunRecord.load(out())))
                .containsKey(Outcome.CLIENT_ERROR)
                .doesNotContainKey(Outcome.OK);
    }

    @Test
    void aPortThatIsTakenIsTold() {
        Result result = plimsoll("serve", "--http-port", Integer.toString(server.httpPort()));

        assertThat(result.exitCode()).as(result.err()).isEqualTo(4);
        assertThat(result.err()).startsWith("plimsoll: ").contains("port").doesNotContain("\tat ");
    }

    private static Map<Outcome, Integer> outcomes(RunRecord record) {
        RequestLog log = record.requests();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < log.size(); i++) {
            outcomes.merge(log.outcome(i), 1, Integer::sum);
        }
        return outcomes;
    }
}
