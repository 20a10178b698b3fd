package org.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.program.Sampling;

/**
 * The source of all randomness: 128 bits, from which Threefry-2x64 makes numbers. The same key gives the same numbers,
 * eager, jitted or batched, on any number of threads. Use each key once; make more with {@link #split} or {@link #fold}.
 * {@link Random#debugKeys} reports keys that are used twice.
 *
 * @param bits an i64 tensor of shape {@code [2]}
 */
public record Key(Tensor bits) {
    /** Refuses null. */
    public Key {
        Require.notNull(bits, "key", "the tensor of bits");
    }

    /**
     * A key from a seed.
     *
     * @param seed any number
     * @return the key
     */
    public static Key of(long seed) {
        return new Key(Operations.constant(NdArray.wrap(Shape.of(2), new long[] {seed, 0})));
    }

    /**
     * Independent keys, after which this one is used up.
     *
     * @param n how many, one or more
     * @return the keys
     * @throws ArgumentException when n is not positive
     */
    public List<Key> split(int n) {
        Tensor words = words(n);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            keys.add(new Key(words.get(i)));
        }
        return keys;
    }

    /**
     * The keys of {@link #split} as one: an argument for {@code vmap}, which gives each example its own.
     *
     * @param n how many, one or more
     * @return a key whose bits are an i64 tensor of shape {@code [n, 2]}
     * @throws ArgumentException when n is not positive
     */
    public Key splitBatch(int n) {
        return new Key(words(n));
    }

    private Tensor words(int n) {
        if (n < 1) {
            throw new ArgumentException("split: " + n + " keys asked for", "ask for one or more");
        }
        KeyUse.note(this, "split");
        ArrayType type = new ArrayType(DType.INT64, Shape.of(n, 2));
        return Operations.apply(new Sampling.Sample(Sampling.Distribution.BITS, type), bits);
    }

    /**
     * Another key for each number: the way to give the steps of a loop keys of their own. This key may be folded with many
     * different numbers, but nothing shall be drawn from it.
     *
     * @param number any number, for example that of a step
     * @return the key of that number, independent of those of others and of those that {@link #split} gives
     */
    public Key fold(long number) {
        return fold(Operations.constant(NdArray.wrap(Shape.SCALAR, new long[] {number})));
    }

    /**
     * As {@link #fold(long)}, with a number that may be computed.
     *
     * @param number a whole number without axes
     * @return the key of that number
     * @throws org.gradus.error.DTypeException when the number is not whole
     * @throws org.gradus.error.ShapeException when it has axes
     */
    public Key fold(Tensor number) {
        Tensor whole = Operations.operand(number, "fold").dtype() == DType.INT32 ? number.to(DType.INT64) : number;
        return new Key(Operations.apply(new Sampling.Fold(), bits, whole));
    }
}
