package dev.plimsoll.provisioning.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A named tensor.
 *
 * @param name not empty
 * @param datatype type of its elements
 * @param shape sizes of its dimensions, none negative; empty for a scalar
 * @param values as many as the product of {@code shape}, of the kind that {@code datatype} asks for
 * @param parameters by name: {@link Boolean}, {@link Long}, {@link Double} (REST only) or {@link String}
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, Values values, Map<String, Object> parameters) {
    /** @throws IllegalArgumentException if name, shape, values and type do not fit together */
    public Tensor {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a tensor needs a name");
        }
        shape = List.copyOf(shape);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        long elements = elements(shape);
        if (elements != values.size()) {
            throw new IllegalArgumentException("tensor \"" + name + "\" of shape " + shape + " needs " + elements
                    + " elements and has " + values.size());
        }
        boolean fits = switch (values) {
            case Values.Bools _ -> datatype.kind() == Datatype.Kind.BOOL;
            case Values.Integers _ -> datatype.kind() == Datatype.Kind.INTEGER;
            case Values.Reals _ -> datatype.kind() == Datatype.Kind.REAL;
            case Values.Bytes _ -> datatype.kind() == Datatype.Kind.BYTES;
        };
        if (!fits) {
            throw new IllegalArgumentException("tensor \"" + name + "\" of type " + datatype + " cannot hold "
                    + values.getClass().getSimpleName());
        }
    }

    /** A tensor without parameters. */
    public static Tensor of(String name, Datatype datatype, List<Long> shape, Values values) {
        return new Tensor(name, datatype, shape, values, Map.of());
    }

    /**
     * The product of {@code shape}.
     *
     * @throws IllegalArgumentException if a dimension is negative or the product is above {@link Integer#MAX_VALUE}
     */
    static long elements(List<Long> shape) {
        long product = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("shape " + shape + " has a negative dimension");
            }
            if (size != 0 && product > Integer.MAX_VALUE / size) {
                throw new IllegalArgumentException("shape " + shape + " has too many elements");
            }
            product *= size;
        }
        return product;
    }
}
