package org.gradus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.arange;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.stack;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;
import static org.gradus.transform.Axes.SHARED;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Axes;
import org.junit.jupiter.api.Test;

/** Batches along chosen axes of arguments and results. */
class VmapAxesTest {
    private record Layer(Tensor w, Tensor b) {}

    private static final Fn<Tensor, Tensor> ROW = x -> x.exp().times(arange(3).to(DType.FLOAT64));

    private static Tensor numbers(int... dims) {
        return Random.normal(Key.of(1), dims);
    }

    private static void same(Tensor actual, Tensor expected) {
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.array().sameBits(expected.array())).isTrue();
    }

    @Test
    void anyAxisOfTheArgument() {
        Tensor x = numbers(3, 5);
        Tensor expected = vmap(ROW).apply(x.t());
        same(vmap(ROW, Axes.in(1)).apply(x), expected);
        same(vmap(ROW, Axes.in(-1)).apply(x), expected);
        same(vmap(ROW, Axes.in(-2)).apply(x.t()), expected);
        same(vmap(ROW, Axes.FIRST).apply(x.t()), expected);
        Fn<Tensor, Tensor> matrix = m -> m.matmul(m.t());
        Tensor cube = numbers(2, 4, 3);
        List<Tensor> slices = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slices.add(matrix.apply(cube.slice(1, i, i + 1).reshape(2, 3)));
        }
        Tensor middle = vmap(matrix, Axes.in(1)).apply(cube);
        assertThat(middle.minus(stack(0, slices)).abs().max().item()).isLessThan(1e-14);
    }

    @Test
    void anyAxisOfTheResult() {
        Tensor x = numbers(5, 3);
        Tensor first = vmap(ROW).apply(x);
        same(vmap(ROW, Axes.in(0).out(1)).apply(x), first.t());
        same(vmap(ROW, Axes.in(0).out(-1)).apply(x), first.t());
        same(vmap(ROW, Axes.in(0).out(-2)).apply(x), first);
        Fn<Tensor, Tensor> outer = v -> v.reshape(3, 1).times(v);
        same(vmap(outer, Axes.in(0).out(1)).apply(x), vmap(outer).apply(x).transpose(1, 0, 2));
        same(vmap(outer, Axes.in(0).out(-1)).apply(x), vmap(outer).apply(x).transpose(1, 2, 0));
    }

    @Test
    void sharedArguments() {
        Tensor w = numbers(3);
        Tensor xs = numbers(4, 3);
        Fn2<Tensor, Tensor, Tensor> loss = (p, x) -> p.times(x).sum().square();
        Tensor each = vmap(grad(loss), Axes.in(SHARED, 0)).apply(w, xs);
        assertThat(each.shape()).isEqualTo(Shape.of(4, 3));
        for (int i = 0; i < 4; i++) {
            same(each.get(i), grad(loss).apply(w, xs.get(i)));
        }
        same(vmap(grad(loss), Axes.in(SHARED, 1)).apply(w, xs.t()), each);
        same(jit(vmap(grad(loss), Axes.in(SHARED, 0))).apply(w, xs), each);
        Fn3<Tensor, Tensor, Tensor, Tensor> three = (a, b, c) -> a.plus(b).times(c);
        Tensor some = vmap(three, Axes.in(0, SHARED, -1)).apply(xs, w, numbers(3, 4));
        same(some, xs.plus(w).times(numbers(3, 4).t()));
        same(vmap(three).apply(xs, xs, xs), xs.plus(xs).times(xs));
        // A shared tree, beside a batch.
        Fn2<Layer, Tensor, Tensor> layer = (l, x) -> x.matmul(l.w()).plus(l.b());
        Layer shared = new Layer(numbers(3, 2), numbers(2));
        Tensor batch = vmap(layer, Axes.in(SHARED, 0)).apply(shared, xs);
        assertThat(batch.minus(layer.apply(shared, xs)).abs().max().item()).isLessThan(1e-14);
    }

    @Test
    void partsOfTheResult() {
        Tensor x = numbers(5, 3);
        Fn<Tensor, List<Tensor>> f = v -> List.of(v.exp(), v.sum(), scalar(7));
        List<Tensor> parts = vmap(f, Axes.in(0).out(1, 0, SHARED)).apply(x);
        same(parts.get(0), x.exp().t());
        same(parts.get(1), x.sum(1));
        same(parts.get(2), scalar(7));
        Fn<Tensor, Layer> record = v -> new Layer(v.times(2), v);
        Layer out = vmap(record, Axes.in(0).out(-1, 0)).apply(x);
        same(out.w(), x.times(2).t());
        same(out.b(), x);
        // One axis holds for all leaves.
        same(vmap(record, Axes.in(0).out(1)).apply(x).b(), x.t());
    }

    @Test
    void derivativesFlowThroughMovedAxes() {
        Tensor x = numbers(3, 5);
        Fn<Tensor, Tensor> loss =
                m -> vmap(ROW, Axes.in(1).out(1)).apply(m).square().sum();
        Fn<Tensor, Tensor> plain = m -> m.exp()
                .times(arange(3).to(DType.FLOAT64).reshape(3, 1))
                .square()
                .sum();
        assertThat(grad(loss).apply(x).minus(grad(plain).apply(x)).abs().max().item())
                .isLessThan(1e-12);
        // And in a nest: batches of batches.
        Fn<Tensor, Tensor> sum = v -> v.sum();
        Tensor cube = numbers(2, 3, 4);
        same(
                vmap(vmap(sum, Axes.in(1)), Axes.in(1)).apply(cube),
                cube.transpose(1, 2, 0).sum(2));
    }

    @Test
    void errorsNameTheLeaf() {
        Fn2<Layer, Tensor, Tensor> layer = (l, x) -> x.matmul(l.w()).plus(l.b());
        assertThatThrownBy(() -> vmap(layer, Axes.in(1, 0)).apply(new Layer(zeros(3, 2), zeros(2)), zeros(4, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("vmap: leaf 'first.b' is f64[2] and has no axis 1 to batch over")
                .hasMessageContaining("use an axis from -1 to 0, or SHARED");
        assertThatThrownBy(() -> vmap(layer, Axes.in(-1, 0)).apply(new Layer(zeros(3, 2), zeros(2)), zeros(4, 3)))
                .hasMessageContaining(
                        "vmap: leaf 'second' is f64[4,3], a batch of 4, but leaf 'first.w' is a batch of 2");
        Fn2<Tensor, Tensor, Tensor> plus = Tensor::plus;
        assertThatThrownBy(() -> vmap(plus, Axes.in(0, 1)).apply(zeros(2, 3), zeros(3, 4)))
                .hasMessageContaining("leaf 'second' is f64[3,4], a batch of 4 along axis 1, but leaf 'first' is a");
        assertThatThrownBy(() -> vmap(plus, Axes.in(SHARED, SHARED)).apply(zeros(2), zeros(2)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("vmap: Axes.in(SHARED, SHARED).out(0) shares every argument");
        assertThatThrownBy(() -> vmap(plus, Axes.in(0)).apply(zeros(2), zeros(2)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("vmap: Axes.in(0).out(0) for a function of 2 arguments");
        assertThatThrownBy(() -> vmap(ROW, Axes.in(0).out(2)).apply(zeros(4, 3)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the result is f64[4,3] with the batch in front, which cannot lie along axis 2");
        assertThatThrownBy(() -> vmap(ROW, Axes.in(0).out(SHARED)).apply(zeros(4, 3)))
                .hasMessageContaining(
                        "vmap: the result is SHARED by Axes.in(0).out(SHARED), but depends on the example");
        assertThatThrownBy(() -> vmap(ROW, Axes.in(0).out(0, 1)).apply(zeros(4, 3)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("gives 2 axes of the result, which has no parts");
        Fn<Tensor, List<Tensor>> pair = x -> List.of(x, x);
        assertThatThrownBy(() -> vmap(pair, Axes.in(0).out(0, 1, 0)).apply(zeros(4, 3)))
                .hasMessageContaining("which has 2 parts");
        assertThatThrownBy(() -> vmap(pair, Axes.in(0).out(0, 4)).apply(zeros(4, 3)))
                .hasMessageContaining("leaf '[1]' is f64[4,3]");
        assertThatThrownBy(() -> vmap(ROW, Axes.in(1)).apply(scalar(1)))
                .hasMessageContaining("vmap: the argument is f64[] and has no axis to batch over");
        assertThatThrownBy(() -> Axes.in(new int[0]))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("in() without an axis");
        assertThatThrownBy(() -> Axes.in(0).out(new int[0]))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("out() without an axis");
        assertThatThrownBy(() -> vmap(ROW, null)).isInstanceOf(ArgumentException.class);
        assertThat(Axes.in(-1, SHARED).out(2)).hasToString("Axes.in(-1, SHARED).out(2)");
        assertThat(Axes.in(0).out(1)).isEqualTo(Axes.in(0).out(1)).isNotEqualTo(Axes.in(0));
        same(vmap((Tensor x) -> x.sum(), Axes.in(1)).apply(zeros(3, 0)), zeros(0));
        assertThat(tensor(1.0).shape()).isEqualTo(Shape.of(1));
    }
}
