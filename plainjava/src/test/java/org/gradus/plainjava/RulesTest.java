package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.junit.jupiter.api.Test;

/** Derivatives that a person gives. */
class RulesTest {

    /** Written with streams, which nobody reads. */
    static final class Library {
        private Library() {}

        static int calls;

        static double sine(double x) {
            calls++;
            return DoubleStream.of(x).map(Math::sin).sum();
        }

        static double exponential(double x) {
            return DoubleStream.of(x).map(Math::exp).sum();
        }

        static double power(double a, double b) {
            return DoubleStream.of(a).map(t -> Math.pow(t, b)).sum();
        }

        static double product(double a, double b, double c) {
            return DoubleStream.of(a, b, c).reduce(1, (s, t) -> s * t);
        }

        static double logSum(double[] x) {
            return Math.log(Arrays.stream(x).map(Math::exp).sum());
        }

        static double[] softmax(double[] x) {
            double log = logSum(x);
            return Arrays.stream(x).map(t -> Math.exp(t - log)).toArray();
        }

        static double[] squares(double[] x) {
            return IntStream.range(0, x.length - 1)
                    .mapToDouble(i -> x[i] * x[i] * x[i + 1])
                    .toArray();
        }

        static double noise(double x) {
            return System.nanoTime() >= 0 ? 2 * DoubleStream.of(x).sum() : 0;
        }
    }

    /** A distribution as libraries have them. */
    static final class Wave {
        private final double frequency;

        Wave(double frequency) {
            this.frequency = frequency;
        }

        double at(double t) {
            return DoubleStream.of(t).map(s -> Math.sin(frequency * s)).sum();
        }

        double slope(double t) {
            return frequency * Math.cos(frequency * t);
        }
    }

    private static double[] differences(Differentiable f, double[] x) {
        double[] g = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            g[i] = slope(f, x, i, 1e-3);
        }
        return g;
    }

    private static double slope(Differentiable f, double[] x, int i, double h) {
        double a = central(f, x, i, h);
        double b = central(f, x, i, h / 2);
        double c = central(f, x, i, h / 4);
        double ab = b + (b - a) / 3;
        double bc = c + (c - b) / 3;
        return bc + (bc - ab) / 15;
    }

    private static double central(Differentiable f, double[] x, int i, double h) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[i] += h;
        down[i] -= h;
        return (f.value(up) - f.value(down)) / (up[i] - down[i]);
    }

    /** All derivatives against differences, and against those of the same function without rules. */
    private static void check(Differentiable f, Differentiable readable, double... x) {
        double[] g = f.gradient(x);
        double[] near = differences(f, x);
        for (int i = 0; i < x.length; i++) {
            assertThat(g[i]).isCloseTo(near[i], within(1e-7 * (1 + Math.abs(near[i]))));
            double[] e = new double[x.length];
            e[i] = 1;
            assertThat(f.jvp(x, e)).isCloseTo(g[i], within(1e-12 * (1 + Math.abs(g[i]))));
        }
        assertThat(f.valueAndGradient(x, new double[x.length])).isEqualTo(f.value(x));
        double[] exact = readable.gradient(x);
        double[] v = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            assertThat(g[i]).isCloseTo(exact[i], within(1e-12 * (1 + Math.abs(exact[i]))));
            v[i] = 1 - 0.3 * i;
        }
        double[] hvp = f.hvp(x, v);
        double[] exactHvp = readable.hvp(x, v);
        for (int i = 0; i < x.length; i++) {
            assertThat(hvp[i]).as("hvp " + i).isCloseTo(exactHvp[i], within(1e-11 * (1 + Math.abs(exactHvp[i]))));
        }
    }

    @Test
    void functionsOfOneNumber() {
        Differentiator by = PlainJava.with(MethodHandles.lookup()).rule(Library::sine, Math::cos);
        PlainJava.Function f = x -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += Library.sine(x[i] * x[0]) * x[i];
            }
            return sum;
        };
        PlainJava.Function plain = x -> {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += Math.sin(x[i] * x[0]) * x[i];
            }
            return sum;
        };
        check(by.differentiate(f), PlainJava.differentiate(plain), 0.7, -1.2, 2);
    }

    @Test
    void theFunctionIsCalledOnceForEachUse() {
        Differentiable f = PlainJava.rule(Library::sine, Math::cos).differentiate(x -> Library.sine(x[0]));
        Library.calls = 0;
        f.gradient(new double[] {1});
        assertThat(Library.calls).isEqualTo(1);
    }

    @Test
    void derivativesThatCallTheFunctionAgain() {
        Differentiable f = PlainJava.rule(Library::exponential, x -> Library.exponential(x))
                .differentiate(x -> Library.exponential(x[0] * x[1]) * x[1]);
        check(f, PlainJava.differentiate(x -> Math.exp(x[0] * x[1]) * x[1]), 0.3, 1.5);
        Differentiable itself =
                PlainJava.rule(Library::exponential, Library::exponential).differentiateScalar(Library::exponential);
        check(itself, PlainJava.differentiateScalar(Math::exp), 0.3);
    }

    @Test
    void functionsOfSeveralNumbers() {
        Differentiable f = PlainJava.rule(
                        Library::power, (a, b) -> b * Math.pow(a, b - 1), (a, b) -> Math.pow(a, b) * Math.log(a))
                .rule(Library::product, (a, b, c) -> b * c, (a, b, c) -> a * c, (a, b, c) -> a * b)
                .differentiate(x -> Library.power(x[0], x[1]) + Library.product(x[0], x[1], x[0] * x[1]));
        check(f, PlainJava.differentiate(x -> Math.pow(x[0], x[1]) + x[0] * x[1] * x[0] * x[1]), 1.3, 2.1);
    }

    @Test
    void methodsOfObjects() {
        Wave wave = new Wave(3);
        Differentiable f = PlainJava.rule(Wave::at, (w, t) -> w.slope(t)).differentiate(x -> wave.at(x[0]) * x[1]);
        check(f, PlainJava.differentiate(x -> Math.sin(3 * x[0]) * x[1]), 0.4, 2);
    }

    @Test
    void gradients() {
        Differentiable f = PlainJava.gradientRule(Library::logSum, x -> {
                    double sum = 0;
                    double[] g = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        g[i] = Math.exp(x[i]);
                        sum += g[i];
                    }
                    for (int i = 0; i < x.length; i++) {
                        g[i] /= sum;
                    }
                    return g;
                })
                .differentiate(x -> {
                    double[] y = {x[0] * x[1], x[1] * x[1], Math.sin(x[0])};
                    double first = Library.logSum(y);
                    y[0] = 5;
                    return first * first + Library.logSum(y);
                });
        Differentiable plain = PlainJava.differentiate(x -> {
            double first = Math.log(Math.exp(x[0] * x[1]) + Math.exp(x[1] * x[1]) + Math.exp(Math.sin(x[0])));
            return first * first + Math.log(Math.exp(5) + Math.exp(x[1] * x[1]) + Math.exp(Math.sin(x[0])));
        });
        check(f, plain, 0.4, -1.1);
    }

    private static double[] pull(double[] x, double[] u) {
        double[] product = new double[x.length];
        for (int i = 0; i + 1 < x.length; i++) {
            product[i] += u[i] * 2 * x[i] * x[i + 1];
            product[i + 1] += u[i] * x[i] * x[i];
        }
        return product;
    }

    private static double[] push(double[] x, double[] v) {
        double[] product = new double[x.length - 1];
        for (int i = 0; i < product.length; i++) {
            product[i] = 2 * x[i] * x[i + 1] * v[i] + x[i] * x[i] * v[i + 1];
        }
        return product;
    }

    private static double[] readSquares(double[] x) {
        double[] y = new double[x.length - 1];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] * x[i] * x[i + 1];
        }
        return y;
    }

    @Test
    void productsOfArraysInLoopsAndUpdates() {
        PlainJava.Function f = x -> {
            double[] state = x.clone();
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                double[] y = Library.squares(state);
                for (int i = 0; i < y.length; i++) {
                    y[i] *= Math.cos(y[i]);
                    state[i] = 0.5 * state[i] + y[i];
                }
                sum += y[0] * y[1] * (k + 1);
            }
            return sum;
        };
        PlainJava.Function plain = x -> {
            double[] state = x.clone();
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                double[] y = readSquares(state);
                for (int i = 0; i < y.length; i++) {
                    y[i] *= Math.cos(y[i]);
                    state[i] = 0.5 * state[i] + y[i];
                }
                sum += y[0] * y[1] * (k + 1);
            }
            return sum;
        };
        Differentiator by = PlainJava.vectorRule(Library::squares, RulesTest::push, RulesTest::pull);
        check(by.differentiate(f), PlainJava.differentiate(plain), 0.7, 0.9, 1.1);
        DifferentiableVector itself = by.differentiateVector(Library::squares);
        DifferentiableVector exact = PlainJava.differentiateVector(RulesTest::readSquares);
        double[] x = {1, 2, 3};
        assertThat(itself.jacobian(x)).isDeepEqualTo(exact.jacobian(x));
        double[] w = {0.5, -2};
        double[] v = {1, 2, -1};
        assertThat(itself.hvp(x, w, v)).containsExactly(exact.hvp(x, w, v), within(1e-14));
    }

    @Test
    void derivativesThatAreKnown() {
        DifferentiableVector known = PlainJava.differentiateVector(RulesTest::readSquares);
        Differentiable logSum =
                PlainJava.differentiate(x -> Math.log(Math.exp(x[0]) + Math.exp(x[1]) + Math.exp(x[2])));
        Differentiable f = PlainJava.rule(Library::squares, known)
                .rule(Library::logSum, logSum)
                .differentiate(x -> {
                    double[] y = Library.squares(new double[] {x[0], x[1], x[0] * x[1], x[1]});
                    return Library.logSum(y) * y[1];
                });
        Differentiable plain = PlainJava.differentiate(x -> {
            double[] y = readSquares(new double[] {x[0], x[1], x[0] * x[1], x[1]});
            return Math.log(Math.exp(y[0]) + Math.exp(y[1]) + Math.exp(y[2])) * y[1];
        });
        check(f, plain, 0.8, 1.3);
    }

    @Test
    void constants() {
        Differentiable f = PlainJava.constant(Library.class, "noise")
                .constant(Library.class, "softmax")
                .differentiate(x -> Library.noise(x[0]) * x[0] + Library.softmax(x)[0] * x[1]);
        double[] x = {0.5, 0.25};
        double share = Library.softmax(x)[0];
        assertThat(f.gradient(x)).containsExactly(1, share);
        assertThat(f.jvp(x, new double[] {1, 2})).isEqualTo(1 + 2 * share);
        assertThat(f.value(x)).isEqualTo(0.5 + share * 0.25);
        assertThat(f.hvp(x, new double[] {1, 2})).containsExactly(0, 0);
    }

    @Test
    void secondDerivativesOfDerivativesThatCannotBeReadAreRefused() {
        Differentiable f = PlainJava.rule(
                        Library::sine, t -> DoubleStream.of(t).map(Math::cos).sum())
                .differentiate(x -> Library.sine(x[0]) * x[1]);
        double[] x = {1, 2};
        assertThat(f.gradient(x)).containsExactly(2 * Math.cos(1), Math.sin(1));
        assertThat(f.jvp(x, new double[] {1, 0})).isEqualTo(2 * Math.cos(1));
        assertThatThrownBy(() -> f.hvp(x, x))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("the derivative that a rule gives of RulesTest.Library.sine cannot be read")
                .hasMessageContaining("streams are not followed");
        Differentiable g =
                PlainJava.gradientRule(Library::logSum, Library::softmax).differentiate(y -> Library.logSum(y));
        assertThat(g.gradient(x)).containsExactly(Library.softmax(x));
        assertThatThrownBy(() -> g.hvp(x, x))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("streams are not followed");
        DifferentiableVector first = new DifferentiableVector() {
            @Override
            public double[] value(double[] y) {
                return Library.squares(y);
            }

            @Override
            public double[] jvp(double[] y, double[] v) {
                return push(y, v);
            }

            @Override
            public double[] vjp(double[] y, double[] u) {
                return pull(y, u);
            }
        };
        Differentiable h = PlainJava.rule(Library::squares, first).differentiate(y -> Library.squares(y)[0]);
        assertThat(h.gradient(x)).containsExactly(4, 1);
        assertThatThrownBy(() -> h.hvp(x, x))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("has first derivatives only");
    }

    @Test
    void rulesBelongToTheirDifferentiator() {
        Differentiator none = PlainJava.with(MethodHandles.lookup());
        Differentiator wrong = none.rule(Library::sine, x -> 7);
        Differentiator right = wrong.rule(Library::sine, Math::cos);
        double[] x = {1};
        assertThat(wrong.differentiateScalar(Library::sine).gradient(x)).containsExactly(7);
        assertThat(right.differentiateScalar(Library::sine).gradient(x)).containsExactly(Math.cos(1));
        assertThatThrownBy(() -> none.differentiateScalar(Library::sine))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("streams are not followed");
    }

    @Test
    void errorsNameTheRule() {
        assertThat(Rules.remedy(new Call(
                        java.lang.classfile.Opcode.INVOKESTATIC,
                        ClassFiles.desc(Library.class),
                        "sine",
                        java.lang.constant.MethodTypeDesc.ofDescriptor("(D)D"),
                        false)))
                .isEqualTo(
                        "give its derivative: PlainJava.rule(RulesTest.Library::sine, x -> …), or write it out in Java,"
                                + " or compute it before and pass the result as data");
        assertThatThrownBy(() -> PlainJava.differentiate(x -> x[0] * Double.longBitsToDouble((long) x[0])))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("PlainJava.constant(Double.class, \"longBitsToDouble\")");
        assertThatThrownBy(() -> PlainJava.rule(x -> Library.sine(x), Math::cos))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("rule: the method is given by a lambda, which nobody else calls")
                .hasMessageContaining("give a reference to the method by its class, such as Erf::erf");
        assertThatThrownBy(() -> PlainJava.rule((PlainJava.ScalarFunction) new Wave(2)::at, x -> 1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a reference to the method of one object");
        assertThatThrownBy(() -> PlainJava.constant(Library.class, "nothing"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("declares no method 'nothing'");
        assertThatThrownBy(() -> PlainJava.rule(RulesTest::round, x -> 1))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("is not a method of double that gives a double");
    }

    private static long round(double x) {
        return Math.round(x);
    }
}
