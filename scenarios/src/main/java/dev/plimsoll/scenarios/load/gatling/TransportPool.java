package dev.plimsoll.scenarios.load.gatling;

import dev.plimsoll.provisioning.target.Entry;
import dev.plimsoll.scenarios.load.Connections;
import dev.plimsoll.scenarios.load.engine.GrpcTransport;
import dev.plimsoll.scenarios.load.engine.Transport;
import java.util.HashMap;
import java.util.Map;

/** A transport for each entry and connection policy, opened on demand and kept, so that connections stay warm. */
final class TransportPool implements AutoCloseable {
    private record Way(Entry entry, Connections connections) {}

    private final String idPrefix;
    private final HttpClients clients = new HttpClients();
    private final Map<Way, Transport> transports = new HashMap<>();

    TransportPool(String idPrefix) {
        this.idPrefix = idPrefix;
    }

    synchronized Transport of(Entry entry, Connections connections, int eventLoops) {
        return transports.computeIfAbsent(new Way(entry, connections), way -> open(way, eventLoops));
    }

    private Transport open(Way way, int eventLoops) {
        Entry entry = way.entry();
        if (entry.protocol().isGrpc()) {
            return new GrpcTransport(entry, way.connections(), idPrefix);
        }
        HttpClients.Client client = clients.of(way.connections());
        return new HttpTransport(
                client.http(),
                client.tls(),
                ResolvedHost.lookUp(entry.address().getHost()),
                entry,
                way.connections(),
                eventLoops,
                idPrefix);
    }

    synchronized void reconnect() {
        for (Transport transport : transports.values()) {
            if (transport instanceof GrpcTransport grpc) {
                grpc.reconnect();
            }
        }
    }

    @Override
    public synchronized void close() {
        transports.values().forEach(Transport::close);
        transports.clear();
        clients.close();
    }
}
