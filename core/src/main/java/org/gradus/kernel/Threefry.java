package org.gradus.kernel;

/**
 * Random bits from a key and a counter: Threefry-2x64 with 20 rounds.
 *
 * <p>Element i of a stream is a pure function of the key and i, so any part can be made on any thread. Source: Salmon,
 * Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; the bits are those of Random123.
 */
public final class Threefry {
    private static final long PARITY = 0x1BD11BDAA9FC1A22L;
    private static final double TWO_TO_MINUS_53 = 0x1p-53;
    private static final float TWO_TO_MINUS_24 = 0x1p-24f;
    private static final int GRAIN = 1 << 14;

    private Threefry() {}

    /**
     * Encrypts one counter.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param c0 first word of the counter
     * @param c1 second word of the counter
     * @param out receives two words at 0 and 1
     */
    public static void block(long k0, long k1, long c0, long c1, long[] out) {
        block(k0, k1, c0, c1, out, 0);
    }

    private static void block(long k0, long k1, long c0, long c1, long[] out, int at) {
        long k2 = PARITY ^ k0 ^ k1;
        long x = c0 + k0;
        long y = c1 + k1;

        x += y;
        y = Long.rotateLeft(y, 16) ^ x;
        x += y;
        y = Long.rotateLeft(y, 42) ^ x;
        x += y;
        y = Long.rotateLeft(y, 12) ^ x;
        x += y;
        y = Long.rotateLeft(y, 31) ^ x;
        x += k1;
        y += k2 + 1;

        x += y;
        y = Long.rotateLeft(y, 16) ^ x;
        x += y;
        y = Long.rotateLeft(y, 32) ^ x;
        x += y;
        y = Long.rotateLeft(y, 24) ^ x;
        x += y;
        y = Long.rotateLeft(y, 21) ^ x;
        x += k2;
        y += k0 + 2;

        x += y;
        y = Long.rotateLeft(y, 16) ^ x;
        x += y;
        y = Long.rotateLeft(y, 42) ^ x;
        x += y;
        y = Long.rotateLeft(y, 12) ^ x;
        x += y;
        y = Long.rotateLeft(y, 31) ^ x;
        x += k0;
        y += k1 + 3;

        x += y;
        y = Long.rotateLeft(y, 16) ^ x;
        x += y;
        y = Long.rotateLeft(y, 32) ^ x;
        x += y;
        y = Long.rotateLeft(y, 24) ^ x;
        x += y;
        y = Long.rotateLeft(y, 21) ^ x;
        x += k1;
        y += k2 + 4;

        x += y;
        y = Long.rotateLeft(y, 16) ^ x;
        x += y;
        y = Long.rotateLeft(y, 42) ^ x;
        x += y;
        y = Long.rotateLeft(y, 12) ^ x;
        x += y;
        y = Long.rotateLeft(y, 31) ^ x;
        x += k2;
        y += k0 + 5;

        out[at] = x;
        out[at + 1] = y;
    }

    /**
     * Fills with random bits: element i is word i mod 2 of the block of counter (i / 2, 0).
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param out receives n words
     * @param n the number of words
     */
    public static void bits(long k0, long k1, long[] out, int n) {
        Workers.ranges(n, GRAIN, (from, to) -> words(k0, k1, out, from, from, to));
    }

    /** Writes words from … to - 1 at {@code at} and on; {@code from} is even. */
    private static void words(long k0, long k1, long[] out, int at, int from, int to) {
        int pairs = (to - from) >> 1;
        for (int p = 0; p < pairs; p++) {
            block(k0, k1, (from >> 1) + (long) p, 0, out, at + 2 * p);
        }
        if (((to - from) & 1) != 0) {
            long[] last = new long[2];
            block(k0, k1, to >> 1, 0, last, 0);
            out[at + to - from - 1] = last[0];
        }
    }

    /**
     * Fills with uniform numbers of [0, 1): f64 is the upper 53 of the element's bits times 2^-53, f32 the upper 24
     * times 2^-24.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param out receives n numbers, double[] or float[]
     * @param n the number of numbers
     */
    public static void uniform(long k0, long k1, Object out, int n) {
        switch (out) {
            case double[] d -> tiles(k0, k1, n, (bits, at, count) -> uniform(bits, d, at, count));
            case float[] f -> tiles(k0, k1, n, (bits, at, count) -> uniform(bits, f, at, count));
            case null, default -> throw Kinds.unsupported("uniform", out);
        }
    }

    /**
     * Fills with standard normal numbers by inversion: {@link Elementary#normalQuantile} of exactly (b + 1/2)·2^-53,
     * where b is the upper 53 of the element's bits; f32 is that number rounded. Values lie within ±8.3, never ±∞.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param out receives n numbers, double[] or float[]
     * @param n the number of numbers
     */
    public static void normal(long k0, long k1, Object out, int n) {
        switch (out) {
            case double[] d -> tiles(k0, k1, n, (bits, at, count) -> normal(bits, d, at, count));
            case float[] f -> tiles(k0, k1, n, (bits, at, count) -> normal(bits, f, at, count));
            case null, default -> throw Kinds.unsupported("normal", out);
        }
    }

    /** Writes {@code count} elements, made of as many words, at {@code at} and on. */
    interface Tile {
        void accept(long[] bits, int at, int count);
    }

    /** Cuts the stream of a key in tiles, whose words are those of {@link #bits}. */
    static void tiles(long k0, long k1, int n, Tile tile) {
        Workers.ranges(n, GRAIN, (from, to) -> {
            long[] bits = new long[Math.min(512, to - from)];
            for (int at = from; at < to; at += bits.length) {
                int count = Math.min(bits.length, to - at);
                words(k0, k1, bits, 0, at, at + count);
                tile.accept(bits, at, count);
            }
        });
    }

    private static void uniform(long[] bits, double[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (bits[i] >>> 11) * TWO_TO_MINUS_53;
        }
    }

    private static void uniform(long[] bits, float[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (bits[i] >>> 40) * TWO_TO_MINUS_24;
        }
    }

    private static void normal(long[] bits, double[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = normal(bits[i] >>> 11);
        }
    }

    private static void normal(long[] bits, float[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (float) normal(bits[i] >>> 11);
        }
    }

    /** The quantile of (b + 1/2)·2^-53; above one half by symmetry, where that number has no double. */
    static double normal(long b) {
        boolean upper = b >= 1L << 52;
        long lower = upper ? (1L << 53) - 1 - b : b;
        double quantile = Elementary.normalQuantile((lower + 0.5) * TWO_TO_MINUS_53);
        return upper ? -quantile : quantile;
    }
}
