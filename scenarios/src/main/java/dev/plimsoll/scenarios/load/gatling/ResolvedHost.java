package dev.plimsoll.scenarios.load.gatling;

import io.gatling.http.client.HttpListener;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host name looked up once, ahead of the load, so that no event loop waits for a name server. */
final class ResolvedHost implements InetAddressNameResolver {
    private final List<InetAddress> addresses;
    private final @Nullable UnknownHostException failure;

    private ResolvedHost(List<InetAddress> addresses, @Nullable UnknownHostException failure) {
        this.addresses = addresses;
        this.failure = failure;
    }

    /** Looks {@code host} up; where that fails, every request to it fails with the reason. */
    static ResolvedHost lookUp(String host) {
        try {
            return new ResolvedHost(List.of(InetAddress.getAllByName(host)), null);
        } catch (UnknownHostException e) {
            return new ResolvedHost(List.of(), e);
        }
    }

    @Override
    public Future<List<InetAddress>> resolveAll(
            String name, Promise<List<InetAddress>> promise, HttpListener listener) {
        return failure == null ? promise.setSuccess(addresses) : promise.setFailure(failure);
    }

    @Override
    public void close() {}
}
