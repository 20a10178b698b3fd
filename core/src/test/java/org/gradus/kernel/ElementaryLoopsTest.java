package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.gradus.error.DTypeException;
import org.gradus.kernel.Loops.DoubleUnary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The loops over arrays give the bits of the functions of one number. */
class ElementaryLoopsTest {

    interface Loop {
        void apply(Object x, Object out, int n);
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                Arguments.of("exp", (Loop) ElementaryLoops::exp, (DoubleUnary) Elementary::exp),
                Arguments.of("expm1", (Loop) ElementaryLoops::expm1, (DoubleUnary) Elementary::expm1),
                Arguments.of("log", (Loop) ElementaryLoops::log, (DoubleUnary) Elementary::log),
                Arguments.of("log1p", (Loop) ElementaryLoops::log1p, (DoubleUnary) Elementary::log1p),
                Arguments.of("tanh", (Loop) ElementaryLoops::tanh, (DoubleUnary) Elementary::tanh),
                Arguments.of("sigmoid", (Loop) ElementaryLoops::sigmoid, (DoubleUnary) Elementary::sigmoid),
                Arguments.of("softplus", (Loop) ElementaryLoops::softplus, (DoubleUnary) Elementary::softplus),
                Arguments.of("sqrt", (Loop) ElementaryLoops::sqrt, (DoubleUnary) Elementary::sqrt));
    }

    /** Numbers of every size and sign, NaN and infinities, and those where the functions change their branch. */
    private static double[] points(int n, SplittableRandom random) {
        double[] odd = {
            0,
            -0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_NORMAL,
            -1,
            1,
            22,
            -22,
            40,
            -60,
            709.78,
            710,
            -745.13,
            -746,
            0x1p-54,
            -0x1p-54,
            0x1.fffffffffffffp-55
        };
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = switch (random.nextInt(8)) {
                case 0 -> odd[random.nextInt(odd.length)];
                case 1 -> Double.longBitsToDouble(random.nextLong());
                case 2 -> random.nextDouble(-800, 800);
                case 3 -> Math.scalb(random.nextDouble(-1, 1), -random.nextInt(80));
                default -> random.nextDouble(-5, 5);
            };
        }
        return x;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void loopsGiveTheBitsOfTheFunctions(String name, Loop loop, DoubleUnary f) {
        SplittableRandom random = new SplittableRandom(Samples.SEED);
        for (int n : new int[] {0, 1, 3, 8, 23, 24, 25, 255, 511, 512, 513, 4099, 70_000}) {
            for (double least : new double[] {Double.NaN, 0.1, 1e-30}) {
                double[] x = points(n, random);
                for (int i = 0; least > 0 && i < n; i++) {
                    x[i] = least * Math.exp(random.nextDouble(0, 3));
                }
                double[] out = Samples.onAnyThreads(() -> {
                    double[] o = new double[n];
                    loop.apply(x, o, n);
                    return o;
                });
                float[] single = new float[n];
                Loops.convert(x, single, n);
                float[] singleOut = new float[n];
                loop.apply(single, singleOut, n);
                for (int i = 0; i < n; i++) {
                    assertThat(out[i]).as("%s(%s)", name, x[i]).isEqualTo(Double.valueOf(f.apply(x[i])));
                    assertThat(singleOut[i]).isEqualTo(Float.valueOf((float) f.apply(single[i])));
                }
                loop.apply(x, x, n);
                assertThat(x).as("in place").isEqualTo(out);
            }
        }
    }

    /** The same once the vector forms are used, where the JVM has them. */
    @Test
    void vectorFormsGiveTheSameBits() throws InterruptedException {
        for (VectorRace race : ElementaryLoops.races()) {
            boolean won = race.await(Simd.isOn() ? 5_000 : 0);
            assertThat(won).as("only with vectors").isIn(false, Simd.isOn());
        }
        functions()
                .map(Arguments::get)
                .forEach(f -> loopsGiveTheBitsOfTheFunctions((String) f[0], (Loop) f[1], (DoubleUnary) f[2]));
        ElementaryStages vectors = new ElementaryStages(512, Simd.isOn());
        for (int n : new int[] {1, 3, 7, 8, 9, 15, 17, 31, 33, 255, 257, 512}) {
            double[] x = points(n, new SplittableRandom(Samples.SEED + n));
            double[] y = new double[n];
            vectors.tanh(x, y, n);
            same(x, y, Elementary::tanh);
            vectors.exp(x, y, n);
            same(x, y, Elementary::exp);
            vectors.expm1(x, y, n);
            same(x, y, Elementary::expm1);
            vectors.log(x, y, n);
            same(x, y, Elementary::log);
            vectors.log1p(x, y, n);
            same(x, y, Elementary::log1p);
            vectors.sigmoid(x, y, n);
            same(x, y, Elementary::sigmoid);
            vectors.softplus(x, y, n);
            same(x, y, Elementary::softplus);
        }
    }

    private static void same(double[] x, double[] y, DoubleUnary f) {
        for (int i = 0; i < x.length; i++) {
            assertThat(y[i]).as("f(%s)", x[i]).isEqualTo(Double.valueOf(f.apply(x[i])));
        }
    }

    @Test
    void otherTypesAreRefusedByName() {
        assertThatThrownBy(() -> ElementaryLoops.tanh(new int[2], new int[2], 2))
                .isInstanceOf(DTypeException.class)
                .hasMessageStartingWith("tanh: no kernel for int[], int[]");
    }
}
