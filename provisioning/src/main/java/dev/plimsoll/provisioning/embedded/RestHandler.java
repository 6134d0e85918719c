package dev.plimsoll.provisioning.embedded;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.INTERNAL_SERVER_ERROR;
import static io.netty.handler.codec.http.HttpResponseStatus.METHOD_NOT_ALLOWED;
import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;
import static io.netty.handler.codec.http.HttpResponseStatus.OK;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.plimsoll.provisioning.wire.Datatype;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.provisioning.wire.InferRequest;
import dev.plimsoll.provisioning.wire.InferResponse;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Tensor;
import dev.plimsoll.provisioning.wire.V1Json;
import dev.plimsoll.provisioning.wire.V2Json;
import dev.plimsoll.provisioning.wire.Values;
import dev.plimsoll.provisioning.wire.WireException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * KServe's V1 and V2 protocols over HTTP, with the bodies and codes of the KServe SDK's server (0.20), one connection or HTTP/2
 * stream each. Requests that a client pipelines are answered one after the other.
 */
final class RestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final AsciiString REVISION = AsciiString.cached(InferCall.REVISION_HEADER);
    private static final String V1_MODELS = "/v1/models";
    private static final String V2_MODELS = "/v2/models";

    private final Gateway gateway;
    private final boolean http2;
    private final Queue<FullHttpRequest> pipelined = new ArrayDeque<>();
    private boolean busy;
    private @Nullable Reply current;

    RestHandler(Gateway gateway, boolean http2) {
        this.gateway = gateway;
        this.http2 = http2;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (busy) {
            pipelined.add(request.retain());
        } else {
            busy = true;
            handle(context, request);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pipelined.forEach(FullHttpRequest::release);
        pipelined.clear();
        if (current != null) {
            current.leave();
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    private void handle(ChannelHandlerContext context, FullHttpRequest request) {
        Revision revision = gateway.pick(request.headers().get(HttpHeaderNames.HOST, ""));
        Reply reply = new Reply(context, revision, request);
        current = reply;
        if (request.decoderResult().isFailure()) {
            reply.detail(BAD_REQUEST, "Invalid HTTP request received.");
            return;
        }
        request.retain();
        reply.visit = revision.admit(reply);
    }

    /** Answers a request that was let in to a replica, or begins to. */
    private void answer(Reply reply, Revision revision, FullHttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        try {
            if (path.startsWith(V1_MODELS)) {
                v1(reply, revision, request, path);
            } else if (path.startsWith("/v2")) {
                v2(reply, revision, request, path);
            } else if (path.equals("/")) {
                get(reply, revision, request, Map.of("status", "alive"));
            } else {
                reply.detail(NOT_FOUND, "Not Found");
            }
        } catch (WireException e) {
            reply.error(revision, BAD_REQUEST, e.getMessage());
        } catch (RuntimeException e) {
            reply.error(revision, INTERNAL_SERVER_ERROR, e.getClass().getSimpleName() + " : " + e.getMessage());
        }
    }

    private void v1(Reply reply, Revision revision, FullHttpRequest request, String path) throws WireException {
        String rest = path.substring(V1_MODELS.length());
        if (rest.isEmpty()) {
            get(reply, revision, request, Map.of("models", List.of(revision.modelName())));
            return;
        }
        if (rest.charAt(0) != '/' || rest.indexOf('/', 1) >= 0) {
            reply.detail(NOT_FOUND, "Not Found");
            return;
        }
        boolean predict = rest.endsWith(":predict");
        String model = decode(rest.substring(1, predict ? rest.length() - ":predict".length() : rest.length()));
        if (wrongMethod(reply, request, predict ? HttpMethod.POST : HttpMethod.GET)) {
            return;
        }
        if (notServed(reply, revision, model)) {
            return;
        }
        if (!predict) {
            reply.json(revision, OK, Map.of("name", model, "ready", true));
            return;
        }
        Tensor rows = V1Json.decodeInstances(ByteBufUtil.getBytes(request.content()));
        double[] features = IrisInput.features(rows);
        revision.submit(
                new Answerer(reply, features) {
                    @Override
                    public void answer(Revision by, long[] classes) {
                        reply.bytes(by, OK, V1Json.encodePredictions(classes));
                    }
                },
                reply.replica());
    }

    private void v2(Reply reply, Revision revision, FullHttpRequest request, String path) throws WireException {
        switch (path) {
            case "/v2" -> {
                get(reply, revision, request, ServerFacts.METADATA);
                return;
            }
            case "/v2/health/live" -> {
                get(reply, revision, request, Map.of("live", true));
                return;
            }
            case "/v2/health/ready" -> {
                if (wrongMethod(reply, request, HttpMethod.GET)) {
                    return;
                }
                if (reply.model() == null) {
                    reply.error(revision, SERVICE_UNAVAILABLE, "Server is not ready.");
                } else {
                    reply.json(revision, OK, Map.of("ready", true));
                }
                return;
            }
            case V2_MODELS -> {
                get(reply, revision, request, Map.of("models", List.of(revision.modelName())));
                return;
            }
            default -> {}
        }
        if (!path.startsWith(V2_MODELS + "/")) {
            reply.detail(NOT_FOUND, "Not Found");
            return;
        }
        String[] parts = path.substring(V2_MODELS.length() + 1).split("/", -1);
        String version = "";
        int next = 1;
        if (parts.length >= 3 && parts[1].equals("versions")) {
            version = decode(parts[2]);
            next = 3;
        }
        String action = next == parts.length ? "" : parts[next];
        boolean known = parts.length <= next + 1
                && switch (action) {
                    case "infer", "ready" -> true;
                    default -> next == parts.length;
                };
        if (!known) {
            reply.detail(NOT_FOUND, "Not Found");
            return;
        }
        boolean infer = action.equals("infer");
        if (wrongMethod(reply, request, infer ? HttpMethod.POST : HttpMethod.GET)) {
            return;
        }
        String name = decode(parts[0]);
        if (notServed(reply, revision, name)) {
            return;
        }
        Model model = reply.model();
        if (model != null && !version.isEmpty() && !model.metadata().versions().contains(version)) {
            reply.error(revision, NOT_FOUND, "Model with name " + name + " has no version " + version + ".");
        } else if (model != null && infer) {
            infer(reply, revision, request, name, version);
        } else if (model != null && action.equals("ready")) {
            reply.json(revision, OK, Map.of("name", name, "ready", true));
        } else if (model != null) {
            reply.json(revision, OK, metadata(model.metadata()));
        } else {
            reply.error(revision, SERVICE_UNAVAILABLE, "Model with name " + name + " is not ready.");
        }
    }

    private void infer(Reply reply, Revision revision, FullHttpRequest request, String name, String version)
            throws WireException {
        HttpHeaders headers = request.headers();
        if (headers.contains("inference-header-content-length")) {
            throw new WireException("the binary tensor extension is not supported here; send JSON without the header"
                    + " 'inference-header-content-length'");
        }
        String contentType = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        if (!contentType.startsWith("application/json")) {
            throw new WireException("received byte inputs, but the 'inference-header-content-length' header is missing:"
                    + " the content type is \"" + contentType + "\", not application/json");
        }
        InferRequest message = V2Json.decodeRequest(name, version, ByteBufUtil.getBytes(request.content()));
        double[] features = IrisInput.features(IrisInput.only(message));
        revision.submit(
                new Answerer(reply, features) {
                    @Override
                    public void answer(Revision by, long[] classes) {
                        try {
                            reply.bytes(by, OK, V2Json.encode(response(message, classes)));
                        } catch (WireException e) {
                            fail(by, e.getMessage());
                        }
                    }
                },
                reply.replica());
    }

    /** The answer to a V2 request, over either transport. */
    static InferResponse response(InferRequest request, long[] classes) {
        String id = request.id().isEmpty() ? UUID.randomUUID().toString() : request.id();
        Tensor output =
                Tensor.of("output-0", Datatype.INT64, List.of((long) classes.length), new Values.Integers(classes));
        return new InferResponse(request.model(), "", id, Map.of(), List.of(output));
    }

    private static Map<String, Object> metadata(ModelMetadata metadata) {
        return Map.of(
                "name", metadata.name(),
                "versions", metadata.versions(),
                "platform", metadata.platform(),
                "inputs", metadata.inputs(),
                "outputs", metadata.outputs());
    }

    private static boolean notServed(Reply reply, Revision revision, String model) {
        if (!model.equals(revision.modelName())) {
            reply.error(revision, NOT_FOUND, "Model with name " + model + " does not exist.");
            return true;
        }
        if (reply.model() == null) {
            reply.error(revision, SERVICE_UNAVAILABLE, "Model with name " + model + " is not ready.");
            return true;
        }
        return false;
    }

    private static void get(Reply reply, Revision revision, FullHttpRequest request, Object body) {
        if (!wrongMethod(reply, request, HttpMethod.GET)) {
            reply.json(revision, OK, body);
        }
    }

    private static boolean wrongMethod(Reply reply, FullHttpRequest request, HttpMethod allowed) {
        if (request.method().equals(allowed)) {
            return false;
        }
        reply.allow = allowed.name();
        reply.detail(METHOD_NOT_ALLOWED, "Method Not Allowed");
        return true;
    }

    private static String decode(String segment) throws WireException {
        if (segment.indexOf('%') < 0 && segment.indexOf('+') < 0) {
            return segment;
        }
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new WireException("the path holds a broken escape: " + segment, e);
        }
    }

    /** What answers one request, on its connection's thread. */
    private final class Reply implements Guest {
        private final ChannelHandlerContext context;
        private final Revision revision;
        private final FullHttpRequest request;
        private final boolean keepAlive;
        private @Nullable Visit visit;
        private boolean admitted;
        private @Nullable String allow;

        Reply(ChannelHandlerContext context, Revision revision, FullHttpRequest request) {
            this.context = context;
            this.revision = revision;
            this.request = request;
            this.keepAlive = HttpUtil.isKeepAlive(request);
        }

        @Override
        public String requestId() {
            return request.headers().get("x-request-id", "");
        }

        @Override
        public void enter(Visit let) {
            visit = let;
            admitted = true;
            try {
                RestHandler.this.answer(this, revision, request);
            } finally {
                request.release();
            }
        }

        @Override
        public void refuse(String why) {
            admitted = true;
            request.release();
            write(
                    null,
                    SERVICE_UNAVAILABLE,
                    HttpHeaderValues.TEXT_PLAIN,
                    (why + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onItsThread(Runnable task) {
            context.executor().execute(task);
        }

        /** The client is gone. */
        void leave() {
            if (visit != null) {
                visit.end();
                if (!admitted) {
                    admitted = true;
                    request.release();
                }
            }
        }

        /** The model of the replica that it was let in to, or null while that is loading. */
        @Nullable
        Model model() {
            return visit == null ? null : visit.replica().model();
        }

        Replica replica() {
            return Objects.requireNonNull(visit).replica();
        }

        void json(Revision revision, HttpResponseStatus status, Object body) {
            write(revision, status, HttpHeaderValues.APPLICATION_JSON, ServerFacts.json(body));
        }

        /** An error in KServe's own form. */
        void error(Revision revision, HttpResponseStatus status, @Nullable String message) {
            json(revision, status, Map.of("error", String.valueOf(message)));
        }

        /** An error in the form of FastAPI, which answers for KServe before any model is looked for. */
        void detail(HttpResponseStatus status, String message) {
            write(null, status, HttpHeaderValues.APPLICATION_JSON, ServerFacts.json(Map.of("detail", message)));
        }

        void bytes(Revision revision, HttpResponseStatus status, byte[] body) {
            write(revision, status, HttpHeaderValues.APPLICATION_JSON, body);
        }

        private void write(@Nullable Revision by, HttpResponseStatus status, AsciiString type, byte[] body) {
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            HttpHeaders headers = response.headers();
            headers.set(HttpHeaderNames.CONTENT_TYPE, type);
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
            if (by != null) {
                headers.set(REVISION, by.name());
            }
            if (allow != null) {
                headers.set(HttpHeaderNames.ALLOW, allow);
            }
            if (!http2 && !keepAlive) {
                headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
            var written = context.writeAndFlush(response);
            if (!http2 && !keepAlive) {
                var _ = written.addListener(ChannelFutureListener.CLOSE);
            }
            if (visit != null) {
                visit.end();
            }
            FullHttpRequest next = pipelined.poll();
            if (next == null) {
                busy = false;
                current = null;
                return;
            }
            // By the loop, not by a call: a long pipeline must not become a deep stack.
            context.executor().execute(() -> {
                try {
                    handle(context, next);
                } finally {
                    next.release();
                }
            });
        }
    }

    private abstract static class Answerer implements Exchange {
        private final Reply reply;
        private final double[] features;

        Answerer(Reply reply, double[] features) {
            this.reply = reply;
            this.features = features;
        }

        @Override
        public double[] features() {
            return features;
        }

        @Override
        public int rows() {
            return features.length / IrisModel.FEATURES;
        }

        @Override
        public void fail(Revision by, @Nullable String message) {
            reply.error(by, INTERNAL_SERVER_ERROR, message);
        }

        @Override
        public void later(Runnable task, long nanos) {
            Runnable answered = () -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    // No answer was written: what is left is to end the connection, not to keep the client waiting.
                    var _ = reply.context.close();
                }
            };
            var _ = reply.context.executor().schedule(answered, nanos, TimeUnit.NANOSECONDS);
        }
    }
}
