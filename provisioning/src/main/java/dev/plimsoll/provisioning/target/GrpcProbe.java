package dev.plimsoll.provisioning.target;

import dev.plimsoll.provisioning.wire.ModelMetadata;
import dev.plimsoll.provisioning.wire.Protocol;
import dev.plimsoll.provisioning.wire.V2Grpc;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc;
import dev.plimsoll.provisioning.wire.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.plimsoll.provisioning.wire.inference.ModelMetadataRequest;
import dev.plimsoll.provisioning.wire.inference.ModelReadyRequest;
import dev.plimsoll.provisioning.wire.inference.ServerMetadataRequest;
import dev.plimsoll.provisioning.wire.inference.ServerMetadataResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks a gRPC server whether it speaks V2, and whether the model is there and ready. */
final class GrpcProbe {
    private GrpcProbe() {}

    static Probe.Answer ask(TargetSpec.Address spec) {
        if (spec.model().isEmpty()) {
            throw new TargetException("name the model with --model: over gRPC a server does not list its models.");
        }
        ManagedChannel channel = channel(spec);
        try {
            return answer(spec, stub(spec, channel));
        } finally {
            channel.shutdownNow();
        }
    }

    private static Probe.Answer answer(TargetSpec.Address spec, GRPCInferenceServiceBlockingStub stub) {
        boolean ready;
        try {
            ready = stub.withDeadlineAfter(Probe.ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .modelReady(
                            ModelReadyRequest.newBuilder().setName(spec.model()).build())
                    .getReady();
        } catch (StatusRuntimeException e) {
            throw refusal(spec, e);
        }
        if (!ready) {
            throw new TargetException("the model '" + spec.model() + "' at " + spec.address()
                    + " is not ready. Wait until it is, and run again.");
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", spec.model());
        ModelMetadata metadata = Probe.unknown(spec.model());
        try {
            ServerMetadataResponse server = stub.withDeadlineAfter(5, TimeUnit.SECONDS)
                    .serverMetadata(ServerMetadataRequest.getDefaultInstance());
            facts.put("server", server.getName());
            facts.put("server version", server.getVersion());
            metadata = V2Grpc.decode(stub.withDeadlineAfter(5, TimeUnit.SECONDS)
                    .modelMetadata(ModelMetadataRequest.newBuilder()
                            .setName(spec.model())
                            .build()));
            facts.put("platform", metadata.platform());
        } catch (StatusRuntimeException _) {
            // metadata is optional; what came before stays
        }
        facts.values().removeIf(String::isEmpty);
        return new Probe.Answer(spec.model(), List.of(Protocol.V2_GRPC), metadata, facts);
    }

    private static TargetException refusal(TargetSpec.Address spec, StatusRuntimeException e) {
        String at = AddressTarget.hostAndPort(spec.address());
        String said = e.getStatus().getDescription() == null
                ? ""
                : ": " + e.getStatus().getDescription();
        return new TargetException(
                switch (e.getStatus().getCode()) {
                    case UNAVAILABLE ->
                        "no gRPC server answers at " + at + said + ". Is the server up, the port right, and is it "
                                + (spec.address().getScheme().equals("grpcs") ? "a TLS port" : "a port without TLS")
                                + "?";
                    case UNIMPLEMENTED ->
                        at + " speaks gRPC, but not the Open Inference Protocol (inference.GRPCInferenceService).";
                    case UNAUTHENTICATED, PERMISSION_DENIED ->
                        at + " refused to say whether it serves the model '" + spec.model() + "' (gRPC "
                                + e.getStatus().getCode() + "). " + Probe.CREDENTIALS_HINT;
                    case DEADLINE_EXCEEDED ->
                        at + " did not answer ModelReady within " + Probe.ANSWER_TIMEOUT.toSeconds() + " s.";
                    // MLServer says UNKNOWN where KServe's own server says NOT_FOUND.
                    case NOT_FOUND, UNKNOWN ->
                        at + " serves no model '" + spec.model() + "' (gRPC "
                                + e.getStatus().getCode() + said + "). Name another one with --model.";
                    case OK,
                            CANCELLED,
                            INVALID_ARGUMENT,
                            ALREADY_EXISTS,
                            RESOURCE_EXHAUSTED,
                            FAILED_PRECONDITION,
                            ABORTED,
                            OUT_OF_RANGE,
                            INTERNAL,
                            DATA_LOSS ->
                        at + " answered ModelReady with gRPC " + e.getStatus().getCode() + said + ".";
                },
                e);
    }

    private static ManagedChannel channel(TargetSpec.Address spec) {
        URI address = spec.address();
        boolean tls = address.getScheme().equals("grpcs");
        int port = address.getPort() < 0 ? (tls ? 443 : 80) : address.getPort();
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(address.getHost(), port).proxyDetector(_ -> null);
        if (!tls) {
            builder.usePlaintext();
        }
        spec.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("host")) {
                builder.overrideAuthority(value);
            }
        });
        return builder.build();
    }

    private static GRPCInferenceServiceBlockingStub stub(TargetSpec.Address spec, ManagedChannel channel) {
        Metadata metadata = new Metadata();
        spec.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("host")) {
                metadata.put(Metadata.Key.of(name.toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER), value);
            }
        });
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
}
