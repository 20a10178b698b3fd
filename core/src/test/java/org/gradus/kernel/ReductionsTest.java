package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private interface Reduce {
        void apply(Object x, Object out, int outer, int n, int inner);
    }

    private static double[] reduced(Reduce f, double[] x, int outer, int n, int inner) {
        double[] out = new double[outer * inner];
        f.apply(x, out, outer, n, inner);
        return out;
    }

    /** The documented order, written down once more: chunks of 1024, eight lanes, neighbors in pairs. */
    private static double sumInOrder(double[] x) {
        int chunks = Math.max(1, (x.length + 1023) / 1024);
        double[] sums = new double[chunks];
        for (int c = 0; c < chunks; c++) {
            double[] l = new double[8];
            for (int j = c * 1024; j < Math.min(x.length, c * 1024 + 1024); j++) {
                l[j % 8] += x[j];
            }
            sums[c] = ((l[0] + l[4]) + (l[2] + l[6])) + ((l[1] + l[5]) + (l[3] + l[7]));
        }
        while (sums.length > 1) {
            double[] next = new double[(sums.length + 1) / 2];
            for (int i = 0; i < next.length; i++) {
                next[i] = 2 * i + 1 < sums.length ? sums[2 * i] + sums[2 * i + 1] : sums[2 * i];
            }
            sums = next;
        }
        return sums[0];
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,1",
        "3,0,5",
        "1,1,1",
        "1,7,1",
        "1,8,1",
        "5,9,1",
        "1,1023,1",
        "1,1024,1",
        "1,1025,1",
        "3,4099,1",
        "1,300000,1",
        "2,3,2",
        "3,5,7",
        "2,33,33",
        "1,1078,10",
        "1,4099,3",
        "1,4099,9",
        "2,2049,257",
        "1,9,1000",
        "40,17,300",
        "1,100000,8",
        "4000,9,1"
    })
    void sumsGoInTheDocumentedOrderInEveryLayoutAndOnAnyThreads(int outer, int n, int inner) {
        double[] x = Samples.doubles(outer * n * inner, new SplittableRandom(Samples.SEED));
        double[] sums = Samples.onAnyThreads(() -> reduced(Reductions::sum, x, outer, n, inner));
        float[] single = new float[x.length];
        Loops.convert(x, single, x.length);
        float[] singleSums = Samples.onAnyThreads(() -> {
            float[] out = new float[outer * inner];
            Reductions.sum(single, out, outer, n, inner);
            return out;
        });
        double[] line = new double[n];
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                for (int j = 0; j < n; j++) {
                    line[j] = x[(o * n + j) * inner + i];
                }
                assertThat(sums[o * inner + i]).isEqualTo(sumInOrder(line));
                for (int j = 0; j < n; j++) {
                    line[j] = (float) line[j];
                }
                assertThat(singleSums[o * inner + i]).isEqualTo((float) sumInOrder(line));
            }
        }
    }

    @Test
    void theErrorOfALongSumIsSmall() {
        int n = 1_000_003;
        double[] x = new double[n];
        Arrays.fill(x, 0.1);
        double sum = reduced(Reductions::sum, x, 1, n, 1)[0];
        BigDecimal exact = new BigDecimal(x[0]).multiply(BigDecimal.valueOf(n));
        assertThat(new BigDecimal(sum).subtract(exact).abs().doubleValue()).isLessThan(150 * Math.ulp(1e5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 9, 15, 17, 31, 33, 255, 257, 4099})
    void otherReductionsEqualTheirDefinitions(int n) {
        SplittableRandom random = new SplittableRandom(Samples.SEED + n);
        for (int inner : new int[] {1, 2, 9}) {
            int outer = 3;
            double[] x = Samples.doubles(outer * n * inner, random);
            double[] max = Samples.onAnyThreads(() -> reduced(Reductions::max, x, outer, n, inner));
            double[] min = Samples.onAnyThreads(() -> reduced(Reductions::min, x, outer, n, inner));
            double[] prod = Samples.onAnyThreads(() -> reduced(Reductions::prod, x, outer, n, inner));
            double[] lse = Samples.onAnyThreads(() -> reduced(Reductions::logSumExp, x, outer, n, inner));
            double[] softmax = Samples.onAnyThreads(() -> {
                double[] out = new double[x.length];
                Reductions.logSoftmax(x, out, outer, n, inner);
                return out;
            });
            long[] argmax = Samples.onAnyThreads(() -> {
                long[] out = new long[outer * inner];
                Reductions.argmax(x, out, outer, n, inner);
                return out;
            });
            double[] inPlace = x.clone();
            Reductions.logSoftmax(inPlace, inPlace, outer, n, inner);
            assertThat(inPlace).isEqualTo(softmax);
            for (int o = 0; o < outer; o++) {
                for (int i = 0; i < inner; i++) {
                    double largest = -INF;
                    double smallest = INF;
                    double logProduct = 0;
                    double sum = 0;
                    int best = 0;
                    for (int j = 0; j < n; j++) {
                        double v = x[(o * n + j) * inner + i];
                        best = v > largest ? j : best;
                        largest = Math.max(largest, v);
                        smallest = Math.min(smallest, v);
                        logProduct += Math.log(Math.abs(v));
                        sum += Math.exp(v);
                    }
                    int at = o * inner + i;
                    assertThat(max[at]).isEqualTo(largest);
                    assertThat(min[at]).isEqualTo(smallest);
                    assertThat(argmax[at]).isEqualTo(best);
                    double tolerance = 1e-14 * (n + 10);
                    if (n < 300) {
                        assertThat(Math.log(Math.abs(prod[at])))
                                .isBetween(logProduct - tolerance, logProduct + tolerance);
                    }
                    double log = Math.log(sum);
                    assertThat(lse[at]).isBetween(log - 1e-14 * 10, log + 1e-14 * 10);
                    for (int j = 0; j < n; j++) {
                        double expected = x[(o * n + j) * inner + i] - log;
                        assertThat(softmax[(o * n + j) * inner + i]).isBetween(expected - 2e-13, expected + 2e-13);
                    }
                }
            }
        }
    }

    @Test
    void floatsAreAccumulatedInDoubleAndRoundedOnce() {
        int n = 4099;
        float[] x = (float[]) Samples.random(float.class, n, false, new SplittableRandom(5));
        double[] wide = new double[n];
        Loops.convert(x, wide, n);
        for (Reduce f : new Reduce[] {Reductions::sum, Reductions::max, Reductions::min, Reductions::logSumExp}) {
            float[] out = new float[1];
            f.apply(x, out, 1, n, 1);
            assertThat(out[0]).isEqualTo((float) reduced(f, wide, 1, n, 1)[0]);
        }
        float[] soft = new float[n];
        Reductions.logSoftmax(x, soft, 1, n, 1);
        double[] wideSoft = new double[n];
        Reductions.logSoftmax(wide, wideSoft, 1, n, 1);
        for (int i = 0; i < n; i++) {
            assertThat(soft[i]).isEqualTo((float) wideSoft[i]);
        }
    }

    @Test
    void notANumberWins() {
        double[] x = {1, Double.NaN, 3, Double.NaN};
        assertThat(reduced(Reductions::max, x, 1, 4, 1)[0]).isNaN();
        assertThat(reduced(Reductions::min, x, 1, 4, 1)[0]).isNaN();
        assertThat(reduced(Reductions::logSumExp, x, 1, 4, 1)[0]).isNaN();
        long[] at = new long[1];
        Reductions.argmax(x, at, 1, 4, 1);
        assertThat(at[0]).isEqualTo(1);
        assertThat(reduced(Reductions::max, new double[] {-0.0, 0}, 1, 2, 1)[0]).isEqualTo(Double.valueOf(0.0));
        assertThat(reduced(Reductions::min, new double[] {0, -0.0}, 1, 2, 1)[0]).isEqualTo(Double.valueOf(-0.0));
    }

    @Test
    void logSumExpOfInfinitiesAndNothing() {
        assertThat(reduced(Reductions::logSumExp, new double[] {-INF, -INF}, 1, 2, 1)[0])
                .isEqualTo(-INF);
        assertThat(reduced(Reductions::logSumExp, new double[] {-INF, 2}, 1, 2, 1)[0])
                .isEqualTo(2);
        assertThat(reduced(Reductions::logSumExp, new double[] {INF, 1}, 1, 2, 1)[0])
                .isEqualTo(INF);
        assertThat(reduced(Reductions::logSumExp, new double[0], 2, 0, 1)).containsExactly(-INF, -INF);
        assertThat(reduced(Reductions::logSumExp, new double[] {1000, 1000}, 1, 2, 1)[0])
                .isEqualTo(1000 + Elementary.log(2));
        double[] soft = new double[2];
        Reductions.logSoftmax(new double[] {-1000, 1000}, soft, 1, 2, 1);
        assertThat(soft).containsExactly(-2000, 0);
        Reductions.logSoftmax(new double[] {-INF, 1}, soft, 1, 2, 1);
        assertThat(soft).containsExactly(-INF, 0);
        Reductions.logSoftmax(new double[] {-INF, -INF}, soft, 1, 2, 1);
        assertThat(soft).containsExactly(Double.NaN, Double.NaN);
        Reductions.logSoftmax(new double[] {INF, 0}, soft, 1, 2, 1);
        assertThat(soft).containsExactly(Double.NaN, Double.NaN);
    }

    @Test
    void integersWrapAndKeepTheirType() {
        int[] x = {Integer.MAX_VALUE, 1, -5, 7, 7, 2};
        int[] out = new int[2];
        Reductions.sum(x, out, 2, 3, 1);
        assertThat(out).containsExactly(Integer.MAX_VALUE - 4, 16);
        Reductions.sum(new int[] {Integer.MAX_VALUE, 1, 2, 3}, out, 2, 2, 1);
        assertThat(out).containsExactly(Integer.MIN_VALUE, 5);
        Reductions.max(x, out, 2, 3, 1);
        assertThat(out).containsExactly(Integer.MAX_VALUE, 7);
        Reductions.min(x, out, 2, 3, 1);
        assertThat(out).containsExactly(-5, 2);
        Reductions.prod(x, out, 2, 3, 1);
        assertThat(out).containsExactly(Integer.MIN_VALUE + 5, 98);
        long[] at = new long[2];
        Reductions.argmax(x, at, 2, 3, 1);
        assertThat(at).containsExactly(0, 0);
        long[] y = {1, 5, 4, 2, 9, 3};
        long[] sums = new long[3];
        Reductions.sum(y, sums, 1, 2, 3);
        assertThat(sums).containsExactly(3, 14, 7);
        long[] columns = new long[3];
        Reductions.argmax(y, columns, 1, 2, 3);
        assertThat(columns).containsExactly(1, 1, 0);
        Reductions.sum(new long[0], sums, 3, 0, 1);
        assertThat(sums).containsOnly(0);
        Reductions.prod(new long[0], sums, 3, 0, 1);
        assertThat(sums).containsOnly(1);
    }

    @Test
    void anyAndAll() {
        boolean[] x = {true, false, true, true, false, false};
        boolean[] out = new boolean[3];
        Reductions.any(x, out, 3, 2, 1);
        assertThat(out).containsExactly(true, true, false);
        Reductions.all(x, out, 3, 2, 1);
        assertThat(out).containsExactly(false, true, false);
        Reductions.any(x, out, 1, 2, 3);
        assertThat(out).containsExactly(true, false, true);
        Reductions.all(x, out, 1, 2, 3);
        assertThat(out).containsExactly(true, false, false);
        Reductions.any(new boolean[0], out, 3, 0, 1);
        assertThat(out).containsOnly(false);
        Reductions.all(new boolean[0], out, 3, 0, 1);
        assertThat(out).containsOnly(true);
    }

    @Test
    void emptyReductionsAreZeroOneOrRefusedByName() {
        assertThat(reduced(Reductions::sum, new double[0], 2, 0, 3))
                .containsOnly(0)
                .hasSize(6);
        assertThat(reduced(Reductions::prod, new double[0], 2, 0, 1)).containsOnly(1);
        assertThatThrownBy(() -> reduced(Reductions::max, new double[0], 2, 0, 3))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("max: the reduced axis has size 0, and max of nothing is not defined");
        assertThatThrownBy(() -> Reductions.min(new long[0], new long[1], 1, 0, 1))
                .hasMessageStartingWith("min:");
        assertThatThrownBy(() -> Reductions.argmax(new long[0], new long[1], 1, 0, 1))
                .hasMessageStartingWith("argmax:");
        assertThat(reduced(Reductions::max, new double[0], 0, 3, 2)).isEmpty();
        Reductions.logSoftmax(new double[0], new double[0], 3, 0, 2);
    }

    @Test
    void wrongTypesAreRefusedByName() {
        assertThatThrownBy(() -> Reductions.sum(new double[1], new float[1], 1, 1, 1))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("sum: no kernel for double[], float[]");
        assertThatThrownBy(() -> Reductions.logSumExp(new int[1], new int[1], 1, 1, 1))
                .hasMessageStartingWith("logSumExp: no kernel for int[], int[]");
    }
}
