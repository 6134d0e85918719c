package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.wire.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A place that can be opened as a {@link Target}. */
public sealed interface TargetSpec {
    /**
     * A KServe data plane in a process of its own on loopback.
     *
     * @param java the {@code java} executable it runs on
     * @param classPath its class path
     */
    record Embedded(Path java, String classPath) implements TargetSpec {}

    /**
     * A server that is there already.
     *
     * @param address {@code http}, {@code https}, {@code grpc} or {@code grpcs}, host, port, perhaps a path before the protocol's; no user information
     * @param model name of the model; empty: the only one that the server names
     * @param protocols that must answer; empty: all that do
     * @param headers sent with every request; {@code Host} is also the authority of gRPC
     * @param allowedHosts where load may go
     */
    record Address(
            URI address, String model, List<Protocol> protocols, Map<String, String> headers, AllowedHosts allowedHosts)
            implements TargetSpec {}
}
