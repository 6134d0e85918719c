package dev.plimsoll.provisioning.embedded;

import dev.plimsoll.provisioning.knative.Breaker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A replica with its queue-proxy. Guarded by the lock of its {@link Autoscaled}, but for what is final. */
final class Pod {
    final String name;
    final String uid = UUID.randomUUID().toString();
    final Replica replica;

    /** Null for a container that takes any number: such a queue-proxy has none. */
    final @Nullable Breaker breaker;

    final Deque<Autoscaled.Passage> queue = new ArrayDeque<>();
    int inFlight;
    boolean starting = true;
    boolean serving;
    boolean ready;

    /** Whether the activator sends to it. */
    boolean destination;

    boolean terminating;

    @Nullable
    Thread start;

    Pod(String name, Replica replica, int containerConcurrency) {
        this.name = name;
        this.replica = replica;
        this.breaker = containerConcurrency == 0 ? null : new Breaker(Breaker.Limits.queueProxy(containerConcurrency));
    }
}
