package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.wire.Protocol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which place to test, as the user said. */
public sealed interface TargetSpec {
    /** The embedded target, started for the occasion. */
    record Embedded(EmbeddedProcess.Launch launch) implements TargetSpec {}

    /**
     * A server that is there already.
     *
     * @param address {@code http}, {@code https}, {@code grpc} or {@code grpcs}, host and port; no path
     * @param model name of the model
     * @param protocols those that must answer; empty: every one that does
     * @param headers for each request; {@code Host} stands for the authority in gRPC
     * @param tls how the server is trusted
     * @param timeout of each question to it
     */
    record Address(
            URI address, String model, List<Protocol> protocols, Map<String, String> headers, Tls tls, Duration timeout)
            implements TargetSpec {
        public Address {
            protocols = List.copyOf(protocols);
            headers = Map.copyOf(headers);
        }

        /** Without headers, trusting what the JVM trusts, with every protocol that answers within 5 seconds. */
        public static Address of(URI address, String model) {
            return new Address(address, model, List.of(), Map.of(), Tls.VERIFIED, Duration.ofSeconds(5));
        }

        /** Holds no header value: those may be secret. */
        @Override
        public String toString() {
            return "Address[" + Redacted.address(address) + ", " + model + ", " + protocols + ", headers "
                    + headers.keySet() + "]";
        }
    }

    /**
     * Trust in a server's certificate.
     *
     * @param authorities file of PEM certificates to trust in place of the JVM's
     * @param insecure trusts any certificate for any name
     */
    record Tls(Optional<Path> authorities, boolean insecure) {
        public static final Tls VERIFIED = new Tls(Optional.empty(), false);
    }
}
