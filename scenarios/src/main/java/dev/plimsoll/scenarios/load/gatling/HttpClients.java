package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.scenarios.load.Connections;
import io.gatling.http.client.HttpClient;
import io.gatling.http.client.HttpClientConfig;
import io.gatling.http.client.SslContextsHolder;
import io.gatling.http.client.impl.DefaultHttpClient;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Gatling's HTTP clients, one for each way to trust; kept from load to load, so that connections stay warm. */
final class HttpClients implements AutoCloseable {
    /** A request's own time-out ends a connection attempt; this one is only a backstop. */
    private static final long CONNECT_TIMEOUT_MILLIS = 600_000;
    /** Below the 5 s after which common Python servers close idle connections, so that few requests meet a closing one. */
    private static final long IDLE_MILLIS = 3_000;

    private record Trust(boolean insecure, String pem) {}

    /** A client and what it trusts. */
    record Client(HttpClient http, SslContextsHolder tls) {}

    private final Map<Trust, Client> clients = new HashMap<>();

    synchronized Client of(Connections connections) {
        String pem = connections.trustedPem();
        return clients.computeIfAbsent(
                new Trust(connections.insecure(), pem == null ? "" : pem), HttpClients::newClient);
    }

    private static Client newClient(Trust trust) {
        try {
            SslContextsHolder tls = new SslContextsHolder.Default(
                    builder(trust).build(),
                    builder(trust)
                            .applicationProtocolConfig(new ApplicationProtocolConfig(
                                    Protocol.ALPN,
                                    SelectorFailureBehavior.NO_ADVERTISE,
                                    SelectedListenerFailureBehavior.ACCEPT,
                                    ApplicationProtocolNames.HTTP_2,
                                    ApplicationProtocolNames.HTTP_1_1))
                            .build());
            HttpClientConfig config = new HttpClientConfig()
                    .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                    .setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS)
                    .setChannelPoolIdleTimeout(IDLE_MILLIS)
                    .setDefaultCharset(StandardCharsets.UTF_8)
                    .setEnableSni(true)
                    .setEnableHostnameVerification(!trust.insecure())
                    .setUseNativeTransport(true)
                    .setUseIoUring(false)
                    .setSoKeepAlive(false)
                    .setDefaultSslContextsHolder(tls);
            return new Client(new DefaultHttpClient(config), tls);
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static SslContextBuilder builder(Trust trust) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        if (trust.insecure()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (!trust.pem().isEmpty()) {
            builder.trustManager(new ByteArrayInputStream(trust.pem().getBytes(StandardCharsets.US_ASCII)));
        }
        return builder;
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(client -> {
            try {
                client.http().close();
            } catch (Exception e) {
                throw new IllegalStateException("the HTTP client could not be closed", e);
            }
        });
        clients.clear();
    }
}
