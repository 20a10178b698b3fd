package org.gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.program.Liveness;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.JvpResult;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;

/** Attention in chunks against attention at once. */
class ChunkedAttentionTest {
    record Parts(Tensor q, Tensor k, Tensor v) {}

    private static Parts parts(int n, int m, int... batch) {
        List<Key> keys = Key.of(7).split(3);
        Shape head = Shape.of(batch);
        return new Parts(
                Random.normal(keys.get(0), head.concat(Shape.of(n, 3)).dims()),
                Random.normal(keys.get(1), head.concat(Shape.of(m, 3)).dims()),
                Random.normal(keys.get(2), head.concat(Shape.of(m, 2)).dims()));
    }

    private static double difference(Object a, Object b) {
        return Tree.norm(Tree.minus(a, b)).item();
    }

    /** Values, both modes and a second derivative. */
    private static void same(Fn<Parts, Tensor> chunked, Fn<Parts, Tensor> whole, Parts at) {
        Tensor value = whole.apply(at);
        assertThat(chunked.apply(at).type()).isEqualTo(value.type());
        assertThat(difference(chunked.apply(at), value)).isLessThan(1e-12);
        Tensor weights = Random.normal(Key.of(11), value.type());
        Fn<Parts, Tensor> f = p -> chunked.apply(p).times(weights).sum();
        Fn<Parts, Tensor> g = p -> whole.apply(p).times(weights).sum();
        assertThat(difference(Gradus.grad(f).apply(at), Gradus.grad(g).apply(at)))
                .isLessThan(1e-12);
        Parts v = Tree.map((Tensor t) -> Random.normal(Key.of(t.size()), t.type()), at);
        JvpResult<Tensor> forward = Gradus.jvp(chunked, at, v);
        assertThat(difference(forward.tangent(), Gradus.jvp(whole, at, v).tangent()))
                .isLessThan(1e-11);
        assertThat(difference(Gradus.hvp(f).apply(at, v), Gradus.hvp(g).apply(at, v)))
                .isLessThan(1e-11);
    }

    @Test
    void chunksThatDivideAndChunksThatDoNot() {
        Parts at = parts(12, 8);
        for (int[] chunks : new int[][] {{4, 4}, {5, 3}, {1, 1}, {12, 8}, {100, 100}, {7, 1}}) {
            var attention = new ChunkedAttention(chunks[0], chunks[1]);
            same(p -> attention.apply(p.q(), p.k(), p.v()), p -> Attention.attend(p.q(), p.k(), p.v()), at);
        }
    }

    @Test
    void masksOfEveryShape() {
        Parts at = parts(5, 7, 2);
        var attention = new ChunkedAttention(2, 3);
        for (int[] shape : new int[][] {{5, 7}, {1, 7}, {7}, {5, 1}, {2, 5, 7}, {2, 1, 7}, {2, 1, 1}, {1}}) {
            // The first row permits nothing where rows differ.
            Tensor mask = Random.uniform(Key.of(3), shape).gt(0.4);
            if (shape.length > 1 && shape[shape.length - 2] == 5) {
                Tensor first = Tensors.arange(5).gt(0.0).expandDims(1);
                mask = mask.and(first.broadcastTo(shape));
            }
            Tensor given = mask;
            same(
                    p -> attention.apply(p.q(), p.k(), p.v(), given),
                    p -> Attention.attend(p.q(), p.k(), p.v(), given),
                    at);
        }
    }

    @Test
    void causalChunksAreTheCausalMask() {
        Parts at = parts(9, 9);
        var attention = new ChunkedAttention(4, 2, true);
        same(
                p -> attention.apply(p.q(), p.k(), p.v()),
                p -> Attention.attend(p.q(), p.k(), p.v(), Attention.causalMask(9)),
                at);
        Tensor mask = Random.uniform(Key.of(3), 9, 9).gt(0.4);
        same(
                p -> attention.apply(p.q(), p.k(), p.v(), mask),
                p -> Attention.attend(p.q(), p.k(), p.v(), mask.and(Attention.causalMask(9))),
                at);
    }

    @Test
    void batchesBroadcast() {
        Parts one = parts(5, 7);
        Parts many = parts(5, 7, 3);
        var attention = new ChunkedAttention(2, 4);
        same(
                p -> attention.apply(p.q(), p.k(), p.v()),
                p -> Attention.attend(p.q(), p.k(), p.v()),
                new Parts(many.q(), one.k(), one.v()));
    }

    @Test
    void compiledAndBatched() {
        Parts at = parts(5, 7, 3);
        var attention = new ChunkedAttention(2, 4);
        Fn<Parts, Tensor> f = p -> attention.apply(p.q(), p.k(), p.v());
        Fn<Parts, Parts> gradient = Gradus.grad((Parts p) -> f.apply(p).square().sum());
        assertThat(difference(Gradus.jit(f).apply(at), f.apply(at))).isLessThan(1e-13);
        assertThat(difference(Gradus.jit(gradient).apply(at), gradient.apply(at)))
                .isLessThan(1e-12);
        assertThat(difference(Gradus.vmap(f).apply(at), f.apply(at))).isLessThan(1e-13);
        assertThat(difference(Gradus.vmap(gradient).apply(at), gradient.apply(at)))
                .isLessThan(1e-12);
    }

    @Test
    void narrowNumbersStayNarrow() {
        Parts at = Tree.map((Tensor t) -> t.to(DType.FLOAT32), parts(5, 7));
        Tensor out = new ChunkedAttention(2, 4).apply(at.q(), at.k(), at.v());
        assertThat(out.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(difference(out, Attention.attend(at.q(), at.k(), at.v()))).isLessThan(1e-6);
    }

    @Test
    void largeScoresDoNotOverflow() {
        Parts at = parts(5, 7);
        Parts large = new Parts(at.q().times(1e3), at.k().times(1e3), at.v());
        Tensor out = new ChunkedAttention(2, 4).apply(large.q(), large.k(), large.v());
        assertThat(difference(out, Attention.attend(large.q(), large.k(), large.v())))
                .isLessThan(1e-9);
    }

    @Test
    void keysOneAtATime() {
        Parts at = parts(5, 7);
        AttentionState state = AttentionState.start(at.q(), 2);
        assertThat(state.result().toDoubles()).containsOnly(0);
        for (int i = 0; i < 7; i++) {
            state = state.add(at.q(), at.k().slice(-2, i, i + 1), at.v().slice(-2, i, i + 1), null);
        }
        assertThat(difference(state.result(), Attention.attend(at.q(), at.k(), at.v())))
                .isLessThan(1e-14);
    }

    @Test
    void memoryOfTheGradientGrowsWithTheLength() {
        var attention = new ChunkedAttention(16, 32);
        Fn<Parts, Parts> gradient = Gradus.grad(
                (Parts p) -> attention.apply(p.q(), p.k(), p.v()).square().sum());
        long once = Liveness.of(Gradus.trace(gradient, parts(256, 256))).elements();
        long twice = Liveness.of(Gradus.trace(gradient, parts(512, 512))).elements();
        assertThat(twice).isLessThan(5 * once / 2);
    }

    @Test
    void misuseIsRefused() {
        Parts at = parts(5, 7);
        assertThatThrownBy(() -> new ChunkedAttention(0, 3)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> new ChunkedAttention().apply(at.q(), at.v(), at.k()))
                .isInstanceOf(ShapeException.class);
    }
}
