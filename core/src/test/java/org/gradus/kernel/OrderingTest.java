package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderingTest {
    private static final Class<?>[] TYPES = {double.class, float.class, int.class, long.class};

    /** The order as Java's stable sort gives it. */
    private static long[] truth(Object x, int n, boolean descending) {
        Comparator<Integer> order = (i, j) -> compare(Array.get(x, i), Array.get(x, j), descending);
        return IntStream.range(0, n).boxed().sorted(order).mapToLong(i -> i).toArray();
    }

    private static int compare(Object a, Object b, boolean descending) {
        if (a instanceof Long || a instanceof Integer) {
            int up = Long.compare(((Number) a).longValue(), ((Number) b).longValue());
            return descending ? -up : up;
        }
        double x = ((Number) a).doubleValue();
        double y = ((Number) b).doubleValue();
        if (Double.isNaN(x) || Double.isNaN(y)) {
            return Boolean.compare(Double.isNaN(x), Double.isNaN(y));
        }
        int up = x < y ? -1 : x > y ? 1 : 0;
        return descending ? -up : up;
    }

    private static long[] argsort(Object x, int outer, int n, int inner, int count, boolean descending) {
        long[] out = new long[outer * count * inner];
        Ordering.argsort(x, out, outer, n, inner, count, descending);
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 15, 16, 17, 33, 100, 511, 512, 513, 1000, 20_000})
    void sortsAreStableAtEveryLength(int n) {
        SplittableRandom random = new SplittableRandom(n);
        for (Class<?> type : TYPES) {
            Object x = Samples.random(type, n, true, random);
            for (boolean descending : new boolean[] {false, true}) {
                long[] truth = truth(x, n, descending);
                assertThat(argsort(x, 1, n, 1, n, descending)).isEqualTo(truth);
                for (int count : new int[] {0, 1, n / 20, n / 16, n / 3}) {
                    if (count <= n) {
                        assertThat(argsort(x, 1, n, 1, count, descending)).isEqualTo(Arrays.copyOf(truth, count));
                    }
                }
            }
        }
    }

    @Test
    void sortedAndEqualAndReversedLines() {
        int n = 3000;
        double[] up = IntStream.range(0, n).mapToDouble(i -> i).toArray();
        double[] equal = new double[n];
        long[] identity = IntStream.range(0, n).asLongStream().toArray();
        long[] turned = IntStream.range(0, n).mapToLong(i -> n - 1 - i).toArray();
        assertThat(argsort(up, 1, n, 1, n, false)).isEqualTo(identity);
        assertThat(argsort(up, 1, n, 1, n, true)).isEqualTo(turned);
        assertThat(argsort(equal, 1, n, 1, n, true)).isEqualTo(identity);
        long[] extreme = {Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, Long.MAX_VALUE};
        assertThat(argsort(extreme, 1, 5, 1, 5, false)).containsExactly(2, 3, 1, 0, 4);
        assertThat(argsort(extreme, 1, 5, 1, 5, true)).containsExactly(0, 4, 1, 3, 2);
    }

    @Test
    void zerosAreEqualAndNaNIsLastInBothDirections() {
        double[] x = {Double.NaN, 0, -0.0, Double.POSITIVE_INFINITY, -0.0, Double.NEGATIVE_INFINITY, -Double.NaN};
        assertThat(argsort(x, 1, 7, 1, 7, false)).containsExactly(5, 1, 2, 4, 3, 0, 6);
        assertThat(argsort(x, 1, 7, 1, 7, true)).containsExactly(3, 1, 2, 4, 5, 0, 6);
    }

    @Test
    void linesAreDoneAloneOnAnyThreads() {
        SplittableRandom random = new SplittableRandom(9);
        int[][] layouts = {{1, 5, 4}, {3, 40, 2}, {200, 300, 3}, {1, 50_000, 1}, {2, 0, 3}, {0, 4, 2}};
        for (int[] s : layouts) {
            for (Class<?> type : TYPES) {
                Object x = Samples.random(type, s[0] * s[1] * s[2], true, random);
                int count = s[1] / 2;
                long[] whole = Samples.onAnyThreads(() -> argsort(x, s[0], s[1], s[2], count, true));
                for (int l = 0; l < s[0] * s[2]; l += 1 + s[0] * s[2] / 5) {
                    Object line = Array.newInstance(type, s[1]);
                    int o = l / s[2];
                    int i = l % s[2];
                    for (int j = 0; j < s[1]; j++) {
                        Array.set(line, j, Array.get(x, (o * s[1] + j) * s[2] + i));
                    }
                    long[] truth = truth(line, s[1], true);
                    for (int j = 0; j < count; j++) {
                        assertThat(whole[(o * count + j) * s[2] + i]).isEqualTo(truth[j]);
                    }
                }
            }
        }
    }

    @Test
    void searchesCountSmallerElements() {
        SplittableRandom random = new SplittableRandom(3);
        for (Class<?> type : TYPES) {
            for (int n : new int[] {0, 1, 2, 9, 100}) {
                Object unsorted = Samples.random(type, n, true, random);
                Object sorted = Array.newInstance(type, 2 * n);
                long[] order = truth(unsorted, n, false);
                for (int j = 0; j < 2 * n; j++) {
                    Array.set(sorted, j, Array.get(unsorted, (int) order[j % n]));
                }
                int count = 20_000;
                Object values = Samples.random(type, 2 * count, true, random);
                for (boolean right : new boolean[] {false, true}) {
                    long[] places = Samples.onAnyThreads(() -> {
                        long[] out = new long[2 * count];
                        Ordering.searchSorted(sorted, values, out, 2, n, count, right);
                        return out;
                    });
                    for (int v = 0; v < 2 * count; v += 37) {
                        long smaller = 0;
                        for (int j = 0; j < n; j++) {
                            int c = compare(Array.get(sorted, j), Array.get(values, v), false);
                            smaller += c < 0 || (right && c == 0) ? 1 : 0;
                        }
                        assertThat(places[v]).isEqualTo(smaller);
                    }
                }
            }
        }
    }

    @Test
    void aFewValuesAreSoughtInPlace() {
        double[] sorted =
                IntStream.range(0, 999).map(i -> i / 3).asDoubleStream().toArray();
        double[] values = {-1, 0, 7, 332, 400, Double.NaN};
        long[] out = new long[6];
        Ordering.searchSorted(sorted, values, out, 1, 999, 6, false);
        assertThat(out).containsExactly(0, 0, 21, 996, 999, 999);
        Ordering.searchSorted(sorted, values, out, 1, 999, 6, true);
        assertThat(out).containsExactly(0, 3, 24, 999, 999, 999);
    }

    @Test
    void segmentsHaveTheirFirstExtreme() {
        double[] x = {1, 5, 5, Double.NaN, 2, 0, 0, 7};
        long[] segments = {0, 0, 0, 2, 2, 3, 3, 2};
        assertThat(segmentArg(x, segments, 5, true)).containsExactly(1, 8, 3, 5, 8);
        assertThat(segmentArg(x, segments, 5, false)).containsExactly(0, 8, 3, 5, 8);
        int[] whole = {3, -2, 3, -2, 9, 9, Integer.MIN_VALUE, Integer.MIN_VALUE};
        assertThat(segmentArg(whole, segments, 4, true)).containsExactly(0, 8, 4, 5);
        assertThat(segmentArg(whole, segments, 4, false)).containsExactly(1, 8, 7, 6);
    }

    private static long[] segmentArg(Object x, long[] segments, int size, boolean largest) {
        long[] out = new long[size];
        Ordering.segmentArg(x, segments, out, 1, segments.length, 1, size, largest);
        return out;
    }

    @Test
    void segmentsOnAnyThreads() {
        SplittableRandom random = new SplittableRandom(4);
        int outer = 40;
        int n = 300;
        int inner = 3;
        double[] x = Samples.doubles(outer * n * inner, random);
        long[] segments = random.longs(12_000, 0, 7).toArray();
        long[] found = Samples.onAnyThreads(() -> {
            long[] out = new long[outer * 7 * inner];
            Ordering.segmentArg(x, segments, out, outer, n, inner, 7, true);
            return out;
        });
        for (int o = 0; o < outer; o++) {
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < inner; i++) {
                    long best = found[(o * 7 + (int) segments[o * n + j]) * inner + i];
                    assertThat(segments[o * n + (int) best]).isEqualTo(segments[o * n + j]);
                    assertThat(x[(o * n + (int) best) * inner + i]).isGreaterThanOrEqualTo(x[(o * n + j) * inner + i]);
                }
            }
        }
    }

    @Test
    void wrongUses() {
        assertThatThrownBy(() -> segmentArg(new double[2], new long[] {0, 3}, 3, true))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("segments: entry 1 is of segment 3, but there are 3");
        assertThatThrownBy(() -> segmentArg(new double[1], new long[] {-1}, 3, true))
                .isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> argsort(new boolean[3], 1, 3, 1, 3, false)).isInstanceOf(DTypeException.class);
        assertThatThrownBy(() -> Ordering.searchSorted(new double[1], new float[1], new long[1], 1, 1, 1, false))
                .isInstanceOf(DTypeException.class)
                .hasMessageContaining("searchSorted: no kernel for double[], float[]");
    }
}
