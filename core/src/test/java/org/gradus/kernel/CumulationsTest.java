package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.gradus.error.DTypeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CumulationsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private interface Scan {
        void apply(Object x, Object out, int outer, int n, int inner, boolean reverse);
    }

    private static double[] scanned(Scan scan, double... x) {
        double[] out = new double[x.length];
        scan.apply(x, out, 1, x.length, 1, false);
        return out;
    }

    /** Every layout gives the bits of its lines alone, and reversed those of the lines turned around. */
    @ParameterizedTest
    @CsvSource({
        "1,0,1",
        "0,3,2",
        "2,3,0",
        "1,1,1",
        "1,7,1",
        "5,9,1",
        "2,3,2",
        "3,5,7",
        "1,40,300",
        "300,17,3",
        "1,100000,1",
        "1,2000,70",
        "700,40,1",
        "2,33,513"
    })
    void linesAreDoneAloneOnAnyThreads(int outer, int n, int inner) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (Class<?> type : new Class<?>[] {double.class, float.class, int.class, long.class}) {
            Object x = Samples.random(type, outer * n * inner, false, random);
            Object b = Samples.random(type, outer * n * inner, false, random);
            for (boolean reverse : new boolean[] {false, true}) {
                check(type, x, outer, n, inner, reverse, Cumulations::sum);
                check(type, x, outer, n, inner, reverse, Cumulations::prod);
                check(
                        type,
                        x,
                        outer,
                        n,
                        inner,
                        reverse,
                        (in, out, o, m, i, r) -> {
                            Object summands = m == n && o == outer && i == inner ? b : in;
                            Cumulations.recurrence(in, summands, out, o, m, i, r, false);
                        },
                        b);
                if (type == double.class || type == float.class) {
                    check(type, x, outer, n, inner, reverse, Cumulations::logSumExp);
                }
            }
        }
    }

    private static void check(Class<?> type, Object x, int outer, int n, int inner, boolean reverse, Scan scan) {
        Object whole = Samples.onAnyThreads(() -> {
            Object out = Array.newInstance(type, outer * n * inner);
            scan.apply(x, out, outer, n, inner, reverse);
            return out;
        });
        Object line = Array.newInstance(type, n);
        Object result = Array.newInstance(type, n);
        for (int l = 0; l < outer * inner; l += Math.max(1, outer * inner / 7)) {
            for (int j = 0; j < n; j++) {
                Array.set(line, reverse ? n - 1 - j : j, Array.get(x, (l / inner * n + j) * inner + l % inner));
            }
            scan.apply(line, result, 1, n, 1, false);
            for (int j = 0; j < n; j++) {
                assertThat(Array.get(whole, (l / inner * n + j) * inner + l % inner))
                        .isEqualTo(Array.get(result, reverse ? n - 1 - j : j));
            }
        }
    }

    /** As {@link #check}, for a recurrence with summands of their own. */
    private static void check(
            Class<?> type, Object a, int outer, int n, int inner, boolean reverse, Scan scan, Object b) {
        Object whole = Samples.onAnyThreads(() -> {
            Object out = Array.newInstance(type, outer * n * inner);
            scan.apply(a, out, outer, n, inner, reverse);
            return out;
        });
        for (int l = 0; l < outer * inner; l += Math.max(1, outer * inner / 7)) {
            double wide = 0;
            long state = 0;
            for (int k = 0; k < n; k++) {
                int j = reverse ? n - 1 - k : k;
                int at = (l / inner * n + j) * inner + l % inner;
                switch (whole) {
                    case double[] o -> {
                        wide = ((double[]) a)[at] * wide + ((double[]) b)[at];
                        assertThat(o[at]).isEqualTo(wide);
                    }
                    case float[] o -> {
                        wide = ((float[]) a)[at] * wide + ((float[]) b)[at];
                        assertThat(o[at]).isEqualTo((float) wide);
                    }
                    case int[] o -> {
                        state = (int) (((int[]) a)[at] * state + ((int[]) b)[at]);
                        assertThat(o[at]).isEqualTo((int) state);
                    }
                    case long[] o -> {
                        state = ((long[]) a)[at] * state + ((long[]) b)[at];
                        assertThat(o[at]).isEqualTo(state);
                    }
                    default -> throw new AssertionError(type);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 200_000})
    void sumsAreExactToOneUnit(int n) {
        SplittableRandom random = new SplittableRandom(5);
        for (double low : new double[] {0, -1}) {
            double[] x = random.doubles(n, low, 1).toArray();
            double[] sums = scanned(Cumulations::sum, x);
            BigDecimal exact = BigDecimal.ZERO;
            for (int i = 0; i < n; i++) {
                exact = exact.add(new BigDecimal(x[i]));
                if (i % Math.max(1, n / 1000) == 0) {
                    double truth = exact.doubleValue();
                    assertThat(Math.abs(sums[i] - truth)).isLessThanOrEqualTo(Math.ulp(truth));
                }
            }
        }
    }

    @Test
    void sumsThatCancelKeepTheSmallTerm() {
        assertThat(scanned(Cumulations::sum, 1, 1e100, 1, -1e100)).containsExactly(1, 1e100, 1e100, 2);
        assertThat(scanned(Cumulations::sum, -0.0, -0.0, 0)).containsExactly(-0.0, -0.0, 0.0);
        assertThat(scanned(Cumulations::sum, 1, INF, 2, -INF, 1)).containsExactly(1, INF, INF, Double.NaN, Double.NaN);
        assertThat(scanned(Cumulations::sum, 1e308, 1e308, -1e308)).containsExactly(1e308, INF, INF);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 100_000})
    void logSumExpKeepsPrecisionOverLongAxes(int n) {
        SplittableRandom random = new SplittableRandom(6);
        double[] x = random.doubles(n, -3, 3).toArray();
        double[] y = scanned(Cumulations::logSumExp, x);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            sum = sum.add(new BigDecimal(StrictMath.exp(x[i])));
        }
        double truth = StrictMath.log(sum.doubleValue());
        assertThat(Math.abs(y[n - 1] - truth)).isLessThanOrEqualTo(4 * Math.ulp(Math.max(1, Math.abs(truth))));
    }

    @Test
    void logSumExpAtInfinities() {
        assertThat(scanned(Cumulations::logSumExp, -INF, -INF, 0, -INF, INF, 3))
                .containsExactly(-INF, -INF, 0, 0, INF, INF);
        assertThat(scanned(Cumulations::logSumExp, 1, Double.NaN, INF)).containsExactly(1, Double.NaN, Double.NaN);
        assertThat(scanned(Cumulations::logSumExp, -2000, 2000, -2000)).containsExactly(-2000, 2000, 2000);
        double two = Math.log(2);
        assertThat(scanned(Cumulations::logSumExp, -1e5, -1e5)[1]).isEqualTo(-1e5 + two);
    }

    @Test
    void extremesAreTheFirstSoFar() {
        double[] x = {1, -0.0, 0, 1, 2, 2, Double.NaN, 9, Double.NaN};
        long[] out = new long[x.length];
        Cumulations.argExtreme(x, out, 1, x.length, 1, true, false);
        assertThat(out).containsExactly(0, 0, 0, 0, 4, 4, 6, 6, 6);
        Cumulations.argExtreme(x, out, 1, x.length, 1, false, false);
        assertThat(out).containsExactly(0, 1, 1, 1, 1, 1, 6, 6, 6);
        Cumulations.argExtreme(x, out, 1, x.length, 1, true, true);
        assertThat(out).containsExactly(6, 6, 6, 6, 6, 6, 6, 8, 8);
        long[] whole = {Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE};
        long[] least = new long[4];
        Cumulations.argExtreme(whole, least, 1, 4, 1, false, false);
        assertThat(least).containsExactly(0, 0, 0, 0);
        Cumulations.argExtreme(whole, least, 1, 4, 1, true, true);
        assertThat(least).containsExactly(1, 1, 3, 3);
    }

    @Test
    void annihilatingRecurrencesForgetInfinities() {
        double[] a = {5, 0, INF, Double.NaN, 2};
        double[] b = {INF, 0, 0, 3, 1};
        double[] out = new double[5];
        Cumulations.recurrence(a, b, out, 1, 5, 1, false, true);
        assertThat(out).containsExactly(INF, 0, 0, 3, 7);
        Cumulations.recurrence(a, b, out, 1, 5, 1, false, false);
        assertThat(out).containsExactly(INF, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    @Test
    void wrongTypesAreNamed() {
        assertThatThrownBy(() -> Cumulations.sum(new double[1], new float[1], 1, 1, 1, false))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("cumsum: no kernel for double[], float[]");
        assertThatThrownBy(() -> Cumulations.logSumExp(new int[1], new int[1], 1, 1, 1, false))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("cumlogsumexp: no kernel for int[], int[]");
        assertThatThrownBy(
                        () -> Cumulations.recurrence(new int[1], new double[1], new double[1], 1, 1, 1, false, false))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("recurrence: no kernel for int[], double[], double[]");
        assertThatThrownBy(() -> Cumulations.argExtreme(new boolean[1], new long[1], 1, 1, 1, true, false))
                .isInstanceOf(DTypeException.class);
    }

    @Test
    void wholeNumbersWrap() {
        int[] out = new int[3];
        Cumulations.prod(new int[] {1 << 20, 1 << 11, 2}, out, 1, 3, 1, false);
        assertThat(out).containsExactly(1 << 20, Integer.MIN_VALUE, 0);
        long[] sums = new long[2];
        Cumulations.sum(new long[] {Long.MAX_VALUE, 1}, sums, 1, 2, 1, false);
        assertThat(sums).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE);
        assertThat(Arrays.stream(sums).sum()).isEqualTo(-1);
    }
}
