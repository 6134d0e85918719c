package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a server says of itself when it is asked before the load. */
final class Probe {
    /** For a connection, and again for an answer. A service scaled to zero needs a cold start before it answers. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

    static final String CREDENTIALS_HINT =
            "Pass credentials with --header 'Authorization: env:NAME' (or headers: in the suite's target).";

    private Probe() {}

    /**
     * A server that can be loaded.
     *
     * @param model name of the model
     * @param protocols over which it is served; never empty
     * @param metadata what it says of the model over V2; without inputs where it does not say
     * @param facts name, version, platform
     */
    record Answer(String model, List<Protocol> protocols, ModelMetadata metadata, Map<String, String> facts) {}

    /** Metadata of a model of which nothing is known but its name. */
    static ModelMetadata unknown(String model) {
        return new ModelMetadata(model, List.of(), "", List.of(), List.of());
    }
}
