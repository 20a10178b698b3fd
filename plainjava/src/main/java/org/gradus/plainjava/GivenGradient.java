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
