package org.gradus.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.ConvergenceException;
import org.gradus.linear.LinearEvidence.Status;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Neumann series and the Nyström sketch against their closed forms. */
class ApproximateSolversTest {
    private static final Tensor DIAGONAL = tensor(8.0, 4.0, 1.0, 0.25);
    private static final Tensor B = tensor(1.0, -2.0, 3.0, 0.5);

    private static LinearOperator<Tensor> diagonal(DType dtype) {
        return LinearOperator.of(Kind.POSITIVE_DEFINITE, v -> v.times(DIAGONAL.to(dtype)));
    }

    private static LinearOperator<Tensor> matrix(Tensor a) {
        return LinearOperator.ofMatrix(Kind.SYMMETRIC, a);
    }

    private static double distance(Tensor x, Tensor y) {
        return Tree.norm(x.minus(y)).item();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100})
    void theSeriesIsTheInverseBarAGeometricRest(int terms) {
        double alpha = 0.1;
        LinearSolution<Tensor> solution = new NeumannSeries(terms).step(alpha).solve(diagonal(DType.FLOAT64), B);
        // Σ_{k<K} (1 − αλ)ᵏ·α = (1 − (1 − αλ)ᴷ)/λ
        double[] lambda = DIAGONAL.toDoubles();
        double[] b = B.toDoubles();
        double residual = 0;
        for (int i = 0; i < lambda.length; i++) {
            double rest = Math.pow(1 - alpha * lambda[i], terms);
            assertThat(solution.point().get(i).item()).isCloseTo(b[i] * (1 - rest) / lambda[i], within(1e-13));
            residual += Math.pow(b[i] * rest, 2);
        }
        assertThat(solution.evidence().status()).isEqualTo(Status.TRUNCATED);
        assertThat(solution.evidence().residualNorm()).isCloseTo(Math.sqrt(residual), within(1e-13));
        assertThat(solution.evidence().converged()).isFalse();
        assertThat(solution.evidence().asAsked()).isTrue();
    }

    @Test
    void withoutAStepTheSeriesConvergesToo() {
        Tensor m = Random.normal(Key.of(3), 20, 20);
        Tensor a = m.matmul(m.t()).plus(eye(20));
        Tensor b = Random.normal(Key.of(4), 20);
        Tensor exact = Linalg.solve(a, b.reshape(20, 1)).reshape(20);
        double before = Double.POSITIVE_INFINITY;
        for (int terms : new int[] {10, 100, 1000, 4000}) {
            double error = distance(new NeumannSeries(terms).solve(matrix(a), b).point(), exact);
            assertThat(error).as("%d terms", terms).isLessThan(before);
            before = error;
        }
        assertThat(before).isLessThan(1e-9);
    }

    @Test
    void aSeriesThatDivergesSaysSo() {
        LinearSolution<Tensor> solution = new NeumannSeries(30).step(1).solve(diagonal(DType.FLOAT64), B);
        assertThat(solution.evidence().status()).isEqualTo(Status.DIVERGED);
        assertThatThrownBy(() -> LinearSolves.solve(diagonal(DType.FLOAT64), B, new NeumannSeries(30).step(1)))
                .isInstanceOf(ConvergenceException.class)
                .hasMessageContaining("DIVERGED")
                .hasMessageContaining("give a smaller step, one below 2 / (largest eigenvalue)");
    }

    @Test
    void nothingToSolveGivesZero() {
        assertThat(new NeumannSeries(5)
                        .solve(diagonal(DType.FLOAT64), zeros(4))
                        .point()
                        .toDoubles())
                .containsOnly(0.0);
        assertThat(new NystromSketch(2)
                        .solve(diagonal(DType.FLOAT64), zeros(4))
                        .point()
                        .toDoubles())
                .containsOnly(0.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-2, 1})
    void allColumnsGiveTheDampedInverse(double rho) {
        Tensor m = Random.normal(Key.of(5), 12, 12);
        Tensor a = m.matmul(m.t());
        Tensor b = Random.normal(Key.of(6), 12);
        Tensor exact =
                Linalg.solve(a.plus(eye(12).times(rho)), b.reshape(12, 1)).reshape(12);
        Tensor x = new NystromSketch(50).damping(rho).solve(matrix(a), b).point();
        assertThat(distance(x, exact)).isLessThan(1e-7 * (1 + Tree.norm(exact).item()));
    }

    @Test
    void aMatrixOfLowRankIsSketchedExactly() {
        Tensor m = Random.normal(Key.of(7), 30, 3);
        Tensor a = m.matmul(m.t());
        Tensor b = Random.normal(Key.of(8), 30);
        double rho = 0.1;
        Tensor exact =
                Linalg.solve(a.plus(eye(30).times(rho)), b.reshape(30, 1)).reshape(30);
        for (long seed = 0; seed < 5; seed++) {
            LinearSolution<Tensor> s =
                    new NystromSketch(6).damping(rho).seed(seed).solve(matrix(a), b);
            assertThat(distance(s.point(), exact)).as("seed %d", seed).isLessThan(1e-6);
            assertThat(s.evidence().status()).isEqualTo(Status.TRUNCATED);
            assertThat(s.evidence().iterations()).isEqualTo(7);
        }
    }

    @Test
    void theSameSeedDrawsTheSameColumns() {
        Tensor m = Random.normal(Key.of(9), 10, 10);
        Tensor a = m.matmul(m.t());
        Tensor first = new NystromSketch(3).seed(4).solve(matrix(a), ones(10)).point();
        Tensor again = new NystromSketch(3).seed(4).solve(matrix(a), ones(10)).point();
        Tensor other = new NystromSketch(3).seed(5).solve(matrix(a), ones(10)).point();
        assertThat(first.array().sameBits(again.array())).isTrue();
        assertThat(distance(first, other)).isGreaterThan(1e-6);
    }

    @Test
    void derivativesAreThoseOfTheSolutionByTheSameSolver() {
        Tensor a = tensor(new double[][] {{2, 0.5}, {0.5, 1}});
        Tensor b = tensor(1.0, 2.0);
        Fn<Tensor, Tensor> exact = m ->
                Linalg.solve(m.plus(m.t()).times(0.5), b.reshape(2, 1)).square().sum();
        Fn<Tensor, Tensor> series = m -> LinearSolves.solve(
                        LinearOperator.ofMatrix(Kind.SYMMETRIC, m.plus(m.t()).times(0.5)), b, new NeumannSeries(400))
                .square()
                .sum();
        assertThat(distance(grad(series).apply(a), grad(exact).apply(a))).isLessThan(1e-10);
    }

    @Test
    void narrowNumbers() {
        Tensor b = B.to(DType.FLOAT32);
        Tensor series =
                new NeumannSeries(2000).solve(diagonal(DType.FLOAT32), b).point();
        Tensor sketch = new NystromSketch(4)
                .damping(1e-3)
                .solve(diagonal(DType.FLOAT32), b)
                .point();
        assertThat(series.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(sketch.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(distance(series.to(DType.FLOAT64), B.div(DIAGONAL))).isLessThan(1e-5);
        assertThat(distance(sketch.to(DType.FLOAT64), B.div(DIAGONAL.plus(1e-3))))
                .isLessThan(1e-3);
    }

    @Test
    void wrongUses() {
        LinearOperator<Tensor> general = LinearOperator.ofMatrix(Kind.GENERAL, eye(2));
        assertThatThrownBy(() -> new NeumannSeries(3).solve(general, ones(2)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("this one promises nothing");
        assertThatThrownBy(() -> new NystromSketch(3).solve(general, ones(2)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("this one promises nothing");
        assertThatThrownBy(() -> new NeumannSeries(0)).hasMessageContaining("a series of 0 terms is nothing");
        assertThatThrownBy(() -> new NystromSketch(0)).hasMessageContaining("a sketch of 0 columns is nothing");
        assertThatThrownBy(() -> new NeumannSeries(1).step(-1)).hasMessageContaining("a step of -1.0 goes nowhere");
        assertThatThrownBy(() -> new NystromSketch(1).damping(0)).hasMessageContaining("a damping of 0.0");
        Tensor nan = tensor(Double.NaN, 1.0, 1.0, 1.0);
        assertThat(new NeumannSeries(3)
                        .solve(diagonal(DType.FLOAT64), nan)
                        .evidence()
                        .status())
                .isEqualTo(Status.NON_FINITE);
        assertThat(new NystromSketch(3)
                        .solve(diagonal(DType.FLOAT64), nan)
                        .evidence()
                        .status())
                .isEqualTo(Status.NON_FINITE);
    }
}
