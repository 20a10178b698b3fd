package org.gradus.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.DifferentiableVector;
import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Bounds;
import org.gradus.optim.Solution;
import org.gradus.optim.Status;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Least squares with bounds, robust losses and statistics; NIST's and other named problems are in the workbench. */
class LeastSquaresTest {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final Tensor T = Tensors.tensor(0, 1, 2, 3, 4, 5, 6, 7);
    private static final Tensor Y = Tensors.tensor(1, 3.1, 4.9, 7.2, 9.1, 10.8, 13.2, 40);

    /** A line through data with one outlier. */
    private static DifferentiableVector line() {
        return Gradus.differentiableVector(p -> T.times(p.get(1)).plus(p.get(0)).minus(Y));
    }

    @Test
    void statisticsOfALine() {
        DifferentiableVector clean = Gradus.differentiableVector(
                p -> Tensors.tensor(0, 1, 2, 3).times(p.get(1)).plus(p.get(0)).minus(Tensors.tensor(1, 3.1, 4.9, 7.2)));
        LeastSquaresFit fit = LeastSquares.of(clean).run(new double[] {0, 0});
        assertThat(fit.solution()).isInstanceOf(Solution.Converged.class);
        assertThat(fit.solution().point()).containsExactly(new double[] {0.99, 2.04}, within(1e-12));
        assertThat(fit.degreesOfFreedom()).isEqualTo(2);
        assertThat(fit.standardDeviations())
                .containsExactly(new double[] {Math.sqrt(0.0147), Math.sqrt(0.0042)}, within(1e-12));
        assertThat(fit.covariance()[0][1]).isCloseTo(-0.021 * 1.5 / 5, within(1e-12));
        // Student's quantile of 2 degrees of freedom at 97.5 percent: 4.302652729911275 (scipy.stats.t.ppf).
        assertThat(fit.confidenceHalfWidths(0.95)[1]).isCloseTo(4.302652729911275 * Math.sqrt(0.0042), within(1e-10));
        // The band at t: s·√(1/n + (t − t̄)²/Σ(t − t̄)²).
        assertThat(fit.bandHalfWidth(new double[] {1, 3}, 0.95))
                .isCloseTo(4.302652729911275 * Math.sqrt(0.021 * (0.25 + 2.25 / 5)), within(1e-10));
        assertThatThrownBy(() -> fit.confidenceHalfWidths(95)).hasMessageContaining("not between 0 and 1");
        assertThatThrownBy(() -> fit.bandHalfWidth(new double[1], 0.5)).isInstanceOf(ArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(RobustLoss.Kind.class)
    void robustLossesResistAnOutlier(RobustLoss.Kind kind) {
        RobustLoss loss = new RobustLoss(kind, 0.2);
        LeastSquaresFit fit = LeastSquares.of(line()).loss(loss).run(new double[] {0, 0});
        assertThat(fit.solution()).as(fit.solution().toString()).isInstanceOf(Solution.Converged.class);
        // By scipy.optimize.least_squares(loss=..., f_scale=0.2, xtol=ftol=gtol=1e-15).
        double[] expected = switch (kind) {
            case SQUARES -> new double[] {-3.13333333, 4.08452381};
            case HUBER -> new double[] {0.95, 2.05};
            case CAUCHY -> new double[] {1.01314595, 2.02189648};
            case SOFT_L1 -> new double[] {0.94985498, 2.05242454};
        };
        assertThat(fit.solution().point()).containsExactly(expected, within(1e-7));
        stationary(loss, fit.solution().point());
    }

    /** The gradient of the loss itself, by differences. */
    private static void stationary(RobustLoss loss, double[] point) {
        double[] at = point.clone();
        for (int i = 0; i < 2; i++) {
            double h = 1e-5;
            at[i] = point[i] + h;
            double ahead = loss.sum(line().value(at));
            at[i] = point[i] - h;
            double behind = loss.sum(line().value(at));
            at[i] = point[i];
            assertThat((ahead - behind) / (2 * h)).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void boundsAreKept() {
        Bounds box = new Bounds(new double[] {0, 0}, new double[] {INFINITY, 1.5});
        LeastSquaresFit fit = LeastSquares.of(line()).bounds(box).run(new double[] {5, 9});
        assertThat(fit.solution()).isInstanceOf(Solution.Converged.class);
        // With slope 1.5 the best intercept is the mean of y − 1.5·t.
        assertThat(fit.solution().point()).containsExactly(new double[] {11.1625 - 1.5 * 3.5, 1.5}, within(1e-9));
        assertThat(fit.standardDeviations()[1]).isNaN();
        assertThat(fit.standardDeviations()[0]).isPositive();
        assertThatThrownBy(() -> LeastSquares.of(line()).bounds(Bounds.none(3)).run(new double[2]))
                .hasMessageContaining("the start has 2 entries and the bounds 3");
    }

    @Test
    void fixedParametersStay() {
        Bounds box = new Bounds(new double[] {1, -INFINITY}, new double[] {1, INFINITY});
        LeastSquaresFit fit = LeastSquares.of(line()).bounds(box).run(new double[] {3, 0});
        assertThat(fit.solution().point()[0]).isEqualTo(1);
        assertThat(fit.solution()).isInstanceOf(Solution.Converged.class);
    }

    @Test
    void unitsDoNotMatter() {
        DifferentiableVector scaled = Gradus.differentiableVector(
                p -> T.times(p.get(1).times(1e-10)).plus(p.get(0).times(1e8)).minus(Y));
        LeastSquaresFit fit = LeastSquares.of(scaled).run(new double[] {1e-8, 1e10});
        assertThat(fit.solution()).isInstanceOf(Solution.Converged.class);
        assertThat(fit.solution().point()[0] * 1e8).isCloseTo(-47.0 / 15, within(1e-8));
        assertThat(fit.solution().point()[1] * 1e-10).isCloseTo(4.0845238095, within(1e-8));
    }

    @Test
    void dependentParametersAndFewerResidualsAreTold() {
        DifferentiableVector sum = Gradus.differentiableVector(
                p -> T.times(p.get(0).plus(p.get(1))).minus(Y));
        LeastSquaresFit fit = LeastSquares.of(sum).run(new double[] {0, 0});
        assertThat(fit.solution()).as(fit.solution().toString()).isInstanceOf(Solution.Converged.class);
        assertThat(fit.standardDeviations()).containsOnly(INFINITY);
        DifferentiableVector one =
                Gradus.differentiableVector(p -> p.sum().minus(3).reshape(1));
        LeastSquaresFit few = LeastSquares.of(one).run(new double[] {0, 0});
        assertThat(few.solution().value()).isLessThan(1e-20);
        assertThat(few.standardDeviations()).containsOnly(Double.NaN);
    }

    @Test
    void whatIsNotFiniteFails() {
        DifferentiableVector logs = Gradus.differentiableVector(p -> p.log());
        LeastSquaresFit fit = LeastSquares.of(logs).run(new double[] {-1});
        assertThat(fit.solution().status()).isEqualTo(Status.NON_FINITE_START);
        assertThat(fit.solution().detail()).startsWith("residual[0] at the start is NaN");
        // A step out of the domain is shortened.
        LeastSquaresFit inside = LeastSquares.of(logs).run(new double[] {20});
        assertThat(inside.solution()).isInstanceOf(Solution.Converged.class);
        assertThat(inside.solution().point()[0]).isCloseTo(1, within(1e-9));
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> RobustLoss.huber(0)).hasMessageContaining("the scale 0.0 is not a positive number");
        assertThatThrownBy(() -> new LevenbergMarquardt(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> LeastSquares.of(line()).maxIterations(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> LeastSquares.of(line()).tolerance(-1)).isInstanceOf(ArgumentException.class);
        LeastSquaresFit stopped =
                LeastSquares.of(line()).maxIterations(1).tolerance(0).run(new double[] {1e3, 1e3});
        assertThat(stopped.solution().status()).isEqualTo(Status.ITERATIONS);
    }
}
