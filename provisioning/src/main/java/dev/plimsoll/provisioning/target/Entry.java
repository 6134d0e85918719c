package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.wire.Protocol;
import java.net.URI;
import java.util.Map;

/**
 * A way in: where, and in which protocol, a model can be asked.
 *
 * @param name for example {@code gateway}; unique together with the protocol
 * @param protocol how it is spoken to
 * @param address scheme, host and port: {@code http}, {@code https}, {@code grpc} (plain text) or {@code grpcs}
 * @param model name of the model
 * @param headers sent with every request (for gRPC as metadata); values may be secret
 */
public record Entry(String name, Protocol protocol, URI address, String model, Map<String, String> headers) {}
