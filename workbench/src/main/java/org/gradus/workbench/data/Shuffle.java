package org.gradus.workbench.data;

/**
 * A seeded shuffle whose bits never change: the numbers are SplitMix64 of seed and counter, so they depend on neither
 * the JDK nor the order of calls. Source: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators,
 * OOPSLA 2014; the mixing constants are those of D. Stafford's variant 13.
 */
final class Shuffle {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;
    private long counter;

    /**
     * Starts a stream of its own.
     *
     * @param seed the person's seed
     * @param stream which of the independent streams of this seed
     */
    Shuffle(long seed, long stream) {
        this.key = mix(seed + GOLDEN * mix(stream + 1));
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }

    /** The next 64 bits: those of a {@link java.util.SplittableRandom} with the seed {@link #key()}. */
    long next() {
        return mix(key + GOLDEN * ++counter);
    }

    long key() {
        return key;
    }

    /** A uniform number below the bound, without bias (Lemire 2019: reject the short last interval). */
    private int below(int bound) {
        long threshold = Long.remainderUnsigned(-(long) bound, bound);
        while (true) {
            long bits = next();
            if (Long.compareUnsigned(bits * bound, threshold) >= 0) {
                return (int) Math.unsignedMultiplyHigh(bits, bound);
            }
        }
    }

    /**
     * Shuffles in place (Fisher and Yates).
     *
     * @param values what to shuffle
     */
    void apply(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1);
            int swap = values[i];
            values[i] = values[j];
            values[j] = swap;
        }
    }
}
