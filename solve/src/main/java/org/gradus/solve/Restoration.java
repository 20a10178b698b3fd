package org.gradus.solve;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradus.DifferentiableVector;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.IterationListener;
import org.gradus.optim.Solution;
import org.gradus.optim.StopRequest;
import org.gradus.optim.Vectors;

/** Feasibility restoration: least squares of the violations, within the bounds, until they are a tenth or do not fall. */
final class Restoration {
    private static final int ITERATIONS = 200;
    private static final int PERTURBATIONS = 3;

    private Restoration() {}

    /**
     * Where it led.
     *
     * @param isMinimum whether the violation cannot be lowered from there
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(double[] x, boolean isMinimum, long evaluations, long derivatives) {}

    static Result run(ConstrainedProblem problem, ConstrainedProblem.Values from) {
        Violations violations = new Violations(problem);
        double first = Vectors.norm(violations.value(from.x()));
        Result result = once(problem, violations, from.x(), first);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        // Least squares also end at saddles, as where a symmetric start makes all slopes vanish.
        for (int i = 0; result.isMinimum() && i < PERTURBATIONS; i++) {
            double least = Vectors.norm(violations.value(result.x()));
            if (least <= 1e-10) {
                return result;
            }
            double[] near = result.x().clone();
            for (int k = 0; k < near.length; k++) {
                near[k] += 0.1 * Math.pow(10, i - 1) * Math.max(1, Math.abs(near[k])) * random.nextGaussian();
            }
            double[] inside = problem.bounds().project(near);
            if (!Vectors.isFinite(violations.value(inside))) {
                continue;
            }
            Result other = once(problem, violations, inside, least);
            boolean lower = Vectors.norm(violations.value(other.x())) < 0.99 * least;
            Result kept = lower ? other : result;
            result = new Result(
                    kept.x(),
                    kept.isMinimum(),
                    result.evaluations() + other.evaluations() + 2,
                    result.derivatives() + other.derivatives());
        }
        return result;
    }

    private static Result once(ConstrainedProblem problem, Violations violations, double[] from, double first) {
        IterationListener enough = i -> {
            if (i.value() <= 0.01 * first * first) {
                throw new StopRequest("enough");
            }
        };
        LeastSquaresProblem squares = new LeastSquaresProblem(violations, problem.bounds(), RobustLoss.SQUARES);
        Solution<double[]> s = new ArrayLoop(ITERATIONS, 1e-8, List.of(enough))
                .run(new LevenbergMarquardt(), squares, from)
                .solution();
        boolean stopped = switch (s.status()) {
            case REQUESTED, ITERATIONS, INTERRUPTED -> true;
            default -> false;
        };
        return new Result(s.point(), !stopped, s.counts().values(), s.counts().gradients());
    }

    /** h and max(c, 0). */
    private record Violations(ConstrainedProblem problem) implements DifferentiableVector {
        @Override
        public double[] value(double[] x) {
            double[] h = problem.equalities().map(f -> f.value(x)).orElse(new double[0]);
            double[] c = problem.inequalities().map(f -> f.value(x)).orElse(new double[0]);
            double[] all = new double[h.length + c.length];
            System.arraycopy(h, 0, all, 0, h.length);
            for (int i = 0; i < c.length; i++) {
                all[h.length + i] = Double.isNaN(c[i]) ? c[i] : Math.max(c[i], 0);
            }
            return all;
        }

        @Override
        public double[][] jacobian(double[] x) {
            double[][] h = problem.equalities().map(f -> f.jacobian(x)).orElse(new double[0][]);
            double[] c = problem.inequalities().map(f -> f.value(x)).orElse(new double[0]);
            double[][] dc = problem.inequalities().map(f -> f.jacobian(x)).orElse(new double[0][]);
            double[][] all = new double[h.length + c.length][];
            System.arraycopy(h, 0, all, 0, h.length);
            for (int i = 0; i < c.length; i++) {
                all[h.length + i] = c[i] > 0 ? dc[i] : new double[x.length];
            }
            return all;
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            return Vectors.times(jacobian(x), v);
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            double[] product = new double[x.length];
            Vectors.addTransposed(jacobian(x), cotangent, product);
            return product;
        }
    }
}
