package org.gradus.reproductions.autodiff;

import org.gradus.Gradus;
import org.gradus.nn.AttentionState;
import org.gradus.nn.ChunkedAttention;
import org.gradus.program.Liveness;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Pullback;

/** Attention in chunks against attention at once: values, gradients, memory. */
final class AttentionMemoryPaper implements Reproduction {
    private static final int HEADS = 2;
    private static final int WIDTH = 32;

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper("memory-efficient-attention", "Self-attention Does Not Need O(n²) Memory", 2021);
    }

    @Override
    public String claim() {
        return "At length 16384: 59 times less memory for inference and 32 times less for differentiation, within a few percent"
                + " of the usual time.";
    }

    /** Arguments, or gradients by them. */
    record Parts(Tensor q, Tensor k, Tensor v) {}

    /** Result and gradients. */
    record All(Tensor out, Parts gradients) {}

    private interface Operator {
        Tensor apply(Tensor q, Tensor k, Tensor v);
    }

    private static Tensor naive(Tensor q, Tensor k, Tensor v) {
        return Tensors.softmax(q.matmul(k.t()).div(Math.sqrt(WIDTH)), -1).matmul(v);
    }

    /** Result, and the gradients of Σ result·R. */
    private static Fn2<Parts, Tensor, All> all(Operator attention) {
        return (parts, r) -> {
            Pullback<Parts, Tensor> back = Gradus.vjp((Parts p) -> attention.apply(p.q(), p.k(), p.v()), parts);
            return new All(back.value(), back.apply(r));
        };
    }

    private static Tensor drawn(Key key, int i, int n) {
        return Random.normal(key.fold(i), HEADS, n, WIDTH);
    }

    private static Parts parts(Key key, int n) {
        return new Parts(drawn(key, 0, n), drawn(key, 1, n), drawn(key, 2, n));
    }

    private static double largest(Tensor a, Tensor b) {
        return a.minus(b).abs().max().item();
    }

    private static double peak(Operator attention, int n) {
        Tensor one = Tensors.ones(HEADS, n, WIDTH);
        return Liveness.of(Gradus.trace(all(attention), new Parts(one, one, one), one)
                        .pruned(_ -> false))
                .elements();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        Key key = context.key(0);
        Parts at = parts(key, 1024);
        Tensor r = drawn(key, 3, 1024);
        All whole = Gradus.jit(all(AttentionMemoryPaper::naive)).apply(at, r);
        for (int[] chunks : new int[][] {{64, 128}, {100, 77}}) {
            All found = Gradus.jit(all(new ChunkedAttention(chunks[0], chunks[1])::apply))
                    .apply(at, r);
            String name = "chunks " + chunks[0] + "/" + chunks[1] + ": ";
            outcome.atMost(name + "output, largest difference", 1e-12, largest(found.out(), whole.out()))
                    .atMost(
                            name + "∂q",
                            1e-11,
                            largest(found.gradients().q(), whole.gradients().q()))
                    .atMost(
                            name + "∂k",
                            1e-11,
                            largest(found.gradients().k(), whole.gradients().k()))
                    .atMost(
                            name + "∂v",
                            1e-11,
                            largest(found.gradients().v(), whole.gradients().v()));
        }
        Tensor queries = at.q().slice(1, 0, 16);
        AttentionState state = AttentionState.start(queries, WIDTH);
        for (int i = 0; i < 1024; i++) {
            state = state.add(queries, at.k().slice(1, i, i + 1), at.v().slice(1, i, i + 1), null);
        }
        outcome.atMost(
                "one key at a time: output of 16 queries, largest difference",
                1e-12,
                largest(state.result(), whole.out().slice(1, 0, 16)));

        Operator chunked = new ChunkedAttention(64, 128)::apply;
        double ours = peak(chunked, 4096);
        double theirs = peak(AttentionMemoryPaper::naive, 4096);
        double least = 2.0 * HEADS * 4096 * 4096;
        return outcome.atMost("n = 4096: peak of live floats over that of the naive operator", 0.15, ours / theirs)
                .atMost("the same over two n×n arrays a head, the least that a naive one keeps", 0.15, ours / least)
                .atMost("growth of the peak from n = 2048 to 4096", 2.5, ours / peak(chunked, 2048))
                .between(
                        "growth of the naive peak, by the same count",
                        3.5,
                        4.5,
                        theirs / peak(AttentionMemoryPaper::naive, 2048))
                .done();
    }
}
