package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What the kernel tests share: arrays of the five types, awkward sizes, equal bits on any number of threads. */
final class Samples {
    static final int[] SIZES = {0, 1, 3, 7, 8, 9, 15, 17, 31, 33, 255, 257, 4099};
    static final long SEED = 20250717;
    static final Class<?>[] TYPES = {double.class, float.class, int.class, long.class, boolean.class};

    private Samples() {}

    /** Random elements; floating ones include ±0, ±∞ and NaN when asked for. */
    static Object random(Class<?> type, int n, boolean special, SplittableRandom random) {
        Object array = Array.newInstance(type, n);
        double[] odd = {0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 1, -1, 0.5};
        for (int i = 0; i < n; i++) {
            double x = special && random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : random.nextDouble(-4, 4);
            switch (array) {
                case double[] a -> a[i] = x;
                case float[] a -> a[i] = (float) x;
                case int[] a -> a[i] = random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(-4, 5);
                case long[] a -> a[i] = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(-4, 5);
                case boolean[] a -> a[i] = random.nextBoolean();
                default -> throw new IllegalArgumentException(type.toString());
            }
        }
        return array;
    }

    static double[] doubles(int n, SplittableRandom random) {
        return (double[]) random(double.class, n, false, random);
    }

    static Object create(Class<?> type, int n) {
        return Array.newInstance(type, n);
    }

    static double number(Object array, int i) {
        return ((Number) Array.get(array, i)).doubleValue();
    }

    /** Runs on 1, 2 and 5 threads and compares bits with the first result, which is returned. */
    static <T> T onAnyThreads(Supplier<T> work) {
        Object[] first = new Object[1];
        for (int threads : new int[] {1, 2, 5}) {
            Workers.using(threads, () -> {
                T result = work.get();
                if (first[0] == null) {
                    first[0] = result;
                } else {
                    assertThat(result).as("on %d threads", threads).isEqualTo(first[0]);
                }
            });
        }
        @SuppressWarnings("unchecked")
        T result = (T) first[0];
        return result;
    }
}
