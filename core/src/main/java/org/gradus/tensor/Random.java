package org.gradus.tensor;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.program.Sampling;
import org.gradus.program.Sampling.Distribution;

/** Random tensors from keys. */
public final class Random {
    private Random() {}

    /**
     * Uniform numbers on [0, 1).
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor uniform(Key key, int... dims) {
        return uniform(key, new ArrayType(DType.FLOAT64, Shape.of(dims)));
    }

    /**
     * Uniform numbers on [0, 1).
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor uniform(Key key, ArrayType type) {
        Require.notNull(type, "random", "the type");
        return Operations.apply(
                new Sampling.Sample(Distribution.UNIFORM, type),
                Require.notNull(key, "random", "the key").bits());
    }

    /**
     * Standard normal numbers, by inversion of the distribution function.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor normal(Key key, int... dims) {
        return normal(key, new ArrayType(DType.FLOAT64, Shape.of(dims)));
    }

    /**
     * Standard normal numbers, by inversion of the distribution function.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor normal(Key key, ArrayType type) {
        Require.notNull(type, "random", "the type");
        return Operations.apply(
                new Sampling.Sample(Distribution.NORMAL, type),
                Require.notNull(key, "random", "the key").bits());
    }
}
