package dev.plimsoll.provisioning.wire;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element type of a tensor, as the Open Inference Protocol names them (its section "Tensor Data Types"). */
public enum Datatype {
    BOOL(Kind.BOOL, 1),
    UINT8(Kind.INTEGER, 1),
    UINT16(Kind.INTEGER, 2),
    UINT32(Kind.INTEGER, 4),
    UINT64(Kind.INTEGER, 8),
    INT8(Kind.INTEGER, 1),
    INT16(Kind.INTEGER, 2),
    INT32(Kind.INTEGER, 4),
    INT64(Kind.INTEGER, 8),
    FP16(Kind.REAL, 2),
    FP32(Kind.REAL, 4),
    FP64(Kind.REAL, 8),
    BYTES(Kind.BYTES, 0);

    /** How elements are held in {@link Values}. */
    enum Kind {
        BOOL,
        INTEGER,
        REAL,
        BYTES
    }

    private final Kind kind;
    private final int bytes;

    Datatype(Kind kind, int bytes) {
        this.kind = kind;
        this.bytes = bytes;
    }

    Kind kind() {
        return kind;
    }

    /** Bytes of one element in raw form; 0 for {@link #BYTES}, whose elements differ in length. */
    public int bytes() {
        return bytes;
    }

    public boolean isUnsigned() {
        return this == UINT8 || this == UINT16 || this == UINT32 || this == UINT64;
    }

    /** The smallest integer this type can hold; for integers narrower than 64 bits only. */
    long smallest() {
        return isUnsigned() ? 0 : -(1L << (bytes * 8 - 1));
    }

    /** The largest integer this type can hold; for {@link #UINT64} that of its low 63 bits. */
    long largest() {
        return bytes == 8 ? Long.MAX_VALUE : (1L << (isUnsigned() ? bytes * 8 : bytes * 8 - 1)) - 1;
    }

    public static Optional<Datatype> ofName(String name) {
        return Arrays.stream(values()).filter(d -> d.name().equals(name)).findFirst();
    }

    static Datatype parse(String name, String where) throws WireException {
        return ofName(name)
                .orElseThrow(() -> new WireException(where + " is \"" + name + "\"; the protocol knows "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
    }
}
