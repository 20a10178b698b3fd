package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.tensor;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

class MeansTest {
    private static final Tensor X = tensor(0.5, 1.2, 3);
    private static final Tensor W = tensor(0.2, 0.5, 0.3);

    private static double lehmer(double p) {
        return Means.lehmer(X, W, p).item();
    }

    @Test
    void knownMeans() {
        assertThat(lehmer(0)).isCloseTo(12 / 11.0, within(1e-14));
        assertThat(lehmer(1)).isCloseTo(1.6, within(1e-14));
        assertThat(lehmer(2)).isCloseTo(2.16875, within(1e-14));
        assertThat(lehmer(Double.POSITIVE_INFINITY)).isEqualTo(3);
        assertThat(lehmer(Double.NEGATIVE_INFINITY)).isEqualTo(0.5);
        assertThat(lehmer(5000)).isCloseTo(3, within(1e-12));
        assertThat(lehmer(-5000)).isCloseTo(0.5, within(1e-12));
        assertThat(Means.gini(X, W, scalar(2), scalar(1)).item()).isCloseTo(2.16875, within(1e-14));
        assertThat(Means.gini(X, W, scalar(0), scalar(0)).item())
                .isCloseTo(Math.exp(W.times(X.log()).sum().item()), within(1e-14));
        assertThat(Means.slope(X, W).item()).isCloseTo(0.577445, within(1e-6));
    }

    @Test
    void derivativesByWeightsThatAreZero() {
        Tensor w = tensor(0.0, 0.5, 0.3);
        for (double p : new double[] {-2, 0.5, 3}) {
            double[] g = grad((Tensor a) -> Means.lehmer(X, a, p)).apply(w).toDoubles();
            double mean = Means.lehmer(X, w, p).item();
            double d = 0.5 * Math.pow(1.2, p - 1) + 0.3 * Math.pow(3, p - 1);
            assertThat(g[0]).isCloseTo(Math.pow(0.5, p - 1) * (0.5 - mean) / d, within(1e-13));
        }
        assertThat(Means.lehmer(X, tensor(0, 1.0, 0), Double.NEGATIVE_INFINITY).item())
                .isEqualTo(1.2);
    }

    @Test
    void stagedBatchedAndOfSecondOrder() {
        Fn<Tensor, Tensor> f = x -> Means.gini(x, W, scalar(2.3), scalar(0.7));
        Fn<Tensor, Tensor> g = grad(f);
        assertThat(jit(g).apply(X).toDoubles()).isEqualTo(g.apply(X).toDoubles());
        assertThat(vmap(f).apply(stack(X, X.times(2))).toDoubles())
                .containsExactly(f.apply(X).item(), f.apply(X.times(2)).item());
        // Homogeneous of degree one: the Hessian annihilates x.
        Tensor h = grad((Tensor x) -> grad(f).apply(x).times(X).sum()).apply(X);
        assertThat(h.abs().max().item()).isLessThan(1e-13);
    }

    @Test
    void aLayerIsItsMeans() {
        Multiplet layer = Multiplet.init(Key.of(1), 3, 2);
        Tensor y = layer.apply(stack(X, X.times(2)));
        assertThat(y.type()).hasToString("f64[2,6]");
        Tensor second = Tensors.softplus(layer.raw().get(1));
        assertThat(y.get(0, 5).item()).isCloseTo(Means.lehmer(X, second, 3).item(), within(1e-14));
        assertThat(y.get(1, 3).item()).isCloseTo(2 * Means.lehmer(X, second, -1).item(), within(1e-14));
        assertThat(layer.slopeScore(tensor(2.0, 2, 2)).abs().max().item()).isLessThan(1e-15);
        assertThat(layer.slopeScore(X).type()).hasToString("f64[2]");
    }

    @Test
    void aNetworkLearns() {
        Tensor x = Multiplet.positive(Random.normal(Key.of(3), 40, 2), 0.5);
        Tensor y = x.slice(1, 0, 1).gt(x.slice(1, 1, 2)).to(DType.FLOAT64);
        Tensor labels = Tensors.concatenate(1, y, Tensors.minus(1, y));
        List<Multiplet> net = Multiplet.network(Key.of(4), 2, List.of(4), 2);
        Fn<List<Multiplet>, Tensor> loss =
                n -> Tensors.logSoftmax(Multiplet.apply(n, x).times(10), -1)
                        .times(labels)
                        .sum()
                        .div(-40);
        double before = loss.apply(net).item();
        Fn<List<Multiplet>, List<Multiplet>> gradient = jit(grad(loss));
        for (int i = 0; i < 60; i++) {
            net = Tree.axpy(-0.5, gradient.apply(net), net);
        }
        assertThat(loss.apply(net).item()).isLessThan(0.8 * before);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> Means.lehmer(scalar(1), W, 1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Multiplet.init(Key.of(1), 2, 1, new double[0])).hasMessageContaining("no exponents");
        assertThatThrownBy(() -> Multiplet.positive(X, 0)).hasMessageContaining("above 0");
    }
}
