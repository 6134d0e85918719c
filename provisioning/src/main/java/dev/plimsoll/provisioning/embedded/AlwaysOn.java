package dev.plimsoll.provisioning.embedded;

import java.util.Optional;

/** One replica, always there, and nothing in front of it. */
final class AlwaysOn implements Front {
    private final Replica replica;
    private final Visit visit = new Visit() {
        @Override
        public Replica replica() {
            return replica;
        }

        @Override
        public void end() {
            // Nobody counts.
        }
    };

    AlwaysOn(Replica replica) {
        this.replica = replica;
    }

    @Override
    public void start() {
        replica.load();
    }

    @Override
    public Visit admit(Guest guest) {
        guest.enter(visit);
        return visit;
    }

    @Override
    public boolean isReady() {
        return replica.model() != null;
    }

    @Override
    public Optional<ScaleState> scale() {
        return Optional.empty();
    }

    @Override
    public void close() {
        replica.close();
    }
}
