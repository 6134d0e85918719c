package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.embedded.EmbeddedException;
import dev.plimsoll.provisioning.embedded.EmbeddedProcess;
import dev.plimsoll.provisioning.wire.ModelMetadata;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The embedded data plane: started when it is opened, asked like any other server, ended when it is closed. */
final class EmbeddedTarget implements Target {
    private static final String ENTRY = "gateway";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedProcess process;
    private final Target rest;
    private final Target grpc;

    private EmbeddedTarget(EmbeddedProcess process) {
        this.process = process;
        this.rest = ask(process.model(), URI.create("http://127.0.0.1:" + process.httpPort()));
        this.grpc = ask(process.model(), URI.create("grpc://127.0.0.1:" + process.grpcPort()));
    }

    static EmbeddedTarget start(TargetSpec.Embedded spec) {
        EmbeddedProcess process;
        try {
            process = EmbeddedProcess.start(
                    new EmbeddedProcess.Launch(spec.java(), spec.classPath(), List.of(), 0, 0, 0, PATIENCE));
        } catch (EmbeddedException e) {
            throw new TargetException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TargetException("interrupted while the embedded target started", e);
        }
        try {
            return new EmbeddedTarget(process);
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static Target ask(String model, URI address) {
        return AddressTarget.open(
                new TargetSpec.Address(address, model, List.of(), Map.of(), new AllowedHosts(Set.of())));
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public String address() {
        return rest.address() + ", " + grpc.address();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(grpc.facts());
        facts.putAll(rest.facts());
        return facts;
    }

    @Override
    public List<Entry> entries() {
        return Stream.concat(rest.entries().stream(), grpc.entries().stream())
                .map(entry -> new Entry(ENTRY, entry.protocol(), entry.address(), entry.model(), entry.headers()))
                .toList();
    }

    @Override
    public ModelMetadata metadata() {
        return rest.metadata();
    }

    @Override
    public List<Pause> pausesSince(Instant since) {
        try {
            return process.pausesSince(since).stream()
                    .map(pause -> new Pause(pause.start(), pause.nanos(), pause.cause()))
                    .toList();
        } catch (EmbeddedException _) {
            // A target that is gone cannot tell; what the clients saw is in the record.
            return List.of();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
