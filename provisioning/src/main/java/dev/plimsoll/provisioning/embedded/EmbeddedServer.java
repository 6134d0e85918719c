package dev.plimsoll.provisioning.embedded;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The data plane within this process: ports, gateway, and one revision: a replica that is always on, or as Knative runs it. */
final class EmbeddedServer implements AutoCloseable {
    /** Named as Knative names the first revision of KServe's predictor. */
    static final String REVISION = IrisModel.NAME + "-predictor-00001";

    private final Front front;
    private final RestListener rest;
    private final GrpcListener grpc;
    private final PauseWatcher pauses;
    private final AdminServer admin;

    private EmbeddedServer(Front front, RestListener rest, GrpcListener grpc, PauseWatcher pauses, AdminServer admin) {
        this.front = front;
        this.rest = rest;
        this.grpc = grpc;
        this.pauses = pauses;
        this.admin = admin;
    }

    /**
     * Opens the ports; the model is not loaded yet.
     *
     * @param knative how Knative would run the revision; empty: one replica that is always on, with nothing in front of it
     * @param httpPort 0: any free one; so the others
     * @throws IOException if a port cannot be had; the message names it
     */
    static EmbeddedServer open(
            Supplier<Model> loader, Optional<KnativeMode> knative, int httpPort, int grpcPort, int adminPort)
            throws IOException {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        EventLog events = new EventLog(Clock.systemUTC(), System::nanoTime, EventLog.KEPT);
        Front front = knative.<Front>map(
                        mode -> new Autoscaled(REVISION, mode, loader, events, random, System::nanoTime))
                .orElseGet(() -> new AlwaysOn(new Replica(loader)));
        Revision revision = new Revision(REVISION, IrisModel.NAME, front);
        Gateway gateway = new Gateway(Map.of(), Route.toAll(revision), random);
        RestListener rest = new RestListener(gateway, httpPort);
        GrpcListener grpc = new GrpcListener(gateway, grpcPort);
        PauseWatcher pauses = new PauseWatcher(Clock.systemUTC(), System::nanoTime);
        try {
            rest.open();
            grpc.open();
            AdminServer admin = new AdminServer(gateway, List.of(rest, grpc), pauses, events, adminPort);
            pauses.start();
            return new EmbeddedServer(front, rest, grpc, pauses, admin);
        } catch (IOException e) {
            rest.close();
            grpc.close();
            throw e;
        }
    }

    /** Gets the first replicas ready. */
    void load() throws InterruptedException {
        front.start();
    }

    int httpPort() {
        return rest.port();
    }

    int grpcPort() {
        return grpc.port();
    }

    int adminPort() {
        return admin.port();
    }

    @Override
    public void close() {
        admin.close();
        rest.close();
        grpc.close();
        pauses.close();
        front.close();
    }
}
