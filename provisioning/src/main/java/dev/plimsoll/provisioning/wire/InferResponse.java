package dev.plimsoll.provisioning.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of the Open Inference Protocol.
 *
 * @param model name of the model that answered
 * @param version its version, or empty
 * @param id that of the request, or one the server made up, or empty
 * @param parameters by name: {@link Boolean}, {@link Long}, {@link Double} (REST only) or {@link String}
 * @param outputs what the model said
 */
public record InferResponse(
        String model, String version, String id, Map<String, Object> parameters, List<Tensor> outputs) {
    public InferResponse {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        outputs = List.copyOf(outputs);
    }
}
