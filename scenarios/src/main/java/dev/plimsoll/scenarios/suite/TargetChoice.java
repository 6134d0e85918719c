package dev.plimsoll.scenarios.suite;

import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.provisioning.wire.Protocol;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which place a suite is run against. */
public sealed interface TargetChoice {
    /**
     * The data plane that Plimsoll brings along, with the model sklearn-iris.
     *
     * @param knative how Knative would run it; empty: one replica that is always on
     */
    record Embedded(Optional<KnativeMode> knative) implements TargetChoice {
        public Embedded() {
            this(Optional.empty());
        }
    }

    /**
     * A V1 or V2 server at an address.
     *
     * @param address {@code http}, {@code https}, {@code grpc} or {@code grpcs}, host and port; may hold user information
     * @param model name of the model; empty: the only one that the server has
     * @param protocols to be used; empty: all that answer
     * @param headers sent with every request
     */
    record Address(URI address, String model, List<Protocol> protocols, Map<String, HeaderValue> headers)
            implements TargetChoice {}

    /** For messages and {@code --dry-run}; holds no secret. */
    default String inWords() {
        return switch (this) {
            case Embedded embedded -> embedded.knative().isPresent() ? "embedded, as Knative runs it" : "embedded";
            case Address address -> withoutUserInfo(address.address()).toString();
        };
    }

    /** The same address without its user information. */
    static URI withoutUserInfo(URI address) {
        String userInfo = address.getRawUserInfo();
        return userInfo == null ? address : URI.create(address.toString().replace(userInfo + "@", ""));
    }
}
