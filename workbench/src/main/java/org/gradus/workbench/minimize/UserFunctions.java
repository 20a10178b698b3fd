package org.gradus.workbench.minimize;

import java.lang.reflect.Method;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.optim.Vectors;

/** The person's methods with their derivatives: values by the methods themselves, so that errors have their lines. */
final class UserFunctions {

    /** Makes derivatives of static methods from their bytecode. */
    interface Engine {
        /** Of {@code double f(double[])}. */
        Differentiable scalar(Method method);

        /** Of {@code double[] f(double[])}. */
        DifferentiableVector vector(Method method);
    }

    private UserFunctions() {}

    /** The objective, or the sum of squares of the residuals. */
    static Differentiable objective(UserProblem problem, Engine engine) {
        if (problem.isLeastSquares()) {
            return new SumOfSquares(vector(problem, engine, "residuals"));
        }
        Differentiable f = problem.evaluation().call("objective", () -> engine.scalar(problem.method("objective")));
        return new Scalar(problem, f);
    }

    static DifferentiableVector vector(UserProblem problem, Engine engine, String name) {
        DifferentiableVector f = problem.evaluation().call(name, () -> engine.vector(problem.method(name)));
        return new Vector(problem, name, f);
    }

    private record Scalar(UserProblem problem, Differentiable f) implements Differentiable {
        @Override
        public double value(double[] x) {
            return problem.number("objective", x);
        }

        @Override
        public double[] gradient(double[] x) {
            return call(x, () -> f.gradient(x));
        }

        @Override
        public double valueAndGradient(double[] x, double[] gradient) {
            return call(x, () -> f.valueAndGradient(x, gradient));
        }

        @Override
        public double jvp(double[] x, double[] v) {
            return call(x, () -> f.jvp(x, v));
        }

        @Override
        public double[] vjp(double[] x, double cotangent) {
            return call(x, () -> f.vjp(x, cotangent));
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            return call(x, () -> f.hvp(x, v));
        }

        private <T> T call(double[] x, Supplier<T> code) {
            return derived(problem, "objective", x, code);
        }
    }

    /** A derivative's error has the line of the method itself where that throws too. */
    private static <T> T derived(UserProblem problem, String name, double[] x, Supplier<T> code) {
        try {
            return problem.evaluation().call(name, code);
        } catch (UserCodeException e) {
            if (!e.line().isKnown()) {
                if (name.equals("objective")) {
                    problem.number(name, x);
                } else {
                    problem.array(name, x, OptionalDouble.empty());
                }
            }
            throw e;
        }
    }

    /** A vector function whose length is checked at every point. */
    private static final class Vector implements DifferentiableVector {
        private final UserProblem problem;
        private final String name;
        private final DifferentiableVector f;
        private int length = -1;

        Vector(UserProblem problem, String name, DifferentiableVector f) {
            this.problem = problem;
            this.name = name;
            this.f = f;
        }

        @Override
        public double[] value(double[] x) {
            double[] value = problem.array(name, x, OptionalDouble.empty());
            if (length >= 0 && value.length != length) {
                throw new ArgumentException(
                        problem.evaluation().command() + ": " + name + " returned " + value.length + " numbers, and "
                                + length + " before",
                        "return as many at every point");
            }
            length = value.length;
            return value;
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            return derived(problem, name, x, () -> f.jvp(x, v));
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            return derived(problem, name, x, () -> f.vjp(x, cotangent));
        }

        @Override
        public double[][] jacobian(double[] x) {
            return derived(problem, name, x, () -> f.jacobian(x));
        }
    }

    /** Σ rᵢ². */
    record SumOfSquares(DifferentiableVector residuals) implements Differentiable {
        @Override
        public double value(double[] x) {
            double[] r = residuals.value(x);
            return Vectors.dot(r, r);
        }

        @Override
        public double[] gradient(double[] x) {
            double[] twice = residuals.value(x);
            for (int i = 0; i < twice.length; i++) {
                twice[i] *= 2;
            }
            return residuals.vjp(x, twice);
        }

        @Override
        public double jvp(double[] x, double[] v) {
            return 2 * Vectors.dot(residuals.value(x), residuals.jvp(x, v));
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            throw new NotDifferentiableException(
                    "minimize: the second derivatives of residuals are not computed",
                    "use levenberg-marquardt, or write objective(double[] x) for a method with second derivatives");
        }
    }
}
