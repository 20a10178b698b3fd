package org.gradus.array;

/** Prints arrays as nested brackets; axes longer than a limit show their first and last elements. */
final class ArrayPrinter {
    private static final int SHOWN_WHOLE = 8;
    private static final int SHOWN_EACH_END = 3;

    private final NdArray array;
    private final StringBuilder out = new StringBuilder();

    private ArrayPrinter(NdArray array) {
        this.array = array;
    }

    static String print(NdArray array) {
        ArrayPrinter printer = new ArrayPrinter(array);
        printer.append(0, 0);
        return printer.out.toString();
    }

    private void append(int axis, int offset) {
        Shape shape = array.shape();
        if (axis == shape.rank()) {
            element(offset);
            return;
        }
        int length = shape.dim(axis);
        int stride = shape.size(axis + 1, shape.rank());
        out.append('[');
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                out.append(", ");
            }
            if (length > SHOWN_WHOLE && i == SHOWN_EACH_END) {
                out.append("…, ");
                i = length - SHOWN_EACH_END;
            }
            append(axis + 1, offset + i * stride);
        }
        out.append(']');
    }

    private void element(int index) {
        switch (array.dtype()) {
            case FLOAT64 -> out.append(array.getDouble(index));
            case FLOAT32 -> out.append((float) array.getDouble(index));
            case INT32, INT64 -> out.append(array.getLong(index));
            case BOOL -> out.append(array.getDouble(index) != 0);
        }
    }
}
