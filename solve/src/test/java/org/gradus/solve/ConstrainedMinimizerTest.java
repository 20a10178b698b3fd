package org.gradus.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.gradus.Differentiable;
import org.gradus.DifferentiableVector;
import org.gradus.Gradus;
import org.gradus.optim.Bounds;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.optim.Vectors;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Constrained minimization; Hock and Schittkowski's problems are in the workbench. */
class ConstrainedMinimizerTest {
    private static final Differentiable SQUARES =
            Gradus.differentiable(x -> x.square().sum());

    static Stream<Object> methods() {
        return Stream.of(new Sqp(), new AugmentedLagrangian());
    }

    private static ConstrainedMinimizer with(Object method, Differentiable f) {
        ConstrainedMinimizer minimizer = ConstrainedMinimizer.of(f);
        return method instanceof Sqp sqp ? minimizer.method(sqp) : minimizer.method((AugmentedLagrangian) method);
    }

    private static DifferentiableVector rows(double[][] a, double... b) {
        return Gradus.differentiableVector(x -> Tensors.tensor(a).matmul(x).minus(Tensors.tensor(b)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void multipliersAreDerivativesByTheConstraint(Object method) {
        // min x² + y² with x + y = 1: λ = −1; and with x ≥ 0.8 as an inequality: μ > 0.
        ConstrainedSolution line = with(method, SQUARES)
                .equalities(rows(new double[][] {{1, 1}}, 1))
                .run(new double[] {3, 5});
        assertThat(line.solution()).isInstanceOf(Solution.Converged.class);
        assertThat(line.solution().point()).containsExactly(new double[] {0.5, 0.5}, within(1e-8));
        assertThat(line.multipliers().lambda()[0]).isCloseTo(-1, within(1e-7));
        ConstrainedSolution both = with(method, SQUARES)
                .equalities(rows(new double[][] {{1, 1}}, 1))
                .inequalities(rows(new double[][] {{-1, 0}, {0, 1}}, -0.8, 10))
                .run(new double[] {3, 5});
        assertThat(both.solution().point()).containsExactly(new double[] {0.8, 0.2}, within(1e-7));
        assertThat(both.multipliers().mu()[0]).isCloseTo(1.2, within(1e-6));
        assertThat(both.multipliers().mu()[1]).isCloseTo(0, within(1e-8));
        assertThat(both.violation()).isLessThan(1e-8);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void contradictingConstraintsAreToldWithTheLeastViolation(Object method) {
        ConstrainedSolution never = with(method, SQUARES)
                .inequalities(rows(new double[][] {{1, 0}, {-1, 0}}, -1, -1))
                .run(new double[] {5, 5});
        assertThat(never.solution().status()).as(never.toString()).isEqualTo(Status.INFEASIBLE);
        assertThat(never.violation()).isCloseTo(1, within(1e-6));
        assertThat(never.solution().detail()).contains("the least violation found is 1.0000");
        DifferentiableVector positive =
                Gradus.differentiableVector(x -> x.square().plus(1));
        ConstrainedSolution square = with(method, SQUARES).equalities(positive).run(new double[] {2});
        assertThat(square.solution().status()).as(square.toString()).isEqualTo(Status.INFEASIBLE);
        assertThat(square.violation()).isCloseTo(1, within(1e-4));
        Bounds box = new Bounds(new double[] {2, 2}, new double[] {3, 3});
        ConstrainedSolution outside = with(method, SQUARES)
                .bounds(box)
                .equalities(rows(new double[][] {{1, 1}}, 1))
                .run(new double[] {2, 2});
        assertThat(outside.solution().status()).as(outside.toString()).isEqualTo(Status.INFEASIBLE);
        assertThat(outside.violation()).isCloseTo(3, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void anObjectiveWithoutMinimumIsTold(Object method) {
        Differentiable down = Gradus.differentiable(x -> x.sum());
        ConstrainedSolution s =
                with(method, down).equalities(rows(new double[][] {{1, -1}}, 0)).run(new double[] {0, 0});
        assertThat(s.solution()).as(s.toString()).isInstanceOf(Solution.Failed.class);
        assertThat(s.solution().status()).isIn(Status.DIVERGING, Status.UNBOUNDED);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void whatIsNotFiniteIsTold(Object method) {
        Differentiable log = Gradus.differentiable(x -> x.log().sum());
        ConstrainedSolution s =
                with(method, log).equalities(rows(new double[][] {{1}}, 2)).run(new double[] {-1});
        assertThat(s.solution().status()).isEqualTo(Status.NON_FINITE_START);
        assertThat(s.solution().detail()).contains("the value at the start is NaN");
    }

    @Test
    void redundantConstraintsDoNoHarm() {
        ConstrainedSolution s = ConstrainedMinimizer.of(SQUARES)
                .equalities(rows(new double[][] {{1, 1}, {2, 2}}, 1, 2))
                .run(new double[] {3, 5});
        assertThat(s.solution()).as(s.toString()).isInstanceOf(Solution.Converged.class);
        assertThat(s.solution().point()).containsExactly(new double[] {0.5, 0.5}, within(1e-7));
    }

    @Test
    void boundsMustFit() {
        assertThatThrownBy(() ->
                        ConstrainedMinimizer.of(SQUARES).bounds(Bounds.none(3)).run(new double[2]))
                .hasMessageContaining("the start has 2 entries and the bounds 3");
    }

    /** Random strictly convex programs: the conditions of Karush, Kuhn and Tucker hold. */
    @Test
    void quadraticProgramsSatisfyTheirConditions() {
        Random random = new Random(1);
        for (int trial = 0; trial < 300; trial++) {
            int n = 1 + random.nextInt(6);
            int equalities = random.nextInt(Math.min(n, 3));
            int rows = equalities + random.nextInt(8);
            double[][] half = matrix(random, n, n);
            double[][] b = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    b[i][j] = Vectors.dot(half[i], half[j]) + (i == j ? 0.1 : 0);
                }
            }
            double[][] a = matrix(random, rows, n);
            double[] inside = vector(random, n);
            double[] right = Vectors.times(a, inside);
            for (int i = equalities; i < rows; i++) {
                right[i] -= random.nextDouble();
            }
            double[] g = vector(random, n);
            QuadraticProgram.Result result = QuadraticProgram.solve(b, g, a, right, equalities);
            assertThat(result.feasible()).isTrue();
            double[] residual = Vectors.plus(Vectors.times(b, result.d()), 1, g);
            double[] pull = new double[n];
            Vectors.addTransposed(a, result.multipliers(), pull);
            assertThat(Vectors.maxAbs(Vectors.minus(residual, pull))).isLessThan(1e-7);
            for (int i = 0; i < rows; i++) {
                double slack = Vectors.dot(a[i], result.d()) - right[i];
                if (i < equalities) {
                    assertThat(slack).isCloseTo(0, within(1e-8));
                } else {
                    assertThat(slack).isGreaterThan(-1e-8);
                    assertThat(result.multipliers()[i]).isGreaterThanOrEqualTo(0);
                    assertThat(result.multipliers()[i] * slack).isCloseTo(0, within(1e-6));
                }
            }
        }
        double[][] apart = {{1}, {-1}};
        assertThat(QuadraticProgram.solve(new double[][] {{1}}, new double[1], apart, new double[] {1, 1}, 0)
                        .feasible())
                .isFalse();
    }

    private static double[][] matrix(Random random, int rows, int columns) {
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = vector(random, columns);
        }
        return matrix;
    }

    private static double[] vector(Random random, int n) {
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            v[i] = random.nextGaussian();
        }
        return v;
    }
}
