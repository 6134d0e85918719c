package dev.plimsoll.provisioning.embedded;

import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Replica.Change;
import dev.plimsoll.provisioning.embedded.DataPlaneEvent.Request.What;
import dev.plimsoll.provisioning.knative.Activators;
import dev.plimsoll.provisioning.knative.AutoscalerConfig;
import dev.plimsoll.provisioning.knative.Breaker;
import dev.plimsoll.provisioning.knative.Kpa;
import dev.plimsoll.provisioning.knative.KpaSpec;
import dev.plimsoll.provisioning.knative.RevisionAnnotations;
import dev.plimsoll.provisioning.knative.ScaleToZero;
import dev.plimsoll.provisioning.knative.ScaleToZero.Mode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A revision's replicas as Knative Serving v0.48.1 runs them: {@link Kpa} and {@link ScaleToZero} decide how many there are; an
 * activator stands in front of them while the mode is {@code PROXY} or none is Ready, holds what comes, wakes the autoscaler
 * and probes the replicas itself; a queue-proxy stands at each.
 *
 * <p>The load that the autoscaler is fed each second is the average number of requests within the data plane: what the
 * activator and the queue-proxies report, together and once each. All is guarded by one lock; requests are let in outside it.
 */
final class Autoscaled implements Front {
    /** How often the activator probes a pod that it does not send to yet ({@code probeFrequency} upstream). */
    static final Duration PROBE_PERIOD = Duration.ofMillis(200);

    /** What the activator says with a 503 ({@code ErrActivatorOverload}). */
    static final String ACTIVATOR_OVERLOAD = "activator overload";

    /** What queue-proxy says with a 503 ({@code ErrRequestQueueFull}). */
    static final String QUEUE_FULL = "pending request queue full";

    /** {@code progress-deadline} of the ConfigMap {@code config-deployment}: its default. */
    private static final Duration PROGRESS_DEADLINE = Duration.ofMinutes(10);

    private static final Duration SAMPLE_PERIOD = Duration.ofSeconds(1);
    private static final long SAMPLES_PER_TICK = Kpa.TICK_INTERVAL.dividedBy(SAMPLE_PERIOD);

    private final String revision;
    private final KnativeMode mode;
    private final Supplier<Model> loader;
    private final EventLog events;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;
    private final long originNanos;
    private final int initialScale;
    private final Object lock = new Object();

    private final Kpa kpa;
    private final ScaleToZero scaleToZero;
    private final Breaker activator = new Breaker(Breaker.Limits.activatorRevision());
    private final Deque<Passage> held = new ArrayDeque<>();
    private final List<Pod> pods = new ArrayList<>();
    private final ConcurrencyMeter meter;
    private int desired = ScaleToZero.UNKNOWN;
    private int excessBurstCapacity;
    private int replicas;
    private int podsMade;
    private double toldAtOnce;
    private boolean activatorInPath = true;
    private long recheck;
    private DataPlaneEvent.@Nullable Scale lastScale;
    private @Nullable RuntimeException failure;
    private volatile boolean open = true;

    Autoscaled(
            String revision,
            KnativeMode mode,
            Supplier<Model> loader,
            EventLog events,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.revision = revision;
        this.mode = mode;
        this.loader = loader;
        this.events = events;
        this.random = random;
        this.nanoTime = nanoTime;
        this.originNanos = nanoTime.getAsLong();
        AutoscalerConfig config = AutoscalerConfig.parse(mode.autoscaler());
        RevisionAnnotations annotations = new RevisionAnnotations(mode.annotations());
        KpaSpec spec = annotations.spec(config, mode.containerConcurrency(), true);
        ScaleToZero.Settings settings = ScaleToZero.Settings.of(config, annotations, PROGRESS_DEADLINE, true);
        this.initialScale = settings.bounds().apply(settings.initialScale());
        this.kpa = new Kpa(
                spec, spec.targetBurstCapacity() == -1 ? Kpa.WhenSilent.ZERO_LOAD : Kpa.WhenSilent.NO_DECISION, 0, 0);
        this.scaleToZero = new ScaleToZero(settings, 0);
        this.excessBurstCapacity = Kpa.initialExcessBurstCapacity(spec, initialScale);
        this.meter = new ConcurrencyMeter(0);
    }

    /** A request within the data plane. */
    final class Passage implements Visit {
        private enum State {
            HELD,
            QUEUED,
            RUNNING,
            ENDED
        }

        private final Guest guest;
        private boolean viaActivator;

        /** Within {@link #admit}, on the thread that owns its connection. */
        private boolean arriving = true;

        private volatile State state = State.HELD;
        private @Nullable Pod pod;

        private Passage(Guest guest) {
            this.guest = guest;
        }

        @Override
        public Replica replica() {
            Pod at = pod;
            if (at == null) {
                throw new IllegalStateException("not let in yet");
            }
            return at.replica;
        }

        @Override
        public void end() {
            if (state != State.ENDED) {
                locked(after -> ended(this, after));
            }
        }
    }

    @Override
    public void start() throws InterruptedException {
        locked(after -> {
            replicas = initialScale;
            resize(after);
            reconcile("start", after);
        });
        Thread.ofVirtual().name("autoscaler").start(this::scaleForEver);
        synchronized (lock) {
            while (readyPods() < initialScale) {
                if (failure != null) {
                    throw failure;
                }
                lock.wait();
            }
        }
    }

    @Override
    public Visit admit(Guest guest) {
        Passage passage = new Passage(guest);
        List<Runnable> after = new ArrayList<>(2);
        synchronized (lock) {
            boolean first = meter.in(now());
            if (activatorInPath) {
                passage.viaActivator = true;
                if (first) {
                    tellAtOnce(after);
                }
                offerToActivator(passage, after);
            } else {
                List<Pod> ready = pods.stream().filter(pod -> pod.ready).toList();
                offerToPod(passage, ready.get(random.nextInt(ready.size())), after);
            }
            passage.arriving = false;
        }
        // This passage's own turn comes on this very thread; those of others are sent to theirs.
        after.forEach(Runnable::run);
        return passage;
    }

    @Override
    public boolean isReady() {
        synchronized (lock) {
            return readyPods() > 0;
        }
    }

    @Override
    public Optional<ScaleState> scale() {
        synchronized (lock) {
            return Optional.of(new ScaleState(
                    desired,
                    replicas,
                    readyPods(),
                    (int) pods.stream()
                            .filter(pod -> !pod.ready && !pod.terminating)
                            .count(),
                    (int) pods.stream().filter(pod -> pod.terminating).count(),
                    held.size(),
                    meter.inFlight(),
                    kpa.stable(),
                    kpa.panic(),
                    kpa.inPanic(),
                    activatorInPath,
                    scaleToZero.activity().name()));
        }
    }

    @Override
    public void close() {
        locked(after -> {
            open = false;
            replicas = 0;
            resize(after);
        });
    }

    // Requests.

    private void offerToActivator(Passage passage, List<Runnable> after) {
        switch (activator.offer()) {
            case RUNS -> forward(passage, after);
            case WAITS -> {
                if (held.size() >= mode.activatorQueueDepth()) {
                    activator.leave();
                    passage.viaActivator = false;
                    refuse(passage, ACTIVATOR_OVERLOAD, after);
                } else {
                    held.addLast(passage);
                    log(new DataPlaneEvent.Request(passage.guest.requestId(), "", What.HELD));
                }
            }
            case REJECTED -> {
                passage.viaActivator = false;
                refuse(passage, ACTIVATOR_OVERLOAD, after);
            }
        }
    }

    /** Lets as many go on as the activator's breaker just admitted. */
    private void release(int admitted, List<Runnable> after) {
        for (int i = 0; i < admitted; i++) {
            Passage passage = held.removeFirst();
            forward(passage, after);
            Pod pod = passage.pod;
            log(new DataPlaneEvent.Request(passage.guest.requestId(), pod == null ? "" : pod.name, What.RELEASED));
        }
    }

    /** To the emptiest of all where replicas have a limit, to the emptier of two drawn where they have none, as upstream. */
    private void forward(Passage passage, List<Runnable> after) {
        List<Pod> destinations = destinations();
        List<Pod> drawn = mode.containerConcurrency() > 0
                ? destinations
                : List.of(
                        destinations.get(random.nextInt(destinations.size())),
                        destinations.get(random.nextInt(destinations.size())));
        Pod emptiest = drawn.getFirst();
        for (Pod pod : drawn) {
            emptiest = pod.inFlight < emptiest.inFlight ? pod : emptiest;
        }
        offerToPod(passage, emptiest, after);
    }

    private void offerToPod(Passage passage, Pod pod, List<Runnable> after) {
        passage.pod = pod;
        switch (pod.breaker == null ? Breaker.Admission.RUNS : pod.breaker.offer()) {
            case RUNS -> {
                pod.inFlight++;
                run(passage, after);
            }
            case WAITS -> {
                pod.inFlight++;
                passage.state = Passage.State.QUEUED;
                pod.queue.addLast(passage);
            }
            case REJECTED -> refuse(passage, QUEUE_FULL, after);
        }
    }

    private static void run(Passage passage, List<Runnable> after) {
        passage.state = Passage.State.RUNNING;
        onItsThread(
                passage,
                () -> {
                    if (passage.state != Passage.State.ENDED) {
                        passage.guest.enter(passage);
                    }
                },
                after);
    }

    private static void onItsThread(Passage passage, Runnable task, List<Runnable> after) {
        after.add(passage.arriving ? task : () -> passage.guest.onItsThread(task));
    }

    private void refuse(Passage passage, String why, List<Runnable> after) {
        passage.state = Passage.State.ENDED;
        meter.out(now());
        Pod pod = passage.pod;
        log(new DataPlaneEvent.Request(passage.guest.requestId(), pod == null ? "" : pod.name, What.REFUSED));
        onItsThread(passage, () -> passage.guest.refuse(why), after);
        if (passage.viaActivator) {
            release(activator.finish(), after);
        }
    }

    private void ended(Passage passage, List<Runnable> after) {
        Passage.State before = passage.state;
        if (before == Passage.State.ENDED) {
            return;
        }
        passage.state = Passage.State.ENDED;
        meter.out(now());
        Pod pod = passage.pod;
        if (pod == null) {
            held.remove(passage);
            activator.leave();
            log(new DataPlaneEvent.Request(passage.guest.requestId(), "", What.ABANDONED));
            return;
        }
        pod.inFlight--;
        if (pod.breaker != null) {
            if (before == Passage.State.QUEUED) {
                pod.queue.remove(passage);
                pod.breaker.leave();
            } else if (pod.breaker.finish() > 0) {
                run(pod.queue.removeFirst(), after);
            }
        }
        if (passage.viaActivator) {
            release(activator.finish(), after);
        }
        goIfDone(pod, after);
    }

    // Replicas.

    private void resize(List<Runnable> after) {
        List<Pod> live =
                new ArrayList<>(pods.stream().filter(pod -> !pod.terminating).toList());
        for (int missing = replicas - live.size(); missing > 0; missing--) {
            create();
        }
        // As the ReplicaSet controller chooses: those that are not Ready first, then the youngest.
        live.sort(Comparator.<Pod, Boolean>comparing(pod -> pod.ready)
                .thenComparing(pods::indexOf, Comparator.reverseOrder()));
        for (Pod pod : live.subList(0, Math.max(0, live.size() - replicas))) {
            terminate(pod, after);
        }
    }

    private void create() {
        Pod pod = new Pod(revision + "-deployment-" + ++podsMade, new Replica(loader), mode.containerConcurrency());
        pods.add(pod);
        log(new DataPlaneEvent.Replica(pod.name, pod.uid, Change.CREATED));
        pod.start = Thread.ofVirtual().name(pod.name).start(() -> startUp(pod));
        Thread.ofVirtual().name(pod.name + "-probe").start(() -> probe(pod));
    }

    private void startUp(Pod pod) {
        try {
            for (StartPhase phase : StartPhase.values()) {
                Duration declared = mode.phase(phase);
                phase(pod, phase.label(), false, declared.toNanos());
                Thread.sleep(declared);
                phase(pod, phase.label(), true, declared.toNanos());
                if (phase == StartPhase.MODEL_LOAD) {
                    phase(pod, StartPhase.REAL_LOAD, false, -1);
                    pod.replica.load();
                    phase(pod, StartPhase.REAL_LOAD, true, -1);
                    locked(_ -> {
                        pod.serving = true;
                        changed(pod, Change.SERVING);
                    });
                }
            }
            locked(after -> ready(pod, after));
        } catch (InterruptedException _) {
            // It was ended while it started.
        } catch (RuntimeException e) {
            locked(_ -> {
                failure = e;
                lock.notifyAll();
            });
            throw e;
        } finally {
            locked(after -> {
                pod.starting = false;
                goIfDone(pod, after);
            });
        }
    }

    private void ready(Pod pod, List<Runnable> after) {
        if (pod.terminating) {
            return;
        }
        pod.ready = true;
        changed(pod, Change.READY);
        lock.notifyAll();
        sendTo(pod, after);
        reconcile("ready", after);
    }

    /** The activator asks the pod itself, so that it need not wait until Kubernetes calls it Ready. */
    private void probe(Pod pod) {
        try {
            while (!probed(pod)) {
                Thread.sleep(PROBE_PERIOD);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean probed(Pod pod) {
        locked(after -> {
            if (pod.serving && !pod.destination && !pod.terminating) {
                changed(pod, Change.PROBED);
                sendTo(pod, after);
            }
        });
        synchronized (lock) {
            return pod.destination || pod.terminating;
        }
    }

    private void sendTo(Pod pod, List<Runnable> after) {
        pod.destination = true;
        updateCapacity(after);
    }

    private void updateCapacity(List<Runnable> after) {
        int destinations = destinations().size();
        int capacity = Activators.capacity(mode.containerConcurrency(), destinations, destinations, 1);
        release(activator.updateCapacity(capacity), after);
    }

    private void terminate(Pod pod, List<Runnable> after) {
        pod.terminating = true;
        pod.ready = false;
        pod.destination = false;
        changed(pod, Change.TERMINATING);
        updateCapacity(after);
        updatePath();
        if (pod.starting && pod.start != null) {
            pod.start.interrupt();
        }
        goIfDone(pod, after);
    }

    /** Ends a pod that is to end, once it has answered all that it took. */
    private void goIfDone(Pod pod, List<Runnable> after) {
        if (pod.terminating && !pod.starting && pod.inFlight == 0 && pods.remove(pod)) {
            after.add(() -> {
                pod.replica.close();
                changed(pod, Change.GONE);
            });
        }
    }

    // The autoscaler.

    private void scaleForEver() {
        long next = nanoTime.getAsLong();
        try {
            for (long sample = 1; open; sample++) {
                next += SAMPLE_PERIOD.toNanos();
                Thread.sleep(Duration.ofNanos(Math.max(0, next - nanoTime.getAsLong())));
                boolean tick = sample % SAMPLES_PER_TICK == 0;
                locked(after -> {
                    sample();
                    if (tick) {
                        decide("tick", after);
                    }
                });
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Without a pod to scrape and a request in the activator there is nothing to tell. */
    private void sample() {
        long now = now();
        double average = meter.report(now);
        if (readyPods() > 0 || average > 0) {
            kpa.record(now, Math.max(0, average - toldAtOnce));
        }
        toldAtOnce = 0;
    }

    /** The activator's first report of a request is a whole one, taken off the next; at zero it makes the autoscaler decide. */
    private void tellAtOnce(List<Runnable> after) {
        kpa.record(now(), 1);
        toldAtOnce = 1;
        if (desired == 0) {
            decide("poke", after);
        }
    }

    private void decide(String cause, List<Runnable> after) {
        if (kpa.tick(now(), readyPods())) {
            desired = kpa.desired();
            excessBurstCapacity = kpa.excessBurstCapacity();
        }
        reconcile(cause, after);
    }

    private void reconcile(String cause, List<Runnable> after) {
        if (!open) {
            return;
        }
        ScaleToZero.Outcome outcome = scaleToZero.reconcile(
                now(), desired, excessBurstCapacity, replicas, readyPods(), () -> scaleToZero.mode() == Mode.PROXY);
        if (outcome.replicas() != replicas) {
            replicas = outcome.replicas();
            resize(after);
        }
        updatePath();
        var scale = new DataPlaneEvent.Scale(
                cause,
                desired,
                replicas,
                readyPods(),
                kpa.stable(),
                kpa.panic(),
                kpa.inPanic(),
                outcome.activity().name(),
                outcome.reason().name());
        if (lastScale == null || differs(lastScale, scale)) {
            lastScale = scale;
            log(scale);
        }
        Duration again = outcome.probeActivator() ? ScaleToZero.PROBE_PERIOD : outcome.recheckAfter();
        if (again.isPositive()) {
            recheckAfter(again);
        }
    }

    private static boolean differs(DataPlaneEvent.Scale a, DataPlaneEvent.Scale b) {
        return a.desired() != b.desired()
                || a.replicas() != b.replicas()
                || a.ready() != b.ready()
                || a.inPanic() != b.inPanic()
                || !a.activity().equals(b.activity())
                || !a.reason().equals(b.reason());
    }

    /** The last one asked for counts. */
    private void recheckAfter(Duration time) {
        long mine = ++recheck;
        Thread.ofVirtual().name("recheck").start(() -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException _) {
                return;
            }
            locked(after -> {
                if (mine == recheck) {
                    reconcile("recheck", after);
                }
            });
        });
    }

    /** Without a Ready pod, requests go to the activator in either mode. */
    private void updatePath() {
        boolean in = scaleToZero.mode() == Mode.PROXY || readyPods() == 0;
        if (in != activatorInPath) {
            activatorInPath = in;
            log(new DataPlaneEvent.Path(in));
        }
    }

    private int readyPods() {
        int ready = 0;
        for (Pod pod : pods) {
            ready += pod.ready ? 1 : 0;
        }
        return ready;
    }

    private List<Pod> destinations() {
        return pods.stream().filter(pod -> pod.destination).toList();
    }

    private long now() {
        return nanoTime.getAsLong() - originNanos;
    }

    private void phase(Pod pod, String phase, boolean ended, long declaredNanos) {
        log(new DataPlaneEvent.Phase(pod.name, pod.uid, phase, ended, declaredNanos));
    }

    private void changed(Pod pod, Change change) {
        log(new DataPlaneEvent.Replica(pod.name, pod.uid, change));
    }

    private void log(DataPlaneEvent event) {
        events.add(revision, event);
    }

    private void locked(Consumer<List<Runnable>> work) {
        List<Runnable> after = new ArrayList<>(2);
        synchronized (lock) {
            work.accept(after);
        }
        after.forEach(Runnable::run);
    }
}
