package dev.plimsoll.provisioning.embedded;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The data plane within this process: ports, gateway and the one replica that is always on. */
final class EmbeddedServer implements AutoCloseable {
    /** Named as Knative names the first revision of KServe's predictor. */
    static final String REVISION = IrisModel.NAME + "-predictor-00001";

    private final Replica replica;
    private final RestListener rest;
    private final GrpcListener grpc;
    private final PauseWatcher pauses;
    private final AdminServer admin;

    private EmbeddedServer(
            Replica replica, RestListener rest, GrpcListener grpc, PauseWatcher pauses, AdminServer admin) {
        this.replica = replica;
        this.rest = rest;
        this.grpc = grpc;
        this.pauses = pauses;
        this.admin = admin;
    }

    /**
     * Opens the ports; the model is not loaded yet.
     *
     * @param httpPort 0: any free one; so the others
     * @throws IOException if a port cannot be had; the message names it
     */
    static EmbeddedServer open(Supplier<Model> loader, int httpPort, int grpcPort, int adminPort) throws IOException {
        Replica replica = new Replica(loader);
        Revision revision = new Revision(REVISION, IrisModel.NAME, replica);
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        Gateway gateway = new Gateway(Map.of(), Route.toAll(revision), random);
        RestListener rest = new RestListener(gateway, httpPort);
        GrpcListener grpc = new GrpcListener(gateway, grpcPort);
        PauseWatcher pauses = new PauseWatcher(Clock.systemUTC(), System::nanoTime);
        try {
            rest.open();
            grpc.open();
            AdminServer admin = new AdminServer(gateway, List.of(rest, grpc), pauses, adminPort);
            pauses.start();
            return new EmbeddedServer(replica, rest, grpc, pauses, admin);
        } catch (IOException e) {
            rest.close();
            grpc.close();
            throw e;
        }
    }

    /** Loads the model, then the server is ready. */
    void load() {
        replica.load();
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
        replica.close();
    }
}
