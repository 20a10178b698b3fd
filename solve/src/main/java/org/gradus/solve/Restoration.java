package org.gradus.solve;

import java.util.List;
import org.gradus.DifferentiableVector;
import org.gradus.optim.ArrayLoop;
import org.gradus.optim.IterationListener;
import org.gradus.optim.Solution;
import org.gradus.optim.StopRequest;
import org.gradus.optim.Vectors;

/** Feasibility restoration: least squares of the violations, within the bounds, until they are a tenth or do not fall. */
final class Restoration {
    private static final int ITERATIONS = 200;

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
        IterationListener enough = i -> {
            if (i.value() <= 0.01 * first * first) {
                throw new StopRequest("enough");
            }
        };
        LeastSquaresProblem squares = new LeastSquaresProblem(violations, problem.bounds(), RobustLoss.SQUARES);
        Solution<double[]> s = new ArrayLoop(ITERATIONS, 1e-8, List.of(enough))
                .run(new LevenbergMarquardt(), squares, from.x())
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
