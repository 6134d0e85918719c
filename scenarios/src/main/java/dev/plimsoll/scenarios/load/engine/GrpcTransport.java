package dev.plimsoll.scenarios.load.engine;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.scenarios.load.Connections;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.channel.EventLoop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Sends KServe V2 inference requests over grpc-java, asynchronously and with the bytes as they are. Its channels have one
 * event loop of their own: grpc-java's Netty is another copy than Gatling's.
 */
public final class GrpcTransport implements Transport {
    private static final MethodDescriptor<byte[], byte[]> MODEL_INFER = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("inference.GRPCInferenceService/ModelInfer")
            .setRequestMarshaller(Bytes.INSTANCE)
            .setResponseMarshaller(Bytes.INSTANCE)
            .build();

    private static final Metadata.Key<String> REQUEST_ID = key("x-request-id");
    private static final int LARGEST_ANSWER_BYTES = 256 << 20;

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private final EventLoopGroup loops;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final Metadata headers = new Metadata();
    private final String idPrefix;
    private final AtomicInteger turn = new AtomicInteger();

    /**
     * Makes the channels; they connect with the first request.
     *
     * @param idPrefix goes ahead of a request's number in {@code x-request-id}
     */
    public GrpcTransport(Entry entry, Connections connections, String idPrefix) {
        this.idPrefix = idPrefix;
        String authority = null;
        for (Map.Entry<String, String> header : entry.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("host")) {
                authority = header.getValue();
            } else {
                headers.put(key(name), header.getValue());
            }
        }
        boolean epoll = Epoll.isAvailable();
        loops = new MultiThreadIoEventLoopGroup(1, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        for (int i = 0; i < connections.grpcChannels(); i++) {
            channels.add(channel(entry.address(), authority, connections, epoll));
        }
    }

    private ManagedChannel channel(URI address, @Nullable String authority, Connections connections, boolean epoll) {
        boolean tls = "grpcs".equals(address.getScheme()) || "https".equals(address.getScheme());
        int port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
        NettyChannelBuilder builder;
        if (tls && connections.insecure()) {
            builder = NettyChannelBuilder.forAddress(address.getHost(), port);
            try {
                builder.sslContext(GrpcSslContexts.forClient()
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build());
            } catch (IOException e) {
                throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
            }
        } else {
            builder = NettyChannelBuilder.forAddress(
                    address.getHost(), port, tls ? credentials(connections) : InsecureChannelCredentials.create());
        }
        if (authority != null) {
            builder.overrideAuthority(authority);
        }
        return builder.eventLoopGroup(loops)
                .channelType(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .directExecutor()
                .disableRetry()
                .maxInboundMessageSize(LARGEST_ANSWER_BYTES)
                .build();
    }

    private static ChannelCredentials credentials(Connections connections) {
        String pem = connections.trustedPem();
        if (pem == null) {
            return TlsChannelCredentials.create();
        }
        try {
            return TlsChannelCredentials.newBuilder()
                    .trustManager(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .build();
        } catch (IOException e) {
            throw new IllegalArgumentException("the trusted certificates cannot be read: " + e.getMessage(), e);
        }
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public void send(Exchange exchange, EventLoop loop) {
        Metadata own = new Metadata();
        own.merge(headers);
        own.put(REQUEST_ID, idPrefix + exchange.id());
        ManagedChannel channel = channels.size() == 1
                ? channels.getFirst()
                : channels.get(Math.floorMod(turn.getAndIncrement(), channels.size()));
        GrpcCall listener = new GrpcCall(exchange);
        try {
            ClientCall<byte[], byte[]> call = channel.newCall(
                    MODEL_INFER,
                    CallOptions.DEFAULT
                            .withDeadlineAfter(exchange.lane().timeout().toNanos(), TimeUnit.NANOSECONDS)
                            .withStreamTracerFactory(listener.sendStamp()));
            call.start(listener, own);
            call.request(2);
            call.sendMessage(exchange.request().body());
            call.halfClose();
        } catch (RuntimeException e) {
            listener.notStarted(e);
        }
    }

    /** Has channels that wait to connect again try now; called once a second. */
    public void reconnect() {
        channels.forEach(ManagedChannel::resetConnectBackoff);
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
        var _ = loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
