package dev.plimsoll.provisioning.target;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.provisioning.wire.V2Json;
import dev.plimsoll.provisioning.wire.WireException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Asks a REST server which of V1 and V2 it speaks, and whether the model is there and ready. */
final class RestProbe {
    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TargetSpec.Address spec;
    private final OkHttpClient client;

    private RestProbe(TargetSpec.Address spec, OkHttpClient client) {
        this.spec = spec;
        this.client = client;
    }

    static Probe.Answer ask(TargetSpec.Address spec) {
        OkHttpClient client = new OkHttpClient.Builder()
                .connectTimeout(Probe.CONNECT_TIMEOUT)
                .readTimeout(Probe.ANSWER_TIMEOUT)
                .callTimeout(Probe.ANSWER_TIMEOUT.plus(Probe.CONNECT_TIMEOUT))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
        try {
            return new RestProbe(spec, client).answer();
        } finally {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private Probe.Answer answer() {
        Reply v1Models = get("/v1/models");
        List<String> models = names(v1Models);
        String model = spec.model().isEmpty() ? onlyModel(models) : spec.model();
        Reply v1 = get("/v1/models/" + InferCall.segment(model));
        Reply v2 = get("/v2/models/" + InferCall.segment(model) + "/ready");
        List<Protocol> protocols = new ArrayList<>();
        if (v1.isGood() && v1.json().path("ready").asBoolean(true)) {
            protocols.add(Protocol.V1_REST);
        }
        if (v2.isGood() && v2.json().path("ready").asBoolean(true)) {
            protocols.add(Protocol.V2_REST);
        }
        if (protocols.isEmpty()) {
            throw refusal(model, models, v1, v2);
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", model);
        ModelMetadata metadata = Probe.unknown(model);
        if (protocols.contains(Protocol.V2_REST)) {
            Reply server = get("/v2");
            note(facts, "server", server, "name");
            note(facts, "server version", server, "version");
            Reply said = get("/v2/models/" + InferCall.segment(model));
            note(facts, "platform", said, "platform");
            metadata = metadata(model, said);
        }
        return new Probe.Answer(model, List.copyOf(protocols), metadata, facts);
    }

    private static ModelMetadata metadata(String model, Reply reply) {
        if (reply.isGood()) {
            try {
                return V2Json.decodeModelMetadata(reply.json().toString().getBytes(StandardCharsets.UTF_8));
            } catch (WireException _) {
                // a server need not describe its model
            }
        }
        return Probe.unknown(model);
    }

    private TargetException refusal(String model, List<String> models, Reply v1, Reply v2) {
        String at = spec.address().toString();
        for (Reply reply : List.of(v1, v2)) {
            if (reply.status() == 401 || reply.status() == 403) {
                return new TargetException(at + " refused to say whether it serves the model '" + model + "' (HTTP "
                        + reply.status() + "). " + Probe.CREDENTIALS_HINT);
            }
        }
        for (Reply reply : List.of(v1, v2)) {
            if (reply.status() == 503
                    || (reply.isGood() && !reply.json().path("ready").asBoolean(true))) {
                return new TargetException(
                        "the model '" + model + "' at " + at + " is not ready. Wait until it is, and run again.");
            }
        }
        if (get("/v2").isGood() || !models.isEmpty()) {
            return new TargetException(at + " serves no model '" + model + "'"
                    + (models.isEmpty() ? "" : "; it serves " + quoted(models)) + ". Name one with --model.");
        }
        return new TargetException(at + " answers HTTP, but as no V1 or V2 model server: "
                + "/v1/models/" + model + " gave " + v1.status() + " and /v2/models/" + model + "/ready gave "
                + v2.status()
                + ". Is the port right? Behind a gateway, is the service chosen by --header 'Host: NAME'?");
    }

    private String onlyModel(List<String> models) {
        if (models.size() == 1) {
            return models.getFirst();
        }
        throw new TargetException("name the model with --model: " + spec.address()
                + (models.isEmpty() ? " does not list its models." : " serves " + quoted(models) + "."));
    }

    private static String quoted(List<String> models) {
        return models.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }

    private static List<String> names(Reply reply) {
        List<String> names = new ArrayList<>();
        if (reply.isGood()) {
            for (JsonNode model : reply.json().path("models")) {
                names.add(model.isObject() ? model.path("name").asText() : model.asText());
            }
        }
        return names;
    }

    private static void note(Map<String, String> facts, String fact, Reply reply, String field) {
        String text = reply.isGood() ? reply.json().path(field).asText() : "";
        if (!text.isEmpty()) {
            facts.put(fact, text);
        }
    }

    private record Reply(int status, JsonNode json) {
        boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    private Reply get(String path) {
        URI address = spec.address();
        String base = address.toString().replaceAll("/+$", "");
        Request.Builder request = new Request.Builder().url(base + path);
        spec.headers().forEach(request::header);
        try (Response response = client.newCall(request.build()).execute()) {
            String body = response.peekBody(MOST_BYTES).string();
            return new Reply(response.code(), parsed(body));
        } catch (UnknownHostException e) {
            throw new TargetException("the name " + address.getHost() + " is not known to this machine's resolver.", e);
        } catch (ConnectException e) {
            throw new TargetException(
                    "nothing answers at " + AddressTarget.hostAndPort(address)
                            + " (connection refused or no route). Is the server up, and the port right?",
                    e);
        } catch (SSLException e) {
            throw new TargetException(
                    "the TLS handshake with " + AddressTarget.hostAndPort(address) + " failed: " + e.getMessage()
                            + ". Is it an https port, with a certificate that this machine trusts and that names the host?",
                    e);
        } catch (InterruptedIOException e) {
            throw new TargetException(
                    AddressTarget.hostAndPort(address) + " did not answer GET " + path + " within "
                            + Probe.ANSWER_TIMEOUT.toSeconds() + " s.",
                    e);
        } catch (IOException e) {
            throw new TargetException(
                    "GET " + path + " at " + AddressTarget.hostAndPort(address) + " failed: " + e.getMessage()
                            + ". Does it speak HTTP on that port?",
                    e);
        }
    }

    private static JsonNode parsed(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? JSON.createObjectNode() : node;
        } catch (JacksonException _) {
            return JSON.createObjectNode();
        }
    }
}
