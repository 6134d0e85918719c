package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.provisioning.wire.InferCall;
import dev.plimsoll.scenarios.load.Connections;
import dev.plimsoll.scenarios.load.engine.Exchange;
import dev.plimsoll.scenarios.load.engine.Transport;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.Request;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.body.bytearray.ByteArrayRequestBodyBuilder;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends over HTTP with Gatling's own client. That client keeps a pool of connections for each event loop and has no limit, so
 * a limit is kept here, an equal share of it on each loop; a request over the limit waits in line, and its time-out runs.
 */
final class HttpTransport implements Transport {
    private static final String REQUEST_ID = "x-request-id";
    /** All requests share the pool; in Gatling's terms, they belong to one client. */
    private static final long POOL = 0;

    private final HttpClient client;
    private final @Nullable SslContextsHolder tls;
    private final InetAddressNameResolver resolver;
    private final Uri uri;
    private final HttpHeaders headers;
    private final Connections connections;
    private final String idPrefix;
    private final FastThreadLocal<WaitingLine> lines;

    HttpTransport(
            HttpClient client,
            @Nullable SslContextsHolder tls,
            InetAddressNameResolver resolver,
            Entry entry,
            Connections connections,
            int eventLoops,
            String idPrefix) {
        this.client = client;
        this.tls = tls;
        this.resolver = resolver;
        this.connections = connections;
        this.idPrefix = idPrefix;
        uri = Uri.create(
                entry.address().toString().replaceAll("/+$", "") + InferCall.path(entry.protocol(), entry.model()));
        headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.HOST, authority(uri));
        headers.set(HttpHeaderNames.ACCEPT, "*/*");
        if (!connections.keepAlive()) {
            headers.set(HttpHeaderNames.CONNECTION, "close");
        }
        entry.headers().forEach(headers::set);
        int limit = connections.max() == 0
                ? Integer.MAX_VALUE
                : Math.max(1, (connections.max() + eventLoops - 1) / eventLoops);
        lines = new FastThreadLocal<>() {
            @Override
            protected WaitingLine initialValue() {
                return new WaitingLine(limit, HttpTransport.this::write);
            }
        };
    }

    private static String authority(Uri uri) {
        boolean isDefaultPort = uri.getExplicitPort() == (uri.isSecured() ? 443 : 80);
        return isDefaultPort ? uri.getHost() : uri.getHost() + ":" + uri.getExplicitPort();
    }

    @Override
    public void send(Exchange exchange, EventLoop loop) {
        lines.get().enter(new HttpCall(exchange, lines.get()), loop);
    }

    private void write(HttpCall call, EventLoop loop) {
        Exchange exchange = call.exchange();
        HttpHeaders own = headers.copy();
        own.set(HttpHeaderNames.CONTENT_TYPE, exchange.request().contentType());
        own.set(REQUEST_ID, idPrefix + exchange.id());
        long leftNanos = exchange.lane().timeout().toNanos() - (System.nanoTime() - exchange.dispatchedNanos());
        try {
            Request request = new Request(
                    "infer",
                    HttpMethod.POST,
                    uri,
                    own,
                    List.of(),
                    new ByteArrayRequestBodyBuilder(exchange.request().body(), null)
                            .build(exchange.request().contentType(), StandardCharsets.UTF_8, StandardCharsets.UTF_8),
                    Math.max(1, TimeUnit.NANOSECONDS.toMillis(leftNanos + 999_999)),
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    resolver,
                    connections.http2(),
                    null,
                    null);
            client.sendRequest(request, POOL, loop, call, tls);
        } catch (RuntimeException e) {
            call.onThrowable(e);
        }
    }

    @Override
    public void close() {}
}
