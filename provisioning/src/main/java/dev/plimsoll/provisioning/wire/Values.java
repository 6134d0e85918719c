package dev.plimsoll.provisioning.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Elements of a tensor in row-major order. The arrays belong to the value and are not changed after it is made. */
public sealed interface Values {
    int size();

    /** Elements of {@link Datatype#BOOL}. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Bools(boolean[] elements) implements Values {
        @Override
        public int size() {
            return elements.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bools(boolean[] theirs) && Arrays.equals(elements, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(elements);
        }

        @Override
        public String toString() {
            return Arrays.toString(elements);
        }
    }

    /** Elements of all integer types; those of {@link Datatype#UINT64} as the same 64 bits. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Integers(long[] elements) implements Values {
        @Override
        public int size() {
            return elements.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Integers(long[] theirs) && Arrays.equals(elements, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(elements);
        }

        @Override
        public String toString() {
            return Arrays.toString(elements);
        }
    }

    /** Elements of all floating-point types; narrower ones are exact in a double. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Reals(double[] elements) implements Values {
        @Override
        public int size() {
            return elements.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Reals(double[] theirs) && Arrays.equals(elements, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(elements);
        }

        @Override
        public String toString() {
            return Arrays.toString(elements);
        }
    }

    /** Elements of {@link Datatype#BYTES}. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Bytes(byte[][] elements) implements Values {
        public static Bytes ofText(String... texts) {
            return new Bytes(Arrays.stream(texts)
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new));
        }

        @Override
        public int size() {
            return elements.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes(byte[][] theirs) && Arrays.deepEquals(elements, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.deepHashCode(elements);
        }

        @Override
        public String toString() {
            return Arrays.deepToString(elements);
        }
    }
}
