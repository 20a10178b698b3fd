package org.gradus.workbench.minimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.plainjava.PlainJava;
import org.gradus.solve.ImplicitFunction;
import org.junit.jupiter.api.Test;

/** Solvers called inside plain Java, differentiated implicitly and through their iterations. */
class ImplicitRuleTest {
    private static int steps = 60;

    /** x³ + p₀·x = p₁. */
    private static double[] cubic(double[] xp) {
        return new double[] {xp[0] * xp[0] * xp[0] + xp[1] * xp[0] - xp[2]};
    }

    private static double[] newton(double[] p) {
        double x = 1;
        for (int k = 0; k < steps; k++) {
            x -= (x * x * x + p[0] * x - p[1]) / (3 * x * x + p[0]);
        }
        return new double[] {x};
    }

    private static double root(double a, double b) {
        return newton(new double[] {a, b})[0];
    }

    private static double cost(double[] p) {
        double[] x = newton(new double[] {p[0] * p[1], Math.exp(p[1])});
        return Math.sin(x[0]) * p[0] + x[0];
    }

    private static double costByNumbers(double[] p) {
        double x = root(p[0] * p[1], Math.exp(p[1]));
        return Math.sin(x) * p[0] + x;
    }

    private static double difference(Differentiable f, double[] x, int i) {
        double[][] table = new double[4][4];
        double h = 0.02;
        for (int k = 0; k < 4; k++, h /= 2) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[i] += h;
            down[i] -= h;
            table[k][0] = (f.value(up) - f.value(down)) / (up[i] - down[i]);
            for (int j = 1; j <= k; j++) {
                table[k][j] = table[k][j - 1] + (table[k][j - 1] - table[k - 1][j - 1]) / (Math.pow(4, j) - 1);
            }
        }
        return table[3][3];
    }

    private static void same(Differentiable implicit, Differentiable through, boolean second, double... x) {
        double[] g = implicit.gradient(x);
        double[] expected = through.gradient(x);
        assertThat(implicit.value(x)).isEqualTo(through.value(x));
        double[] v = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            assertThat(g[i]).isCloseTo(expected[i], within(1e-9 * (1 + Math.abs(expected[i]))));
            assertThat(g[i]).isCloseTo(difference(implicit, x, i), within(1e-7 * (1 + Math.abs(g[i]))));
            v[i] = Math.cos(2.0 * i + 1);
        }
        assertThat(implicit.jvp(x, v)).isCloseTo(through.jvp(x, v), within(1e-9));
        if (second) {
            double[] product = implicit.hvp(x, v);
            double[] other = through.hvp(x, v);
            for (int i = 0; i < x.length; i++) {
                assertThat(product[i]).isCloseTo(other[i], within(1e-8 * (1 + Math.abs(other[i]))));
            }
        }
    }

    @Test
    void rootByNewton() {
        DifferentiableVector equation = PlainJava.differentiateVector(ImplicitRuleTest::cubic);
        ImplicitFunction x = ImplicitFunction.root(equation, ImplicitRuleTest::newton);
        same(
                PlainJava.rule(ImplicitRuleTest::newton, x).differentiate(ImplicitRuleTest::cost),
                PlainJava.differentiate(ImplicitRuleTest::cost),
                true,
                1.3,
                0.4);
        same(
                PlainJava.scalarRule(ImplicitRuleTest::root, x.number()).differentiate(ImplicitRuleTest::costByNumbers),
                PlainJava.differentiate(ImplicitRuleTest::costByNumbers),
                true,
                1.3,
                0.4);
    }

    /** A ring of coupled equations y_i + tanh(y_{i+1}·p_0)/2 = p_1·i. */
    private static double[] ring(double[] z) {
        int m = z.length - 2;
        double[] f = new double[m];
        for (int i = 0; i < m; i++) {
            f[i] = z[i] + 0.5 * Math.tanh(z[(i + 1) % m] * z[m]) - z[m + 1] * i;
        }
        return f;
    }

    private static double[] fixedPoint(double[] p) {
        double[] y = new double[5];
        for (int k = 0; k < 120; k++) {
            double[] next = new double[5];
            for (int i = 0; i < 5; i++) {
                next[i] = p[1] * i - 0.5 * Math.tanh(y[(i + 1) % 5] * p[0]);
            }
            y = next;
        }
        return y;
    }

    private static double ringCost(double[] p) {
        double[] y = fixedPoint(p);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * y[i] * (i + 1);
        }
        return sum;
    }

    @Test
    void systemsOfEquations() {
        DifferentiableVector equations = PlainJava.differentiateVector(ImplicitRuleTest::ring);
        same(
                PlainJava.rule(
                                ImplicitRuleTest::fixedPoint,
                                ImplicitFunction.root(equations, ImplicitRuleTest::fixedPoint))
                        .differentiate(ImplicitRuleTest::ringCost),
                PlainJava.differentiate(ImplicitRuleTest::ringCost),
                true,
                0.8,
                0.6);
    }

    /** Convex in the two unknowns. */
    private static double inner(double[] z) {
        double a = z[0] - z[2];
        double b = z[1] - z[0] * z[3];
        return a * a + b * b + 0.1 * Math.exp(z[1]) + 0.05 * z[0] * z[0] * z[0] * z[0];
    }

    private static double[] descend(double[] p) {
        double a = 0;
        double b = 0;
        for (int k = 0; k < 2000; k++) {
            double u = b - a * p[1];
            double da = 2 * (a - p[0]) - 2 * u * p[1] + 0.2 * a * a * a;
            double db = 2 * u + 0.1 * Math.exp(b);
            a -= 0.1 * da;
            b -= 0.1 * db;
        }
        return new double[] {a, b};
    }

    private static double outer(double[] p) {
        double[] y = descend(p);
        return (y[0] - 1) * (y[0] - 1) + y[1] * p[0];
    }

    @Test
    void innerMinimization() {
        Differentiable objective = PlainJava.differentiate(ImplicitRuleTest::inner);
        Differentiable f = PlainJava.rule(
                        ImplicitRuleTest::descend, ImplicitFunction.minimizer(objective, ImplicitRuleTest::descend))
                .differentiate(ImplicitRuleTest::outer);
        double[] p = {0.9, 0.7};
        same(f, PlainJava.differentiate(ImplicitRuleTest::outer), false, p);
        assertThatThrownBy(() -> f.hvp(p, p))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("third derivatives of its objective");
    }

    /** Counts what derivatives ask of the equation. */
    private record Counted(DifferentiableVector f, AtomicInteger calls) implements DifferentiableVector {
        @Override
        public double[] value(double[] x) {
            calls.incrementAndGet();
            return f.value(x);
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            calls.incrementAndGet();
            return f.jvp(x, v);
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            calls.incrementAndGet();
            return f.vjp(x, cotangent);
        }
    }

    @Test
    void costsDoNotGrowWithTheIterations() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger solves = new AtomicInteger();
        DifferentiableVector equation = new Counted(PlainJava.differentiateVector(ImplicitRuleTest::cubic), calls);
        ImplicitFunction x = ImplicitFunction.root(equation, p -> {
            solves.incrementAndGet();
            return newton(p);
        });
        Differentiable f = PlainJava.rule(ImplicitRuleTest::newton, x).differentiate(ImplicitRuleTest::cost);
        int[] counts = new int[2];
        for (int k = 0; k < 2; k++) {
            steps = k == 0 ? 60 : 6000;
            calls.set(0);
            solves.set(0);
            f.gradient(new double[] {1.1 + k, 0.3});
            counts[k] = calls.get();
            assertThat(solves.get()).isEqualTo(1);
        }
        steps = 60;
        // F_y by one product, the check, and one transposed product.
        assertThat(counts).containsExactly(3, 3);
    }

    @Test
    void whatIsNoSolutionIsSaid() {
        DifferentiableVector equation = PlainJava.differentiateVector(ImplicitRuleTest::cubic);
        ImplicitFunction early = ImplicitFunction.root(equation, p -> new double[] {0.5});
        assertThatThrownBy(() -> early.vjp(new double[] {1, 1}, new double[] {1}))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining(
                        "the solver has not come to the solution: a Newton step moves unknown 0 from 0.5");
        ImplicitFunction tripled = ImplicitFunction.root(equation, p -> new double[] {0});
        assertThatThrownBy(() -> tripled.jvp(new double[2], new double[2]))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("is singular at the solution [0.0]");
        ImplicitFunction two = ImplicitFunction.root(equation, p -> new double[2]);
        assertThatThrownBy(() -> two.jvp(new double[1], new double[1]))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("the solver gives 2 unknowns, the condition has 1 equations");
        assertThatThrownBy(() -> two.tolerance(0)).isInstanceOf(ArgumentException.class);
    }
}
