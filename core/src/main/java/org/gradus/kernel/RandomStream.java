package org.gradus.kernel;

/**
 * The random words of one element, for methods that need a number of words that is not known before: block j is the
 * Threefry block of counter (element, 1 + j), so it depends on nothing but key, element and j, and never meets the blocks
 * (i, 0) of {@link Threefry#bits}.
 */
final class RandomStream {
    private static final long EXTRA = Long.MIN_VALUE;
    private static final double UNIT = 0x1p-53;

    private final long k0;
    private final long k1;
    private final long[] words = new long[2];
    private long element;
    private long next;

    RandomStream(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    /** Goes to the first block of an element. */
    void start(long index) {
        element = index;
        next = 0;
    }

    /** Takes the next block: {@link #first()} and {@link #second()} are its words. */
    void advance() {
        next++;
        Threefry.block(k0, k1, element, next, words);
    }

    /** Takes a block apart from the others, which can be taken at any time. */
    void extra() {
        Threefry.block(k0, k1, element, EXTRA, words);
    }

    long first() {
        return words[0];
    }

    long second() {
        return words[1];
    }

    /** (b + ½)·2^-53 of the upper 53 bits of a word: inside (0, 1), but for a rounding to 1 that happens once in 2^53. */
    static double uniform(long word) {
        return ((word >>> 11) + 0.5) * UNIT;
    }

    /** Standard normal, by inversion. */
    static double normal(long word) {
        return Threefry.normal(word >>> 11);
    }

    /** A whole number of [0, bound), each as likely as any other (Lemire, Fast random integer generation, 2019). */
    long below(long bound) {
        advance();
        long word = words[0];
        long low = word * bound;
        if (Long.compareUnsigned(low, bound) < 0) {
            long least = Long.remainderUnsigned(-bound, bound);
            while (Long.compareUnsigned(low, least) < 0) {
                advance();
                word = words[0];
                low = word * bound;
            }
        }
        return Math.unsignedMultiplyHigh(word, bound);
    }
}
