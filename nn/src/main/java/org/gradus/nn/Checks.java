package org.gradus.nn;

import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;

/** Checks that layers make alike. */
final class Checks {
    private Checks() {}

    /** Refuses an operand whose axis has another length than the layer's. */
    static Tensor axis(String layer, Tensor x, int axis, int length) {
        Require.notNull(x, layer, "the operand");
        int at = axis < 0 ? axis + x.rank() : axis;
        if (at < 0 || at >= x.rank() || x.dim(at) != length) {
            throw new ShapeException(
                    layer + ": " + x.type() + " does not have " + length + " entries along axis " + axis,
                    "give an operand of that many features, or make the layer for the operand's");
        }
        return x;
    }

    /** Refuses sizes below one. */
    static void positive(String layer, String what, int... sizes) {
        for (int size : sizes) {
            if (size < 1) {
                throw new ArgumentException(layer + ": " + what + " " + size, "give one or more");
            }
        }
    }
}
