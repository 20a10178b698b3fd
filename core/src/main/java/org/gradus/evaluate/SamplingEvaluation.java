package org.gradus.evaluate;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Threefry;
import org.gradus.program.Sampling;

/** Draws from each key of a batch of keys. */
final class SamplingEvaluation {
    private SamplingEvaluation() {}

    static NdArray evaluate(Sampling op, ArrayType type, List<NdArray> inputs) {
        return switch (op) {
            case Sampling.Sample s -> sample(s, type, inputs.getFirst());
        };
    }

    private static NdArray sample(Sampling.Sample op, ArrayType type, NdArray keys) {
        Shape batch = keys.shape().slice(0, keys.shape().rank() - 1);
        DType dtype = op.type().dtype();
        long[] words = keys.toLongs();
        int n = op.type().shape().size();
        Object out = dtype.allocate(type.shape().size());
        for (int i = 0; i < batch.size(); i++) {
            Object part = dtype.allocate(n);
            draw(op, words[2 * i], words[2 * i + 1], part, n);
            System.arraycopy(part, 0, out, i * n, n);
        }
        return NdArray.of(type, out);
    }

    private static void draw(Sampling.Sample op, long k0, long k1, Object out, int n) {
        switch (op.distribution()) {
            case BITS -> Threefry.bits(k0, k1, (long[]) out, n);
            case UNIFORM -> Threefry.uniform(k0, k1, out, n);
            case NORMAL -> Threefry.normal(k0, k1, out, n);
        }
    }
}
