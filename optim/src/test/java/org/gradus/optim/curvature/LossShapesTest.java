package org.gradus.optim.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.error.NonFiniteException;
import org.gradus.linear.LinearOperator;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Slices of losses, and spectra, that are known. */
class LossShapesTest {
    record Params(Tensor a, Tensor b) {}

    @Test
    void aQuadraticIsAParabolaOnEveryLine() {
        Tensor root = Random.normal(Key.of(1), 20, 20);
        Tensor h = root.matmul(root.t());
        Tensor c = Random.normal(Key.of(2), 20);
        Fn<Tensor, Tensor> f = x -> Tree.dot(x.minus(c), h.matmul(x.minus(c))).times(0.5);
        double[] j = LossPath.between(f, Random.normal(Key.of(3), 20), Random.normal(Key.of(4), 20), 20)
                .values();
        assertThat(j).hasSize(21);
        for (int i = 3; i < 21; i++) {
            assertThat(j[i] - 3 * j[i - 1] + 3 * j[i - 2] - j[i - 3]).isCloseTo(0, within(1e-10 * j[0]));
        }
    }

    /** ½(xy − 1)² between its two minima: the barrier is ½, at the origin. */
    @Test
    void betweenTwoMinimaOfAProductLiesABarrier() {
        Fn<Tensor, Tensor> f = x -> x.prod().minus(1).square().times(0.5);
        Tensor start = tensor(2, 0.5);
        LossPath path = LossPath.between(f, start, tensor(-2, -0.5), 20);
        assertThat(path.barrier()).isEqualTo(0.5);
        assertThat(path.obstacle()).isEqualTo(0.5);
        assertThat(path.values()[10]).isEqualTo(0.5);
        assertThat(path.descends()).isFalse();
        assertThat(start.toDoubles()).containsExactly(2, 0.5);
        assertThat(LossPath.between(f, tensor(0.1, 0.1), start, 10).descends()).isTrue();
    }

    @Test
    void treesHavePathsToo() {
        Fn<Params, Tensor> f = p -> p.a().square().sum().plus(p.b());
        Params from = new Params(tensor(2, 0), Tensors.scalar(1));
        Params to = new Params(tensor(0, 2), Tensors.scalar(3));
        assertThat(LossPath.at(f, from, to, -0.5, 0, 0.5, 1).values()).containsExactly(10, 5, 4, 7);
    }

    @Test
    void checkpointsHaveCoordinates() {
        var coordinates =
                LossPath.coordinates(tensor(0, 0), tensor(2, 0), List.of(tensor(1, 3), tensor(4, 0), tensor(0, 0)));
        assertThat(coordinates)
                .containsExactly(
                        new LossPath.Coordinates(0.5, 3),
                        new LossPath.Coordinates(2, 0),
                        new LossPath.Coordinates(0, 0));
    }

    @Test
    void aPlaneHoldsThreePoints() {
        Fn<Tensor, Tensor> f = x -> x.minus(tensor(1, 2, 3)).square().sum();
        Tensor origin = tensor(1, 2, 3);
        Tensor d = tensor(2, 0, 0);
        Tensor u = LossPlane.towards(origin, d, tensor(5, 2, 6));
        assertThat(u.toDoubles()).containsExactly(0, 0, 1);
        LossPlane plane = LossPlane.of(f, origin, d, u, new double[] {0, 2}, new double[] {0, 3});
        assertThat(plane.values()).isDeepEqualTo(new double[][] {{0, 9}, {16, 25}});
        assertThatThrownBy(() -> LossPlane.towards(origin, d, tensor(7, 2, 3))).isInstanceOf(ArgumentException.class);
    }

    @Test
    void aLossThatIsNaNHasNoBarrier() {
        LossPath path = new LossPath(new double[] {0, 0.5, 1}, new double[] {1, Double.NaN, 0});
        assertThat(path.descends()).isFalse();
        assertThatThrownBy(path::barrier)
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("NaN at 0.5 of the way");
    }

    @Test
    void spectraOfTreesAreExact() {
        Fn<Params, Tensor> f = p -> p.a().square().times(tensor(50, 0.5)).sum().minus(p.b().square());
        Params x = new Params(tensor(1, 1), Tensors.scalar(1));
        HessianSpectrum spectrum = HessianSpectrum.of(LinearOperator.hessian(f, x), x);
        assertThat(spectrum.eigenvalues()).containsExactly(new double[] {-2, 1, 100}, within(1e-12));
        assertThat(spectrum.outliers(0.1)).isEqualTo(1);
        assertThat(spectrum.bulk(0.015)).isCloseTo(1 / 3.0, within(1e-15));
    }

    /** Without residuals the Hessian is the Gauss–Newton matrix. */
    @Test
    void gaussNewtonIsTheHessianWhereResidualsVanish() {
        Tensor x = Random.normal(Key.of(1), 7, 3);
        Tensor w = Random.normal(Key.of(2), 3);
        Fn<Tensor, Tensor> model = p -> x.matmul(p).tanh();
        Tensor y = model.apply(w);
        Fn<Tensor, Tensor> loss = o -> o.minus(y).square().mean().times(0.5);
        Tensor exact = Tensors.tensor(HessianSpectrum.of(
                        LinearOperator.hessian((Tensor p) -> loss.apply(model.apply(p)), w), w)
                .eigenvalues());
        Tensor gauss = Tensors.tensor(HessianSpectrum.of(LinearOperator.gaussNewton(model, loss, w), w)
                .eigenvalues());
        assertThat(exact.toDoubles()).containsExactly(gauss.toDoubles(), within(1e-12));
        Tensor aside = w.plus(0.5);
        assertThat(HessianSpectrum.of(LinearOperator.gaussNewton(model, loss, aside), aside)
                        .smallest())
                .isGreaterThan(-1e-12);
    }
}
