package org.gradus.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gradus.Gradus;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Solutions by one factorization against those of the plain solve. */
class FactoredSolveTest {
    record Problem(Tensor a, Tensor b) {}

    private static final Problem AT = new Problem(Random.normal(Key.of(1), 5, 5), Random.normal(Key.of(2), 5));

    private static Tensor one(Problem p) {
        return FactoredSolve.solve(p.a(), p.b()).exp().sum();
    }

    private static Tensor other(Problem p) {
        return Linalg.solve(p.a(), p.b()).exp().sum();
    }

    private static void near(Object x, Object y) {
        assertThat(Tree.norm(Tree.minus(x, y)).item())
                .isLessThan(1e-9 * (1 + Tree.norm(y).item()));
    }

    @Test
    void valuesAndGradients() {
        near(one(AT), other(AT));
        Fn<Problem, Problem> first = Gradus.grad(FactoredSolveTest::one);
        Fn<Problem, Problem> second = Gradus.grad(FactoredSolveTest::other);
        near(first.apply(AT), second.apply(AT));
        near(Gradus.jit(first).apply(AT), second.apply(AT));
        Problem many = new Problem(Random.normal(Key.of(3), 4, 5, 5), Random.normal(Key.of(4), 4, 5));
        near(Gradus.vmap(first).apply(many), Gradus.vmap(second).apply(many));
    }

    @Test
    void secondDerivativesInReverse() {
        Problem v = new Problem(Random.normal(Key.of(5), 5, 5), Random.normal(Key.of(6), 5));
        Fn<Problem, Tensor> first =
                p -> Tree.dot(Gradus.grad(FactoredSolveTest::one).apply(p), v);
        Fn<Problem, Tensor> second =
                p -> Tree.dot(Gradus.grad(FactoredSolveTest::other).apply(p), v);
        near(Gradus.grad(first).apply(AT), Gradus.grad(second).apply(AT));
    }

    @Test
    void oneFactorizationServesBoth() {
        var program = Gradus.trace(Gradus.grad(FactoredSolveTest::one), AT).pruned(_ -> false);
        long factorizations = program.equations().stream()
                .filter(e -> e.op().mnemonic().equals("lu"))
                .count();
        assertThat(factorizations).isEqualTo(1);
    }

    @Test
    void misuseIsRefused() {
        assertThatThrownBy(() -> FactoredSolve.solve(Tensors.eye(3), Tensors.ones(2)))
                .isInstanceOf(ShapeException.class);
    }
}
