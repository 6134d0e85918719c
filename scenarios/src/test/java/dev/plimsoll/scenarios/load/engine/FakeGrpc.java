package dev.plimsoll.scenarios.load.engine;

import io.grpc.Attributes;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A gRPC server on loopback that takes any method and does to each call what its script says. */
final class FakeGrpc implements AutoCloseable {
    static final Metadata.Key<String> REQUEST_ID = key("x-request-id");
    private static final Metadata.Key<String> REVISION = key("plimsoll-revision");
    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");

    /** A call as it was read. */
    @SuppressWarnings("ArrayRecordComponent")
    record Seen(
            String method,
            byte[] body,
            @Nullable String authority,
            @Nullable String authorization,
            @Nullable String requestId) {}

    /** Does something to the call of that number, from 0. */
    interface Script {
        void act(Call call, int number);
    }

    record Call(ServerCall<byte[], byte[]> call) {
        void answer(byte[] body, @Nullable String revision) {
            Metadata headers = new Metadata();
            if (revision != null) {
                headers.put(REVISION, revision);
            }
            call.sendHeaders(headers);
            call.sendMessage(body);
            call.close(Status.OK, new Metadata());
        }

        void refuse(Status status) {
            call.close(status, new Metadata());
        }
    }

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
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Script script;
    private final Server server;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    FakeGrpc(Script script) {
        this.script = script;
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .fallbackHandlerRegistry(new HandlerRegistry() {
                        @Override
                        public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
                            return ServerMethodDefinition.create(
                                    MethodDescriptor.<byte[], byte[]>newBuilder()
                                            .setType(MethodDescriptor.MethodType.UNARY)
                                            .setFullMethodName(name)
                                            .setRequestMarshaller(Bytes.INSTANCE)
                                            .setResponseMarshaller(Bytes.INSTANCE)
                                            .build(),
                                    handler());
                        }
                    })
                    .addTransportFilter(new ServerTransportFilter() {
                        @Override
                        public Attributes transportReady(Attributes attributes) {
                            connections.incrementAndGet();
                            return attributes;
                        }
                    })
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private ServerCallHandler<byte[], byte[]> handler() {
        return (call, headers) -> {
            call.request(1);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(byte[] body) {
                    seen.add(new Seen(
                            call.getMethodDescriptor().getFullMethodName(),
                            body,
                            call.getAuthority(),
                            headers.get(AUTHORIZATION),
                            headers.get(REQUEST_ID)));
                    script.act(new Call(call), numbers.getAndIncrement());
                }
            };
        };
    }

    int port() {
        return server.getPort();
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
