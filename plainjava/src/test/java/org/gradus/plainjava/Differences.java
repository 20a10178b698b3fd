package org.gradus.plainjava;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;
import org.gradus.Differentiable;

/** Compares derivatives with extrapolated central differences. */
final class Differences {
    private Differences() {}

    /** The derivative of t ↦ f(t) at 0 by Ridders' extrapolation: the table's entry of smallest estimated error. */
    static double at(ToDoubleFunction<Double> f, double step) {
        int n = 8;
        double[][] table = new double[n][n];
        double best = Double.NaN;
        double error = Double.POSITIVE_INFINITY;
        double h = step;
        for (int i = 0; i < n; i++, h /= 1.6) {
            table[0][i] = (f.applyAsDouble(h) - f.applyAsDouble(-h)) / (2 * h);
            double factor = 1.6 * 1.6;
            for (int j = 1; j <= i; j++) {
                table[j][i] = (table[j - 1][i] * factor - table[j - 1][i - 1]) / (factor - 1);
                factor *= 1.6 * 1.6;
                double e =
                        Math.max(Math.abs(table[j][i] - table[j - 1][i]), Math.abs(table[j][i] - table[j - 1][i - 1]));
                if (e <= error) {
                    error = e;
                    best = table[j][i];
                }
            }
        }
        return best;
    }

    /** Gradient, forward derivative and Hessian product against differences, relative to the largest component. */
    static void check(String name, Differentiable f, double[] x, double step) {
        double[] untouched = x.clone();
        double[] gradient = f.gradient(x);
        double scale = 1e-3;
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int k = i;
            expected[i] = at(t -> f.value(moved(x, k, t)), step);
            scale = Math.max(scale, Math.abs(expected[i]));
        }
        for (int i = 0; i < x.length; i++) {
            assertThat(gradient[i]).as("%s: gradient[%d]", name, i).isCloseTo(expected[i], near(1e-7 * scale));
        }
        double[] v = new double[x.length];
        double along = 0;
        for (int i = 0; i < x.length; i++) {
            v[i] = Math.cos(i * 2.1 + 0.4);
            along += v[i] * gradient[i];
        }
        assertThat(f.jvp(x, v)).as("%s: jvp", name).isCloseTo(along, near(1e-11 * scale * x.length));
        double[] hvp = f.hvp(x, v);
        double curvature = 1e-2;
        double[] second = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int k = i;
            second[i] = at(t -> f.gradient(along(x, v, t))[k], step);
            curvature = Math.max(curvature, Math.abs(second[i]));
        }
        for (int i = 0; i < x.length; i++) {
            assertThat(hvp[i]).as("%s: hvp[%d]", name, i).isCloseTo(second[i], near(1e-6 * Math.max(curvature, scale)));
        }
        assertThat(x).as("%s leaves the point alone", name).containsExactly(untouched);
        double[] again = new double[x.length];
        assertThat(f.valueAndGradient(x, again)).as("%s: value", name).isEqualTo(f.value(x));
        assertThat(again).containsExactly(gradient);
    }

    private static org.assertj.core.data.Offset<Double> near(double tolerance) {
        return org.assertj.core.api.Assertions.within(tolerance);
    }

    private static double[] moved(double[] x, int k, double t) {
        double[] y = x.clone();
        y[k] += t;
        return y;
    }

    private static double[] along(double[] x, double[] v, double t) {
        double[] y = x.clone();
        for (int i = 0; i < x.length; i++) {
            y[i] += t * v[i];
        }
        return y;
    }
}
