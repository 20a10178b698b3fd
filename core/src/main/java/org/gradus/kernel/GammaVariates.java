package org.gradus.kernel;

/**
 * Random numbers of the gamma distribution with density x^(a-1) e^-x / Γ(a), and their logarithms.
 *
 * <p>Method: Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000): d (1 + c z)³ of a
 * normal z, accepted with probability above 0.95. For a &lt; 1 the logarithm is that of shape a + 1 plus ln U / a, which
 * keeps its accuracy where the number itself underflows. Element i takes its own words, so it does not depend on the
 * others nor on the threads.
 */
public final class GammaVariates {
    private static final int GRAIN = 1 << 10;

    private GammaVariates() {}

    /**
     * Fills with gamma numbers or their logarithms: both of the same key belong together.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param logarithm whether logarithms are wanted
     * @param shape one shape an element
     * @param out receives as many numbers; NaN for a shape below 0, 0 (-∞) for 0, ∞ for ∞
     */
    public static void fill(long k0, long k1, boolean logarithm, double[] shape, double[] out) {
        Workers.ranges(shape.length, GRAIN, (from, to) -> {
            RandomStream stream = new RandomStream(k0, k1);
            for (int i = from; i < to; i++) {
                stream.start(i);
                out[i] = one(stream, shape[i], logarithm);
            }
        });
    }

    private static double one(RandomStream stream, double a, boolean logarithm) {
        if (!(a > 0 && a < Double.POSITIVE_INFINITY)) {
            double limit = a >= 0 ? a : Double.NaN;
            return logarithm ? Elementary.log(limit) : limit;
        }
        double boosted = a < 1 ? a + 1 : a;
        double d = boosted - 1.0 / 3;
        double excess = excess(stream, d); // the number is d (1 + excess)
        if (a >= 1) {
            return logarithm ? Elementary.log(d) + Elementary.log1p(excess) : Math.fma(d, excess, d);
        }
        stream.extra();
        double power = Elementary.log(RandomStream.uniform(stream.first())) / a;
        double log = Elementary.log(d) + Elementary.log1p(excess) + power;
        return logarithm ? log : Elementary.exp(log);
    }

    /** (1 + c z)³ - 1 of an accepted normal z, c = 1/√(9d). */
    private static double excess(RandomStream stream, double d) {
        double c = 1 / (3 * Math.sqrt(d));
        while (true) {
            stream.advance();
            double z = RandomStream.normal(stream.first());
            double t = c * z;
            if (t <= -1) {
                continue;
            }
            double excess = t * Math.fma(t, 3 + t, 3);
            double u = RandomStream.uniform(stream.second());
            // ln of the density over that of the normal: z²/2 + d (ln v + 1 - v)
            if (Elementary.log(u) < Math.fma(0.5 * z, z, d * Exponentials.log1pMinus(excess))) {
                return excess;
            }
        }
    }
}
