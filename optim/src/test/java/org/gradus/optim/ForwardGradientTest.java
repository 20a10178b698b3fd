package org.gradus.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.optim.ForwardGradient.Law;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Estimates of gradients by forward mode. */
class ForwardGradientTest {
    record Net(Tensor w, Tensor b) {}

    private static final Net AT = new Net(
            Tensors.tensor(Shape.of(3, 2), new double[] {0.3, -1.2, 0.5, 0.8, -0.4, 1.1}), Tensors.tensor(0.2, -0.7));

    private static Tensor loss(Net net) {
        Tensor x = Tensors.tensor(Shape.of(2, 3), new double[] {1, -1, 2, 0.5, 0.25, -3});
        return x.matmul(net.w()).plus(net.b()).tanh().square().sum();
    }

    private static double difference(Object a, Object b) {
        return Tree.norm(Tree.minus(a, b)).item();
    }

    @Test
    void anEstimateIsTheDirectionTimesTheSlopeAlongIt() {
        for (Law law : Law.values()) {
            ForwardGradient estimator = new ForwardGradient().withLaw(law);
            Net v = estimator.direction(Key.of(3), AT);
            ValueAndGrad<Net> both = estimator.valueAndGrad(ForwardGradientTest::loss, AT, Key.of(3));
            Net gradient = Gradus.grad(ForwardGradientTest::loss).apply(AT);
            assertThat(both.value().item()).isEqualTo(loss(AT).item());
            assertThat(difference(both.gradient(), Tree.scale(Tree.dot(gradient, v), v)))
                    .isLessThan(1e-12);
        }
    }

    @Test
    void theMeanOverManyDirectionsIsTheGradient() {
        Net gradient = Gradus.grad(ForwardGradientTest::loss).apply(AT);
        int count = 20_000;
        for (boolean perLeaf : new boolean[] {false, true}) {
            ForwardGradient estimator = new ForwardGradient(Law.RADEMACHER, count, perLeaf);
            Net mean = Gradus.jit((Net x, Key k) -> estimator
                            .valueAndGrad(ForwardGradientTest::loss, x, k)
                            .gradient())
                    .apply(AT, Key.of(1));
            double norm = Tree.norm(gradient).item();
            // Standard error √(n/K) with n = 8.
            assertThat(difference(mean, gradient) / norm).isBetween(1e-6, 4 * Math.sqrt(8.0 / count));
        }
    }

    @Test
    void aPassForEachLeafLeavesTheOthersOut() {
        ForwardGradient estimator = new ForwardGradient().eachLeaf();
        Net v = estimator.direction(Key.of(3), AT);
        Net found =
                estimator.valueAndGrad(ForwardGradientTest::loss, AT, Key.of(3)).gradient();
        Net gradient = Gradus.grad(ForwardGradientTest::loss).apply(AT);
        Net expected = new Net(v.w().times(Tree.dot(gradient.w(), v.w())), v.b().times(Tree.dot(gradient.b(), v.b())));
        assertThat(difference(found, expected)).isLessThan(1e-12);
    }

    @Test
    void aUnitGuessProjectsAndTheGradientIsItsOwnProjection() {
        Net gradient = Gradus.grad(ForwardGradientTest::loss).apply(AT);
        Net unit = ForwardGradient.unit(gradient);
        assertThat(Tree.norm(unit).item()).isCloseTo(1, within(1e-12));
        Net projected =
                ForwardGradient.along(ForwardGradientTest::loss, AT, unit).gradient();
        assertThat(difference(projected, gradient)).isLessThan(1e-12);
        assertThat(Tree.norm(ForwardGradient.unit(Tree.zerosLike(AT))).item()).isZero();
    }

    @Test
    void theEstimatingFunctionIsAFunctionToEverythingElse() {
        ForwardGradient estimator = new ForwardGradient(Law.NORMAL, 3, false);
        var f = estimator.estimating(ForwardGradientTest::loss);
        Net estimate =
                estimator.valueAndGrad(ForwardGradientTest::loss, AT, Key.of(5)).gradient();
        assertThat(f.apply(AT, Key.of(5)).item()).isEqualTo(loss(AT).item());
        Net eager = Gradus.grad(f).apply(AT, Key.of(5));
        assertThat(difference(eager, estimate)).isZero();
        assertThat(difference(Gradus.jit(Gradus.grad(f)).apply(AT, Key.of(5)), estimate))
                .isZero();
        Net batch = Gradus.vmap((Key k) -> Gradus.grad(f).apply(AT, k))
                .apply(Key.of(9).splitBatch(4));
        Key third = new Key(Key.of(9).splitBatch(4).bits().get(2));
        assertThat(difference(
                        Tree.map((Tensor t) -> t.get(2), batch), Gradus.grad(f).apply(AT, third)))
                .isLessThan(1e-12);
    }

    @Test
    void estimatesAreDifferentiable() {
        Fn<Tensor, Tensor> f = x -> x.pow(3).sum();
        Tensor x = Tensors.tensor(1.0, 2.0);
        Tensor v = Tensors.tensor(0.5, -1.0);
        // (∇f·v)·v = (3x₁²/2 − 3x₂²)·v
        Tensor jacobian = Gradus.jacobian(
                        (Tensor a) -> ForwardGradient.along(f, a, v).gradient())
                .apply(x);
        assertThat(jacobian.reshape(4).toDoubles()).containsExactly(new double[] {1.5, -6, -3, 12}, within(1e-12));
    }

    @Test
    void elementTypesAreKept() {
        Net narrow = Tree.map((Tensor t) -> t.to(DType.FLOAT32), AT);
        Fn<Net, Tensor> f = n -> n.w().square().sum().plus(n.b().sum());
        Net estimate = new ForwardGradient(Law.RADEMACHER, 2, true)
                .valueAndGrad(f, narrow, Key.of(0))
                .gradient();
        assertThat(estimate.w().type()).isEqualTo(narrow.w().type());
        assertThat(estimate.b().type()).isEqualTo(narrow.b().type());
    }

    @Test
    void minimizersDescendAlongEstimates() {
        Fn<Tensor, Tensor> f = x -> x.minus(3).square().sum();
        var chain = new EstimateGradient<Tensor>(new ForwardGradient().withLaw(Law.RADEMACHER)).then(new Sgd<>(0.05));
        Solution<Tensor> s =
                Minimizer.of(f).method(chain).maxIterations(400).seed(4).run(Tensors.zeros(4));
        assertThat(f.apply(s.point()).item()).isLessThan(1e-8);
    }

    @Test
    void nothingIsKeptForABackwardPass() {
        Tensor w = Random.normal(Key.of(0), 16, 16).times(0.2);
        var shallow = new ForwardGradient().cost(deep(5), w, Key.of(1));
        var steep = new ForwardGradient().cost(deep(40), w, Key.of(1));
        assertThat(steep.forwardNodes()).isZero();
        assertThat(steep.reverseNodes()).isGreaterThan(40);
        // Each layer's program text has two numbers of its own, in 1 − tanh²; no array stays.
        assertThat(steep.forwardPeak().elements() - shallow.forwardPeak().elements())
                .isEqualTo(2 * 35);
        assertThat(steep.reversePeak().bytes())
                .isGreaterThan(3 * shallow.reversePeak().bytes());
        assertThat(steep.forwardSeconds()).isPositive();
    }

    private static Fn<Tensor, Tensor> deep(int layers) {
        Tensor x = Random.normal(Key.of(2), 8, 16);
        return w -> {
            Tensor h = x;
            for (int i = 0; i < layers; i++) {
                h = h.matmul(w).tanh();
            }
            return h.square().sum();
        };
    }

    @Test
    void misuseIsRefused() {
        assertThatThrownBy(() -> new ForwardGradient().withDirections(0)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new ForwardGradient().valueAndGrad((Tensor x) -> x, Tensors.ones(2), Key.of(0)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("f64[2]");
    }
}
