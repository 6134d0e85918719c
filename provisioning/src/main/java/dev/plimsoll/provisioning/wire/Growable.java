package dev.plimsoll.provisioning.wire;

import java.util.Arrays;

/** Collects the elements of a tensor of one kind while it is read. */
final class Growable {
    private final Datatype datatype;
    private int size;
    private boolean[] bools = {};
    private long[] integers = {};
    private double[] reals = {};
    private byte[][] bytes = {};

    Growable(Datatype datatype) {
        this.datatype = datatype;
        int capacity = 16;
        switch (datatype.kind()) {
            case BOOL -> bools = new boolean[capacity];
            case INTEGER -> integers = new long[capacity];
            case REAL -> reals = new double[capacity];
            case BYTES -> bytes = new byte[capacity][];
        }
    }

    int size() {
        return size;
    }

    void add(boolean element) {
        if (size == bools.length) {
            bools = Arrays.copyOf(bools, size * 2);
        }
        bools[size++] = element;
    }

    void add(long element) {
        if (size == integers.length) {
            integers = Arrays.copyOf(integers, size * 2);
        }
        integers[size++] = element;
    }

    void add(double element) {
        if (size == reals.length) {
            reals = Arrays.copyOf(reals, size * 2);
        }
        reals[size++] = element;
    }

    void add(byte[] element) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = element;
    }

    Values values() {
        return switch (datatype.kind()) {
            case BOOL -> new Values.Bools(Arrays.copyOf(bools, size));
            case INTEGER -> new Values.Integers(Arrays.copyOf(integers, size));
            case REAL -> new Values.Reals(Arrays.copyOf(reals, size));
            case BYTES -> new Values.Bytes(Arrays.copyOf(bytes, size));
        };
    }
}
