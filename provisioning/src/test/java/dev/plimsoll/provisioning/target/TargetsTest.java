package dev.plimsoll.provisioning.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.wire.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private static final AllowedHosts LOOPBACK = AllowedHosts.loopbackOnly();
    private static Target embedded;

    @BeforeAll
    static void start() throws Exception {
        embedded = Targets.open(new TargetSpec.Embedded(EmbeddedProcess.Launch.likeThisProcess()), LOOPBACK);
    }

    @AfterAll
    static void stop() {
        embedded.close();
    }

    private static URI address(Protocol protocol) {
        return embedded.entries().stream()
                .filter(entry -> entry.protocol() == protocol)
                .findFirst()
                .orElseThrow()
                .address();
    }

    @Test
    void theEmbeddedTargetAnswersInEveryProtocol() {
        assertThat(embedded.kind()).isEqualTo("embedded");
        assertThat(embedded.entries()).extracting(Entry::protocol).containsExactly(Protocol.values());
        assertThat(embedded.facts())
                .containsEntry("server", "plimsoll-embedded")
                .containsEntry("model platform", "onnxruntime_onnx");
        assertThat(embedded.metadata()).isPresent();
    }

    @Test
    void anAddressIsProbedForWhatItSpeaks() throws Exception {
        try (Target http = Targets.open(TargetSpec.Address.of(address(Protocol.V1_REST), "sklearn-iris"), LOOPBACK);
                Target grpc =
                        Targets.open(TargetSpec.Address.of(address(Protocol.V2_GRPC), "sklearn-iris"), LOOPBACK)) {
            assertThat(http.entries()).extracting(Entry::protocol).containsExactly(Protocol.V1_REST, Protocol.V2_REST);
            assertThat(grpc.entries()).extracting(Entry::protocol).containsExactly(Protocol.V2_GRPC);
            assertThat(grpc.metadata()).isEqualTo(http.metadata());
        }
    }

    @Test
    void anUnknownModelIsToldWithThoseThereAre() {
        assertThatThrownBy(() -> Targets.open(TargetSpec.Address.of(address(Protocol.V1_REST), "iris"), LOOPBACK))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("has no model \"iris\". It has: sklearn-iris.");
        assertThatThrownBy(() -> Targets.open(TargetSpec.Address.of(address(Protocol.V2_GRPC), "iris"), LOOPBACK))
                .hasMessageContaining("has no model \"iris\"");
    }

    @Test
    void aWrongSchemeForThePortIsTold() {
        URI grpcAsHttp =
                URI.create("http://127.0.0.1:" + address(Protocol.V2_GRPC).getPort());
        URI httpAsTls =
                URI.create("https://127.0.0.1:" + address(Protocol.V1_REST).getPort());
        assertThatThrownBy(() -> Targets.open(TargetSpec.Address.of(grpcAsHttp, "sklearn-iris"), LOOPBACK))
                .isInstanceOf(TargetException.class);
        assertThatThrownBy(() -> Targets.open(TargetSpec.Address.of(httpAsTls, "sklearn-iris"), LOOPBACK))
                .isInstanceOf(TargetException.class)
                .hasMessageStartingWith("TLS with the server at https://127.0.0.1:");
    }

    @Test
    void nobodyListeningIsUnreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String scheme : List.of("http", "grpc")) {
            URI address = URI.create(scheme + "://user:hunter2@127.0.0.1:" + port);
            assertThatThrownBy(() -> Targets.open(TargetSpec.Address.of(address, "m"), LOOPBACK))
                    .isInstanceOf(TargetException.class)
                    .hasMessageContaining("The server at " + scheme + "://127.0.0.1:" + port + " cannot be reached")
                    .message()
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void credentialsAndHostAreSent_andARefusalIsTold() throws Exception {
        var hosts = new ConcurrentLinkedQueue<String>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            boolean known = "Bearer t0ken".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = "{\"name\":\"m\",\"ready\":true}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            assertThatThrownBy(() -> Targets.open(TargetSpec.Address.of(address, "m"), LOOPBACK))
                    .hasMessageContaining("refused to let us in");
            TargetSpec.Address with = new TargetSpec.Address(
                    address,
                    "m",
                    List.of(Protocol.V1_REST),
                    Map.of("Authorization", "Bearer t0ken", "Host", "iris.lab.example.com"),
                    TargetSpec.Tls.VERIFIED,
                    Duration.ofSeconds(10));
            assertThat(with.toString()).doesNotContain("t0ken");
            hosts.clear();
            try (Target target = Targets.open(with, LOOPBACK)) {
                assertThat(target.entries()).extracting(Entry::protocol).containsExactly(Protocol.V1_REST);
            }
            assertThat(hosts).isNotEmpty().containsOnly("iris.lab.example.com");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.255.0.3", "::1", "[::1]"})
    void thisMachineIsAllowed(String host) {
        assertThat(LOOPBACK.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "127.0.0.1.example.com", "localhost.example.com", "10.0.0.1", "0.0.0.0"})
    void everythingElseMustBeNamed(String host) {
        assertThat(LOOPBACK.allows(host)).isFalse();
        assertThat(new AllowedHosts(Set.of(host)).allows(host)).isTrue();
        assertThatThrownBy(
                        () -> Targets.open(TargetSpec.Address.of(URI.create("http://" + host + ":1"), "m"), LOOPBACK))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("is not allowed: nothing was sent");
    }

    @Test
    void whatOnlyLooksLikeLoopbackIsNot() {
        assertThat(LOOPBACK.allows("127.0.0.256")).isFalse();
        assertThat(LOOPBACK.allows("127.1")).isFalse();
        assertThat(LOOPBACK.allows("")).isFalse();
    }
}
