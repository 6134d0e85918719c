package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.wire.ModelMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place to test, opened and ready for load. Closing it removes what opening it made. */
public interface Target extends AutoCloseable {
    /** {@code embedded}, {@code address}, {@code kubeconfig} or {@code k3s}. */
    String kind();

    /** Where it is reached, without secrets. */
    String address();

    /** Facts worth keeping with a run: server name, version, model platform. */
    Map<String, String> facts();

    /** Every way in that answers, in a stable order. */
    List<Entry> entries();

    /** What the server says of the model over V2, if it does. */
    default Optional<ModelMetadata> metadata() {
        return Optional.empty();
    }

    /** Its service's scale, where it is scaled and the target shows it. */
    default Optional<ScaleToZeroControl> scaleToZero() {
        return Optional.empty();
    }

    /** When the target itself stood still (its collector, its machine) since {@code since}, as far as it says so. */
    List<Pause> pausesSince(Instant since);

    @Override
    void close();

    /** The target stood still from {@code start} for {@code nanos}. */
    record Pause(Instant start, long nanos, String cause) {}
}
