package dev.plimsoll.provisioning.embedded;

import dev.plimsoll.provisioning.wire.InferRequest;
import dev.plimsoll.provisioning.wire.Tensor;
import dev.plimsoll.provisioning.wire.Values;
import dev.plimsoll.provisioning.wire.WireException;
import java.util.stream.LongStream;

/** What the iris model takes: rows of four numbers, of any numeric type. */
final class IrisInput {
    private IrisInput() {}

    /** The one input of a request; like KServe's scikit-learn server whatever its name is. */
    static Tensor only(InferRequest request) throws WireException {
        if (request.inputs().size() != 1) {
            throw new WireException("the model takes one input tensor, the request has "
                    + request.inputs().size());
        }
        return request.inputs().getFirst();
    }

    /** The elements of a tensor of shape [rows, 4], row after row. */
    static double[] features(Tensor tensor) throws WireException {
        if (tensor.shape().size() != 2
                || tensor.shape().get(1) != IrisModel.FEATURES
                || tensor.shape().get(0) < 1) {
            throw new WireException("input \"" + tensor.name() + "\" has the shape " + tensor.shape()
                    + ", the model takes [rows, " + IrisModel.FEATURES + "] with at least one row");
        }
        return switch (tensor.values()) {
            case Values.Reals(double[] elements) -> elements;
            case Values.Integers(long[] elements) ->
                LongStream.of(elements).asDoubleStream().toArray();
            case Values.Bools _, Values.Bytes _ ->
                throw new WireException("input \"" + tensor.name() + "\" is of type " + tensor.datatype()
                        + ", the model takes numbers");
        };
    }
}
