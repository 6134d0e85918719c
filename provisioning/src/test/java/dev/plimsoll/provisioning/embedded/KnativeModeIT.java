package dev.plimsoll.provisioning.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Logged;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Replica.Change;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Request.What;
import dev.plimsoll.provisioning.wire.Datatype;
import dev.plimsoll.provisioning.wire.InferRequest;
import dev.plimsoll.provisioning.wire.Tensor;
import dev.plimsoll.provisioning.wire.V2Grpc;
import dev.plimsoll.provisioning.wire.Values;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real child process, run as Knative would run it, asked over real sockets. */
@Execution(ExecutionMode.SAME_THREAD)
class KnativeModeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Map<StartPhase, Duration> PHASES = Map.of(
            StartPhase.SCHEDULE, Duration.ofMillis(50),
            StartPhase.IMAGE_PULL, Duration.ofMillis(200),
            StartPhase.STORAGE_INITIALIZER, Duration.ofMillis(100),
            StartPhase.CONTAINER_START, Duration.ofMillis(80),
            StartPhase.MODEL_LOAD, Duration.ofMillis(150),
            StartPhase.READINESS, Duration.ofMillis(600));
    private static final Duration BEFORE_SERVING = Duration.ofMillis(580);

    /** The shortest windows that Knative allows. */
    private static final KnativeMode QUICK =
            KnativeMode.defaults().withAnnotation("window", "6s").withAutoscaler("scale-to-zero-grace-period", "1s");

    private static final KnativeMode AT_ZERO =
            QUICK.withAutoscaler("allow-zero-initial-scale", "true").withAnnotation("initial-scale", "0");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @SuppressWarnings("NullAway.Init") // each test starts its own
    private EmbeddedProcess server;

    private void start(KnativeMode mode) throws Exception {
        server = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess().withKnative(mode));
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
    }

    private static KnativeMode withPhases(KnativeMode mode) {
        KnativeMode with = mode;
        for (Map.Entry<StartPhase, Duration> phase : PHASES.entrySet()) {
            with = with.withPhase(phase.getKey(), phase.getValue());
        }
        return with;
    }

    private CompletableFuture<HttpResponse<String>> ask(String id) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.httpPort() + "/v1/models/sklearn-iris:predict"))
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("x-request-id", id)
                .POST(HttpRequest.BodyPublishers.ofString("{\"instances\":[[5.1,3.5,1.4,0.2]]}"))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private void await(Predicate<ScaleState> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (ScaleState state = server.scale().orElseThrow();
                !condition.test(state);
                state = server.scale().orElseThrow()) {
            assertThat(System.nanoTime()).as("still %s", state).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static List<Logged> replicaChanges(List<Logged> events, Change change) {
        return events.stream()
                .filter(logged ->
                        logged.event() instanceof DataPlaneEvent.Replica(String _, String _, Change c) && c == change)
                .toList();
    }

    private static Logged request(List<Logged> events, String id, What what) {
        return events.stream()
                .filter(logged -> logged.event() instanceof DataPlaneEvent.Request(String i, String _, What w)
                        && i.equals(id)
                        && w == what)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void toZeroItGoesAfterWindowAndGrace_fromZeroARequestIsHeldAndAnsweredAfterThePhases_beforeThePodIsReady()
            throws Exception {
        // Without a burst to absorb, the activator is in the path only at zero: the grace period counts from there.
        start(withPhases(QUICK).withAnnotation("target-burst-capacity", "0"));
        await(state -> state.existing() == 0);
        assertWentToZeroInTime(server.eventsAfter(0));
        long before = server.eventsAfter(0).getLast().number();
        long sent = System.nanoTime();

        HttpResponse<String> answer = ask("cold-1").join();

        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(BEFORE_SERVING);
        assertThat(answer.body()).isEqualTo("{\"predictions\":[0]}");
        await(state -> state.ready() == 1);
        List<Logged> events = server.eventsAfter(before);
        Logged held = request(events, "cold-1", What.HELD);
        Logged released = request(events, "cold-1", What.RELEASED);
        assertThat(held.number()).isLessThan(released.number());
        Logged ready = replicaChanges(events, Change.READY).getFirst();
        assertThat(released.monotonicNanos()).isLessThan(ready.monotonicNanos());
        Logged created = replicaChanges(events, Change.CREATED).getFirst();
        assertThat(events)
                .filteredOn(logged -> logged.event() instanceof DataPlaneEvent.Scale scale
                        && scale.cause().equals("poke"))
                .singleElement()
                .satisfies(poke -> assertThat(poke.monotonicNanos()).isLessThan(held.monotonicNanos()))
                .satisfies(poke -> assertThat(poke.number()).isGreaterThan(created.number()));

        Map<String, Long> begun = new HashMap<>();
        List<String> ended = new ArrayList<>();
        for (Logged logged : events) {
            if (logged.event() instanceof DataPlaneEvent.Phase phase) {
                if (phase.ended()) {
                    long took = logged.monotonicNanos() - begun.getOrDefault(phase.phase(), Long.MAX_VALUE);
                    assertThat(took).as(phase.phase()).isGreaterThanOrEqualTo(Math.max(0, phase.declaredNanos()));
                    ended.add(phase.phase());
                } else {
                    begun.put(phase.phase(), logged.monotonicNanos());
                }
            }
        }
        assertThat(ended)
                .containsExactly(
                        "schedule",
                        "image pull",
                        "storage-initializer",
                        "container start",
                        "model load",
                        StartPhase.REAL_LOAD,
                        "readiness");
    }

    private static void assertWentToZeroInTime(List<Logged> events) {
        long ready = replicaChanges(events, Change.READY).getFirst().monotonicNanos();
        long terminating = replicaChanges(events, Change.TERMINATING).getFirst().monotonicNanos();
        assertThat(Duration.ofNanos(terminating - ready)).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
        assertThat(events)
                .extracting(Logged::event)
                .filteredOn(DataPlaneEvent.Scale.class::isInstance)
                .extracting(event -> ((DataPlaneEvent.Scale) event).reason())
                .containsSubsequence("ACTIVE_TOO_SHORT", "DEACTIVATE", "GRACE_PERIOD");
        assertThat(replicaChanges(events, Change.GONE)).hasSize(1);
    }

    @Test
    void grpcIsHeldAtZeroAsWell() throws Exception {
        start(withPhases(AT_ZERO));
        await(state -> state.existing() == 0);
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
        try {
            long sent = System.nanoTime();
            var answer = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PATIENCE)
                    .modelInfer(V2Grpc.encode(InferRequest.of(
                            "sklearn-iris",
                            List.of(Tensor.of("input-0", Datatype.FP64, List.of(1L, 4L), new Values.Reals(new double[] {
                                5.1, 3.5, 1.4, 0.2
                            }))))));
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(BEFORE_SERVING);
            assertThat(answer.getOutputsCount()).isEqualTo(1);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void theActivatorHoldsSoManyAndRefusesTheOthers() throws Exception {
        start(withPhases(AT_ZERO).withActivatorQueueDepth(3));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(ask("burst-" + i));
        }

        List<Integer> statuses = answers.stream()
                .map(CompletableFuture::join)
                .map(HttpResponse::statusCode)
                .toList();
        assertThat(statuses).containsExactlyInAnyOrder(200, 200, 200, 503, 503);
        assertThat(answers.stream().map(CompletableFuture::join).filter(a -> a.statusCode() == 503))
                .allSatisfy(refused -> assertThat(refused.body()).isEqualTo("activator overload\n"));
    }

    @Test
    void queueProxyRunsAsManyAsItsContainerTakesQueuesTenTimesThatAndRefusesTheOthers() throws Exception {
        start(QUICK.withAnnotation("min-scale", "1")
                .withAnnotation("max-scale", "1")
                .withAnnotation("target-burst-capacity", "0")
                .withContainerConcurrency(1));
        await(state -> !state.activatorInPath());
        server.faults("{\"slowNanos\": 300000000}");
        long sent = System.nanoTime();

        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            answers.add(ask("queued-" + i));
        }

        List<HttpResponse<String>> done =
                answers.stream().map(CompletableFuture::join).toList();
        assertThat(done.stream().filter(answer -> answer.statusCode() == 200)).hasSize(11);
        assertThat(done.stream().filter(answer -> answer.statusCode() == 503))
                .hasSize(3)
                .allSatisfy(refused -> assertThat(refused.body()).isEqualTo("pending request queue full\n"));
        assertThat(Duration.ofNanos(System.nanoTime() - sent))
                .as("one after the other")
                .isGreaterThanOrEqualTo(Duration.ofMillis(11 * 300));
    }

    @Test
    void grpcIsRefusedAsUnavailable() throws Exception {
        start(withPhases(AT_ZERO).withActivatorQueueDepth(1));
        await(state -> state.existing() == 0);
        CompletableFuture<HttpResponse<String>> held = ask("held");
        await(state -> state.held() == 1);
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort())
                .usePlaintext()
                .build();
        try {
            assertThatThrownBy(() -> GRPCInferenceServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(PATIENCE)
                            .serverLive(
                                    dev.plimsoll.provisioning.wire.inference.ServerLiveRequest.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                        assertThat(refused.getStatus().getDescription()).isEqualTo("activator overload");
                    });
            assertThat(held.join().statusCode()).isEqualTo(200);
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aClientThatGoesAwayIsHeldNoLonger() throws Exception {
        start(withPhases(AT_ZERO).withPhase(StartPhase.IMAGE_PULL, Duration.ofSeconds(30)));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
            socket.getOutputStream()
                    .write("GET /v1/models HTTP/1.1\r\nHost: x\r\nx-request-id: gone\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            await(state -> state.held() == 1);
        }
        await(state -> state.held() == 0 && state.inFlight() == 0);
        assertThat(request(server.eventsAfter(0), "gone", What.ABANDONED)).isNotNull();
    }

    @Test
    void moreLoadGetsMoreReplicasAsTheAutoscalerDecides_andNoRequestIsLostWhenTheyGo() throws Exception {
        start(QUICK.withContainerConcurrency(2)
                .withAnnotation("max-scale", "4")
                .withPhase(StartPhase.CONTAINER_START, Duration.ofMillis(200)));
        server.faults("{\"slowNanos\": 200000000}");
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

        // 25 a second of 0.2 s each: 5 at a time; at a target of 1.4 a replica, 4 of them.
        long next = System.nanoTime();
        for (int i = 0; i < 130; i++) {
            answers.add(ask("up-" + i));
            next += 40_000_000;
            Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
        // And then a trickle of 0.7 at a time, which one replica carries, while the others are taken away.
        server.faults("{\"slowNanos\": 100000000}");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; server.scale().orElseThrow().replicas() > 1; i++) {
            assertThat(System.nanoTime()).as("replicas go").isLessThan(deadline);
            answers.add(ask("down-" + i));
            Thread.sleep(150);
        }
        answers.forEach(CompletableFuture::join);

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        List<Logged> events = server.eventsAfter(0);
        assertThat(events.stream()
                        .map(Logged::event)
                        .filter(DataPlaneEvent.Scale.class::isInstance)
                        .map(event -> ((DataPlaneEvent.Scale) event).ready()))
                .contains(4)
                .allMatch(ready -> ready <= 4);
        assertThat(replicaChanges(events, Change.GONE)).hasSizeGreaterThanOrEqualTo(2);
        await(state -> state.terminating() == 0 && state.inFlight() == 0);
    }

    @Test
    void whatKnativeRefusesIsRefused() throws Exception {
        server = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess());
        assertThat(server.scale()).isEmpty();
        assertThat(server.eventsAfter(0)).isEmpty();
        assertThatThrownBy(() -> KnativeMode.defaults().withAnnotation("window", "5s"))
                .hasMessageContaining("6s <= 5s <= 1h0m0s: autoscaling.knative.dev/window");
        assertThatThrownBy(() -> KnativeMode.defaults().withContainerConcurrency(-1))
                .hasMessage("containerConcurrency must not be negative, got -1");
    }

    @Test
    void whatTheChildIsToldItReads() throws Exception {
        server = EmbeddedProcess.start(EmbeddedProcess.Launch.likeThisProcess());
        KnativeMode mode = withPhases(QUICK).withContainerConcurrency(7).withActivatorQueueDepth(9);
        assertThat(KnativeMode.parse(mode.json())).isEqualTo(mode);
    }
}
