package dev.plimsoll.provisioning.embedded;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/** A version of a service and what runs it, with the faults it was told to have. */
final class Revision {
    private final String name;
    private final String modelName;
    private final Front front;
    private final AtomicLong received = new AtomicLong();
    private final Object lock = new Object();
    private final Queue<Frozen> frozen = new ArrayDeque<>();
    private volatile Faults faults = Faults.NONE;

    private record Frozen(Exchange exchange, Replica replica) {}

    Revision(String name, String modelName, Front front) {
        this.name = name;
        this.modelName = modelName;
        this.front = front;
    }

    String name() {
        return name;
    }

    String modelName() {
        return modelName;
    }

    /** Whether a replica is ready. */
    boolean isReady() {
        return front.isReady();
    }

    /** The autoscaler's state, where there is one. */
    Optional<ScaleState> scale() {
        return front.scale();
    }

    /** Takes a request on the thread that owns its connection: it is let in or refused, before this returns or later. */
    Visit admit(Guest guest) {
        return front.admit(guest);
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
        Queue<Frozen> released = new ArrayDeque<>();
        synchronized (lock) {
            faults = now;
            if (!now.freeze()) {
                released.addAll(frozen);
                frozen.clear();
            }
        }
        for (Frozen one : released) {
            one.exchange().later(() -> begin(one.exchange(), one.replica()), 0);
        }
    }

    /** Takes an inference for a replica that its request was let in to, on the thread that owns its connection. */
    void submit(Exchange exchange, Replica replica) {
        if (faults.freeze()) {
            synchronized (lock) {
                if (faults.freeze()) {
                    frozen.add(new Frozen(exchange, replica));
                    return;
                }
            }
        }
        begin(exchange, replica);
    }

    private void begin(Exchange exchange, Replica replica) {
        Faults now = faults;
        long number = received.getAndIncrement();
        if (now.slowNanos() > 0) {
            exchange.later(() -> serve(exchange, replica, now, number), now.slowNanos());
        } else {
            serve(exchange, replica, now, number);
        }
    }

    private void serve(Exchange exchange, Replica replica, Faults now, long number) {
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
