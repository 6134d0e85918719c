package dev.plimsoll.provisioning.wire;

import java.util.Arrays;
import java.util.Optional;

/** A way to speak to a model server. */
public enum Protocol {
    /** KServe V1: {@code POST /v1/models/MODEL:predict}. */
    V1_REST("v1-rest"),
    /** Open Inference Protocol over HTTP with JSON tensors: {@code POST /v2/models/MODEL/infer}. */
    V2_REST("v2-rest"),
    /** Open Inference Protocol over gRPC: {@code inference.GRPCInferenceService/ModelInfer}. */
    V2_GRPC("v2-grpc");

    private final String label;

    Protocol(String label) {
        this.label = label;
    }

    /** The name used in suites, records and reports. */
    public String label() {
        return label;
    }

    public boolean isGrpc() {
        return this == V2_GRPC;
    }

    public static Optional<Protocol> ofLabel(String label) {
        return Arrays.stream(values()).filter(p -> p.label.equals(label)).findFirst();
    }
}
