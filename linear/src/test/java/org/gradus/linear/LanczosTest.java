package org.gradus.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.eye;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.Arrays;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.LinearOperator.Kind;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ritz values and spectral densities against spectra that are known. */
class LanczosTest {
    record Pair(Tensor a, Tensor b) {}

    private static LinearOperator<Tensor> symmetric(Tensor a) {
        return LinearOperator.ofMatrix(Kind.SYMMETRIC, a);
    }

    /** 2 on the diagonal, −1 beside it: eigenvalues 2 − 2·cos(kπ/(n + 1)), the classical one-dimensional Laplacian. */
    private static LinearOperator<Tensor> laplacian(int n) {
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            a[i][i] = 2;
            if (i > 0) {
                a[i][i - 1] = -1;
                a[i - 1][i] = -1;
            }
        }
        return symmetric(tensor(a));
    }

    private static double laplacianEigenvalue(int k, int n) {
        return 2 - 2 * Math.cos(k * Math.PI / (n + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 40})
    void allStepsFindTheWholeSpectrum(int n) {
        Lanczos.Ritz ritz = new Lanczos(n + 5).of(laplacian(n), zeros(n));
        assertThat(ritz.products()).isEqualTo(n);
        assertThat(ritz.invariant()).isTrue();
        for (int k = 1; k <= n; k++) {
            assertThat(ritz.values().get(k - 1).item()).isCloseTo(laplacianEigenvalue(k, n), within(1e-12));
        }
        assertThat(ritz.weights().sum().item()).isCloseTo(1, within(1e-12));
        Tensor gram = ritz.vectors().t().matmul(ritz.vectors());
        assertThat(gram.minus(eye(n)).abs().max().item()).isLessThan(1e-12);
    }

    /** Without reorthogonalization a large eigenvalue is found again and again, and the basis degenerates. */
    @Test
    void noEigenvalueIsFoundTwice() {
        int n = 200;
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = Math.pow(10, -8.0 * i / (n - 1));
        }
        d[0] = 1000;
        Tensor diagonal = tensor(d);
        Lanczos.Ritz ritz =
                new Lanczos(120).of(LinearOperator.of(Kind.SYMMETRIC, (Tensor v) -> v.times(diagonal)), zeros(n));
        assertThat(Arrays.stream(ritz.values().toDoubles()).filter(v -> v > 2)).hasSize(1);
        assertThat(ritz.largest()).isCloseTo(1000, within(1e-9));
        Tensor gram = ritz.vectors().t().matmul(ritz.vectors());
        assertThat(gram.minus(eye(120)).abs().max().item()).isLessThan(1e-11);
    }

    @Test
    void theErrorsBoundTheDistanceToAnEigenvalue() {
        Tensor g = Random.normal(Key.of(3), 60, 60);
        Tensor a = g.plus(g.t());
        double[] exact = Linalg.eigh(a).values().toDoubles();
        for (int steps : new int[] {2, 8, 20, 45}) {
            Lanczos.Ritz ritz = new Lanczos(steps).seed(9).of(symmetric(a), zeros(60));
            double[] values = ritz.values().toDoubles();
            double[] errors = ritz.errors().toDoubles();
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                double nearest =
                        Arrays.stream(exact).map(e -> Math.abs(e - value)).min().orElseThrow();
                assertThat(nearest).as("%d of %d", i, steps).isLessThanOrEqualTo(errors[i] + 1e-11);
            }
            assertThat(ritz.largest()).isLessThanOrEqualTo(exact[59] + 1e-11);
            assertThat(ritz.smallest()).isGreaterThanOrEqualTo(exact[0] - 1e-11);
            assertThat(ritz.invariant()).isFalse();
            // The residual of a Ritz pair is the error itself: ‖A·y − θ·y‖ = βₘ·|sₘ|.
            Tensor y = ritz.vectors().t().get(0);
            Tensor residual = a.matmul(y).minus(y.times(values[0]));
            assertThat(Tree.norm(residual).item()).isCloseTo(errors[0], within(1e-10));
        }
    }

    @Test
    void anInvariantSpaceEndsTheSearch() {
        Lanczos.Ritz identity = new Lanczos(10).of(symmetric(eye(30).times(3)), zeros(30));
        assertThat(identity.products()).isEqualTo(1);
        assertThat(identity.invariant()).isTrue();
        assertThat(identity.largest()).isCloseTo(3, within(1e-14));
        Lanczos.Ritz zero = new Lanczos(10).of(symmetric(zeros(30, 30)), zeros(30));
        assertThat(zero.products()).isEqualTo(1);
        assertThat(zero.largest()).isZero();
        Tensor u = ones(30).div(Math.sqrt(30));
        Lanczos.Ritz rankOne =
                new Lanczos(10).of(symmetric(u.expandDims(1).times(u).times(5)), zeros(30));
        assertThat(rankOne.products()).isEqualTo(2);
        assertThat(rankOne.smallest()).isCloseTo(0, within(1e-13));
        assertThat(rankOne.largest()).isCloseTo(5, within(1e-13));
    }

    @Test
    void treesAndSinglePrecisionAreTakenToo() {
        LinearOperator<Pair> operator =
                LinearOperator.of(Kind.SYMMETRIC, p -> new Pair(p.a().times(4), p.b().times(-1)));
        Lanczos.Ritz pair = new Lanczos(5).of(operator, new Pair(zeros(2, 3), zeros(4)));
        assertThat(pair.smallest()).isCloseTo(-1, within(1e-13));
        assertThat(pair.largest()).isCloseTo(4, within(1e-13));
        assertThat(pair.vectors().shape().asList()).containsExactly(10, 2);
        LinearOperator<Tensor> single = LinearOperator.of(
                Kind.SYMMETRIC, v -> v.times(tensor(1.0, 2.0, 7.0).to(DType.FLOAT32)));
        assertThat(new Lanczos(3).of(single, zeros(3).to(DType.FLOAT32)).largest())
                .isCloseTo(7, within(1e-5));
    }

    @Test
    void aGivenStartIsTakenWhateverItsLength() {
        Lanczos.Ritz ritz = new Lanczos(5).start(tensor(0.0, 10.0, 0.0)).of(symmetric(eye(3).times(2)), zeros(3));
        assertThat(ritz.values().toDoubles()).containsExactly(2);
        assertThat(ritz.weights().toDoubles()).containsExactly(1);
    }

    @Test
    void whatCannotBeDoneIsRefused() {
        assertThatThrownBy(() -> new Lanczos(0))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("lanczos: 0 steps see nothing");
        assertThatThrownBy(() -> new Lanczos(3).start(zeros(3)))
                .hasMessageContaining("lanczos: a start [3] with the norm 0.0");
        assertThatThrownBy(() -> new Lanczos(3).start(ones(2)).of(laplacian(3), zeros(3)))
                .hasMessageContaining("lanczos: a start of 2 numbers for 3 unknowns");
        assertThatThrownBy(() -> new Lanczos(3).of(LinearOperator.ofMatrix(Kind.GENERAL, eye(3)), zeros(3)))
                .hasMessageContaining("lanczos: the operator is of kind GENERAL");
        assertThatThrownBy(() -> new Lanczos(3).of(symmetric(full(Double.NaN, 3, 3)), zeros(3)))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("lanczos: product 1 with the operator is not finite");
        assertThatThrownBy(() -> new SpectralDensity(0, 3)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(
                        () -> new SpectralDensity().of(laplacian(3), zeros(3)).density(0, 0))
                .hasMessageContaining("spectral density: a width of 0.0");
    }

    @Test
    void withAProbeForEachAxisTheDensityIsExact() {
        int n = 12;
        SpectralDensity.Estimate estimate = new SpectralDensity(n, n).of(laplacian(n), zeros(n));
        assertThat(estimate.unknowns()).isEqualTo(n);
        assertThat(estimate.mean(v -> v)).isCloseTo(2, within(1e-12));
        assertThat(estimate.mean(v -> v * v)).isCloseTo((4.0 * n + 2 * (n - 1)) / n, within(1e-11));
        double logs = 0;
        for (int k = 1; k <= n; k++) {
            logs += Math.log(laplacianEigenvalue(k, n));
        }
        // The determinant of this matrix is n + 1.
        assertThat(logs).isCloseTo(Math.log(n + 1), within(1e-12));
        assertThat(estimate.mean(Math::log)).isCloseTo(logs / n, within(1e-11));
        for (int k = 1; k < n; k++) {
            double between = (laplacianEigenvalue(k, n) + laplacianEigenvalue(k + 1, n)) / 2;
            assertThat(estimate.below(between)).isCloseTo(k / (double) n, within(1e-10));
        }
    }

    /** Wigner's semicircle of radius 2: density √(4 − t²)/(2π); chance in the probes leaves a deviation of 0.008. */
    @Test
    void aRandomMatrixHasTheSemicircle() {
        int n = 400;
        Tensor g = Random.normal(Key.of(11), n, n);
        Tensor a = g.plus(g.t()).div(Math.sqrt(2.0 * n));
        SpectralDensity.Estimate estimate = new SpectralDensity(16, 40).seed(4).of(symmetric(a), zeros(n));
        assertThat(estimate.products()).isEqualTo(640);
        assertThat(Arrays.stream(estimate.weights()).sum()).isCloseTo(1, within(1e-12));
        for (double t : new double[] {-1.5, -1, 0, 0.5, 1.2}) {
            assertThat(estimate.density(t, 0.25)).isCloseTo(Math.sqrt(4 - t * t) / (2 * Math.PI), within(0.025));
        }
        assertThat(estimate.density(3.2, 0.15)).isLessThan(1e-6);
        assertThat(estimate.below(0)).isCloseTo(0.5, within(0.03));
        double step = 0.01;
        double mass = 0;
        for (double t = -4; t < 4; t += step) {
            mass += step * estimate.density(t, 0.15);
        }
        assertThat(mass).isCloseTo(1, within(1e-9));
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        SpectralDensity density = new SpectralDensity(3, 10);
        double[] one = density.seed(5).of(laplacian(50), zeros(50)).values();
        double[] two = density.seed(5).of(laplacian(50), zeros(50)).values();
        assertThat(one).isEqualTo(two);
        assertThat(density.seed(6).of(laplacian(50), zeros(50)).values()).isNotEqualTo(one);
    }
}
