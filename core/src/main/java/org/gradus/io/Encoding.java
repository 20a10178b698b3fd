package org.gradus.io;

import java.nio.ByteBuffer;
import org.gradus.array.DType;

/** How the elements of a file are laid down as bytes, all little-endian, and what they become in memory. */
enum Encoding {
    /** IEEE 754 binary64. */
    F64(DType.FLOAT64, 8),
    /** IEEE 754 binary32. */
    F32(DType.FLOAT32, 4),
    /** IEEE 754 binary16, widened when read. */
    F16(DType.FLOAT32, 2),
    /** The upper half of a binary32, widened when read. */
    BF16(DType.FLOAT32, 2),
    /** 64-bit integers in two's complement. */
    I64(DType.INT64, 8),
    /** 32-bit integers in two's complement. */
    I32(DType.INT32, 4),
    /** One byte each, 0 or 1. */
    BOOL(DType.BOOL, 1);

    private final DType dtype;
    private final int bytes;

    Encoding(DType dtype, int bytes) {
        this.dtype = dtype;
        this.bytes = bytes;
    }

    /** The encoding that a type is written in. */
    static Encoding of(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> F64;
            case FLOAT32 -> F32;
            case INT64 -> I64;
            case INT32 -> I32;
            case BOOL -> BOOL;
        };
    }

    DType dtype() {
        return dtype;
    }

    int bytes() {
        return bytes;
    }

    /**
     * Elements {@code from} to {@code to} of a Java array as bytes.
     *
     * @param array of this encoding's element type
     * @param out little-endian, with room for them
     */
    void put(Object array, int from, int to, ByteBuffer out) {
        int count = to - from;
        int end = out.position() + count * bytes;
        switch (array) {
            case double[] a -> out.asDoubleBuffer().put(a, from, count);
            case float[] a -> out.asFloatBuffer().put(a, from, count);
            case long[] a -> out.asLongBuffer().put(a, from, count);
            case int[] a -> out.asIntBuffer().put(a, from, count);
            case boolean[] a -> {
                for (int i = from; i < to; i++) {
                    out.put((byte) (a[i] ? 1 : 0));
                }
            }
            default -> throw new AssertionError(array.getClass());
        }
        out.position(end);
    }

    /**
     * Bytes as elements {@code from} to {@code to} of a Java array.
     *
     * @param in little-endian, at the first element
     * @param array of this encoding's element type
     * @return the index of the first element that is no truth value, or −1 when all are good
     */
    int get(ByteBuffer in, Object array, int from, int to) {
        int count = to - from;
        switch (this) {
            case F64 -> in.asDoubleBuffer().get((double[]) array, from, count);
            case F32 -> in.asFloatBuffer().get((float[]) array, from, count);
            case I64 -> in.asLongBuffer().get((long[]) array, from, count);
            case I32 -> in.asIntBuffer().get((int[]) array, from, count);
            case F16 -> {
                for (int i = from; i < to; i++) {
                    ((float[]) array)[i] = Float.float16ToFloat(in.getShort());
                }
            }
            case BF16 -> {
                for (int i = from; i < to; i++) {
                    ((float[]) array)[i] = Float.intBitsToFloat(in.getShort() << 16);
                }
            }
            case BOOL -> {
                for (int i = from; i < to; i++) {
                    byte b = in.get();
                    if (b != 0 && b != 1) {
                        return i;
                    }
                    ((boolean[]) array)[i] = b == 1;
                }
            }
        }
        return -1;
    }
}
