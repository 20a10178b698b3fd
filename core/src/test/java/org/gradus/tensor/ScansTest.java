package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.transform.Differences;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reductions and scans: derivatives at zeros, ties and infinities, precision over long axes, scans by any function. */
class ScansTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    record Kink(String name, Fn<Tensor, Tensor> f, double[] at, double[] gradient) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static double[] v(double... elements) {
        return elements;
    }

    static List<Kink> kinks() {
        List<Kink> kinks = new ArrayList<>();
        kinks.add(new Kink("prod, a zero", x -> x.prod(), v(2, 0, 3), v(0, 6, 0)));
        kinks.add(new Kink("prod, two zeros", x -> x.prod(), v(2, 0, 0), v(0, 0, 0)));
        kinks.add(new Kink("prod, infinite", x -> x.prod(), v(2, INF, 3), v(INF, 6, INF)));
        kinks.add(new Kink("cumprod, a zero", x -> x.cumprod(0).sum(), v(2, 0, 3), v(1, 8, 0)));
        kinks.add(new Kink("cumprod, zeros", x -> x.cumprod(0).get(-1), v(0, 0, 3), v(0, 0, 0)));
        kinks.add(new Kink("cumprod, infinite", x -> x.cumprod(0).get(1), v(2, INF, 3), v(INF, 2, 0)));
        kinks.add(new Kink("cummax, ties", x -> Scans.cummax(x, 0).sum(), v(1, 3, 3, 2), v(1, 3, 0, 0)));
        kinks.add(new Kink("reversed cummax", x -> Scans.cummax(x, 0, true).sum(), v(1, 3, 3, 2), v(0, 2, 1, 1)));
        kinks.add(new Kink("cummin, ties", x -> Scans.cummin(x, 0).sum(), v(1, 1, 0, 0), v(2, 0, 2, 0)));
        kinks.add(new Kink("cumLogSumExp, -inf", x -> Scans.cumLogSumExp(x, 0).get(2), v(-INF, 0, 0), v(0, 0.5, 0.5)));
        kinks.add(new Kink("cumLogSumExp of -inf", x -> Scans.cumLogSumExp(x, 0).get(1), v(-INF, -INF), v(0, 0)));
        kinks.add(new Kink("cumLogSumExp, large", x -> Scans.cumLogSumExp(x, 0).get(1), v(1e6, 1e6), v(0.5, 0.5)));
        kinks.add(new Kink(
                "cumLogSumExp, far apart", x -> Scans.cumLogSumExp(x, 0).get(2), v(-1000, 1000, -1000), v(0, 1, 0)));
        kinks.add(new Kink("norm at 0", x -> x.norm(), v(0, 0), v(0, 0)));
        kinks.add(new Kink("norm", x -> x.norm(), v(3, 0, 4), v(0.6, 0, 0.8)));
        kinks.add(new Kink("norm, tiny", x -> x.norm(), v(3e-300, 4e-300), v(0.6, 0.8)));
        kinks.add(new Kink("norm, subnormal", x -> x.norm(), v(3 * 0x1p-1074, 4 * 0x1p-1074), v(0.6, 0.8)));
        kinks.add(new Kink("norm, huge", x -> x.norm(), v(3e300, 4e300), v(0.6, 0.8)));
        for (double p : new double[] {0.5, 1, 1.5, 3, INF}) {
            kinks.add(new Kink(p + "-norm at 0", x -> x.pNorm(p), v(0, 0), v(0, 0)));
        }
        kinks.add(new Kink("1-norm", x -> x.pNorm(1), v(-2, 0, 3), v(-1, 0, 1)));
        kinks.add(new Kink("largest norm", x -> x.pNorm(INF), v(1, -3, 3), v(0, -1, 0)));
        kinks.add(new Kink("3-norm, a zero", x -> x.pNorm(3), v(0, 2), v(0, 1)));
        kinks.add(new Kink("half-norm, a zero", x -> x.pNorm(0.5), v(0, 2), v(0, 1)));
        kinks.add(new Kink("3-norm, huge", x -> x.pNorm(3), v(1e200, 0), v(1, 0)));
        kinks.add(new Kink("std of equals", x -> x.std(), v(0.1, 0.1, 0.1), v(0, 0, 0)));
        kinks.add(new Kink("ptp, ties", x -> x.ptp(), v(1, 4, 4, 1), v(-1, 1, 0, 0)));
        kinks.add(new Kink("sort, ties", x -> x.sort(0).get(1), v(2, 1, 1), v(0, 0, 1)));
        kinks.add(new Kink("sort down, ties", x -> Order.sort(x, 0, true).get(1), v(1, 2, 2), v(0, 0, 1)));
        kinks.add(new Kink("sort with NaN", x -> x.sort(0).get(0), v(NAN, 1, 2), v(0, 1, 0)));
        kinks.add(new Kink("median of two", x -> x.median(), v(5, 1), v(0.5, 0.5)));
        kinks.add(new Kink("median of equals", x -> x.median(), v(1, 1), v(0.5, 0.5)));
        kinks.add(new Kink("median, infinite", x -> x.median(), v(INF, 1, -INF), v(0, 1, 0)));
        kinks.add(new Kink("quantile", x -> Order.quantile(x, 0.25), v(3, 1, 2), v(0, 0.5, 0.5)));
        kinks.add(new Kink("median with NaN", x -> x.median(), v(1, NAN, 2), v(0, 0, 0)));
        Tensor ids = tensor(new long[] {0, 0, 2, 0});
        kinks.add(new Kink("segmentMax, ties", x -> Scans.segmentMax(x, ids, 3).get(0), v(1, 4, 9, 4), v(0, 1, 0, 0)));
        kinks.add(
                new Kink("segmentMax of none", x -> Scans.segmentMax(x, ids, 3).get(1), v(1, 4, 9, 4), v(0, 0, 0, 0)));
        kinks.add(new Kink(
                "segmentProd, a zero", x -> Scans.segmentProd(x, ids, 3).get(0), v(2, 0, 9, 3), v(0, 6, 0, 0)));
        kinks.add(new Kink(
                "segmentProd beside infinite",
                x -> Scans.segmentProd(x, ids, 3).get(2),
                v(INF, 2, 9, 3),
                v(0, 0, 1, 0)));
        Tensor knots = tensor(0.0, 1, 3);
        Tensor heights = tensor(0.0, 2, -2);
        kinks.add(new Kink(
                "interp in x",
                x -> Order.interp(x, knots, heights).sum(),
                v(-1, 0, 0.5, 1, 3, 4),
                v(0, 2, 2, -2, 0, 0)));
        kinks.add(new Kink(
                "interp in fp",
                x -> Order.interp(tensor(-1.0, 0.5, 4), knots, x).sum(),
                v(0, 2, -2),
                v(1.5, 0.5, 1)));
        return kinks;
    }

    @ParameterizedTest
    @MethodSource("kinks")
    void derivativesAtKinks(Kink kink) {
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = tensor(kink.at).to(dtype);
            if (dtype == DType.FLOAT32 && !sameNumbers(x, kink.at)) {
                continue;
            }
            Fn<Tensor, Tensor> gradient = Gradus.grad(kink.f);
            check(kink, gradient.apply(x));
            check(kink, Gradus.jit(gradient).apply(x));
            check(kink, Gradus.vmap(gradient).apply(Tensors.stack(x, x)).get(1));
            check(kink, Gradus.jacobian(kink.f).apply(x));
        }
    }

    private static boolean sameNumbers(Tensor x, double[] at) {
        for (int i = 0; i < at.length; i++) {
            if (Math.abs(at[i]) < INF && Math.abs(x.array().getDouble(i) - at[i]) > 1e-7 * Math.abs(at[i])) {
                return false;
            }
        }
        return true;
    }

    private static void check(Kink kink, Tensor gradient) {
        double[] given = gradient.toDoubles();
        for (int i = 0; i < given.length; i++) {
            boolean near = given[i] == kink.gradient[i]
                    || Math.abs(given[i] - kink.gradient[i]) <= 2e-7 * Math.abs(kink.gradient[i]);
            assertThat(near).as("%s: gradient %s", kink, gradient).isTrue();
        }
    }

    /** The Hessian of a product has the products of all but two factors, zeros or not. */
    @Test
    void secondDerivativesOfProductsWithZeros() {
        double[][][] hessians = {
            {{2, 3, 5}, {0, 5, 3}, {5, 0, 2}, {3, 2, 0}},
            {{0, 3, 5}, {0, 5, 3}, {5, 0, 0}, {3, 0, 0}},
            {{0, 0, 5}, {0, 5, 0}, {5, 0, 0}, {0, 0, 0}},
            {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}}
        };
        for (double[][] rows : hessians) {
            double[][] expected = {rows[1], rows[2], rows[3]};
            Tensor x = tensor(rows[0]);
            Tensor wanted = tensor(expected);
            Same.bits("prod", wanted, Gradus.hessian(a -> a.prod()).apply(x));
            Same.bits(
                    "cumprod", wanted, Gradus.hessian(a -> a.cumprod(0).get(-1)).apply(x));
            Same.bits(
                    "reversed",
                    wanted,
                    Gradus.hessian(a -> Scans.cumprod(a, 0, true, false).get(0)).apply(x));
            Tensor ids = tensor(new long[] {1, 1, 1});
            Same.bits(
                    "segment",
                    wanted,
                    Gradus.hessian(a -> Scans.segmentProd(a, ids, 2).get(1)).apply(x));
        }
    }

    @Test
    void secondDerivativesOfNormsAreFiniteAtTheOrigin() {
        for (double p : new double[] {1, 2, 3, 4}) {
            assertThat(Gradus.hessian(x -> x.pNorm(p)).apply(zeros(2)).toDoubles())
                    .containsOnly(0);
        }
        Tensor h = Gradus.hessian(x -> x.norm()).apply(tensor(3.0, 4));
        Same.close("norm", new double[] {0.128, -0.096, -0.096, 0.072}, h.toDoubles(), 1e-15);
    }

    @Test
    void normsDoNotOverflowOrVanish() {
        assertThat(tensor(3e300, 4e300).norm().item()).isEqualTo(5e300);
        assertThat(tensor(3e-320, 4e-320).norm().item()).isEqualTo(5e-320);
        assertThat(tensor(3e-300, 4e-300).norm().item()).isCloseTo(5e-300, within(1e-315));
        assertThat(tensor(3e30, 4e30).to(DType.FLOAT32).norm().item()).isEqualTo((float) 5e30);
        assertThat(tensor(1e300, 1e300).pNorm(3).item() / 1e300).isCloseTo(Math.cbrt(2), within(1e-15));
        assertThat(tensor(1, NAN).norm().item()).isNaN();
        assertThat(tensor(0.0, NAN).pNorm(3).item()).isNaN();
        assertThat(tensor(-INF, 1).norm().item()).isEqualTo(INF);
        assertThat(tensor(-INF, 1).pNorm(0.5).item()).isEqualTo(INF);
        assertThat(zeros(0, 3).norm(0).toDoubles()).containsExactly(0, 0, 0);
        assertThat(tensor(new long[] {3, 4}).norm().item()).isEqualTo(5);
    }

    @Test
    void varianceOfNumbersFarFromZero() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 100_000;
        double[] x = new double[n];
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            x[i] = 1e8 + random.nextInt(0, 1000) / 512.0;
            sum = sum.add(new BigDecimal(x[i]));
        }
        BigDecimal mean = sum.divide(BigDecimal.valueOf(n));
        BigDecimal squares = BigDecimal.ZERO;
        for (double e : x) {
            squares = squares.add(new BigDecimal(e).subtract(mean).pow(2));
        }
        double truth = squares.doubleValue() / n;
        assertThat(tensor(x).var().item()).isCloseTo(truth, within(1e-14 * truth));
        assertThat(tensor(0.1, 0.1, 0.1).std().item()).isZero();
        assertThat(Tensors.full(0.1, 999).var().item()).isZero();
        assertThat(tensor(0.1, 0.1, 0.1).to(DType.FLOAT32).std().item()).isZero();
    }

    @Test
    void keptAxesHaveLengthOne() {
        Tensor x = Tensors.arange(24).reshape(2, 3, 4).to(DType.FLOAT64);
        assertThat(x.keepDims(Tensor::mean, 1).shape()).isEqualTo(Shape.of(2, 1, 4));
        assertThat(x.keepDims(Tensor::std, -1, 0).shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(x.keepDims(Tensor::prod).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(x.keepDims((a, axes) -> a.pNorm(3, axes), 2).shape()).isEqualTo(Shape.of(2, 3, 1));
        assertThat(x.keepDims((a, axes) -> a.argmax(axes[0]), 2).dtype()).isEqualTo(DType.INT64);
        assertThat(scalar(3).keepDims(Tensor::sum).shape()).isEqualTo(Shape.SCALAR);
        Same.bits("max", x.max(1).expandDims(1), x.keepDims(Tensor::max, 1));
    }

    @Test
    void exclusiveScansLeaveTheElementOut() {
        Tensor x = tensor(2.0, 3, 4);
        assertThat(Scans.cumsum(x, 0, false, true).toDoubles()).containsExactly(0, 2, 5);
        assertThat(Scans.cumsum(x, 0, true, true).toDoubles()).containsExactly(7, 4, 0);
        assertThat(Scans.cumsum(x, 0, true, false).toDoubles()).containsExactly(9, 7, 4);
        assertThat(Scans.cumprod(x, 0, false, true).toDoubles()).containsExactly(1, 2, 6);
        assertThat(Scans.cumprod(x, 0, true, true).toDoubles()).containsExactly(12, 4, 1);
        Tensor whole = tensor(new int[] {2, 3, 4});
        assertThat(Scans.cumsum(whole, 0, true, true).toLongs()).containsExactly(7, 4, 0);
        assertThat(Scans.cumsum(whole, 0).dtype()).isEqualTo(DType.INT64);
        assertThat(Scans.cumsum(tensor(new boolean[] {true, false, true}), 0).toLongs())
                .containsExactly(1, 1, 2);
        assertThat(Scans.cumsum(zeros(2, 0), 1, false, true).shape()).isEqualTo(Shape.of(2, 0));
    }

    @Test
    void recurrencesBroadcastAndRunBothWays() {
        Tensor b = tensor(1.0, 2, 3);
        assertThat(Scans.linearRecurrence(scalar(0.5), b, 0).toDoubles()).containsExactly(1, 2.5, 4.25);
        assertThat(Scans.linearRecurrence(scalar(0.5), b, -1, true).toDoubles()).containsExactly(2.75, 3.5, 3);
        Tensor whole = Scans.linearRecurrence(tensor(new long[] {7, 2, 2}), tensor(new int[] {1, 1, 1}), 0);
        assertThat(whole.toLongs()).containsExactly(1, 3, 7);
        assertThat(whole.dtype()).isEqualTo(DType.INT64);
        assertThat(Scans.linearRecurrence(tensor(0.0, 0), tensor(INF, 1), 0).toDoubles()[1])
                .isNaN();
    }

    /** Without a sign that depends on it, a discounted sum of a hundred thousand terms is as exact as its terms. */
    @Test
    void gradientsOfLongRecurrencesCostAsMuchAsTheirValue() {
        int n = 100_000;
        Tensor b = Tensors.full(1, n);
        Tensor g = Gradus.grad((Tensor a) -> Scans.linearRecurrence(a, b, 0).get(-1))
                .apply(scalar(0.5));
        assertThat(g.item()).isEqualTo(4);
    }

    // ---- scans by any associative function -----------------------------------------------------------------------

    record Affine(Tensor matrix, Tensor vector) {}

    /** Two affine maps, the first applied first. */
    private static Affine compose(Affine p, Affine q) {
        return new Affine(
                q.matrix.matmul(p.matrix),
                q.matrix
                        .matmul(p.vector.expandDims(-1))
                        .reshape(p.vector.shape())
                        .plus(q.vector));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 33})
    void associativeScansAreLoops(int n) {
        SplittableRandom random = new SplittableRandom(n);
        Affine maps = new Affine(
                tensor(Shape.of(n, 2, 2), random.doubles(4L * n, -1, 1).toArray()),
                tensor(Shape.of(n, 2), random.doubles(2L * n, -1, 1).toArray()));
        for (boolean reverse : new boolean[] {false, true}) {
            Affine scanned = Gradus.associativeScan(ScansTest::compose, maps, 0, reverse);
            Affine sofar = null;
            for (int k = 0; k < n; k++) {
                int at = reverse ? n - 1 - k : k;
                Affine one = new Affine(maps.matrix.get(at), maps.vector.get(at));
                sofar = sofar == null ? one : compose(sofar, one);
                Same.close("matrix", sofar.matrix, scanned.matrix.get(at), 1e-13);
                Same.close("vector", sofar.vector, scanned.vector.get(at), 1e-13);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8, 13})
    void associativeScansAreExactForWholeNumbers(int n) {
        Tensor x = Tensors.arange(3 * n).reshape(3, n);
        for (int axis : new int[] {1, -1}) {
            Same.bits("sum", x.cumsum(1), Scans.associativeScan(Tensor::plus, x, axis, false));
            Same.bits("reversed", Scans.cumsum(x, 1, true, false), Scans.associativeScan(Tensor::plus, x, axis, true));
            Same.bits("max", Scans.cummax(x, 1), Scans.associativeScan(Tensors::maximum, x, axis, false));
        }
        Tensor truth = x.gt(2);
        Same.bits(
                "any",
                Scans.cummax(truth.to(DType.INT64), 0).gt(0),
                Scans.associativeScan(Tensor::or, truth, 0, false));
    }

    @Test
    void associativeScansOfNothing() {
        assertThat(Scans.associativeScan(Tensor::plus, zeros(2, 0), 1, true).shape())
                .isEqualTo(Shape.of(2, 0));
    }

    /** String-like joining is not commutative: the order of arguments is that of the entries. */
    @Test
    void argumentsKeepTheirOrder() {
        Tensor digits = Tensors.stack(1, List.of(tensor(1.0, 2, 3, 4, 5), Tensors.full(10, 5)));
        Fn2<Tensor, Tensor, Tensor> join = (a, b) -> Tensors.stack(
                1,
                List.of(
                        a.slice(1, 0, 1)
                                .times(b.slice(1, 1, 2))
                                .plus(b.slice(1, 0, 1))
                                .reshape(b.dim(0)),
                        a.slice(1, 1, 2).times(b.slice(1, 1, 2)).reshape(b.dim(0))));
        assertThat(Scans.associativeScan(join, digits, 0, false).slice(1, 0, 1).toDoubles())
                .containsExactly(1, 12, 123, 1234, 12345);
        assertThat(Scans.associativeScan(join, digits, 0, true).slice(1, 0, 1).toDoubles())
                .containsExactly(54321, 5432, 543, 54, 5);
    }

    @Test
    void derivativesOfAssociativeScansOfTrees() {
        SplittableRandom random = new SplittableRandom(2);
        List<Tensor> x = List.of(
                tensor(Shape.of(5, 2, 2), random.doubles(20, -1, 1).toArray()),
                tensor(Shape.of(5, 2), random.doubles(10, -1, 1).toArray()));
        Fn<List<Tensor>, Tensor> f = a -> {
            Affine y = Gradus.associativeScan(ScansTest::compose, new Affine(a.get(0), a.get(1)), 0, false);
            return y.vector.square().sum().plus(y.matrix.sin().sum());
        };
        List<Tensor> directions = Differences.directions(x, 3);
        Fn<List<Tensor>, List<Tensor>> gradient = Gradus.grad(f);
        double[] slope = Differences.along(f, x, directions);
        double product = 0;
        List<Tensor> g = gradient.apply(x);
        for (int i = 0; i < 2; i++) {
            product += g.get(i).times(directions.get(i)).sum().item();
            int leaf = i;
            double[] truth = Differences.along(a -> gradient.apply(a).get(leaf), x, directions);
            Same.close("hvp", truth, Gradus.hvp(f).apply(x, directions).get(i).toDoubles(), 1e-7);
        }
        Same.close("grad", slope, v(product), 1e-8);
        Same.bits("jit", g, Gradus.jit(gradient).apply(x));
    }
}
