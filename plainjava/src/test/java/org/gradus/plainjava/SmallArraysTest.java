package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.Differentiable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small arrays that stay inside become numbers; others, and what fails, stay as they are. */
class SmallArraysTest {
    private static final double[] X = {0.9, 0.3, -1.4, 0.6};

    record Case(String name, PlainJava.Function f, int arrays) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case("varargs", SmallArraysTest::varargs, 0),
                new Case("written in branches", SmallArraysTest::branches, 0),
                new Case("made anew in a loop", SmallArraysTest::anew, 0),
                new Case("kept over a loop", SmallArraysTest::kept, 0),
                new Case("loops in loops", SmallArraysTest::nested, 0),
                new Case("ints, floats and longs", SmallArraysTest::kinds, 0),
                new Case("loop downwards", SmallArraysTest::downwards, 0),
                new Case("index known at run time only", SmallArraysTest::unknownIndex, 1),
                new Case("loop that is left early", SmallArraysTest::leftEarly, 1),
                new Case("long", SmallArraysTest::tooLong, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivatives(Case c) {
        Differences.check(c.name(), PlainJava.differentiate(c.f()), X, 0.05);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void values(Case c) {
        Differentiable f = PlainJava.differentiate(c.f());
        assertThat(f.valueAndGradient(X, new double[X.length])).isEqualTo(c.f().apply(X));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void arraysThatAreLeft(Case c) {
        Graph graph = new Functions(c.f(), PlainJava.Function.class, "scalarOfVector", new Differentiator(null)).read();
        long arrays = graph.blocks.stream()
                .flatMap(b -> b.nodes.stream())
                .filter(n -> n.op == Op.NEW_ARRAY)
                .count();
        assertThat(arrays).isEqualTo(c.arrays());
    }

    @Test
    void indicesOutOfRangeFailAsBefore() {
        for (PlainJava.Function f : List.<PlainJava.Function>of(SmallArraysTest::outside, SmallArraysTest::oneTooFar)) {
            assertThatThrownBy(() -> f.apply(X)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
            assertThatThrownBy(() -> PlainJava.differentiate(f).gradient(X))
                    .isInstanceOf(ArrayIndexOutOfBoundsException.class);
        }
    }

    private static double total(double... v) {
        double sum = 0;
        for (double e : v) {
            sum += e * e * e;
        }
        return sum;
    }

    private static double varargs(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += total(x[i], 2 * x[0], x[i] * x[1]) - total() * total(x[i]);
        }
        return sum;
    }

    private static double branches(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double[] v = new double[2];
            if (x[i] > 0) {
                v[0] = x[i];
            } else {
                v[1] = x[i] * x[0];
            }
            sum += v[0] * 3 + v[1] * v[1];
        }
        return sum;
    }

    private static double anew(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double[] v = new double[3];
            v[1] += x[i];
            for (int k = 0; k < v.length - 1; k++) {
                v[k + 1] += 0.5 * v[k] + x[i] * k;
            }
            sum += v[0] + v[1] * v[2];
        }
        return sum;
    }

    private static double kept(double[] x) {
        double[] state = {x[0], x[1]};
        for (int step = 0; step < 20 + x.length; step++) {
            double first = state[0];
            state[0] = Math.sin(state[1]);
            state[1] = first * 0.9 + x[2];
            for (int k = 0; k < 2; k++) {
                state[k] *= 1 + 0.1 * x[3];
            }
        }
        return state[0] * state[1];
    }

    private static double nested(double[] x) {
        double[] a = {x[0], x[1], x[2], x[3]};
        double[] c = new double[4];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                for (int k = 0; k < 2; k++) {
                    c[2 * i + j] += a[2 * i + k] * a[2 * k + j];
                }
            }
        }
        return c[0] + 2 * c[1] + 3 * c[2] * c[3];
    }

    private static double kinds(double[] x) {
        int[] powers = {1, 3, 2};
        long[] weights = {5, -2, 1L << 40};
        float[] factors = {0.5f, 0.25f, 1};
        double sum = 0;
        for (int k = 0; k < powers.length; k++) {
            sum += factors[k] * Math.pow(1 + x[k] * x[k], powers[k]) * (weights[k] % 7);
        }
        return sum;
    }

    private static double downwards(double[] x) {
        double[] c = {x[0], x[1], x[2]};
        double p = 0;
        for (int k = c.length - 1; k >= 0; k--) {
            p = p * x[3] + c[k];
        }
        return p * p;
    }

    private static double unknownIndex(double[] x) {
        double[] v = {x[0], x[1] * x[1], x[2]};
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += v[i % 3] * x[i];
        }
        return sum;
    }

    private static double leftEarly(double[] x) {
        double[] v = {x[0], x[1], x[2]};
        double sum = 0;
        for (int k = 0; k < v.length; k++) {
            if (v[k] < 0) {
                break;
            }
            sum += v[k] * v[k];
        }
        return sum + x[3] * x[2];
    }

    private static double tooLong(double[] x) {
        double[] v = new double[17];
        v[3] = x[0] * x[1];
        v[16] = v[3] + x[2] * x[3];
        return v[16] * v[3];
    }

    private static double outside(double[] x) {
        double[] v = {x[0], x[1]};
        v[2] = x[2];
        return v[0] * v[1];
    }

    private static double oneTooFar(double[] x) {
        double[] v = {x[0], x[1]};
        double sum = 0;
        for (int k = 0; k <= 2; k++) {
            sum += v[k] * v[k];
        }
        return sum;
    }
}
