package org.gradus.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Same;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Lenses compose as the chain rule says, and learners are lenses. */
class LensTest {
    private static final Tensor X = Random.normal(Key.of(1), 4);

    private static Para<Tensor, Tensor, Tensor> layer() {
        return Para.of((w, x) -> w.matmul(x).tanh());
    }

    @Test
    void compositionIsTheChainRule() {
        Fn<Tensor, Tensor> f = x -> x.sin().times(x);
        Fn<Tensor, Tensor> g = x -> x.exp().sum();
        Lens<Tensor, Tensor> both = Lens.of(f).then(Lens.of(g));
        Tensor whole = grad((Tensor x) -> g.apply(f.apply(x))).apply(X);
        Same.close("put", whole, both.put(X, scalar(1)), 1e-15);
        Same.bits("get", g.apply(f.apply(X)), both.get(X));
        Same.bits(
                "jit",
                both.put(X, scalar(1)),
                jit((Tensor x) -> both.put(x, scalar(1))).apply(X));
        Same.close(
                "second order",
                grad((Tensor x) ->
                                grad((Tensor y) -> g.apply(f.apply(y))).apply(x).sum())
                        .apply(X),
                grad((Tensor x) -> both.put(x, scalar(1)).sum()).apply(X),
                1e-13);
        var beside = Lens.of(f).beside(Lens.of(g));
        var back = beside.put(new Product<>(X, X), new Product<>(X, scalar(2)));
        Same.bits("first", Lens.of(f).put(X, X), back.first());
        Same.bits("second", Lens.of(g).put(X, scalar(2)), back.second());
        Same.bits(
                "identity",
                both.put(X, scalar(3)),
                Lens.<Tensor>identity().then(both).put(X, scalar(3)));
    }

    @Test
    void parametersOfACompositeAreGrouped() {
        Tensor p = Random.normal(Key.of(2), 3, 4);
        Tensor q = Random.normal(Key.of(3), 2, 3);
        Tensor c = tensor(1.0, -2.0);
        var model = layer().then(layer());
        var back = model.lens().put(new Product<>(new Product<>(q, p), X), c);
        Fn<List<Tensor>, Tensor> whole = all -> all.get(0)
                .matmul(all.get(1).matmul(all.get(2)).tanh())
                .tanh()
                .times(c)
                .sum();
        List<Tensor> gradient = grad(whole).apply(List.of(q, p, X));
        Same.close("q", gradient.get(0), back.first().first(), 1e-14);
        Same.close("p", gradient.get(1), back.first().second(), 1e-14);
        Same.close("x", gradient.get(2), back.second(), 1e-14);
        var beside = layer().beside(layer()).lens();
        var at = new Product<>(new Product<>(p, q), new Product<>(X, tensor(1.0, 2, 3)));
        assertThat(beside.get(at).second().size()).isEqualTo(2);
        Same.bits(
                "beside",
                layer().lens().put(new Product<>(q, tensor(1.0, 2, 3)), c).first(),
                beside.put(at, new Product<>(zeros(3), c)).first().second());
        var exponential = layer().reparameterized(Lens.of(Tensor::exp)).lens();
        Same.bits(
                "reparameterized",
                layer().lens().put(new Product<>(p.exp(), X), ones(3)).first().times(p.exp()),
                exponential.put(new Product<>(p, X), ones(3)).first());
    }

    private static final Para<Tensor, Tensor, Tensor> LINEAR = Para.of((w, x) -> w.times(x));

    /** Two steps on 5w². */
    private static <S> double afterTwo(Lens<Product<S, Tensor>, Tensor> update, S state, Fn<Tensor, Tensor> rate) {
        var learner = new LensLearner<>(update, LINEAR, LensLearner.squaredError(), rate);
        Product<S, Tensor> at = new Product<>(state, scalar(1));
        for (int i = 0; i < 2; i++) {
            at = learner.step(at, scalar(Math.sqrt(10)), scalar(0)).next();
        }
        return at.second().item();
    }

    @Test
    void updatesAreThoseOfTheirEquations() {
        assertThat(afterTwo(Updates.nesterov(0.01, 0.9), scalar(0), LensLearner.one()))
                .as("nesterov")
                .isCloseTo(0.729, within(1e-14));
        assertThat(afterTwo(Updates.momentum(0.01, 0.9), scalar(0), LensLearner.one()))
                .as("momentum")
                .isCloseTo(0.72, within(1e-14));
        assertThat(afterTwo(Updates.descent(0.01), new Updates.None(), LensLearner.one()))
                .as("descent")
                .isCloseTo(0.81, within(1e-14));
        assertThat(afterTwo(Updates.add(Tensor::plus), new Updates.None(), LensLearner.minus(0.01)))
                .as("added")
                .isCloseTo(0.81, within(1e-14));
        double w = 1;
        double sum = 0;
        double m = 0;
        double v = 0;
        double u = 1;
        for (int t = 1; t <= 2; t++) {
            sum += 100 * w * w;
            w -= 0.1 * 10 * w / (1e-7 + Math.sqrt(sum));
            m = 0.9 * m + 0.1 * 10 * u;
            v = 0.999 * v + 0.001 * 100 * u * u;
            u -= 0.1 * m / (1 - Math.pow(0.9, t)) / (1e-8 + Math.sqrt(v / (1 - Math.pow(0.999, t))));
        }
        assertThat(afterTwo(Updates.adaGrad(0.1), scalar(0), LensLearner.one()))
                .as("adaGrad")
                .isCloseTo(w, within(1e-14));
        assertThat(afterTwo(Updates.adam(0.1), Updates.noMoments(scalar(1)), LensLearner.one()))
                .as("adam")
                .isCloseTo(u, within(1e-14));
    }

    @Test
    void lossesSendBackWhatTheEquationsSay() {
        Tensor y = softmax(X.times(2), 0);
        var at = new Product<>(X, y);
        var half = LensLearner.squaredError().put(at, scalar(1));
        Same.bits("prediction", X.minus(y), half.first());
        Same.bits("label", y.minus(X), half.second());
        Same.close(
                "cross-entropy",
                softmax(X, 0).minus(y),
                LensLearner.crossEntropy().put(at, scalar(1)).first(),
                1e-15);
        Same.bits("dot", y, LensLearner.dotProduct().put(at, scalar(1)).first());
    }

    @Test
    void aStepIsOneLensAndStages() {
        var learner =
                new LensLearner<>(Updates.<Tensor>descent(0.1), layer(), LensLearner.squaredError(), LensLearner.one());
        Tensor w = Random.normal(Key.of(5), 3, 4);
        var at = new Product<>(new Updates.None(), w);
        var stepped = learner.step(at, X, ones(3));
        Fn<Tensor, Tensor> loss =
                p -> p.matmul(X).tanh().minus(ones(3)).square().sum().times(0.5);
        Same.close(
                "parameters",
                Tree.axpy(-0.1, grad(loss).apply(w), w),
                stepped.next().second(),
                1e-15);
        Same.bits(
                "jit",
                stepped.next().second(),
                jit((Tensor p) -> learner.step(new Product<>(new Updates.None(), p), X, ones(3))
                                .next()
                                .second())
                        .apply(w));
        assertThat(stepped.input().size()).isEqualTo(4);
        assertThat(stepped.loss().item()).isEqualTo(loss.apply(w).item());
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> new Lens<>(null)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Para.of(Circuit.add(), 3, Ring.reals())).hasMessageContaining("3 parameters");
    }
}
