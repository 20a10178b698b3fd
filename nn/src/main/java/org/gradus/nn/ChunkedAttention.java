package org.gradus.nn;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Shapes;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;

/**
 * {@link Attention#attend} in memory that grows with n instead of n²: some queries at a time attend to some keys at a time, and
 * the scores of one pair of chunks are all that exist. Both loops are scans, whose reverse derivative computes the inside of a
 * step again, so this holds for derivatives as well: beside arguments and result, one chunk of queries at a time keeps an
 * {@link AttentionState} for each chunk of keys. Values and derivatives of every order are those of {@code attend} up to
 * rounding. Rabe and Staats, "Self-attention does not need O(n²) memory", 2021.
 *
 * <p>Where the chunks do not divide the numbers of queries and keys, the last ones are filled up with zeros that nothing
 * attends to.
 *
 * @param queryChunk how many queries at a time; 1024 in the paper
 * @param keyChunk how many keys at a time; 4096 in the paper, which asks for about √n where memory is scarce
 * @param causal whether a query attends only to the keys at its own position and before it, as by
 *     {@link Attention#causalMask}, of which no more than one chunk exists either
 */
public record ChunkedAttention(int queryChunk, int keyChunk, boolean causal) {

    /** Refuses chunks that are not positive. */
    public ChunkedAttention {
        Checks.positive("attention", "chunk of queries or keys", queryChunk, keyChunk);
    }

    /**
     * Attention to all keys.
     *
     * @param queryChunk how many queries at a time
     * @param keyChunk how many keys at a time
     */
    public ChunkedAttention(int queryChunk, int keyChunk) {
        this(queryChunk, keyChunk, false);
    }

    /** The paper's chunks: 1024 queries, 4096 keys. */
    public ChunkedAttention() {
        this(1024, 4096);
    }

    /** Some queries, their positions {@code [c, 1]}, and their rows of the mask or null. */
    record Queries(Tensor x, Tensor positions, Tensor mask) {}

    /** Some keys with their values, their positions {@code [1, c]}, and their columns of the mask or null. */
    record Keys(Tensor x, Tensor values, Tensor positions, Tensor mask) {}

    /**
     * Attention to all keys, or to those that {@link #causal} permits.
     *
     * @param queries {@code [..., n, d]}
     * @param keys {@code [..., m, d]}
     * @param values {@code [..., m, e]}
     * @return {@code [..., n, e]}
     * @throws ShapeException when the shapes do not fit
     */
    public Tensor apply(Tensor queries, Tensor keys, Tensor values) {
        return apply(queries, keys, values, null);
    }

    /**
     * Attention to permitted keys. A query with no permitted key gets zeros.
     *
     * @param queries {@code [..., n, d]}
     * @param keys {@code [..., m, d]}
     * @param values {@code [..., m, e]}
     * @param mask truth values that broadcast to {@code [..., n, m]}, of which axes of length 1 are never spread out; null for
     *     all
     * @return {@code [..., n, e]}
     * @throws ShapeException when the shapes do not fit
     */
    public Tensor apply(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        int m = Attention.check(queries, keys, values, mask);
        int n = queries.dim(-2);
        Shape batch = batch(queries, keys, values, mask);
        Tensor q = spread(queries, batch);
        Tensor k = spread(keys, batch);
        Tensor v = spread(values, batch);
        int cq = Math.min(queryChunk, Math.max(1, n));
        int ck = Math.min(keyChunk, m);
        boolean rows = mask != null && mask.rank() >= 2 && mask.dim(-2) > 1;
        boolean columns = mask != null && mask.dim(-1) > 1;
        Tensor both = mask == null || mask.rank() >= 2 ? mask : mask.expandDims(0);
        Queries outer =
                new Queries(chunks(q, -2, cq), positions(n, cq).expandDims(2), rows ? chunks(both, -2, cq) : null);
        Tensor keyChunks = chunks(k, -2, ck);
        Tensor valueChunks = chunks(v, -2, ck);
        Tensor keyPositions = positions(m, ck).expandDims(1);
        Tensor out = Gradus.scan(
                        (List<Tensor> none, Queries some) -> {
                            Tensor permitted = rows ? some.mask() : both;
                            Keys inner = new Keys(
                                    keyChunks, valueChunks, keyPositions, columns ? chunks(permitted, -1, ck) : null);
                            AttentionState state = Gradus.scan(
                                            (AttentionState s, Keys c) -> new Scanned<>(
                                                    s.add(
                                                            some.x(),
                                                            c.x(),
                                                            c.values(),
                                                            mask(
                                                                    some,
                                                                    c,
                                                                    columns ? c.mask() : permitted,
                                                                    m,
                                                                    m % ck != 0)),
                                                    none),
                                            AttentionState.start(some.x(), v.dim(-1)),
                                            inner)
                                    .carry();
                            return new Scanned<>(none, state.result());
                        },
                        List.<Tensor>of(),
                        outer)
                .ys();
        Tensor joined = out.moveAxis(0, -3);
        int count = joined.dim(-3) * cq;
        Shape whole = batch.concat(Shape.of(count, v.dim(-1)));
        return joined.reshape(whole).slice(-2, 0, n);
    }

    private Tensor mask(Queries some, Keys chunk, Tensor given, int m, boolean filled) {
        Tensor mask = given;
        if (causal) {
            Tensor before = some.positions().ge(chunk.positions());
            mask = mask == null ? before : mask.and(before);
        }
        if (filled) {
            Tensor real = chunk.positions().lt(m);
            mask = mask == null ? real : mask.and(real);
        }
        return mask;
    }

    private static Tensor positions(int n, int chunk) {
        int count = (n + chunk - 1) / chunk;
        return Tensors.arange(count * chunk).reshape(count, chunk);
    }

    /** Chunks of an axis along a new first axis, the last filled up with zeros. */
    private static Tensor chunks(Tensor x, int axis, int chunk) {
        int at = x.rank() + axis;
        int n = x.dim(at);
        int count = (n + chunk - 1) / chunk;
        Tensor whole = x;
        if (count * chunk != n) {
            int[][] widths = new int[x.rank()][2];
            widths[at][1] = count * chunk - n;
            whole = Shapes.pad(x, widths);
        }
        return whole.reshape(x.shape().with(at, chunk).insert(at, count)).moveAxis(at, 0);
    }

    /** The axes of batches that all operands broadcast to. */
    private static Shape batch(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        Tensor probe = head(queries).plus(head(keys)).plus(head(values));
        return (mask == null || mask.rank() < 3 ? probe : probe.plus(head(mask))).shape();
    }

    private static Tensor head(Tensor x) {
        return Tensors.full(0, x.type().with(DType.FLOAT64).with(x.shape().slice(0, x.rank() - 2)));
    }

    private static Tensor spread(Tensor x, Shape batch) {
        Shape whole = batch.concat(x.shape().slice(x.rank() - 2, x.rank()));
        return whole.equals(x.shape()) ? x : x.broadcastTo(whole.dims());
    }
}
