package dev.plimsoll.provisioning.embedded;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ServerUpgradeCodec;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 and h2c (with prior knowledge or by upgrade) on one port. */
final class RestListener implements Listener {
    /** Larger bodies are answered with 413. */
    static final int MAX_BODY_BYTES = 64 << 20;

    private final Gateway gateway;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private int port;
    private @Nullable Channel listening;

    RestListener(Gateway gateway, int port) {
        this.gateway = gateway;
        this.port = port;
    }

    @Override
    public synchronized int port() {
        return port;
    }

    @Override
    public synchronized void open() throws IOException {
        if (listening != null) {
            return;
        }
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        http(channel);
                    }
                });
        var bound = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "port " + port + " of the loopback interface cannot be had: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listening = bound.channel();
        port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void http(SocketChannel channel) {
        HttpServerCodec http1 = new HttpServerCodec();
        ChannelHandler http2Streams = new Http2MultiplexHandler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                        .addLast(new RestHandler(gateway, true));
            }
        });
        HttpServerUpgradeHandler upgrade = new HttpServerUpgradeHandler(
                http1,
                protocol -> AsciiString.contentEquals(Http2CodecUtil.HTTP_UPGRADE_PROTOCOL_NAME, protocol)
                        ? new Http2ServerUpgradeCodec(
                                Http2FrameCodecBuilder.forServer().build(), http2Streams)
                        : null,
                MAX_BODY_BYTES);
        ChannelHandler priorKnowledge = new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                connection.pipeline().addLast(Http2FrameCodecBuilder.forServer().build(), http2Streams);
            }
        };
        channel.pipeline()
                .addLast(new CleartextHttp2ServerUpgradeHandler(http1, upgrade, priorKnowledge))
                .addLast(new SimpleChannelInboundHandler<HttpMessage>() {
                    // The first message is plain HTTP/1.1: no upgrade will come on this connection.
                    @Override
                    protected void channelRead0(ChannelHandlerContext context, HttpMessage message) {
                        var pipeline = context.pipeline();
                        pipeline.remove(upgrade);
                        pipeline.addAfter(context.name(), "rest", new RestHandler(gateway, false));
                        pipeline.replace(this, "body", new HttpObjectAggregator(MAX_BODY_BYTES));
                        context.fireChannelRead(ReferenceCountUtil.retain(message));
                    }
                });
    }

    @Override
    public synchronized void shut() {
        if (listening != null) {
            var _ = listening.close().awaitUninterruptibly();
            listening = null;
        }
        var _ = connections.close().awaitUninterruptibly();
    }

    @Override
    public void reset() {
        for (Channel connection : connections) {
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        var _ = connections.close().awaitUninterruptibly();
    }

    @Override
    public void close() {
        shut();
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
