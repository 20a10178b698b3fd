package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.SplittableRandom;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlasTest {
    private static final Class<?>[] FLOATING = {double.class, float.class};

    /** Entry by entry within 8·k·ε·(|A||B|) of the exact product, which is summed in double-double. */
    private static void assertIsProduct(
            boolean transA, boolean transB, int batch, int m, int n, int k, Object a, Object b, Object out) {
        double epsilon = out instanceof double[] ? 0x1p-53 : 0x1p-24;
        double[] left = wide(a);
        double[] right = wide(b);
        double[] result = wide(out);
        for (int e = 0; e < batch; e++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    int atA = e * m * k + (transA ? i : i * k);
                    int atB = e * k * n + (transB ? j * k : j);
                    double ratio = errorRatio(
                            k, left, atA, transA ? m : 1, right, atB, transB ? 1 : n, result[(e * m + i) * n + j]);
                    if (!(ratio <= 8 * k * epsilon)) {
                        fail(
                                "%d,%d of element %d of [%d,%d]·[%d,%d] is wrong by %s of |A||B|",
                                i, j, e, m, k, k, n, ratio);
                    }
                }
            }
        }
    }

    private static double[] wide(Object x) {
        double[] wide = new double[Kinds.length(x)];
        Loops.convert(x, wide, wide.length);
        return wide;
    }

    /** |value - Σ a_p b_p| / Σ |a_p b_p|. */
    private static double errorRatio(
            int k, double[] a, int atA, int stepA, double[] b, int atB, int stepB, double value) {
        double high = 0;
        double low = 0;
        double size = 0;
        for (int p = 0; p < k; p++) {
            double x = a[atA + p * stepA];
            double y = b[atB + p * stepB];
            double product = x * y;
            double sum = high + product;
            double back = sum - high;
            low += (high - (sum - back)) + (product - back) + Math.fma(x, y, -product);
            high = sum;
            size += Math.abs(product);
        }
        return Math.abs(value - high - low) / size;
    }

    /**
     * Java and native, each transposition, both types, on 1, 2 and 5 threads; sizes on both sides of each threshold.
     */
    @ParameterizedTest(name = "{0} × [{1},{3}]·[{3},{2}]")
    @CsvSource({
        "1,1,1,1",
        "1,1,1,5000",
        "1,1,7,3",
        "1,7,1,3",
        "1,2,2,2",
        "3,3,3,3",
        "1,5,4,9",
        "1,8,8,8",
        "1,9,15,8",
        "1,16,16,4",
        "1,17,17,17",
        "1,31,33,15",
        "40,8,8,8",
        "300,12,12,12",
        "1,400,1,30",
        "1,1,400,30",
        "1,30,1,400",
        "7,33,1,255",
        "1,255,257,33",
        "1,130,140,150",
        "1,3,700,9",
        "2,65,66,67",
        "1,64,10,1078"
    })
    void productsAreRightAndTheSameOnAnyThreads(int batch, int m, int n, int k) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (Class<?> type : FLOATING) {
            Object a = Samples.random(type, batch * m * k, false, random);
            Object b = Samples.random(type, batch * k * n, false, random);
            for (int trans = 0; trans < 4; trans++) {
                boolean ta = (trans & 1) != 0;
                boolean tb = (trans & 2) != 0;
                Object out = Samples.onAnyThreads(() -> {
                    Object c = Samples.random(type, batch * m * n, true, new SplittableRandom(1));
                    Blas.gemm(ta, tb, batch, m, n, k, a, b, c);
                    return c;
                });
                assertIsProduct(ta, tb, batch, m, n, k, a, b, out);
                Object plain = Samples.onAnyThreads(() -> {
                    Object c = Samples.random(type, batch * m * n, true, new SplittableRandom(1));
                    Blas.plain(ta, tb, batch, m, n, k, a, b, c);
                    return c;
                });
                assertIsProduct(ta, tb, batch, m, n, k, a, b, plain);
            }
        }
    }

    /** Several tiles, several pieces of the sum, and sums in parts: sampled entries against the Java product. */
    @ParameterizedTest(name = "[{0},{2}]·[{2},{1}]")
    @CsvSource({
        "600,500,700",
        "40,30,30000",
        "3000,2,40",
        "2,3000,600",
        "1,9000,300",
        "9000,1,300",
        "30,1,200000",
        "3,1,400000",
        "1,1,3000000"
    })
    void largeProductsInTilesAndParts(int m, int n, int k) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (Class<?> type : FLOATING) {
            Object a = Samples.random(type, m * k, false, random);
            Object b = Samples.random(type, k * n, false, random);
            for (int trans = 0; trans < 4; trans++) {
                boolean ta = (trans & 1) != 0;
                boolean tb = (trans & 2) != 0;
                Object out = Samples.onAnyThreads(() -> {
                    Object c = Samples.create(type, m * n);
                    Blas.gemm(ta, tb, 1, m, n, k, a, b, c);
                    return c;
                });
                for (int sample = 0; sample < Math.min(40, m * n); sample++) {
                    int i = sample == 0 ? m - 1 : random.nextInt(m);
                    int j = sample == 0 ? n - 1 : random.nextInt(n);
                    Object row = Samples.create(type, k);
                    Object column = Samples.create(type, k);
                    Layout.gather(a, ta ? i : i * k, new int[] {ta ? m : 1}, row, new int[] {k});
                    Layout.gather(b, tb ? j * k : j, new int[] {tb ? 1 : n}, column, new int[] {k});
                    Object entry = Samples.create(type, 1);
                    System.arraycopy(out, i * n + j, entry, 0, 1);
                    assertIsProduct(false, false, 1, 1, 1, k, row, column, entry);
                }
            }
        }
    }

    @Test
    void anEmptySumGivesZeros() {
        double[] out = {1, 2, 3, 4, 5, 6};
        Blas.gemm(false, false, 1, 2, 3, 0, new double[0], new double[0], out);
        assertThat(out).containsOnly(0);
        float[] single = {1, 2};
        Blas.gemm(true, true, 2, 1, 1, 0, new float[0], new float[0], single);
        assertThat(single).containsOnly(0);
        Blas.gemm(false, false, 1, 0, 3, 4, new double[0], new double[12], new double[0]);
        Blas.gemm(false, false, 0, 3, 3, 3, new double[0], new double[0], new double[0]);
    }

    @Test
    void notANumberComesThrough() {
        for (int n : new int[] {4, 40}) {
            double[] a = new double[n * n];
            double[] b = new double[n * n];
            a[1] = Double.NaN;
            b[n] = Double.POSITIVE_INFINITY;
            double[] out = new double[n * n];
            Blas.gemm(false, false, 1, n, n, n, a, b, out);
            assertThat(out[0]).isNaN();
            assertThat(out[n]).as("0·∞").isNaN();
        }
    }

    @Test
    void arraysThatDoNotFitAreRefusedBeforeAnyNativeCall() {
        assertThatThrownBy(() -> Blas.gemm(
                        false, false, 2, 100, 100, 100, new double[20000], new double[10000], new double[20000]))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("gemm: 2 products [100,100]·[100,100] do not fit arrays of 20000 and 10000 "
                        + "elements and a result of 20000\n  where: BlasTest.java");
        assertThatThrownBy(() -> Blas.gemm(false, false, 1, -1, 2, 2, new double[4], new double[4], new double[4]))
                .isInstanceOf(ShapeException.class);
        double[] same = new double[4];
        assertThatThrownBy(() -> Blas.gemm(false, false, 1, 2, 2, 2, same, new double[4], same))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Blas.gemm(false, false, 1, 1, 1, 1, new int[1], new int[1], new int[1]))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("gemm: no kernel for int[], int[], int[]");
        assertThatThrownBy(() -> Blas.gemm(false, false, 1, 1, 1, 1, new double[1], new float[1], new double[1]))
                .isInstanceOf(DTypeException.class);
    }
}
