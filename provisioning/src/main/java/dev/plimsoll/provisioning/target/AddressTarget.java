package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Protocol;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A server that is there already, asked which protocols it speaks before load is sent.
 *
 * @param address where it is reached, without secrets
 * @param facts what it said of itself
 * @param metadata what it said of the model
 * @param entries a way in for each protocol that answers
 */
record AddressTarget(String address, Map<String, String> facts, ModelMetadata metadata, List<Entry> entries)
        implements Target {
    private static final String ENTRY = "address";

    static AddressTarget open(TargetSpec.Address spec) {
        spec.allowedHosts().check(spec.address());
        boolean grpc = spec.address().getScheme().startsWith("grpc");
        List<Protocol> possible = grpc ? List.of(Protocol.V2_GRPC) : List.of(Protocol.V1_REST, Protocol.V2_REST);
        List<Protocol> impossible = spec.protocols().stream()
                .filter(protocol -> !possible.contains(protocol))
                .toList();
        if (!impossible.isEmpty()) {
            throw new TargetException(labels(impossible) + " cannot be spoken to " + spec.address() + ": "
                    + (grpc ? "REST needs an http or https address." : "gRPC needs a grpc or grpcs address."));
        }
        Probe.Answer answer = grpc ? GrpcProbe.ask(spec) : RestProbe.ask(spec);
        List<Protocol> missing = spec.protocols().stream()
                .filter(protocol -> !answer.protocols().contains(protocol))
                .toList();
        if (!missing.isEmpty()) {
            throw new TargetException(spec.address() + " serves the model '" + answer.model() + "' over "
                    + labels(answer.protocols()) + ", but not over " + labels(missing)
                    + ". Leave that protocol out, or correct the address.");
        }
        List<Protocol> used = spec.protocols().isEmpty() ? answer.protocols() : spec.protocols();
        List<Entry> entries = new ArrayList<>();
        for (Protocol protocol : used) {
            entries.add(new Entry(ENTRY, protocol, spec.address(), answer.model(), spec.headers()));
        }
        return new AddressTarget(
                spec.address().toString(),
                new LinkedHashMap<>(answer.facts()),
                answer.metadata(),
                List.copyOf(entries));
    }

    private static String labels(List<Protocol> protocols) {
        return protocols.stream().map(Protocol::label).collect(Collectors.joining(", "));
    }

    @Override
    public String kind() {
        return "address";
    }

    /** Nothing is known of a foreign server's pauses. */
    @Override
    public List<Pause> pausesSince(Instant since) {
        return List.of();
    }

    @Override
    public void close() {}

    static String hostAndPort(URI address) {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }
}
