package dev.plimsoll.provisioning.target;

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
     * @param facts name, version, platform
     */
    record Answer(String model, List<Protocol> protocols, Map<String, String> facts) {}
}
