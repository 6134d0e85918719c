package dev.plimsoll.provisioning.wire;

import com.google.protobuf.ByteString;
import dev.plimsoll.provisioning.wire.inference.InferParameter;
import dev.plimsoll.provisioning.wire.inference.InferTensorContents;
import dev.plimsoll.provisioning.wire.inference.ModelInferRequest;
import dev.plimsoll.provisioning.wire.inference.ModelInferResponse;
import dev.plimsoll.provisioning.wire.inference.ModelMetadataResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the Open Inference Protocol over gRPC. Tensors are read from typed contents and from raw contents (little-endian,
 * elements of {@link Datatype#BYTES} each after a length of four bytes) and written as typed contents, but for
 * {@link Datatype#FP16}, which has only a raw form.
 */
public final class V2Grpc {
    private V2Grpc() {}

    /**
     * Makes the message of a request.
     *
     * @throws WireException if a parameter has a fraction, which gRPC cannot say
     */
    public static ModelInferRequest encode(InferRequest request) throws WireException {
        ModelInferRequest.Builder out = ModelInferRequest.newBuilder()
                .setModelName(request.model())
                .setModelVersion(request.version())
                .setId(request.id())
                .putAllParameters(parameters(request.parameters()));
        boolean raw = mustBeRaw(request.inputs());
        for (Tensor tensor : request.inputs()) {
            ModelInferRequest.InferInputTensor.Builder input = out.addInputsBuilder()
                    .setName(tensor.name())
                    .setDatatype(tensor.datatype().name())
                    .addAllShape(tensor.shape())
                    .putAllParameters(parameters(tensor.parameters()));
            if (raw) {
                out.addRawInputContents(raw(tensor));
            } else {
                input.setContents(contents(tensor));
            }
        }
        for (String output : request.outputs()) {
            out.addOutputsBuilder().setName(output);
        }
        return out.build();
    }

    /**
     * Makes the message of an answer.
     *
     * @throws WireException as {@link #encode(InferRequest)}
     */
    public static ModelInferResponse encode(InferResponse response) throws WireException {
        ModelInferResponse.Builder out = ModelInferResponse.newBuilder()
                .setModelName(response.model())
                .setModelVersion(response.version())
                .setId(response.id())
                .putAllParameters(parameters(response.parameters()));
        boolean raw = mustBeRaw(response.outputs());
        for (Tensor tensor : response.outputs()) {
            ModelInferResponse.InferOutputTensor.Builder output = out.addOutputsBuilder()
                    .setName(tensor.name())
                    .setDatatype(tensor.datatype().name())
                    .addAllShape(tensor.shape())
                    .putAllParameters(parameters(tensor.parameters()));
            if (raw) {
                out.addRawOutputContents(raw(tensor));
            } else {
                output.setContents(contents(tensor));
            }
        }
        return out.build();
    }

    /**
     * Reads a request.
     *
     * @throws WireException if its tensors do not fit their shapes and types
     */
    public static InferRequest decode(ModelInferRequest message) throws WireException {
        int raws = message.getRawInputContentsCount();
        if (raws != 0 && raws != message.getInputsCount()) {
            throw new WireException("raw_input_contents has " + raws + " entries for " + message.getInputsCount()
                    + " inputs; it has one for each or none at all");
        }
        if (message.getInputsCount() == 0) {
            throw new WireException("inputs is empty: a request needs at least one input tensor");
        }
        List<Tensor> inputs = new ArrayList<>(message.getInputsCount());
        for (int i = 0; i < message.getInputsCount(); i++) {
            ModelInferRequest.InferInputTensor input = message.getInputs(i);
            if (raws != 0 && input.hasContents()) {
                throw new WireException("inputs[" + i + "].contents must not be set where raw_input_contents is");
            }
            inputs.add(tensor(
                    "inputs[" + i + "]",
                    input.getName(),
                    input.getDatatype(),
                    input.getShapeList(),
                    parameters("inputs[" + i + "]", input.getParametersMap()),
                    input.getContents(),
                    raws == 0 ? null : message.getRawInputContents(i)));
        }
        List<String> outputs = new ArrayList<>(message.getOutputsCount());
        message.getOutputsList().forEach(output -> outputs.add(output.getName()));
        return new InferRequest(
                message.getModelName(),
                message.getModelVersion(),
                message.getId(),
                parameters("the request", message.getParametersMap()),
                inputs,
                outputs);
    }

    /**
     * Reads an answer.
     *
     * @throws WireException if its tensors do not fit their shapes and types
     */
    public static InferResponse decode(ModelInferResponse message) throws WireException {
        int raws = message.getRawOutputContentsCount();
        if (raws != 0 && raws != message.getOutputsCount()) {
            throw new WireException("raw_output_contents has " + raws + " entries for " + message.getOutputsCount()
                    + " outputs; it has one for each or none at all");
        }
        List<Tensor> outputs = new ArrayList<>(message.getOutputsCount());
        for (int i = 0; i < message.getOutputsCount(); i++) {
            ModelInferResponse.InferOutputTensor output = message.getOutputs(i);
            outputs.add(tensor(
                    "outputs[" + i + "]",
                    output.getName(),
                    output.getDatatype(),
                    output.getShapeList(),
                    parameters("outputs[" + i + "]", output.getParametersMap()),
                    output.getContents(),
                    raws == 0 ? null : message.getRawOutputContents(i)));
        }
        return new InferResponse(
                message.getModelName(),
                message.getModelVersion(),
                message.getId(),
                parameters("the answer", message.getParametersMap()),
                outputs);
    }

    /** Tensors of a type that the protocol does not know are left out. */
    public static ModelMetadata decode(ModelMetadataResponse message) {
        return new ModelMetadata(
                message.getName(),
                message.getVersionsList(),
                message.getPlatform(),
                tensorMetadata(message.getInputsList()),
                tensorMetadata(message.getOutputsList()));
    }

    private static List<ModelMetadata.TensorMetadata> tensorMetadata(
            List<ModelMetadataResponse.TensorMetadata> tensors) {
        List<ModelMetadata.TensorMetadata> known = new ArrayList<>();
        for (ModelMetadataResponse.TensorMetadata tensor : tensors) {
            Datatype.ofName(tensor.getDatatype())
                    .ifPresent(datatype -> known.add(
                            new ModelMetadata.TensorMetadata(tensor.getName(), datatype, tensor.getShapeList())));
        }
        return known;
    }

    private static boolean mustBeRaw(List<Tensor> tensors) {
        return tensors.stream().anyMatch(tensor -> tensor.datatype() == Datatype.FP16);
    }

    private static Map<String, InferParameter> parameters(Map<String, Object> parameters) throws WireException {
        Map<String, InferParameter> out = new LinkedHashMap<>();
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            InferParameter.Builder value = InferParameter.newBuilder();
            switch (parameter.getValue()) {
                case Boolean bool -> value.setBoolParam(bool);
                case Long integer -> value.setInt64Param(integer);
                case String string -> value.setStringParam(string);
                case Object other ->
                    throw new WireException("parameter " + parameter.getKey() + " is " + other
                            + "; over gRPC a parameter is a boolean, an integer or a string");
            }
            out.put(parameter.getKey(), value.build());
        }
        return out;
    }

    private static Map<String, Object> parameters(String where, Map<String, InferParameter> parameters)
            throws WireException {
        if (parameters.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> out = new LinkedHashMap<>();
        for (Map.Entry<String, InferParameter> parameter : parameters.entrySet()) {
            InferParameter value = parameter.getValue();
            switch (value.getParameterChoiceCase()) {
                case BOOL_PARAM -> out.put(parameter.getKey(), value.getBoolParam());
                case INT64_PARAM -> out.put(parameter.getKey(), value.getInt64Param());
                case STRING_PARAM -> out.put(parameter.getKey(), value.getStringParam());
                case PARAMETERCHOICE_NOT_SET ->
                    throw new WireException(where + ": parameter " + parameter.getKey() + " has no value");
            }
        }
        return out;
    }

    private static InferTensorContents contents(Tensor tensor) {
        InferTensorContents.Builder out = InferTensorContents.newBuilder();
        switch (tensor.values()) {
            case Values.Bools(boolean[] elements) -> {
                for (boolean element : elements) {
                    out.addBoolContents(element);
                }
            }
            case Values.Integers(long[] elements) -> {
                for (long element : elements) {
                    switch (tensor.datatype()) {
                        case INT64 -> out.addInt64Contents(element);
                        case UINT64 -> out.addUint64Contents(element);
                        case UINT8, UINT16, UINT32 -> out.addUintContents((int) element);
                        case INT8, INT16, INT32, BOOL, FP16, FP32, FP64, BYTES -> out.addIntContents((int) element);
                    }
                }
            }
            case Values.Reals(double[] elements) -> {
                for (double element : elements) {
                    if (tensor.datatype() == Datatype.FP64) {
                        out.addFp64Contents(element);
                    } else {
                        out.addFp32Contents((float) element);
                    }
                }
            }
            case Values.Bytes(byte[][] elements) -> {
                for (byte[] element : elements) {
                    out.addBytesContents(ByteString.copyFrom(element));
                }
            }
        }
        return out.build();
    }

    /** The raw form of a tensor's elements. */
    static ByteString raw(Tensor tensor) {
        int size = tensor.values().size() * tensor.datatype().bytes();
        if (tensor.values() instanceof Values.Bytes(byte[][] elements)) {
            for (byte[] element : elements) {
                size += 4 + element.length;
            }
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        switch (tensor.values()) {
            case Values.Bools(boolean[] elements) -> {
                for (boolean element : elements) {
                    out.put((byte) (element ? 1 : 0));
                }
            }
            case Values.Integers(long[] elements) -> {
                for (long element : elements) {
                    switch (tensor.datatype().bytes()) {
                        case 1 -> out.put((byte) element);
                        case 2 -> out.putShort((short) element);
                        case 4 -> out.putInt((int) element);
                        default -> out.putLong(element);
                    }
                }
            }
            case Values.Reals(double[] elements) -> {
                for (double element : elements) {
                    switch (tensor.datatype().bytes()) {
                        case 2 -> out.putShort(Float.floatToFloat16((float) element));
                        case 4 -> out.putFloat((float) element);
                        default -> out.putDouble(element);
                    }
                }
            }
            case Values.Bytes(byte[][] elements) -> {
                for (byte[] element : elements) {
                    out.putInt(element.length).put(element);
                }
            }
        }
        return ByteString.copyFrom(out.flip());
    }

    private static Tensor tensor(
            String where,
            String name,
            String datatypeName,
            List<Long> shape,
            Map<String, Object> parameters,
            InferTensorContents contents,
            @Nullable ByteString raw)
            throws WireException {
        if (name.isEmpty()) {
            throw new WireException(where + ".name is missing");
        }
        Datatype datatype = Datatype.parse(datatypeName, where + ".datatype");
        long expected = V2Json.elements(shape, where + ".shape");
        Values values = raw == null ? typed(where, datatype, contents) : fromRaw(where, datatype, (int) expected, raw);
        if (values.size() != expected) {
            throw new WireException(where + " has " + values.size() + " elements of " + datatype + ", its shape "
                    + shape + " needs " + expected);
        }
        return new Tensor(name, datatype, shape, values, parameters);
    }

    private static Values typed(String where, Datatype datatype, InferTensorContents contents) throws WireException {
        return switch (datatype) {
            case BOOL -> {
                boolean[] elements = new boolean[contents.getBoolContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = contents.getBoolContents(i);
                }
                yield new Values.Bools(elements);
            }
            case UINT8, UINT16, UINT32 -> {
                long[] elements = new long[contents.getUintContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = inRange(where, datatype, Integer.toUnsignedLong(contents.getUintContents(i)));
                }
                yield new Values.Integers(elements);
            }
            case INT8, INT16, INT32 -> {
                long[] elements = new long[contents.getIntContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = inRange(where, datatype, contents.getIntContents(i));
                }
                yield new Values.Integers(elements);
            }
            case INT64 -> {
                long[] elements = new long[contents.getInt64ContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = contents.getInt64Contents(i);
                }
                yield new Values.Integers(elements);
            }
            case UINT64 -> {
                long[] elements = new long[contents.getUint64ContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = contents.getUint64Contents(i);
                }
                yield new Values.Integers(elements);
            }
            case FP16 -> throw new WireException(where + ": FP16 has only a raw form; use raw contents");
            case FP32 -> {
                double[] elements = new double[contents.getFp32ContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = contents.getFp32Contents(i);
                }
                yield new Values.Reals(elements);
            }
            case FP64 -> {
                double[] elements = new double[contents.getFp64ContentsCount()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = contents.getFp64Contents(i);
                }
                yield new Values.Reals(elements);
            }
            case BYTES -> {
                byte[][] elements = new byte[contents.getBytesContentsCount()][];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = contents.getBytesContents(i).toByteArray();
                }
                yield new Values.Bytes(elements);
            }
        };
    }

    private static long inRange(String where, Datatype datatype, long element) throws WireException {
        if (element < datatype.smallest() || element > datatype.largest()) {
            throw new WireException(where + ": " + element + " is not " + datatype);
        }
        return element;
    }

    private static Values fromRaw(String where, Datatype datatype, int expected, ByteString raw) throws WireException {
        ByteBuffer in = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (datatype != Datatype.BYTES && in.remaining() != (long) expected * datatype.bytes()) {
            throw new WireException(where + " has " + in.remaining() + " raw bytes, its shape needs "
                    + (long) expected * datatype.bytes());
        }
        Growable elements = new Growable(datatype);
        while (in.hasRemaining()) {
            switch (datatype) {
                case BOOL -> elements.add(in.get() != 0);
                case UINT8 -> elements.add((long) Byte.toUnsignedInt(in.get()));
                case UINT16 -> elements.add((long) Short.toUnsignedInt(in.getShort()));
                case UINT32 -> elements.add(Integer.toUnsignedLong(in.getInt()));
                case INT8 -> elements.add((long) in.get());
                case INT16 -> elements.add((long) in.getShort());
                case INT32 -> elements.add((long) in.getInt());
                case UINT64, INT64 -> elements.add(in.getLong());
                case FP16 -> elements.add((double) Float.float16ToFloat(in.getShort()));
                case FP32 -> elements.add((double) in.getFloat());
                case FP64 -> elements.add(in.getDouble());
                case BYTES -> {
                    int length = in.remaining() < 4 ? -1 : in.getInt();
                    if (length < 0 || length > in.remaining()) {
                        throw new WireException(where + ": raw bytes end within element " + elements.size());
                    }
                    byte[] element = new byte[length];
                    in.get(element);
                    elements.add(element);
                }
            }
        }
        return elements.values();
    }
}
