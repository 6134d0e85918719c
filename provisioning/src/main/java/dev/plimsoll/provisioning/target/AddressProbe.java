package dev.plimsoll.provisioning.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.provisioning.wire.V2Grpc;
import dev.plimsoll.provisioning.wire.V2Json;
import dev.plimsoll.provisioning.wire.WireException;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.plimsoll.provisioning.wire.inference.ModelMetadataRequest;
import dev.plimsoll.provisioning.wire.inference.ModelReadyRequest;
import dev.plimsoll.provisioning.wire.inference.ServerMetadataRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Finds out which protocols a server answers in for a model. */
final class AddressProbe {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** What a question came to; only {@code READY} makes an entry. The later constants say more of why not. */
    private enum Answer {
        READY,
        NOT_SPOKEN,
        NOT_READY,
        UNKNOWN_MODEL,
        DENIED
    }

    private final TargetSpec.Address spec;
    private final String where;
    private final String scheme;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> models = new ArrayList<>();
    private @Nullable ModelMetadata metadata;

    AddressProbe(TargetSpec.Address spec) {
        this.spec = spec;
        this.where = Redacted.address(spec.address());
        this.scheme = spec.address().getScheme() == null
                ? ""
                : spec.address().getScheme().toLowerCase(Locale.ROOT);
    }

    Target open() throws TargetException {
        List<Protocol> possible = Targets.protocols(scheme);
        URI address = spec.address();
        if (possible.isEmpty() || address.getHost() == null) {
            throw new TargetException("The address " + where
                    + " is not understood. Write it as http://host:port, https://, grpc:// or grpcs://.");
        }
        if (address.getRawPath() != null
                && !address.getRawPath().isEmpty()
                && !address.getRawPath().equals("/")) {
            throw new TargetException("The address " + where + " was given with a path. The protocol fixes the paths:"
                    + " give scheme, host and port alone, and the model by its name.");
        }
        for (Protocol asked : spec.protocols()) {
            if (!possible.contains(asked)) {
                throw new TargetException(asked.label() + " cannot be spoken to " + where + ": "
                        + (asked.isGrpc()
                                ? "give the gRPC address as grpc://host:port."
                                : "give the HTTP address as http://host:port."));
            }
        }
        List<Protocol> protocols = spec.protocols().isEmpty() ? possible : spec.protocols();
        Map<Protocol, Answer> answers = scheme.startsWith("grpc") ? grpc() : http(protocols);
        List<Entry> entries = new ArrayList<>();
        Answer worst = Answer.NOT_SPOKEN;
        for (Protocol protocol : protocols) {
            Answer answer = answers.getOrDefault(protocol, Answer.NOT_SPOKEN);
            if (answer == Answer.READY) {
                entries.add(new Entry("address", protocol, root(address), spec.model(), spec.headers()));
            } else if (!spec.protocols().isEmpty()) {
                throw problem(answer, protocol.label());
            } else if (answer.compareTo(worst) > 0) {
                worst = answer;
            }
        }
        if (entries.isEmpty()) {
            throw problem(
                    worst,
                    String.join(" nor ", protocols.stream().map(Protocol::label).toList()));
        }
        return new Targets.AddressTarget(where, List.copyOf(entries), Map.copyOf(facts), Optional.ofNullable(metadata));
    }

    private static URI root(URI address) {
        String host = String.valueOf(address.getHost());
        return URI.create(address.getScheme() + "://" + host + (address.getPort() < 0 ? "" : ":" + address.getPort()));
    }

    private TargetException problem(Answer answer, String protocols) {
        return new TargetException(
                switch (answer) {
                    case DENIED ->
                        "The server at " + where + " refused to let us in (401 or 403) when asked in " + protocols
                                + ". Give it credentials with --header 'Authorization: env:NAME', or check those given.";
                    case UNKNOWN_MODEL ->
                        "The server at " + where + " has no model \"" + spec.model() + "\". "
                                + (models.isEmpty()
                                        ? "It does not say which it has: check the name."
                                        : "It has: " + String.join(", ", models) + ".");
                    case NOT_READY ->
                        "The model \"" + spec.model() + "\" at " + where
                                + " is not ready. Wait until it has loaded, or look at the server's log, and try again.";
                    case NOT_SPOKEN, READY ->
                        "What listens at " + where + " answers neither in " + protocols
                                + ", so it is no model server of the protocols known here or sits behind a gateway that"
                                + " routes by host. Check the port, and give a Host header if a gateway is in front.";
                });
    }

    private Map<Protocol, Answer> http(List<Protocol> protocols) throws TargetException {
        OkHttpClient client = httpClient();
        Map<Protocol, Answer> answers = new LinkedHashMap<>();
        try {
            for (Protocol protocol : protocols) {
                answers.put(protocol, protocol == Protocol.V1_REST ? v1(client) : v2(client));
            }
        } catch (IOException e) {
            throw unreachable(e);
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
        return answers;
    }

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Reply(int status, byte[] body, @Nullable JsonNode json) {}

    private Reply ask(OkHttpClient client, String method, String path) throws IOException {
        Request.Builder request = new Request.Builder().url(url(path));
        spec.headers().forEach(request::header);
        request.method(method, method.equals("GET") ? null : RequestBody.create(new byte[] {'{', '}'}));
        try (Response response = client.newCall(request.build()).execute()) {
            byte[] body = response.body().bytes();
            JsonNode json = null;
            try {
                json = MAPPER.readTree(body);
            } catch (JsonProcessingException _) {
                // No JSON: then it is no answer of a model server.
            }
            return new Reply(response.code(), body, json);
        }
    }

    private String url(String path) {
        return root(spec.address()) + path;
    }

    private static @Nullable Answer refusal(Reply reply) {
        return switch (reply.status()) {
            case 401, 403 -> Answer.DENIED;
            case 503 -> Answer.NOT_READY;
            default -> null;
        };
    }

    private Answer v1(OkHttpClient client) throws IOException {
        Reply reply = ask(client, "GET", "/v1/models/" + InferCall.segment(spec.model()));
        Answer refused = refusal(reply);
        if (refused != null) {
            return refused;
        }
        if (reply.status() == 200 && reply.json() != null && reply.json().isObject()) {
            return reply.json().path("ready").asBoolean(true) ? Answer.READY : Answer.NOT_READY;
        }
        return unknownOr(ask(client, "GET", "/v1/models"));
    }

    private Answer v2(OkHttpClient client) throws IOException {
        String path = "/v2/models/" + InferCall.segment(spec.model());
        Reply reply = ask(client, "GET", path + "/ready");
        Answer refused = refusal(reply);
        if (refused != null) {
            return refused;
        }
        Reply server = ask(client, "GET", "/v2");
        boolean spoken =
                server.status() == 200 && server.json() != null && server.json().has("name");
        if (spoken && server.json() != null) {
            facts.put("server", server.json().path("name").asText());
            facts.put("server version", server.json().path("version").asText());
        }
        if (reply.status() == 200) {
            Reply model = ask(client, "GET", path);
            if (model.status() == 200) {
                try {
                    know(V2Json.decodeModelMetadata(model.body()));
                } catch (WireException _) {
                    // Some servers do not say: then requests cannot be generated, and all else works.
                }
            }
            return spoken || metadata != null ? Answer.READY : Answer.NOT_SPOKEN;
        }
        if (!spoken) {
            return Answer.NOT_SPOKEN;
        }
        unknownOr(ask(client, "GET", "/v2/models"));
        if (models.isEmpty()) {
            unknownOr(ask(client, "POST", "/v2/repository/index"));
        }
        return Answer.UNKNOWN_MODEL;
    }

    /** Keeps the list of models if the answer is one. */
    private Answer unknownOr(Reply list) {
        JsonNode json = list.json();
        if (list.status() != 200 || json == null) {
            return Answer.NOT_SPOKEN;
        }
        for (JsonNode model : json.isArray() ? json : json.path("models")) {
            String name =
                    model.isTextual() ? model.asText() : model.path("name").asText();
            if (!models.contains(name)) {
                models.add(name);
            }
        }
        return json.isArray() || json.has("models") ? Answer.UNKNOWN_MODEL : Answer.NOT_SPOKEN;
    }

    private void know(ModelMetadata said) {
        metadata = said;
        if (!said.platform().isEmpty()) {
            facts.put("model platform", said.platform());
        }
        if (!said.versions().isEmpty()) {
            facts.put("model versions", String.join(", ", said.versions()));
        }
    }

    private Map<Protocol, Answer> grpc() throws TargetException {
        ManagedChannel channel = channel();
        try {
            Metadata headers = new Metadata();
            spec.headers().forEach((name, value) -> {
                if (!name.equalsIgnoreCase("host")) {
                    headers.put(
                            Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER), value);
                }
            });
            GRPCInferenceServiceBlockingStub stub = GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
            return Map.of(Protocol.V2_GRPC, grpc(stub));
        } finally {
            channel.shutdownNow();
        }
    }

    private Answer grpc(GRPCInferenceServiceBlockingStub stub) throws TargetException {
        try {
            boolean ready = within(stub)
                    .modelReady(
                            ModelReadyRequest.newBuilder().setName(spec.model()).build())
                    .getReady();
            if (!ready) {
                return Answer.NOT_READY;
            }
        } catch (StatusRuntimeException e) {
            return grpcRefusal(e);
        }
        try {
            var server = within(stub).serverMetadata(ServerMetadataRequest.getDefaultInstance());
            facts.put("server", server.getName());
            facts.put("server version", server.getVersion());
            know(V2Grpc.decode(within(stub)
                    .modelMetadata(ModelMetadataRequest.newBuilder()
                            .setName(spec.model())
                            .build())));
        } catch (StatusRuntimeException _) {
            // Some servers do not say: then requests cannot be generated, and all else works.
        }
        return Answer.READY;
    }

    private GRPCInferenceServiceBlockingStub within(GRPCInferenceServiceBlockingStub stub) {
        return stub.withDeadlineAfter(spec.timeout());
    }

    private Answer grpcRefusal(StatusRuntimeException e) throws TargetException {
        Status status = e.getStatus();
        String said = String.valueOf(status.getDescription()).toLowerCase(Locale.ROOT);
        return switch (status.getCode()) {
            case NOT_FOUND -> Answer.UNKNOWN_MODEL;
            case UNAUTHENTICATED, PERMISSION_DENIED -> Answer.DENIED;
            case UNIMPLEMENTED -> Answer.NOT_SPOKEN;
            // MLServer 1.7 says UNKNOWN of an unknown model.
            case UNKNOWN -> said.contains("not found") ? Answer.UNKNOWN_MODEL : Answer.NOT_SPOKEN;
            case UNAVAILABLE -> {
                if (said.contains("not ready")) {
                    yield Answer.NOT_READY;
                }
                throw unreachable(e.getCause() == null ? e : e.getCause());
            }
            case DEADLINE_EXCEEDED -> throw unreachable(e);
            default -> Answer.NOT_SPOKEN;
        };
    }

    private TargetException unreachable(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException || at instanceof GeneralSecurityException) {
                return new TargetException(
                        "TLS with the server at " + where + " failed: " + at.getMessage()
                                + ". Check the scheme and the port; if the server has its own authority, give its certificate.",
                        cause);
            }
        }
        return new TargetException(
                "The server at " + where + " cannot be reached (" + cause.getMessage()
                        + "). Check that it runs and that host and port are right.",
                cause);
    }

    private OkHttpClient httpClient() throws TargetException {
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .callTimeout(spec.timeout())
                .connectTimeout(spec.timeout())
                .readTimeout(spec.timeout())
                .followRedirects(false)
                .retryOnConnectionFailure(false);
        X509TrustManager trust = trust();
        if (trust != null) {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {trust}, null);
                client.sslSocketFactory(context.getSocketFactory(), trust);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM has no TLS", e);
            }
            if (spec.tls().insecure()) {
                client.hostnameVerifier((_, _) -> true);
            }
        }
        return client.build();
    }

    private ManagedChannel channel() throws TargetException {
        String host = spec.address().getHost();
        int port = spec.address().getPort();
        boolean tls = scheme.equals("grpcs");
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(host, port < 0 ? (tls ? 443 : 80) : port);
        if (tls) {
            try {
                SslContextBuilder context = GrpcSslContexts.forClient();
                X509TrustManager trust = trust();
                if (trust != null) {
                    context.trustManager(trust);
                }
                if (spec.tls().insecure()) {
                    context.endpointIdentificationAlgorithm(null);
                }
                builder.sslContext(context.build());
            } catch (SSLException e) {
                throw unreachable(e);
            }
        } else {
            builder.usePlaintext();
        }
        spec.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("host")) {
                builder.overrideAuthority(value);
            }
        });
        return builder.keepAliveTimeout(spec.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /** What to trust in place of the JVM's own, or null. */
    private @Nullable X509TrustManager trust() throws TargetException {
        if (spec.tls().insecure()) {
            return new TrustAnything();
        }
        if (spec.tls().authorities().isEmpty()) {
            return null;
        }
        Path file = spec.tls().authorities().get();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (IOException | GeneralSecurityException e) {
            throw new TargetException(
                    "The file of trusted certificates " + file + " cannot be used (" + e.getMessage()
                            + "). It must hold certificates in PEM form.",
                    e);
        }
    }

    /** For {@code insecure}, which the user has to spell out. */
    private static final class TrustAnything implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
