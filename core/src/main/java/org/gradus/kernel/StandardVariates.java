package org.gradus.kernel;

/**
 * Random numbers of standard distributions by inversion: the quantile of U = (b + ½)·2^-53, where b is the upper 53 of an
 * element's bits (see {@link Threefry#bits}). U is never 0 or 1, so the numbers are finite, and above one half 1 - U is
 * used, which is exact, so both tails have the same resolution. f32 is the f64 number rounded.
 */
public enum StandardVariates {
    /** -ln U: mean 1. */
    EXPONENTIAL {
        @Override
        double of(double u, double v) {
            return u < v ? -Elementary.log(u) : -Elementary.log1p(-v);
        }
    },
    /** Density e^-|x| / 2. */
    LAPLACE {
        @Override
        double of(double u, double v) {
            return u < v ? Elementary.log(2 * u) : -Elementary.log(2 * v);
        }
    },
    /** Distribution function 1 / (1 + e^-x). */
    LOGISTIC {
        @Override
        double of(double u, double v) {
            return u < v ? Elementary.log(u) - Elementary.log1p(-u) : Elementary.log1p(-v) - Elementary.log(v);
        }
    },
    /** Density 1 / (π (1 + x²)). */
    CAUCHY {
        @Override
        double of(double u, double v) {
            double small = Math.min(u, v);
            double x = small < 0.25 ? 1 / Trigonometry.tan(Math.PI * small) : Trigonometry.tan(Math.PI * (0.5 - small));
            return u < v ? -x : x;
        }
    },
    /** -ln(-ln U): distribution function e^(-e^-x). */
    GUMBEL {
        @Override
        double of(double u, double v) {
            return -Elementary.log(EXPONENTIAL.of(u, v));
        }
    };

    private static final double UNIT = 0x1p-53;

    /** The quantile of u, where v is 1 - u; of the two, the one that is at most ½ is exact. */
    abstract double of(double u, double v);

    private double of(long word) {
        long b = word >>> 11;
        return of((b + 0.5) * UNIT, ((1L << 53) - 1 - b + 0.5) * UNIT);
    }

    /**
     * Fills with numbers of this distribution.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param out receives n numbers, double[] or float[]
     * @param n the number of numbers
     */
    public void fill(long k0, long k1, Object out, int n) {
        switch (out) {
            case double[] d ->
                Threefry.tiles(k0, k1, n, (bits, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        d[at + i] = of(bits[i]);
                    }
                });
            case float[] f ->
                Threefry.tiles(k0, k1, n, (bits, at, count) -> {
                    for (int i = 0; i < count; i++) {
                        f[at + i] = (float) of(bits[i]);
                    }
                });
            case null, default -> throw Kinds.unsupported("random numbers", out);
        }
    }
}
