package dev.plimsoll.provisioning.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of the Open Inference Protocol. Over REST the model and its version are in the path, not in the body.
 *
 * @param model name of the model
 * @param version version of the model, or empty: the server chooses
 * @param id given back in the answer, or empty
 * @param parameters by name: {@link Boolean}, {@link Long}, {@link Double} (REST only) or {@link String}
 * @param inputs at least one
 * @param outputs names of the outputs wanted; empty: all
 */
public record InferRequest(
        String model,
        String version,
        String id,
        Map<String, Object> parameters,
        List<Tensor> inputs,
        List<String> outputs) {
    public InferRequest {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A request with nothing but its inputs. */
    public static InferRequest of(String model, List<Tensor> inputs) {
        return new InferRequest(model, "", "", Map.of(), inputs, List.of());
    }
}
