package dev.plimsoll.provisioning.wire;

import java.util.List;

/**
 * What a server says of a model over V2.
 *
 * @param name name of the model
 * @param versions its versions; may be empty
 * @param platform for example {@code onnxruntime_onnx}; may be empty
 * @param inputs what it takes; servers of scikit-learn models often do not say, then it is empty
 * @param outputs what it answers; may be empty
 */
public record ModelMetadata(
        String name,
        List<String> versions,
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs) {
    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Form of a tensor.
     *
     * @param shape sizes of its dimensions; -1 where the caller chooses
     */
    public record TensorMetadata(String name, Datatype datatype, List<Long> shape) {
        public TensorMetadata {
            shape = List.copyOf(shape);
        }
    }
}
