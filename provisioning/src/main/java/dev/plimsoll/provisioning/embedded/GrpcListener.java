package dev.plimsoll.provisioning.embedded;

import dev.plimsoll.provisioning.wire.InferCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Open Inference Protocol over gRPC on one port. */
final class GrpcListener implements Listener {
    private static final Metadata.Key<String> REVISION =
            Metadata.Key.of(InferCall.REVISION_HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> REQUEST_ID =
            Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private final Gateway gateway;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable Server server;

    GrpcListener(Gateway gateway, int port) {
        this.gateway = gateway;
        this.port = port;
    }

    @Override
    public synchronized int port() {
        return port;
    }

    @Override
    public synchronized void open() throws IOException {
        if (server != null) {
            return;
        }
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .channelFactory(() -> new Tracking(connections))
                .withOption(ChannelOption.SO_BACKLOG, 1024)
                .maxInboundMessageSize(RestListener.MAX_BODY_BYTES)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .directExecutor()
                .intercept(new Routing(gateway, group))
                .addService(new GrpcService(group))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            server = null;
            throw new IOException(
                    "port " + port + " of the loopback interface cannot be had: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        }
        port = server.getPort();
    }

    @Override
    public synchronized void shut() {
        if (server == null) {
            return;
        }
        server.shutdownNow();
        try {
            if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server = null;
    }

    @Override
    public void reset() {
        for (Channel connection : List.copyOf(connections)) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            // Not by the pipeline: gRPC would say goodbye first.
            connection.eventLoop().execute(() -> connection.unsafe().close(connection.voidPromise()));
        }
    }

    @Override
    public void close() {
        shut();
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Remembers the connections it takes: gRPC itself does not hand them out. */
    private static final class Tracking extends NioServerSocketChannel {
        private final Set<Channel> connections;

        Tracking(Set<Channel> connections) {
            this.connections = connections;
        }

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int before = accepted.size();
            int count = super.doReadMessages(accepted);
            for (Object taken : accepted.subList(before, accepted.size())) {
                Channel connection = (Channel) taken;
                connections.add(connection);
                var _ = connection.closeFuture().addListener(_ -> connections.remove(connection));
            }
            return count;
        }
    }

    /** Picks the revision by authority before the call begins, and names the one that answered. */
    private record Routing(Gateway gateway, Executor loop) implements ServerInterceptor {
        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            String authority = call.getAuthority();
            Revision revision = gateway.pick(authority == null ? "" : authority);
            Admission<ReqT, RespT> admission = new Admission<>(revision, call, headers, next, loop);
            admission.visit = revision.admit(admission);
            return admission;
        }
    }

    /** A call that begins once it is let in to a replica. All of it happens on the one thread of the loop. */
    private static final class Admission<ReqT, RespT> extends ServerCall.Listener<ReqT> implements Guest {
        private final Revision revision;
        private final ServerCall<ReqT, RespT> call;
        private final Metadata headers;
        private final ServerCallHandler<ReqT, RespT> next;
        private final Executor loop;
        private final Context context = Context.current();
        private final Queue<Consumer<ServerCall.Listener<ReqT>>> early = new ArrayDeque<>();
        private ServerCall.@Nullable Listener<ReqT> begun;
        private @Nullable Visit visit;

        Admission(
                Revision revision,
                ServerCall<ReqT, RespT> call,
                Metadata headers,
                ServerCallHandler<ReqT, RespT> next,
                Executor loop) {
            this.revision = revision;
            this.call = call;
            this.headers = headers;
            this.next = next;
            this.loop = loop;
        }

        @Override
        public String requestId() {
            String id = headers.get(REQUEST_ID);
            return id == null ? "" : id;
        }

        @Override
        public void enter(Visit let) {
            visit = let;
            ServerCall<ReqT, RespT> named = new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
                @Override
                public void sendHeaders(Metadata answer) {
                    answer.put(REVISION, revision.name());
                    super.sendHeaders(answer);
                }

                @Override
                public void close(Status status, Metadata trailers) {
                    super.close(status, trailers);
                    let.end();
                }
            };
            ServerCall.Listener<ReqT> listener = Contexts.interceptCall(
                    context.withValues(GrpcService.REVISION, revision, GrpcService.REPLICA, let.replica()),
                    named,
                    headers,
                    next);
            begun = listener;
            early.forEach(event -> event.accept(listener));
            early.clear();
        }

        @Override
        public void refuse(String why) {
            call.close(Status.UNAVAILABLE.withDescription(why), new Metadata());
        }

        @Override
        public void onItsThread(Runnable task) {
            loop.execute(task);
        }

        private void tell(Consumer<ServerCall.Listener<ReqT>> event) {
            if (begun == null) {
                early.add(event);
            } else {
                event.accept(begun);
            }
        }

        private void end() {
            if (visit != null) {
                visit.end();
            }
        }

        @Override
        public void onMessage(ReqT message) {
            tell(listener -> listener.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            tell(ServerCall.Listener::onHalfClose);
        }

        @Override
        public void onCancel() {
            tell(ServerCall.Listener::onCancel);
            end();
        }

        @Override
        public void onComplete() {
            tell(ServerCall.Listener::onComplete);
            end();
        }

        @Override
        public void onReady() {
            tell(ServerCall.Listener::onReady);
        }
    }
}
