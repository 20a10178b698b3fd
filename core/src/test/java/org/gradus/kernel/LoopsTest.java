package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.error.DTypeException;
import org.gradus.kernel.Loops.DoubleBinary;
import org.gradus.kernel.Loops.LongBinary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoopsTest {
    private static final int LONG = 3 * Loops.GRAIN + 5;

    interface Binary {
        void apply(Object x, boolean xSplat, Object y, boolean ySplat, Object out, int n);
    }

    static Stream<Arguments> arithmetic() {
        return Stream.of(
                Arguments.of("add", (Binary) Arithmetic::add, (DoubleBinary) (x, y) -> x + y),
                Arguments.of("subtract", (Binary) Arithmetic::subtract, (DoubleBinary) (x, y) -> x - y),
                Arguments.of("multiply", (Binary) Arithmetic::multiply, (DoubleBinary) (x, y) -> x * y),
                Arguments.of("divide", (Binary) Arithmetic::divide, (DoubleBinary) (x, y) -> x / y),
                Arguments.of("annihilatingMultiply", (Binary) Arithmetic::annihilatingMultiply, (DoubleBinary)
                        Elementary::annihilatingMultiply));
    }

    /** Every size, type and splat, with NaN and infinities: the loops, the generic loops, and one element at a time. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("arithmetic")
    void arithmeticEqualsTheFunctionOfEachElement(String name, Binary loop, DoubleBinary f) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (Class<?> type : new Class<?>[] {double.class, float.class}) {
            for (int n : Samples.SIZES) {
                for (int splats = 0; splats < 4; splats++) {
                    boolean xs = (splats & 1) != 0;
                    boolean ys = (splats & 2) != 0;
                    Object x = Samples.random(type, xs ? 1 : n, true, random);
                    Object y = Samples.random(type, ys ? 1 : n, true, random);
                    Object expected = Samples.create(type, n);
                    for (int i = 0; i < n; i++) {
                        double value = f.apply(Samples.number(x, xs ? 0 : i), Samples.number(y, ys ? 0 : i));
                        if (expected instanceof double[] e) {
                            e[i] = value;
                        } else {
                            ((float[]) expected)[i] = (float) value;
                        }
                    }
                    Object out = Samples.create(type, n);
                    loop.apply(x, xs, y, ys, out, n);
                    assertThat(out)
                            .as("%s %s n=%d splats=%d", name, type, n, splats)
                            .isEqualTo(expected);
                    Object generic = Samples.create(type, n);
                    Loops.zip(f, x, xs, y, ys, generic, n);
                    assertThat(generic).isEqualTo(expected);
                    if (!xs) {
                        loop.apply(x, false, y, ys, x, n);
                        assertThat(x).as("in place").isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    // Of finite factors it has the bits of the product, the sign of zero too.
    void zeroAnnihilates() {
        double[] x = {0, -0.0, 0, 2, Double.POSITIVE_INFINITY, Double.NaN, -3};
        double[] y = {Double.POSITIVE_INFINITY, Double.NaN, -5, 3, 2, 0, -0.0};
        double[] out = new double[7];
        Arithmetic.annihilatingMultiply(x, false, y, false, out, 7);
        assertThat(out).isEqualTo(new double[] {0, 0, -0.0, 6, Double.POSITIVE_INFINITY, 0, 0});
    }

    @Test
    void longArraysGiveTheSameBitsOnAnyThreads() {
        double[] x = Samples.doubles(LONG, new SplittableRandom(1));
        float[] y = (float[]) Samples.random(float.class, LONG, false, new SplittableRandom(2));
        double[] out = Samples.onAnyThreads(() -> {
            double[] o = new double[LONG];
            Loops.map(Elementary::exp, x, o, LONG);
            return o;
        });
        float[] single = Samples.onAnyThreads(() -> {
            float[] o = new float[LONG];
            Loops.map(Elementary::tanh, y, o, LONG);
            return o;
        });
        for (int i = 0; i < LONG; i++) {
            assertThat(out[i]).isEqualTo(Elementary.exp(x[i]));
            assertThat(single[i]).isEqualTo((float) Elementary.tanh(y[i]));
        }
    }

    @Test
    void integersAreComputedInLongAndWrap() {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        LongBinary times = (x, y) -> x * y;
        for (int n : Samples.SIZES) {
            int[] x = (int[]) Samples.random(int.class, n, false, random);
            int[] y = (int[]) Samples.random(int.class, n, false, random);
            int[] out = new int[n];
            Loops.zip(times, x, false, y, false, out, n);
            int[] negated = new int[n];
            Loops.map((long v) -> -v, x, negated, n);
            for (int i = 0; i < n; i++) {
                assertThat(out[i]).isEqualTo(x[i] * y[i]);
                assertThat(negated[i]).isEqualTo(-x[i]);
            }
            long[] big = (long[]) Samples.random(long.class, n, false, random);
            long[] product = new long[n];
            Loops.zip(times, big, false, new long[] {3}, true, product, n);
            boolean[] less = new boolean[n];
            Loops.compare((long a, long b) -> a < b, big, false, product, false, less, n);
            for (int i = 0; i < n; i++) {
                assertThat(product[i]).isEqualTo(big[i] * 3);
                assertThat(less[i]).isEqualTo(big[i] < product[i]);
            }
        }
    }

    @Test
    void comparisonsWithNaNAreFalse() {
        double[] x = {1, 2, Double.NaN};
        boolean[] out = new boolean[3];
        Loops.compare((double a, double b) -> a >= b, x, false, new double[] {2}, true, out, 3);
        assertThat(out).containsExactly(false, true, false);
        Loops.compare(
                (double a, double b) -> a == b, new float[] {Float.NaN}, true, new float[] {Float.NaN}, true, out, 3);
        assertThat(out).containsOnly(false);
    }

    @Test
    void selectTakesFromEitherSideForEveryTypeAndSplat() {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (Class<?> type : Samples.TYPES) {
            for (int n : Samples.SIZES) {
                for (int splats = 0; splats < 8; splats++) {
                    boolean cs = (splats & 1) != 0;
                    boolean xs = (splats & 2) != 0;
                    boolean ys = (splats & 4) != 0;
                    boolean[] c = (boolean[]) Samples.random(boolean.class, cs ? 1 : n, false, random);
                    Object x = Samples.random(type, xs ? 1 : n, true, random);
                    Object y = Samples.random(type, ys ? 1 : n, true, random);
                    Object out = Samples.create(type, n);
                    Loops.select(c, cs, x, xs, y, ys, out, n);
                    for (int i = 0; i < n; i++) {
                        Object expected = c[cs ? 0 : i] ? Array.get(x, xs ? 0 : i) : Array.get(y, ys ? 0 : i);
                        assertThat(Array.get(out, i)).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void logicFollowsTheTruthTables() {
        boolean[] x = {false, false, true, true};
        boolean[] y = {false, true, false, true};
        boolean[] out = new boolean[4];
        Loops.and(x, false, y, false, out, 4);
        assertThat(out).containsExactly(false, false, false, true);
        Loops.or(x, false, y, false, out, 4);
        assertThat(out).containsExactly(false, true, true, true);
        Loops.xor(x, false, y, false, out, 4);
        assertThat(out).containsExactly(false, true, true, false);
        Loops.not(x, out, 4);
        assertThat(out).containsExactly(true, true, false, false);
        Loops.and(new boolean[] {true}, true, y, false, out, 4);
        assertThat(out).containsExactly(y);
        Loops.xor(x, false, new boolean[] {true}, true, out, 4);
        assertThat(out).containsExactly(true, true, false, false);
    }

    @Test
    void conversionsAreThoseOfJava() {
        double[] d = {1.9, -1.9, 0, -0.0, Double.NaN, 1e300, -1e300, 3e9};
        assertThat(convert(d, new int[8]))
                .isEqualTo(new int[] {1, -1, 0, 0, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE});
        assertThat(convert(d, new long[8]))
                .isEqualTo(new long[] {1, -1, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 3_000_000_000L});
        assertThat(convert(d, new boolean[8]))
                .isEqualTo(new boolean[] {true, true, false, false, true, true, true, true});
        assertThat(convert(d, new float[8])).isEqualTo(new float[] {
            1.9f, -1.9f, 0, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e9f
        });
        assertThat(convert(new long[] {1L << 32 | 5, -1}, new int[2])).isEqualTo(new int[] {5, -1});
        assertThat(convert(new boolean[] {true, false}, new double[2])).isEqualTo(new double[] {1, 0});
        assertThat(convert(new boolean[] {true, false}, new float[2])).isEqualTo(new float[] {1, 0});
        assertThat(convert(new boolean[] {true, false}, new int[2])).isEqualTo(new int[] {1, 0});
        assertThat(convert(new boolean[] {true, false}, new long[2])).isEqualTo(new long[] {1, 0});
        assertThat(convert(new int[] {0, -7}, new boolean[2])).isEqualTo(new boolean[] {false, true});
        assertThat(convert(new long[] {0, 1L << 40}, new boolean[2])).isEqualTo(new boolean[] {false, true});
        assertThat(convert(new float[] {2.5f, Float.NaN}, new boolean[2])).isEqualTo(new boolean[] {true, true});
        assertThat(convert(new float[] {2.5f, -2.5f}, new int[2])).isEqualTo(new int[] {2, -2});
        assertThat(convert(new float[] {2.5f, 1e30f}, new long[2])).isEqualTo(new long[] {2, Long.MAX_VALUE});
        assertThat(convert(new float[] {0.1f}, new double[1])).isEqualTo(new double[] {0.1f});
        assertThat(convert(new int[] {Integer.MAX_VALUE}, new float[1])).isEqualTo(new float[] {0x1p31f});
        assertThat(convert(new int[] {-3}, new double[1])).isEqualTo(new double[] {-3});
        assertThat(convert(new int[] {-3}, new long[1])).isEqualTo(new long[] {-3});
        assertThat(convert(new long[] {(1L << 53) + 1}, new double[1])).isEqualTo(new double[] {0x1p53});
        assertThat(convert(new long[] {3}, new float[1])).isEqualTo(new float[] {3});
        for (Class<?> type : Samples.TYPES) {
            Object x = Samples.random(type, 33, true, new SplittableRandom(3));
            assertThat(convert(x, Samples.create(type, 33))).isEqualTo(x);
        }
    }

    private static Object convert(Object x, Object out) {
        Loops.convert(x, out, Kinds.length(x));
        return out;
    }

    @Test
    void wrongTypesAreRefusedByName() {
        assertThatThrownBy(() -> Arithmetic.add(new double[1], false, new float[1], false, new double[1], 1))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("add: no kernel for double[], float[], double[]")
                .hasMessageContaining("where: LoopsTest.java");
        assertThatThrownBy(() -> Loops.map(Elementary::exp, new int[1], new int[1], 1))
                .hasMessageStartingWith("map: no kernel for int[], int[]");
        assertThatThrownBy(() -> Loops.convert("x", new int[1], 1))
                .hasMessageStartingWith("convert: no kernel for String");
        assertThatThrownBy(() -> Loops.convert(null, new int[1], 1))
                .hasMessageStartingWith("convert: no kernel for null");
    }
}
