package dev.plimsoll.provisioning.wire;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How inference is asked for in each protocol: the path or method, and the headers that must be set. */
public final class InferCall {
    /** Full name of the gRPC method. */
    public static final String GRPC_METHOD = "inference.GRPCInferenceService/ModelInfer";

    /**
     * Header (and gRPC metadata key) by which the embedded target names the revision that answered; lower case, as gRPC and
     * HTTP/2 demand.
     */
    public static final String REVISION_HEADER = "plimsoll-revision";

    private InferCall() {}

    /**
     * The path of an HTTP request ({@code POST}), or of the HTTP/2 request that carries a gRPC call.
     *
     * @param model name of the model; escaped here
     */
    public static String path(Protocol protocol, String model) {
        return switch (protocol) {
            case V1_REST -> "/v1/models/" + segment(model) + ":predict";
            case V2_REST -> "/v2/models/" + segment(model) + "/infer";
            case V2_GRPC -> "/" + GRPC_METHOD;
        };
    }

    /**
     * Headers that a request must carry beside the entry's own. JSON bodies need their content type: the KServe SDK takes a V2
     * body without it for a binary one. {@code Inference-Header-Content-Length} is not among them: it would announce binary
     * tensors.
     */
    public static Map<String, String> headers(Protocol protocol) {
        return switch (protocol) {
            case V1_REST, V2_REST -> Map.of("content-type", Json.CONTENT_TYPE);
            case V2_GRPC -> Map.of();
        };
    }

    /** Escapes a name for use as one segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
