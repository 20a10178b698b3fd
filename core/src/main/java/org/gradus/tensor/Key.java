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
 * eager, jitted or batched, on any number of threads. Use each key once; make more with {@link #split}.
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
        if (n < 1) {
            throw new ArgumentException("split: " + n + " keys asked for", "ask for one or more");
        }
        ArrayType type = new ArrayType(DType.INT64, Shape.of(n, 2));
        Tensor words = Operations.apply(new Sampling.Sample(Sampling.Distribution.BITS, type), bits);
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            keys.add(new Key(words.get(i)));
        }
        return keys;
    }
}
