package org.gradus.categories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.categories.Learner.Errors;
import org.gradus.categories.Learner.Nothing;
import org.gradus.error.ArgumentException;
import org.gradus.error.GradusException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws by which learners compose. */
class LearnerTest {
    private static final double RATE = 0.05;
    private static final Fn2<Tensor, Tensor, Tensor> F = (p, a) -> Tensors.sigmoid(p.matmul(a));
    private static final Fn2<Tensor, Tensor, Tensor> G =
            (p, a) -> Tensors.sigmoid(p.times(a).plus(a.square()));
    private static final Tensor P = Random.normal(Key.of(1), 3, 2);
    private static final Tensor Q = Random.normal(Key.of(2), 3);
    private static final Tensor A = Random.uniform(Key.of(3), 2);
    private static final Tensor B = Random.uniform(Key.of(4), 3);

    private static Errors errors(boolean quadratic) {
        return quadratic ? Errors.QUADRATIC : Errors.CROSS_ENTROPY;
    }

    private static void near(Object found, Object expected) {
        assertThat(Tree.norm(Tree.minus(found, expected)).item()).isLessThan(1e-13);
    }

    private static <P, A, B> void same(Learner<P, A, B> x, Learner<P, A, B> y, P p, A a, B b) {
        near(x.implement().apply(p, a), y.implement().apply(p, a));
        near(x.update().apply(p, a, b), y.update().apply(p, a, b));
        near(x.request().apply(p, a, b), y.request().apply(p, a, b));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLearnerOfACompositeIsTheComposite(boolean quadratic) {
        Errors e = errors(quadratic);
        var local = Learner.of(F, RATE, e).then(Learner.of(G, RATE, e));
        Fn2<Product<Tensor, Tensor>, Tensor, Tensor> both = (pq, a) -> G.apply(pq.second(), F.apply(pq.first(), a));
        same(local, Learner.of(both, RATE, e), new Product<>(P, Q), A, B);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLearnerOfAPairIsThePair(boolean quadratic) {
        Errors e = errors(quadratic);
        var local = Learner.of(F, RATE, e).par(Learner.of(G, RATE, e));
        Fn2<Product<Tensor, Tensor>, Product<Tensor, Tensor>, Product<Tensor, Tensor>> both =
                (pq, ac) -> new Product<>(F.apply(pq.first(), ac.first()), G.apply(pq.second(), ac.second()));
        Tensor c = Random.uniform(Key.of(5), 3);
        same(local, Learner.of(both, RATE, e), new Product<>(P, Q), new Product<>(A, c), new Product<>(B, c.square()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wiringIsTheLearnerOfItsFunction(boolean quadratic) {
        Errors e = errors(quadratic);
        Nothing none = new Nothing();
        same(Learner.id(), Learner.of((Nothing p, Tensor a) -> a, RATE, e), none, A, A.square());
        same(
                Learner.<Tensor, Tensor>swap(),
                Learner.of((Nothing p, Product<Tensor, Tensor> a) -> new Product<>(a.second(), a.first()), RATE, e),
                none,
                new Product<>(A, B),
                new Product<>(B.square(), A.square()));
    }

    @Test
    void compositionIsAssociativeAndIdIsItsUnit() {
        var f = Learner.of(F, RATE, Errors.QUADRATIC);
        var g = Learner.of(G, RATE, Errors.QUADRATIC);
        var left = f.then(g).then(g);
        var right = f.then(g.then(g));
        var p = new Product<>(new Product<>(P, Q), Q.square());
        var r = new Product<>(P, new Product<>(Q, Q.square()));
        near(left.request().apply(p, A, B), right.request().apply(r, A, B));
        var moved = left.update().apply(p, A, B);
        var other = right.update().apply(r, A, B);
        near(moved.first().first(), other.first());
        near(moved.first().second(), other.second().first());
        near(moved.second(), other.second().second());
        var unit = f.then(Learner.id());
        near(
                unit.update().apply(new Product<>(P, new Nothing()), A, B).first(),
                f.update().apply(P, A, B));
    }

    @Test
    void copiesAskForTheSumOfWhatIsAsked() {
        var copy = Learner.<Tensor>copy(Errors.QUADRATIC);
        near(
                copy.request().apply(new Nothing(), A, new Product<>(A.square(), A.exp())),
                A.square().plus(A.exp()).minus(A));
        var sum = Learner.<Tensor>sum(Errors.QUADRATIC);
        Tensor c = A.exp();
        var asked = sum.request().apply(new Nothing(), new Product<>(A, c), A.square());
        near(asked, new Product<>(A.square().minus(c), A.square().minus(A)));
    }

    @Test
    void training() {
        var line = Learner.of((Tensor p, Tensor a) -> p.times(a), 0.1, Errors.QUADRATIC);
        List<Product<Tensor, Tensor>> pairs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Tensor a = Tensors.scalar(Math.sin(i));
            pairs.add(new Product<>(a, a.times(3)));
        }
        assertThat(line.train(Tensors.scalar(0), pairs).item()).isBetween(2.99, 3.0);
    }

    @Test
    void learnersAreFunctionsToEverythingElse() {
        var learner = Learner.of(F, RATE, Errors.QUADRATIC).then(Learner.of(G, RATE, Errors.QUADRATIC));
        var p = new Product<>(P, Q);
        near(Gradus.jit(learner.update()).apply(p, A, B), learner.update().apply(p, A, B));
        Tensor many = Random.uniform(Key.of(6), 5, 2);
        Tensor requests =
                Gradus.vmap((Tensor a) -> learner.request().apply(p, a, B)).apply(many);
        near(requests.get(3), learner.request().apply(p, many.get(3), B));
        // The derivative of one step by the target, against a difference.
        Tensor slope = Gradus.jvp((Tensor b) -> learner.update().apply(p, A, b).first(), B, Tensors.ones(3))
                .tangent();
        Tensor high = learner.update().apply(p, A, B.plus(1e-6)).first();
        Tensor low = learner.update().apply(p, A, B.minus(1e-6)).first();
        assertThat(Tree.norm(high.minus(low).div(2e-6).minus(slope)).item()).isLessThan(1e-9);
    }

    @Test
    void misuseIsRefused() {
        assertThatThrownBy(() -> Learner.of(F, 0, Errors.QUADRATIC)).isInstanceOf(ArgumentException.class);
        var pair = Learner.<Tensor>copy(Errors.QUADRATIC);
        assertThatThrownBy(() -> pair.request().apply(new Nothing(), A, new Product<>(A, null)))
                .isInstanceOf(GradusException.class);
    }
}
