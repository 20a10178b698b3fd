package org.gradus.plainjava;

import org.gradus.Differentiable;

/** Derivatives from a gradient that a person gives; the second ones by reading it. */
final class GivenGradient implements Differentiable {
    private final PlainJava.Function f;
    private final PlainJava.VectorFunction gradient;

    /** Reads the gradient, in which the rule holds too. */
    Differentiator by;

    private org.gradus.DifferentiableVector second;

    GivenGradient(PlainJava.Function f, PlainJava.VectorFunction gradient) {
        this.f = f;
        this.gradient = gradient;
    }

    @Override
    public double value(double[] x) {
        return f.apply(x.clone());
    }

    @Override
    public double[] gradient(double[] x) {
        double[] g = gradient.apply(x.clone());
        Arguments.checkLength("gradientRule", x, g);
        return g;
    }

    @Override
    public double jvp(double[] x, double[] v) {
        double[] g = gradient(x);
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            // A zero direction annihilates an infinite derivative.
            sum += v[i] == 0 ? 0 : g[i] * v[i];
        }
        return sum;
    }

    @Override
    public double[] vjp(double[] x, double cotangent) {
        double[] product = gradient(x).clone();
        for (int i = 0; i < product.length; i++) {
            product[i] = cotangent == 0 ? 0 : cotangent * product[i];
        }
        return product;
    }

    @Override
    public double[] hvp(double[] x, double[] v) {
        return second().jvp(x, v);
    }

    private synchronized org.gradus.DifferentiableVector second() {
        if (second == null) {
            second = by.differentiateVector(gradient);
        }
        return second;
    }
}
