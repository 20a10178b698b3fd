package org.gradus.kernel;

/**
 * Random counts: Poisson, binomial, geometric, multinomial. Small means by inversion, large ones by transformed rejection
 * with squeeze (PTRS and BTRS; Hörmann, The transformed rejection method for generating Poisson random variables, Insurance:
 * Mathematics and Economics 12, 1993, and The generation of binomial random variates, J. Stat. Comput. Simul. 46, 1993).
 * Probabilities are computed in Loader's saddle-point form, which loses no digits for large counts. Parameters have been
 * checked by the caller. Element i takes its own words, so it does not depend on the others nor on the threads.
 */
public final class CountVariates {
    private static final int GRAIN = 1 << 10;
    private static final double SMALL_MEAN = 10;
    private static final double HALF_LN_2PI = 0x1.d67f1c864beb5p-1;

    private CountVariates() {}

    /**
     * Fills with Poisson numbers.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param rate means from 0 to 2^53, one an element
     * @param out receives as many counts
     */
    public static void poisson(long k0, long k1, double[] rate, long[] out) {
        Workers.ranges(out.length, GRAIN, (from, to) -> {
            RandomStream stream = new RandomStream(k0, k1);
            for (int i = from; i < to; i++) {
                stream.start(i);
                out[i] = rate[i] < SMALL_MEAN ? smallPoisson(stream, rate[i]) : largePoisson(stream, rate[i]);
            }
        });
    }

    /** Sequential search; the probabilities that are left when they fall below 2^-60 are given to the last count. */
    private static long smallPoisson(RandomStream stream, double rate) {
        stream.advance();
        double u = RandomStream.uniform(stream.first());
        double p = Elementary.exp(-rate);
        long k = 0;
        while (u > p && (p > 0x1p-60 || k < rate)) {
            u -= p;
            k++;
            p *= rate / k;
        }
        return k;
    }

    private static long largePoisson(RandomStream stream, double rate) {
        double root = Math.sqrt(rate);
        double b = 0.931 + 2.53 * root;
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true) {
            stream.advance();
            double u = RandomStream.uniform(stream.first()) - 0.5;
            double v = RandomStream.uniform(stream.second());
            double edge = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / edge + b) * u + rate + 0.43);
            if (edge >= 0.07 && v <= squeeze) {
                return (long) k;
            }
            if (k < 0 || (edge < 0.013 && v > edge)) {
                continue;
            }
            double density = Elementary.log(v * inverseAlpha / (a / (edge * edge) + b));
            if (density <= logPoisson(k, rate)) {
                return (long) k;
            }
        }
    }

    /** The logarithm of the probability of k for a mean. */
    static double logPoisson(double k, double rate) {
        return k == 0
                ? -rate
                : -deviance(k, rate) - GammaFunctions.stirlingRemainder(k) - HALF_LN_2PI - 0.5 * Elementary.log(k);
    }

    /** k ln(k/m) + m - k, without cancellation. */
    private static double deviance(double k, double m) {
        return -k * Exponentials.log1pMinus((m - k) / k);
    }

    /**
     * Fills with binomial numbers.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param trials numbers of trials from 0 to 2^53, one an element
     * @param probability probabilities from 0 to 1, one an element
     * @param out receives as many counts
     */
    public static void binomial(long k0, long k1, long[] trials, double[] probability, long[] out) {
        Workers.ranges(out.length, GRAIN, (from, to) -> {
            RandomStream stream = new RandomStream(k0, k1);
            for (int i = from; i < to; i++) {
                stream.start(i);
                out[i] = binomial(stream, trials[i], probability[i]);
            }
        });
    }

    private static long binomial(RandomStream stream, long n, double p) {
        if (p > 0.5) {
            return n - binomial(stream, n, 1 - p);
        }
        if (n == 0 || p == 0) {
            return 0;
        }
        return n * p < SMALL_MEAN ? smallBinomial(stream, n, p) : largeBinomial(stream, n, p);
    }

    private static long smallBinomial(RandomStream stream, long n, double p) {
        stream.advance();
        double u = RandomStream.uniform(stream.first());
        double odds = p / (1 - p);
        double mass = Elementary.exp(n * Elementary.log1p(-p));
        long k = 0;
        while (u > mass && k < n && (mass > 0x1p-60 || k < n * p)) {
            u -= mass;
            mass *= odds * (n - k) / (k + 1.0);
            k++;
        }
        return k;
    }

    private static long largeBinomial(RandomStream stream, long n, double p) {
        double mean = n * p;
        double deviation = Math.sqrt(mean * (1 - p));
        double b = 1.15 + 2.53 * deviation;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double squeeze = 0.92 - 4.2 / b;
        double alpha = (2.83 + 5.1 / b) * deviation;
        double atMode = logBinomial(Math.floor((n + 1.0) * p), (double) n, p);
        while (true) {
            stream.advance();
            double u = RandomStream.uniform(stream.first()) - 0.5;
            double v = RandomStream.uniform(stream.second());
            double edge = 0.5 - Math.abs(u);
            double k = Math.floor((2 * a / edge + b) * u + mean + 0.5);
            if (k < 0 || k > n) {
                continue;
            }
            if (edge >= 0.07 && v <= squeeze) {
                return (long) k;
            }
            double density = Elementary.log(v * alpha / (a / (edge * edge) + b));
            if (density <= logBinomial(k, (double) n, p) - atMode) {
                return (long) k;
            }
        }
    }

    /** The logarithm of the probability of k of n. */
    static double logBinomial(double k, double n, double p) {
        if (k == 0) {
            return n * Elementary.log1p(-p);
        } else if (k == n) {
            return n * Elementary.log(p);
        }
        double rest = n - k;
        double remainders = GammaFunctions.stirlingRemainder(n)
                - GammaFunctions.stirlingRemainder(k)
                - GammaFunctions.stirlingRemainder(rest);
        return remainders
                - deviance(k, n * p)
                - deviance(rest, n * (1 - p))
                - HALF_LN_2PI
                - 0.5 * Elementary.log(k * (rest / n));
    }

    /**
     * Fills with geometric numbers, the trials up to the first success, by inversion.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param probability probabilities of a success, positive and at most 1, one an element
     * @param out receives as many counts, 1 or more; 2^63 - 1 where there are more
     */
    public static void geometric(long k0, long k1, double[] probability, long[] out) {
        Workers.ranges(out.length, GRAIN, (from, to) -> {
            RandomStream stream = new RandomStream(k0, k1);
            for (int i = from; i < to; i++) {
                stream.start(i);
                stream.advance();
                double log = Elementary.log(RandomStream.uniform(stream.first()));
                double failures = Math.floor(log / Elementary.log1p(-probability[i]));
                out[i] = failures >= 0x1p63 ? Long.MAX_VALUE : 1 + (long) failures;
            }
        });
    }

    /**
     * Fills with truth values.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param probability probabilities of true from 0 to 1, one an element
     * @param out receives as many truth values
     */
    public static void bernoulli(long k0, long k1, double[] probability, boolean[] out) {
        Threefry.tiles(k0, k1, out.length, (bits, at, count) -> {
            for (int i = 0; i < count; i++) {
                out[at + i] = (bits[i] >>> 11) * 0x1p-53 < probability[at + i];
            }
        });
    }

    /**
     * Fills with whole numbers of ranges, each as likely as any other of its range.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param low the smallest, one an element
     * @param high the largest and one more, one an element
     * @param out receives as many numbers
     */
    public static void integers(long k0, long k1, long[] low, long[] high, long[] out) {
        Workers.ranges(out.length, GRAIN, (from, to) -> {
            RandomStream stream = new RandomStream(k0, k1);
            for (int i = from; i < to; i++) {
                stream.start(i);
                out[i] = low[i] + stream.below(high[i] - low[i]);
            }
        });
    }

    /**
     * Fills rows with multinomial counts: each category's is binomial among what the categories before it left.
     *
     * @param k0 first word of the key
     * @param k1 second word of the key
     * @param trials numbers of trials from 0 to 2^53, one a row
     * @param weights rows of finite weights of zero or more, not all zero
     * @param out receives as many rows of counts
     */
    public static void multinomial(long k0, long k1, long[] trials, double[] weights, long[] out) {
        if (trials.length == 0) {
            return;
        }
        int columns = out.length / trials.length;
        Workers.ranges(trials.length, Math.max(1, GRAIN / Math.max(1, columns)), (from, to) -> {
            RandomStream stream = new RandomStream(k0, k1);
            double[] rest = new double[columns];
            for (int row = from; row < to; row++) {
                double sum = 0;
                for (int c = columns - 1; c >= 0; c--) {
                    sum += weights[row * columns + c];
                    rest[c] = sum;
                }
                long left = trials[row];
                for (int c = 0; c < columns; c++) {
                    int at = row * columns + c;
                    stream.start(at);
                    double weight = weights[at];
                    // The last category that can have any takes all: its share is exactly 1.
                    double share = weight == 0 ? 0 : Math.min(1, weight / rest[c]);
                    out[at] = binomial(stream, left, share);
                    left -= out[at];
                }
            }
        });
    }
}
