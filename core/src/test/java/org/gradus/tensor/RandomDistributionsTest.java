package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.gradus.kernel.Elementary;
import org.gradus.kernel.ErrorFunctions;
import org.gradus.kernel.IncompleteBeta;
import org.gradus.kernel.IncompleteGamma;
import org.junit.jupiter.api.Test;

/** Distributions against their distribution functions; seeds are fixed, and a false alarm would have one chance in 10⁶. */
class RandomDistributionsTest {
    private static final int MANY = 200_000;

    /** The bound that the distance of two distribution functions exceeds once in 10⁶ (Dvoretzky, Kiefer, Wolfowitz). */
    private static double bound(int n) {
        return Math.sqrt(Math.log(2e6) / (2 * n));
    }

    /** The largest distance of the samples' distribution function from the given one. */
    private static double distance(double[] samples, DoubleUnaryOperator cdf, boolean discrete) {
        double[] x = samples.clone();
        Arrays.sort(x);
        double worst = 0;
        int n = x.length;
        for (int i = 0; i < n; i++) {
            if (i + 1 < n && x[i + 1] == x[i]) {
                continue;
            }
            double f = cdf.applyAsDouble(x[i]);
            worst = Math.max(worst, Math.abs(f - (i + 1.0) / n));
            if (!discrete) {
                worst = Math.max(worst, Math.abs(f - (double) i / n));
            }
        }
        return worst;
    }

    private static void follows(String what, Tensor samples, DoubleUnaryOperator cdf) {
        assertThat(distance(samples.toDoubles(), cdf, false)).as(what).isLessThan(bound(samples.size()));
    }

    private static void counts(String what, Tensor samples, DoubleUnaryOperator cdf) {
        assertThat(samples.dtype()).isEqualTo(DType.INT64);
        assertThat(distance(samples.toDoubles(), cdf, true)).as(what).isLessThan(bound(samples.size()));
    }

    /** χ² of observed counts, against a bound that is exceeded once in 10⁶ (Wilson and Hilferty). */
    private static void proportional(String what, long[] counts, double... probabilities) {
        double total = Arrays.stream(counts).sum();
        double chi = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = total * probabilities[i];
            chi += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        double k = counts.length - 1;
        double cube = 1 - 2 / (9 * k) + 4.753 * Math.sqrt(2 / (9 * k));
        assertThat(chi).as(what).isLessThan(k * cube * cube * cube);
    }

    private static long[] histogram(Tensor indices, int n) {
        long[] counts = new long[n];
        for (long i : indices.toLongs()) {
            counts[(int) i]++;
        }
        return counts;
    }

    private static double[] equal(int n) {
        double[] p = new double[n];
        Arrays.fill(p, 1.0 / n);
        return p;
    }

    @Test
    void standardDistributions() {
        follows("exponential", Random.exponential(Key.of(1), MANY), x -> -Math.expm1(-x));
        follows("laplace", Random.laplace(Key.of(2), MANY), x -> x < 0 ? 0.5 * Math.exp(x) : 1 - 0.5 * Math.exp(-x));
        follows("logistic", Random.logistic(Key.of(3), MANY), x -> 1 / (1 + Math.exp(-x)));
        follows("cauchy", Random.cauchy(Key.of(4), MANY), x -> 0.5 + Math.atan(x) / Math.PI);
        follows("gumbel", Random.gumbel(Key.of(5), MANY), x -> Math.exp(-Math.exp(-x)));
        follows("normal", Random.normal(Key.of(6), 3, 2, Shape.of(MANY)), x -> ErrorFunctions.normalCdf((x - 3) / 2));
        follows("uniform", Random.uniform(Key.of(7), -1, 3, Shape.of(MANY)), x -> (x + 1) / 4);
        assertThat(Random.exponential(Key.of(1), MANY).min().item()).isPositive();
    }

    @Test
    void narrowNumbersAreTheWideOnesRounded() {
        var narrow = new org.gradus.array.ArrayType(DType.FLOAT32, Shape.of(999));
        for (int seed = 0; seed < 20; seed++) {
            assertThat(Random.gumbel(Key.of(seed), narrow)
                            .array()
                            .sameBits(Random.gumbel(Key.of(seed), 999)
                                    .to(DType.FLOAT32)
                                    .array()))
                    .isTrue();
            assertThat(Random.cauchy(Key.of(seed), narrow).allFinite()).isTrue();
            Tensor shape = Tensors.full(0.75, narrow);
            assertThat(Random.gamma(Key.of(seed), shape)
                            .array()
                            .sameBits(Random.gamma(Key.of(seed), shape.to(DType.FLOAT64))
                                    .to(DType.FLOAT32)
                                    .array()))
                    .isTrue();
        }
    }

    @Test
    void scalesAndLocations() {
        Tensor location = tensor(-5.0, 0, 7).expandDims(1);
        Tensor scale = tensor(0.5, 1, 3).expandDims(1);
        Tensor x = Random.laplace(Key.of(8), location, scale, 3, MANY);
        Tensor y = Random.logistic(Key.of(8), location, scale, 3, MANY);
        Tensor z = Random.gumbel(Key.of(8), location, scale, 3, MANY);
        Tensor w = Random.cauchy(Key.of(8), location, scale, 3, MANY);
        Tensor e = Random.exponential(Key.of(8), scale, 3, MANY);
        Tensor u = Random.uniform(Key.of(8), location, location.plus(scale), 3, MANY);
        for (int i = 0; i < 3; i++) {
            double m = location.get(i, 0).item();
            double s = scale.get(i, 0).item();
            follows("laplace", x.get(i), v -> v < m ? 0.5 * Math.exp((v - m) / s) : 1 - 0.5 * Math.exp((m - v) / s));
            follows("logistic", y.get(i), v -> 1 / (1 + Math.exp((m - v) / s)));
            follows("gumbel", z.get(i), v -> Math.exp(-Math.exp((m - v) / s)));
            follows("cauchy", w.get(i), v -> 0.5 + Math.atan((v - m) / s) / Math.PI);
            follows("exponential", e.get(i), v -> -Math.expm1(-v * s));
            follows("uniform", u.get(i), v -> (v - m) / s);
        }
    }

    @Test
    void gammaNumbersOfEveryShape() {
        for (double a : new double[] {1e-3, 0.1, 0.5, 0.999, 1, 1.001, 2.5, 30, 1e4, 1e6, 1e12}) {
            Tensor z = Random.gamma(Key.of(10), a, Shape.of(MANY));
            Tensor log = Random.logGamma(Key.of(10), scalar(a), MANY);
            follows("gamma " + a, log, y -> {
                double x = Math.exp(y);
                return x > 0 ? IncompleteGamma.gammainc(a, x) : Math.exp(a * y - logGammaOf1p(a));
            });
            double[] zs = z.toDoubles();
            double[] ys = log.toDoubles();
            for (int i = 0; i < 1000; i++) {
                assertThat(zs[i]).isCloseTo(Math.exp(ys[i]), within(1e-14 * (1 + Math.abs(ys[i])) * zs[i]));
            }
        }
    }

    private static double logGammaOf1p(double a) {
        return org.gradus.kernel.GammaFunctions.lgamma(1 + a);
    }

    @Test
    void extremeShapes() {
        double[] y = Random.logGamma(Key.of(11), scalar(1e-300), 1000).toDoubles();
        assertThat(Arrays.stream(y).allMatch(v -> v < -1e295 && v > -1e304)).isTrue();
        double[] z = Random.gamma(Key.of(11), scalar(1e300), 1000).toDoubles();
        assertThat(Arrays.stream(z).allMatch(v -> Math.abs(v / 1e300 - 1) < 1e-14))
                .isTrue();
        Tensor special = tensor(0.0, Double.POSITIVE_INFINITY, -1, Double.NaN);
        assertThat(Random.gamma(Key.of(1), special).toDoubles())
                .containsExactly(0, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);
        assertThat(Random.logGamma(Key.of(1), special).toDoubles())
                .containsExactly(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);
        assertThat(Random.beta(Key.of(1), scalar(1e-200), scalar(1e-200), 50).allFinite())
                .isTrue();
        Tensor corners = Random.dirichlet(Key.of(1), Tensors.full(1e-10, 3), 2000);
        assertThat(corners.allFinite()).isTrue();
        proportional("corners", histogram(corners.argmax(-1), 3), equal(3));
        assertThat(corners.max(-1).min().item()).isGreaterThan(0.999);
    }

    @Test
    void whatIsMadeOfGamma() {
        for (double[] p : new double[][] {{0.2, 0.3}, {1, 1}, {2, 5}, {300, 4000}}) {
            follows(
                    "beta",
                    Random.beta(Key.of(12), scalar(p[0]), scalar(p[1]), MANY),
                    x -> IncompleteBeta.betainc(p[0], p[1], x));
        }
        follows("chi square", Random.chiSquare(Key.of(13), scalar(3), MANY), x -> IncompleteGamma.gammainc(1.5, x / 2));
        for (double n : new double[] {0.1, 1, 4.5, 200}) {
            follows("t " + n, Random.studentT(Key.of(14), scalar(n), MANY), t -> {
                double tail = 0.5 * IncompleteBeta.betainc(n / 2, 0.5, n / (n + t * t));
                return t < 0 ? tail : 1 - tail;
            });
        }
        Tensor x = Random.dirichlet(Key.of(15), tensor(0.5, 1, 2.5), MANY);
        assertThat(x.sum(-1).minus(1).abs().max().item()).isLessThan(1e-14);
        double[] alpha = {0.5, 1, 2.5};
        for (int i = 0; i < 3; i++) {
            double a = alpha[i];
            Tensor component = x.slice(1, i, i + 1).reshape(MANY);
            follows("dirichlet " + i, component, v -> IncompleteBeta.betainc(a, 4 - a, v));
        }
    }

    @Test
    void truncatedNormalNumbers() {
        double[][] bounds = {{-1, 2}, {0.5, 0.6}, {3, 9}, {-9, -3}, {-7.9, 40}, {5, Double.POSITIVE_INFINITY}};
        for (double[] b : bounds) {
            double below = ErrorFunctions.normalCdf(-b[1]);
            double width = ErrorFunctions.normalCdf(-b[0]) - below;
            Tensor x = Random.truncatedNormal(Key.of(16), scalar(b[0]), scalar(b[1]), MANY);
            follows(Arrays.toString(b), x, v -> 1 - (ErrorFunctions.normalCdf(-v) - below) / width);
            assertThat(x.min().item()).isGreaterThanOrEqualTo(b[0]);
            assertThat(x.max().item()).isLessThanOrEqualTo(b[1]);
        }
        // Far out the excess over the bound is exponential.
        for (double a : new double[] {50, 1e5, 1e8}) {
            Tensor x = Random.truncatedNormal(Key.of(17), scalar(a), scalar(Double.POSITIVE_INFINITY), MANY);
            DoubleUnaryOperator cdf = v -> -Math.expm1(-a * (v - a) - 0.5 * (v - a) * (v - a) - shift(a, v - a));
            if (a < 1e6) {
                follows("beyond " + a, x, cdf);
            }
            assertThat(x.min().item()).isGreaterThanOrEqualTo(a);
            Tensor mirrored = Random.truncatedNormal(Key.of(17), scalar(Double.NEGATIVE_INFINITY), scalar(-a), MANY);
            assertThat(mirrored.max().item()).isLessThanOrEqualTo(-a);
        }
        Tensor strip = Random.truncatedNormal(Key.of(18), scalar(60), scalar(60.01), MANY);
        double all = -Math.expm1(-60 * 0.01 - 0.5 * 1e-4 - shift(60, 0.01));
        follows("strip", strip, v -> -Math.expm1(-60 * (v - 60) - 0.5 * (v - 60) * (v - 60) - shift(60, v - 60)) / all);
        assertThat(Random.truncatedNormal(Key.of(1), tensor(2.0, 1, Double.NaN), tensor(2.0, 0, 1))
                        .toDoubles())
                .containsExactly(2, Double.NaN, Double.NaN);
    }

    /** The change of the logarithm of Mills' ratio from a to a + w. */
    private static double shift(double a, double w) {
        double root = Math.sqrt(0.5);
        return Math.log(ErrorFunctions.erfcx(a * root) / ErrorFunctions.erfcx((a + w) * root));
    }

    @Test
    void normalVectors() {
        Tensor l = tensor(new double[][] {{2, 0, 0}, {-1, 0.5, 0}, {3, 1, 1}});
        Tensor covariance = l.matmul(l.t());
        Tensor mean = tensor(1.0, -2, 0);
        Tensor x = Random.multivariateNormal(Key.of(19), mean, covariance, MANY);
        assertThat(x.type().toString()).isEqualTo("f64[" + MANY + ",3]");
        Tensor centered = x.minus(mean);
        Tensor measured = centered.t().matmul(centered).div(MANY);
        assertThat(measured.minus(covariance).abs().max().item()).isLessThan(6 * 14 / Math.sqrt(MANY));
        follows("component", x.slice(1, 2, 3).reshape(MANY), v -> ErrorFunctions.normalCdf(v / Math.sqrt(11)));
        Tensor batch = Random.multivariateNormal(Key.of(1), Tensors.zeros(4, 1, 2), Tensors.eye(2));
        assertThat(batch.shape()).isEqualTo(Shape.of(4, 1, 2));
    }

    @Test
    void directions() {
        Tensor x = Random.sphere(Key.of(20), 3, MANY);
        assertThat(x.square().sum(-1).minus(1).abs().max().item()).isLessThan(1e-14);
        follows("z of a sphere", x.slice(1, 2, 3).reshape(MANY), v -> 0.5 * (v + 1)); // Archimedes
        follows("radius", Random.ball(Key.of(21), 3, MANY).square().sum(-1).sqrt(), r -> r * r * r);
    }

    @Test
    void poissonCounts() {
        for (double rate : new double[] {1e-4, 0.5, 3, 9.999, 10, 11, 50, 1000, 1e6, 1e9}) {
            Tensor x = Random.poisson(Key.of(22), rate, Shape.of(MANY));
            counts("poisson " + rate, x, k -> IncompleteGamma.gammaincc(k + 1, rate));
        }
        assertThat(Random.poisson(Key.of(1), 0, Shape.of(50)).max().item()).isZero();
        double huge = Random.poisson(Key.of(1), 0x1p53, Shape.of(500))
                .to(DType.FLOAT64)
                .minus(0x1p53)
                .abs()
                .max()
                .item();
        assertThat(huge).isBetween(1e8, 6e8);
    }

    @Test
    void everyPoissonCountHasItsProbability() {
        for (double rate : new double[] {4, 15}) {
            Tensor x = Random.poisson(Key.of(23), rate, Shape.of(1_000_000));
            int n = 45;
            long[] observed = new long[n];
            double[] p = new double[n];
            for (long k : x.toLongs()) {
                observed[(int) Math.min(k, n - 1)]++;
            }
            double mass = Math.exp(-rate);
            for (int k = 0; k < n; k++) {
                p[k] = mass;
                mass *= rate / (k + 1);
            }
            int last = 0;
            while (p[last] * 1e6 >= 5 || last < rate) {
                last++;
            }
            int first = 0;
            while (p[first] * 1e6 < 5) {
                first++;
            }
            long[] inside = Arrays.copyOfRange(observed, first, last);
            double[] share = Arrays.copyOfRange(p, first, last);
            double all = Arrays.stream(share).sum();
            proportional(
                    "poisson " + rate,
                    inside,
                    Arrays.stream(share).map(v -> v / all).toArray());
        }
    }

    @Test
    void binomialCounts() {
        long[] trials = {1, 10, 40, 100, 100, 5000, 1_000_000_000L, 1L << 53};
        double[] probability = {0.3, 0.9, 0.1, 0.5, 0.97, 0.003, 0.25, 1e-14};
        for (int i = 0; i < trials.length; i++) {
            long n = trials[i];
            double p = probability[i];
            Tensor x = Random.binomial(Key.of(24), tensor(new long[] {n}), tensor(p), MANY);
            counts("binomial " + n + " " + p, x, k -> k >= n ? 1 : IncompleteBeta.betaincc(k + 1, n - k, p));
        }
        Tensor n = tensor(new long[] {0, 7, 7});
        assertThat(Random.binomial(Key.of(1), n, tensor(0.5, 0, 1)).toLongs()).containsExactly(0, 0, 7);
    }

    @Test
    void geometricAndTruthValues() {
        for (double p : new double[] {1, 0.7, 0.01}) {
            Tensor x = Random.geometric(Key.of(25), scalar(p), MANY);
            counts("geometric " + p, x, k -> 1 - Math.pow(1 - p, k));
            assertThat(x.min().item()).isEqualTo(1);
        }
        assertThat(Random.geometric(Key.of(1), scalar(1e-300), 5).toLongs()).containsOnly(Long.MAX_VALUE);
        Tensor truths = Random.bernoulli(Key.of(26), 0.3, Shape.of(MANY));
        assertThat(truths.dtype()).isEqualTo(DType.BOOL);
        assertThat(truths.to(DType.FLOAT64).mean().item()).isCloseTo(0.3, within(bound(MANY)));
        assertThat(Random.bernoulli(Key.of(1), tensor(0.0, 1), 500, 2).sum(0).toLongs())
                .containsExactly(0, 500);
        Tensor signs = Random.rademacher(Key.of(27), MANY);
        assertThat(signs.mean().item()).isCloseTo(0, within(2 * bound(MANY)));
        assertThat(signs.abs().min().item()).isEqualTo(1);
    }

    @Test
    void integersWithoutBias() {
        proportional("dice", histogram(Random.integers(Key.of(28), 0, 6, MANY), 6), equal(6));
        Tensor x = Random.integers(Key.of(29), tensor(new long[] {-3, 100}), tensor(new long[] {-1, 101}), 5000, 2);
        assertThat(x.min(0).toLongs()).containsExactly(-3, 100);
        assertThat(x.max(0).toLongs()).containsExactly(-2, 100);
        // A range of 3/4 of all 64 bits: the remainder of a division would favor a third of it.
        long high = 1L << 62;
        Tensor wide = Random.integers(Key.of(30), Long.MIN_VALUE, high, MANY).to(DType.FLOAT64);
        follows("wide", wide, v -> (v + 0x1p63) / (3 * 0x1p62));
        assertThat(Random.integers(Key.of(1), Long.MIN_VALUE, Long.MAX_VALUE, 3).shape())
                .isEqualTo(Shape.of(3));
    }

    @Test
    void categoriesAndTheirCounts() {
        double[] p = {0.1, 0, 0.2, 0.7};
        Tensor logits = tensor(p).log();
        long[] counts = histogram(Random.categorical(Key.of(31), logits, MANY), 4);
        assertThat(counts[1]).isZero();
        proportional("categorical", new long[] {counts[0], counts[2], counts[3]}, 0.1, 0.2, 0.7);
        Tensor same = logits.plus(Random.gumbel(Key.of(31), MANY, 4)).argmax(-1);
        assertThat(same.toLongs())
                .isEqualTo(Random.categorical(Key.of(31), logits, MANY).toLongs());

        Tensor x = Random.multinomial(Key.of(32), tensor(new long[] {1000}), tensor(1.0, 0, 2, 7), MANY / 10);
        assertThat(x.sum(-1).eq(1000).all().item()).isEqualTo(1);
        assertThat(x.get(0).shape()).isEqualTo(Shape.of(4));
        for (int i = 0; i < 4; i++) {
            double share = p[i];
            Tensor component = x.slice(1, i, i + 1).reshape(MANY / 10);
            counts(
                    "multinomial " + i,
                    component,
                    k -> share == 0 ? 1 : IncompleteBeta.betaincc(k + 1, 1000 - k, share));
        }
        double covariance = x.slice(1, 0, 1)
                .minus(100)
                .times(x.slice(1, 3, 4).minus(700))
                .to(DType.FLOAT64)
                .mean()
                .item();
        assertThat(covariance).isCloseTo(-70, within(6 * Math.sqrt(90.0 * 210 + 4900) / Math.sqrt(MANY / 10.0)));
    }

    @Test
    void permutationsAreEquallyLikely() {
        Key keys = Key.of(33).splitBatch(60_000);
        Tensor orders = Random.permutation(keys, 4);
        assertThat(orders.shape()).isEqualTo(Shape.of(60_000, 4));
        proportional("permutations", histogram(code(orders), 256, 24), equal(24));
        long[] one = Random.permutation(Key.of(34), 100_000).toLongs();
        Arrays.sort(one);
        for (int i = 0; i < one.length; i++) {
            assertThat(one[i]).isEqualTo(i);
        }
        assertThat(Random.permutation(Key.of(1), 0).size()).isZero();
    }

    private static Tensor code(Tensor orders) {
        return orders.times(tensor(new long[] {64, 16, 4, 1})).sum(-1);
    }

    /** The counts of the codes that occur. */
    private static long[] histogram(Tensor codes, int n, int expected) {
        long[] some = Arrays.stream(histogram(codes, n)).filter(c -> c > 0).toArray();
        assertThat(some).hasSize(expected);
        return some;
    }

    @Test
    void weightedOrdersDrawWithoutReplacement() {
        double[] w = {1, 2, 3, 4};
        Tensor orders = Random.weightedPermutation(Key.of(35), tensor(w).log(), 60_000);
        long[] observed = histogram(code(orders), 256);
        long[] counts = new long[24];
        double[] p = new double[24];
        int n = 0;
        for (int code = 0; code < 256; code++) {
            int[] order = {code >> 6, code >> 4 & 3, code >> 2 & 3, code & 3};
            if (Arrays.stream(order).distinct().count() == 4) {
                counts[n] = observed[code];
                double left = 10;
                p[n] = 1;
                for (int i : order) {
                    p[n] *= w[i] / left;
                    left -= w[i];
                }
                n++;
            }
        }
        proportional("orders", counts, p);
        Tensor never =
                Random.weightedPermutation(Key.of(1), tensor(0.0, 1, 0, 1).log());
        assertThat(never.slice(0, 2, 4).toLongs()).containsExactly(0, 2);
    }

    @Test
    void choices() {
        Tensor x = tensor(10.0, 20, 30, 40);
        Tensor with = Random.choice(Key.of(36), x, MANY, true);
        proportional("choice", histogram(with.div(10).minus(1), 4), equal(4));
        Tensor without = Random.choice(Key.of(37), x, 3, false);
        assertThat(Arrays.stream(without.toDoubles()).distinct().count()).isEqualTo(3);
        long[] weighted = histogram(
                Random.choice(Key.of(38), x, tensor(1.0, 0, 1, 2), MANY, true)
                        .div(10)
                        .minus(1),
                4);
        assertThat(weighted[1]).isZero();
        proportional("weighted", new long[] {weighted[0], weighted[2], weighted[3]}, 0.25, 0.25, 0.5);
        Tensor few = Random.choice(Key.of(39), x, tensor(1.0, 0, 1, 2), 3, false);
        assertThat(few.sum().item()).isEqualTo(80);
        Tensor rows = Random.shuffle(Key.of(40), Tensors.arange(12).reshape(3, 4), -1);
        assertThat(rows.sum(0).minus(12).div(3).toDoubles()).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(rows.slice(1, 0, 1).reshape(3).minus(rows.get(0, 0)).toLongs())
                .containsExactly(0, 4, 8);
        assertThat(Random.choice(Key.of(1), Tensors.zeros(0, 2), 0, true).shape())
                .isEqualTo(Shape.of(0, 2));
    }

    @Test
    void parametersOutOfRangeAreRefused() {
        Key key = Key.of(1);
        Tensor nan = tensor(0.5, Double.NaN);
        refused(() -> Random.bernoulli(key, nan), "bernoulli: probability 1 is NaN");
        refused(() -> Random.bernoulli(key, scalar(1.5)), "bernoulli: probability 0 is 1.5");
        refused(() -> Random.poisson(key, nan), "poisson: rate 1 is NaN");
        refused(() -> Random.poisson(key, scalar(-1)), "poisson: rate 0 is -1.0");
        refused(() -> Random.poisson(key, scalar(1e300)), "poisson: rate 0 is 1.0E300");
        refused(() -> Random.geometric(key, scalar(0)), "geometric: probability 0 is 0.0");
        refused(
                () -> Random.binomial(key, tensor(new long[] {-1}), tensor(0.5)),
                "binomial: number of trials 0 is -1.0");
        refused(() -> Random.binomial(key, tensor(new long[] {1}), nan), "binomial: probability 1 is NaN");
        refused(() -> Random.integers(key, 3, 3, 1), "integers: there are no numbers from 3 to below 3");
        refused(
                () -> Random.integers(key, tensor(new long[] {1, 5}), tensor(new long[] {4, 4})),
                "integers: element 1 lies from 5 to below 4, where there is no number");
        refused(() -> Random.categorical(key, nan), "categorical: logit 1 is NaN");
        refused(
                () -> Random.categorical(key, Tensors.full(Double.NEGATIVE_INFINITY, 2)),
                "categorical: the logits are all -∞ in row 0");
        refused(() -> Random.weightedPermutation(key, nan), "permutation: logit 1 is NaN");
        refused(
                () -> Random.multinomial(key, tensor(new long[] {2}), tensor(-1.0, 2)),
                "multinomial: weight 0 is -1.0");
        refused(
                () -> Random.multinomial(key, tensor(new long[] {2, 3}), Tensors.zeros(2, 3)),
                "multinomial: the weights are all 0 in row 0");
        refused(() -> Random.normal(key, 0, -1, Shape.of(2)), "normal: -1.0 is no standard deviation");
        refused(() -> Random.uniform(key, 1, 1, Shape.of(2)), "uniform: there are no numbers between 1.0 and 1.0");
        refused(() -> Random.gamma(key, 0, Shape.of(2)), "gamma: 0.0 is no shape parameter");
        refused(
                () -> Random.choice(key, tensor(1.0, 2), 3, false),
                "choice: 3 of 2 entries asked for without replacement");
        refused(() -> Random.choice(key, Tensors.zeros(0), 1, true), "choice: 1 of 0 entries asked for");
        refused(() -> Random.sphere(key, 0), "sphere: 0 coordinates asked for");
        refused(() -> Random.gamma(null, scalar(1)), "random: the key is null");
        refused(() -> Random.gamma(key, null), "gamma: an operand is null");
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String problem) {
        assertThatThrownBy(call).isInstanceOf(ArgumentException.class).hasMessageStartingWith(problem);
    }

    @Test
    void parametersThatDoNotFitAreRefused() {
        Key key = Key.of(1);
        assertThatThrownBy(() -> Random.gamma(key, Tensors.ones(3), 4))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("[4]");
        assertThatThrownBy(() -> Random.gamma(key, Tensors.ones(3, 1), 3))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("gamma: parameters of shape [3,1] do not broadcast to [3]");
        assertThatThrownBy(() -> Random.binomial(key, tensor(1.5), tensor(0.5)))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("binomial: takes whole numbers, but received f64[1]");
        assertThatThrownBy(() -> Random.dirichlet(key, scalar(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("dirichlet: the parameter f64[] has no axis of categories");
        assertThatThrownBy(() -> Random.categorical(key, Tensors.zeros(2, 0)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("has no categories along its last axis");
        assertThatThrownBy(() -> Random.multivariateNormal(key, Tensors.zeros(2), Tensors.eye(3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("multivariateNormal: mean f64[2] and covariance f64[3,3] do not fit");
        assertThatThrownBy(() -> Random.choice(key, tensor(1.0, 2), tensor(1.0), 1, true))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("choice: weights f64[1] do not fit the 2 entries");
    }

    @Test
    void wholeParametersCountAsReal() {
        Tensor x = Random.gamma(Key.of(1), tensor(new long[] {3}));
        assertThat(x.type().toString()).isEqualTo("f64[1]");
        assertThat(x.item()).isEqualTo(Random.gamma(Key.of(1), tensor(3.0)).item());
        assertThat(Elementary.log(x.item()))
                .isCloseTo(Random.logGamma(Key.of(1), tensor(3.0)).item(), within(1e-15));
    }
}
