package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.embedded.EmbeddedException;
import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.embedded.KnativeMode;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Protocol;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens targets. */
public final class Targets {
    /** How long a running model may take to answer. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private Targets() {}

    private static TargetSpec.Address address(URI address, String model, Duration timeout) {
        return new TargetSpec.Address(address, model, List.of(), Map.of(), TargetSpec.Tls.VERIFIED, timeout);
    }

    /**
     * Opens a target and makes sure that its model answers.
     *
     * @throws TargetException if it cannot be used; a host that is not allowed is refused before anything is sent
     * @throws InterruptedException if interrupted while waiting for it
     */
    public static Target open(TargetSpec spec, AllowedHosts allowed) throws TargetException, InterruptedException {
        return switch (spec) {
            case TargetSpec.Embedded(EmbeddedProcess.Launch launch) -> embedded(launch);
            case TargetSpec.Address address -> {
                allowed.check(address.address());
                yield new AddressProbe(address).open();
            }
        };
    }

    private static Target embedded(EmbeddedProcess.Launch launch) throws TargetException, InterruptedException {
        EmbeddedProcess process;
        try {
            process = EmbeddedProcess.start(launch);
        } catch (EmbeddedException e) {
            throw new TargetException(String.valueOf(e.getMessage()), e);
        }
        URI http = URI.create("http://127.0.0.1:" + process.httpPort());
        URI grpc = URI.create("grpc://127.0.0.1:" + process.grpcPort());
        try {
            Duration timeout =
                    ANSWER.plus(launch.knative().map(KnativeMode::startLength).orElse(Duration.ZERO));
            Target overHttp = new AddressProbe(address(http, process.model(), timeout)).open();
            Target overGrpc = new AddressProbe(address(grpc, process.model(), timeout)).open();
            List<Entry> entries = new ArrayList<>();
            for (Target part : List.of(overHttp, overGrpc)) {
                for (Entry entry : part.entries()) {
                    entries.add(
                            new Entry("gateway", entry.protocol(), entry.address(), entry.model(), entry.headers()));
                }
            }
            Map<String, String> facts = new LinkedHashMap<>(overHttp.facts());
            facts.put("process", Long.toString(process.pid()));
            Optional<ScaleToZeroControl> scale = Optional.empty();
            if (launch.knative().isPresent()) {
                scale = Optional.of(new EmbeddedScale(process, launch.knative().get()));
            }
            return new EmbeddedTarget(process, List.copyOf(entries), Map.copyOf(facts), overHttp.metadata(), scale);
        } catch (EmbeddedException e) {
            process.close();
            throw new TargetException(String.valueOf(e.getMessage()), e);
        } catch (TargetException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private record EmbeddedTarget(
            EmbeddedProcess process,
            List<Entry> entries,
            Map<String, String> facts,
            Optional<ModelMetadata> metadata,
            Optional<ScaleToZeroControl> scaleToZero)
            implements Target {
        @Override
        public String kind() {
            return "embedded";
        }

        @Override
        public String address() {
            return "http://127.0.0.1:" + process.httpPort() + " and grpc://127.0.0.1:" + process.grpcPort();
        }

        /** None where the process no longer answers: then its end is what matters, and requests tell it. */
        @Override
        public List<Pause> pausesSince(Instant since) {
            try {
                return process.pausesSince(since).stream()
                        .map(pause -> new Pause(pause.start(), pause.nanos(), pause.cause()))
                        .toList();
            } catch (EmbeddedException _) {
                return List.of();
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** A server that was there before and stays after: nothing to close, no pauses told. */
    record AddressTarget(
            String address, List<Entry> entries, Map<String, String> facts, Optional<ModelMetadata> metadata)
            implements Target {
        @Override
        public String kind() {
            return "address";
        }

        @Override
        public List<Pause> pausesSince(Instant since) {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing was made.
        }
    }

    /** The protocols that an address of this scheme can carry. */
    static List<Protocol> protocols(String scheme) {
        return switch (scheme) {
            case "http", "https" -> List.of(Protocol.V1_REST, Protocol.V2_REST);
            case "grpc", "grpcs" -> List.of(Protocol.V2_GRPC);
            default -> List.of();
        };
    }
}
