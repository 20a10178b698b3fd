package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** Result types of pseudo-random numbers. */
final class SamplingTypes {
    private SamplingTypes() {}

    static ArrayType infer(Sampling op, List<ArrayType> inputs) {
        return switch (op) {
            case Sampling.Sample s -> sample(s, inputs.getFirst());
        };
    }

    private static ArrayType sample(Sampling.Sample op, ArrayType key) {
        int rank = key.shape().rank();
        if (key.dtype() != DType.INT64 || rank < 1 || key.shape().dim(rank - 1) != 2) {
            throw new ShapeException(
                    "sample: " + key + " is not a key", "make keys with Key.of(seed) and key.split(n)");
        }
        boolean bits = op.distribution() == Sampling.Distribution.BITS;
        if (bits ? op.type().dtype() != DType.INT64 : !op.type().dtype().isFloat()) {
            throw new DTypeException(
                    "sample: " + op.attributes() + " cannot be drawn",
                    "draw bits as i64, uniform and normal numbers as f64 or f32");
        }
        return op.type().with(key.shape().slice(0, rank - 1).concat(op.type().shape()));
    }
}
