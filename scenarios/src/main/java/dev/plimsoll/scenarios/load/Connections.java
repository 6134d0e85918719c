package dev.plimsoll.scenarios.load;

import dev.plimsoll.provisioning.wire.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The connection policy of a leg. Waiting for a connection that an unanswered request holds is the target's time and counts as
 * response time, not as lateness of the injector.
 *
 * @param max most HTTP connections at once, shared by the injector's event loops; 0 for no limit. Ignored for gRPC
 * @param keepAlive whether an HTTP connection is used again; if not, every request opens its own
 * @param http2 whether HTTP/2 is offered in the TLS handshake (plain text is always HTTP/1.1)
 * @param grpcChannels how many gRPC channels, each one connection, take requests in turn
 * @param insecure whether any certificate is accepted
 * @param trustedPem certificates to trust instead of the JDK's, PEM text, or null
 */
public record Connections(
        int max,
        boolean keepAlive,
        boolean http2,
        int grpcChannels,
        boolean insecure,
        @Nullable String trustedPem) {
    private static final Connections DEFAULTS = new Connections(0, true, false, 1, false, null);

    public Connections {
        if (max < 0) {
            throw new IllegalArgumentException("max connections must be 0 (no limit) or more, but is " + max);
        }
        if (grpcChannels < 1) {
            throw new IllegalArgumentException("gRPC needs at least one channel, but grpcChannels is " + grpcChannels);
        }
    }

    /** Keep-alive, opened on demand without limit; HTTP/1.1; one gRPC channel; certificates verified against the JDK's. */
    public static Connections defaults() {
        return DEFAULTS;
    }

    public Connections withMax(int connections) {
        return new Connections(connections, keepAlive, http2, grpcChannels, insecure, trustedPem);
    }

    public Connections withKeepAlive(boolean reuse) {
        return new Connections(max, reuse, http2, grpcChannels, insecure, trustedPem);
    }

    public Connections withHttp2(boolean offered) {
        return new Connections(max, keepAlive, offered, grpcChannels, insecure, trustedPem);
    }

    public Connections withGrpcChannels(int channels) {
        return new Connections(max, keepAlive, http2, channels, insecure, trustedPem);
    }

    public Connections withInsecure(boolean anyCertificate) {
        return new Connections(max, keepAlive, http2, grpcChannels, anyCertificate, trustedPem);
    }

    public Connections withTrustedPem(String certificates) {
        return new Connections(max, keepAlive, http2, grpcChannels, insecure, certificates);
    }

    /** The policy as the report states it. */
    public String inWords(Protocol protocol) {
        StringBuilder words = new StringBuilder();
        if (protocol.isGrpc()) {
            words.append(grpcChannels == 1 ? "one gRPC channel" : grpcChannels + " gRPC channels");
            words.append(", reconnected at most once a second");
        } else {
            words.append(http2 ? "HTTP/2 where TLS agrees on it, else HTTP/1.1" : "HTTP/1.1");
            words.append(keepAlive ? ", keep-alive, opened on demand" : ", a new connection for every request");
            words.append(max == 0 ? ", no limit" : ", at most " + max);
        }
        if (insecure) {
            words.append(", certificates not verified");
        }
        return words.toString();
    }
}
