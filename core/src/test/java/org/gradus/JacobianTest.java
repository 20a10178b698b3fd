package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.hessian;
import static org.gradus.Gradus.hessianBlocks;
import static org.gradus.Gradus.jacobian;
import static org.gradus.Gradus.jacobianBlocks;
import static org.gradus.Gradus.jacobianForward;
import static org.gradus.Gradus.jacobianReverse;
import static org.gradus.Gradus.jit;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Blocks;
import org.junit.jupiter.api.Test;

/** All derivatives at once, of tensors and of trees. */
class JacobianTest {
    private record Model(Tensor w, Tensor b) {}

    private record Out(Tensor y, Tensor norm) {}

    private static void close(Tensor actual, Tensor expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.size() == 0 || actual.minus(expected).abs().max().item() < 1e-12)
                .as("%s and %s", actual, expected)
                .isTrue();
    }

    @Test
    void bothModesAgreeForAnyShapes() {
        Fn<Tensor, Tensor> wide = x -> x.reshape(2, 3).matmul(x.reshape(3, 2)).sin();
        Fn<Tensor, Tensor> narrow = x -> x.exp().sum(1, 2).square();
        for (Shape shape : List.of(Shape.of(1, 2, 3), Shape.of(2, 3), Shape.of(6))) {
            Tensor x = Random.normal(Key.of(1), shape.dims());
            Tensor forward = jacobianForward(wide).apply(x);
            assertThat(forward.shape()).isEqualTo(Shape.of(2, 2).concat(shape));
            close(jacobianReverse(wide).apply(x), forward);
            close(jacobian(wide).apply(x), forward);
        }
        Tensor x = Random.normal(Key.of(2), 2, 3, 2);
        close(jacobianReverse(narrow).apply(x), jacobianForward(narrow).apply(x));
        close(jacobian(narrow).apply(x), jacobianForward(narrow).apply(x));
        close(jacobianForward((Tensor v) -> v.square()).apply(scalar(3)), scalar(6));
        close(jacobianReverse((Tensor v) -> v.square()).apply(scalar(3)), scalar(6));
        close(jacobianForward((Tensor v) -> v.exp()).apply(zeros(0, 2)), zeros(0, 2, 0, 2));
        close(jacobianReverse((Tensor v) -> v.exp()).apply(zeros(0, 2)), zeros(0, 2, 0, 2));
    }

    @Test
    void cheaperModeOnThePathWithFewerPasses() {
        // The number of operations of the program tells the mode: a batch of as many rows as passes.
        Fn<Tensor, Tensor> narrow = x -> x.square().sum(0, 1).reshape(1);
        Fn<Tensor, Tensor> wide = x -> x.times(tensor(1.0, 2.0, 3.0)).sin();
        assertThat(Gradus.trace(jacobian(narrow), zeros(9, 9)).toString())
                .isEqualTo(Gradus.trace(jacobianReverse(narrow), zeros(9, 9)).toString())
                .isNotEqualTo(Gradus.trace(jacobianForward(narrow), zeros(9, 9)).toString());
        assertThat(Gradus.trace(jacobian(wide), scalar(1)).toString())
                .isEqualTo(Gradus.trace(jacobianForward(wide), scalar(1)).toString())
                .isNotEqualTo(Gradus.trace(jacobianReverse(wide), scalar(1)).toString());
    }

    @Test
    void dataAreNotDifferentiated() {
        Fn2<Tensor, Tensor, Tensor> f = (w, x) -> x.matmul(w).tanh();
        Tensor w = Random.normal(Key.of(3), 3);
        Tensor x = Random.normal(Key.of(4), 2, 3);
        Tensor expected = jacobian((Tensor v) -> f.apply(v, x)).apply(w);
        close(jacobian(f).apply(w, x), expected);
        close(jacobianForward(f).apply(w, x), expected);
        close(jacobianReverse(f).apply(w, x), expected);
        Fn2<Tensor, Tensor, Tensor> loss = (v, d) -> f.apply(v, d).square().sum();
        close(hessian(loss).apply(w, x), hessian((Tensor v) -> loss.apply(v, x)).apply(w));
    }

    private static final Fn<Model, Out> F = m -> {
        Tensor y = m.w().matmul(m.b()).sin();
        return new Out(y, y.square().sum().plus(m.b().get(0)));
    };

    @Test
    void blocksOfTrees() {
        Model m = new Model(Random.normal(Key.of(5), 2, 3), Random.normal(Key.of(6), 3));
        Blocks<Model, Out> blocks = jacobianBlocks(F).apply(m);
        assertThat(blocks.block("y", "w").shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(blocks.block("norm", "b").shape()).isEqualTo(Shape.of(3));
        close(
                blocks.block("y", "b"),
                jacobian((Tensor b) -> F.apply(new Model(m.w(), b)).y()).apply(m.b()));
        close(
                blocks.block("norm", "w"),
                jacobian((Tensor w) -> F.apply(new Model(w, m.b())).norm()).apply(m.w()));
        close(blocks.row("y").w(), blocks.block("y", "w"));
        close(blocks.row("norm").b(), blocks.block("norm", "b"));
        close(blocks.column("b").y(), blocks.block("y", "b"));
        close(blocks.column("w").norm(), blocks.block("norm", "w"));
        close(blocks.value().norm(), F.apply(m).norm());
        Tensor matrix = blocks.matrix();
        assertThat(matrix.shape()).isEqualTo(Shape.of(3, 9));
        close(matrix.get(2).slice(0, 6, 9), blocks.block("norm", "b"));
        assertThat(blocks.toString())
                .isEqualTo("Blocks[y by w: f64[2,2,3], y by b: f64[2,3], norm by w: f64[2,3], norm by" + " b: f64[3]]");
        // More results than arguments: forward mode, the same blocks.
        Fn<Tensor, Out> wide = x -> new Out(x.times(zeros(50).plus(2)), x.square());
        Blocks<Tensor, Out> forward = jacobianBlocks(wide).apply(scalar(3));
        close(forward.block("y", ""), zeros(50).plus(2));
        close(forward.block("norm", ""), scalar(6));
        Fn2<Model, Tensor, Tensor> data = (p, x) -> p.w().matmul(x).plus(p.b());
        Blocks<Model, Tensor> second = jacobianBlocks(data).apply(new Model(zeros(3, 2), zeros(3)), tensor(1.0, 2.0));
        close(second.block("", "b"), org.gradus.tensor.Tensors.eye(3));
    }

    @Test
    void secondDerivativesOfTrees() {
        Fn<Model, Tensor> f = m -> m.w().square().sum().times(m.b()).plus(m.b().pow(3));
        Model m = new Model(tensor(1.0, 2.0), scalar(3));
        Blocks<Model, Model> h = hessianBlocks(f).apply(m);
        close(h.block("w", "w"), tensor(new double[][] {{6, 0}, {0, 6}}));
        close(h.block("w", "b"), tensor(2.0, 4.0));
        close(h.block("b", "w"), tensor(2.0, 4.0));
        close(h.block("b", "b"), scalar(18));
        close(h.matrix(), tensor(new double[][] {{6, 0, 2}, {0, 6, 4}, {2, 4, 18}}));
        close(h.value().b(), scalar(32));
        Fn2<Model, Tensor, Tensor> data = (p, x) -> f.apply(p).times(x);
        close(hessianBlocks(data).apply(m, scalar(2)).block("b", "b"), scalar(36));
        Tensor compiled = jit((Model p) -> hessianBlocks(f).apply(p).matrix()).apply(m);
        close(compiled, h.matrix());
        Fn<List<Tensor>, Tensor> list = l -> l.get(0).times(l.get(1));
        close(hessianBlocks(list).apply(List.of(scalar(1), scalar(2))).block("[0]", "[1]"), scalar(1));
    }

    @Test
    void mixedElementTypes() {
        Fn<Model, Tensor> f = m -> m.w().sum().times(m.b());
        Blocks<Model, Model> h =
                hessianBlocks(f).apply(new Model(tensor(1.0, 2.0).to(DType.FLOAT32), scalar(3)));
        assertThat(h.block("w", "b").dtype()).isEqualTo(DType.FLOAT32);
        assertThat(h.block("b", "w").dtype()).isEqualTo(DType.FLOAT64);
        assertThat(h.matrix().dtype()).isEqualTo(DType.FLOAT64);
        close(h.matrix(), tensor(new double[][] {{0, 0, 1}, {0, 0, 1}, {1, 1, 0}}));
    }

    @Test
    void wrongUses() {
        Blocks<Model, Out> blocks = jacobianBlocks(F).apply(new Model(zeros(2, 3), zeros(3)));
        assertThatThrownBy(() -> blocks.block("z", "w"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("blocks: the result has no leaf 'z'")
                .hasMessageContaining("name one of its leaves: ['y', 'norm']");
        assertThatThrownBy(() -> blocks.column("y")).hasMessageContaining("blocks: the argument has no leaf 'y'");
        Fn<Tensor, List<Tensor>> whole = x -> List.of(x, x.argmax(0));
        assertThatThrownBy(() -> jacobianBlocks(whole).apply(zeros(2)))
                .isInstanceOf(NotDifferentiableException.class)
                .hasMessageContaining("jacobianBlocks: the function returned i64[] as leaf '[1]'");
        assertThatThrownBy(() -> jacobianForward((Tensor x) -> x.argmax(0)).apply(zeros(2)))
                .hasMessageContaining("jacobianForward: the function returned i64[]");
        assertThatThrownBy(() -> hessianBlocks((Tensor x) -> x).apply(zeros(2)))
                .hasMessageContaining("hessianBlocks: the function returned f64[2], not one real number");
    }
}
