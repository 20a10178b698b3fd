package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.error.ShapeException;
import org.junit.jupiter.api.Test;

/** Steps that are repeated with few states kept. */
class RepeatTest {

    /** A damped pendulum, in place. */
    private static double[] pendulum(double[] s, double[] p) {
        s[1] -= 0.02 * (p[0] * Math.sin(s[0]) + p[1] * s[1]);
        s[0] += 0.02 * s[1];
        return s;
    }

    private static double repeated(double[] p) {
        double[] end = PlainJava.repeat(RepeatTest::pendulum, new double[] {p[2], p[0] * 0.1}, p, 137);
        end[1] *= p[1];
        return end[0] * end[0] + end[1];
    }

    private static double loop(double[] p) {
        double[] end = {p[2], p[0] * 0.1};
        for (int k = 0; k < 137; k++) {
            end = pendulum(end, p);
        }
        end[1] *= p[1];
        return end[0] * end[0] + end[1];
    }

    @Test
    void equalsTheLoop() {
        Differentiable plain = PlainJava.differentiate(RepeatTest::loop);
        double[] p = {1.4, 0.2, 0.9};
        double[] v = {1, -0.5, 0.3};
        for (int states : new int[] {0, 1, 3, 100, 500}) {
            Differentiable f = PlainJava.withCheckpoints(states).differentiate(RepeatTest::repeated);
            assertThat(f.value(p)).isEqualTo(plain.value(p));
            assertThat(f.gradient(p)).containsExactly(plain.gradient(p), within(1e-13));
            assertThat(f.jvp(p, v)).isCloseTo(plain.jvp(p, v), within(1e-13));
            assertThat(f.hvp(p, v)).containsExactly(plain.hvp(p, v), within(1e-12));
        }
        Differences.check("repeat", PlainJava.differentiate(RepeatTest::repeated), p, 0.05);
    }

    /** x ↦ p·x·(1 − x) with its derivatives, of state and parameter. */
    private static final class Logistic implements DifferentiableVector {
        @Override
        public double[] value(double[] z) {
            return new double[] {z[1] * z[0] * (1 - z[0])};
        }

        @Override
        public double[] jvp(double[] z, double[] v) {
            return new double[] {z[1] * (1 - 2 * z[0]) * v[0] + z[0] * (1 - z[0]) * v[1]};
        }

        @Override
        public double[] vjp(double[] z, double[] u) {
            return new double[] {u[0] * z[1] * (1 - 2 * z[0]), u[0] * z[0] * (1 - z[0])};
        }
    }

    @Test
    void keepsNoMoreStatesThanAskedForAndTakesBinomiallyManySteps() {
        int n = 1_000_000;
        double[] z = {n, 1, 0.3, 2.5};
        double[] expected = {0, 0, 0, 0};
        for (int states : new int[] {10, 100}) {
            RepeatedStep f = new RepeatedStep((_, _) -> new Logistic(), states);
            double[] g = f.vjp(z, new double[] {1});
            assertThat(f.kept).isLessThanOrEqualTo(states);
            assertThat(f.forward).isLessThanOrEqualTo(states == 10 ? 13L * n : 4L * n);
            // The fixed point 1 − 1/p has the derivative 1/p².
            assertThat(g[3]).isCloseTo(1 / (2.5 * 2.5), within(1e-9));
            assertThat(g[2]).isCloseTo(expected[2], within(1e-12));
        }
    }

    private static double million(double[] p) {
        return PlainJava.repeat((x, q) -> new double[] {q[0] * x[0] * (1 - x[0])}, new double[] {0.3}, p, 20_000)[0];
    }

    @Test
    void lambdasAreSteps() {
        Differentiable f = PlainJava.withCheckpoints(20).differentiate(RepeatTest::million);
        assertThat(f.gradient(new double[] {2.5})[0]).isCloseTo(1 / 6.25, within(1e-12));
    }

    @Test
    void errors() {
        double rate = Math.sqrt(2);
        assertThatThrownBy(() -> PlainJava.differentiate(x ->
                        PlainJava.repeat((s, p) -> new double[] {s[0] * rate + x[0]}, x, x, 3)[0]))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("the step that PlainJava.repeat takes is an object, or captures values");
        assertThatThrownBy(() -> PlainJava.differentiate(x ->
                                PlainJava.repeat((s, p) -> new double[] {s[0] * p[0], 1}, x, x, 3)[0])
                        .gradient(new double[] {1}))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("repeat: a state of 1 numbers becomes one of 2");
        assertThatThrownBy(() -> PlainJava.withCheckpoints(-1)).isInstanceOf(ArgumentException.class);
    }
}
