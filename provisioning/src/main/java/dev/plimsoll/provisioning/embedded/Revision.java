package dev.plimsoll.provisioning.embedded;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A version of a service and the replica that runs it, with the faults it was told to have. */
final class Revision {
    private final String name;
    private final String modelName;
    private final Replica replica;
    private final AtomicLong received = new AtomicLong();
    private final Object lock = new Object();
    private final Queue<Exchange> frozen = new ArrayDeque<>();
    private volatile Faults faults = Faults.NONE;

    Revision(String name, String modelName, Replica replica) {
        this.name = name;
        this.modelName = modelName;
        this.replica = replica;
    }

    String name() {
        return name;
    }

    String modelName() {
        return modelName;
    }

    /** The model if it can be asked now, or null while it is loading. */
    @Nullable
    Model ready() {
        return replica.model();
    }

    /** Inferences taken since the start. */
    long received() {
        return received.get();
    }

    int held() {
        synchronized (lock) {
            return frozen.size();
        }
    }

    Faults faults() {
        return faults;
    }

    /** Changes the faults; lifting a freeze lets the requests it held go on. */
    void faults(Faults now) {
        Queue<Exchange> released = new ArrayDeque<>();
        synchronized (lock) {
            faults = now;
            if (!now.freeze()) {
                released.addAll(frozen);
                frozen.clear();
            }
        }
        for (Exchange exchange : released) {
            exchange.later(() -> begin(exchange), 0);
        }
    }

    /** Takes an inference on the thread that owns its connection. */
    void submit(Exchange exchange) {
        if (faults.freeze()) {
            synchronized (lock) {
                if (faults.freeze()) {
                    frozen.add(exchange);
                    return;
                }
            }
        }
        begin(exchange);
    }

    private void begin(Exchange exchange) {
        Faults now = faults;
        long number = received.getAndIncrement();
        if (now.slowNanos() > 0) {
            exchange.later(() -> serve(exchange, now, number), now.slowNanos());
        } else {
            serve(exchange, now, number);
        }
    }

    private void serve(Exchange exchange, Faults now, long number) {
        if (Faults.hits(now.errorShare(), number)) {
            exchange.fail(this, "InjectedFault : told to fail by errorShare " + now.errorShare());
            return;
        }
        Model model = replica.model();
        if (model == null) {
            exchange.fail(this, "the model was unloaded while the request waited");
            return;
        }
        long[] classes = model.predict(exchange.features(), exchange.rows());
        if (Faults.hits(now.wrongAnswerShare(), number)) {
            for (int i = 0; i < classes.length; i++) {
                classes[i] = (classes[i] + 1) % IrisModel.CLASSES;
            }
        }
        exchange.answer(this, classes);
    }
}
