package org.gradus.solve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.Gradus.grad;
import static org.gradus.Gradus.jit;
import static org.gradus.Gradus.jvp;
import static org.gradus.Gradus.valueAndGrad;
import static org.gradus.Gradus.vmap;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;
import static org.gradus.transform.Derivatives.hvp;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;
import org.gradus.optim.NewtonCg;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over batches, and their derivatives, against the same function of all rows at once. */
class BatchedSumTest {
    private static final int N = 50;
    private static final int D = 3;
    private static final Offset<Double> NEAR = Offset.offset(1e-12);
    private static final Tensor X = Random.normal(Key.of(1), N, D);
    private static final Tensor Y = Random.uniform(Key.of(2), N).gt(0.5).to(DType.FLOAT64);
    private static final Tensor W = tensor(0.3, -0.8, 1.1);
    private static final Tensor V = tensor(1.0, 2.0, -0.5);
    private static final Tensor H = Random.normal(Key.of(3), N);
    private static final Tensor DH = Random.normal(Key.of(4), N);

    /** Rows of two arrays in memory, which are copied into an array that the next reader gets too. */
    private static final class Held implements RowSource {
        private final int batch;
        private final AtomicInteger reads = new AtomicInteger();

        Held(int batch) {
            this.batch = batch;
        }

        @Override
        public int rows() {
            return N;
        }

        @Override
        public int batch() {
            return batch;
        }

        @Override
        public List<ArrayType> types(int count) {
            return List.of(
                    new ArrayType(DType.FLOAT64, Shape.of(count, D)), new ArrayType(DType.FLOAT64, Shape.of(count)));
        }

        @Override
        public <R> R read(int from, int count, Function<List<NdArray>, R> use) {
            reads.incrementAndGet();
            double[] x = Arrays.copyOfRange(X.toDoubles(), from * D, (from + count) * D);
            double[] y = Arrays.copyOfRange(Y.toDoubles(), from, from + count);
            R result = use.apply(List.of(NdArray.wrap(Shape.of(count, D), x), NdArray.wrap(Shape.of(count), y)));
            Arrays.fill(x, Double.NaN);
            return result;
        }
    }

    private static Tensor whole(Tensor w, Tensor h) {
        return sigmoidCrossEntropy(X.matmul(w), Y).times(h.exp()).sum();
    }

    private static Fn2<Tensor, Tensor, Tensor> batched(int batch) {
        RowSource rows = new Held(batch);
        return (w, h) -> BatchedSum.of(
                rows,
                List.of(h),
                (data, own) -> sigmoidCrossEntropy(data.get(0).matmul(w), data.get(1))
                        .times(own.getFirst().exp())
                        .sum());
    }

    private static void near(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double[] a = actual.toDoubles();
        double[] b = expected.toDoubles();
        for (int i = 0; i < a.length; i++) {
            assertThat(a[i]).isCloseTo(b[i], NEAR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 25, 50, 64})
    void valueAndDerivativesAreThoseOfAllRowsAtOnce(int batch) {
        Fn2<Tensor, Tensor, Tensor> f = batched(batch);
        near(f.apply(W, H), whole(W, H));
        near(
                grad((Tensor w) -> f.apply(w, H)).apply(W),
                grad((Tensor w) -> whole(w, H)).apply(W));
        near(
                grad((Tensor h) -> f.apply(W, h)).apply(H),
                grad((Tensor h) -> whole(W, h)).apply(H));
        near(hvp((Tensor w) -> f.apply(w, H), W, V), hvp((Tensor w) -> whole(w, H), W, V));
        near(
                jvp((Tensor h) -> f.apply(W, h), H, DH).tangent(),
                jvp((Tensor h) -> whole(W, h), H, DH).tangent());
    }

    @Test
    void mixedDerivativesGoBothWays() {
        Fn2<Tensor, Tensor, Tensor> f = batched(16);
        Fn<Tensor, Tensor> byRow = h -> grad((Tensor w) -> f.apply(w, h)).apply(W);
        Fn<Tensor, Tensor> expected = h -> grad((Tensor w) -> whole(w, h)).apply(W);
        near(jvp(byRow, H, DH).tangent(), jvp(expected, H, DH).tangent());
        near(
                grad((Tensor h) -> byRow.apply(h).times(V).sum()).apply(H),
                grad((Tensor h) -> expected.apply(h).times(V).sum()).apply(H));
    }

    @Test
    void thirdDerivatives() {
        Fn2<Tensor, Tensor, Tensor> f = batched(16);
        near(
                jvp((Tensor w) -> hvp((Tensor u) -> f.apply(u, H), w, V), W, V).tangent(),
                jvp((Tensor w) -> hvp((Tensor u) -> whole(u, H), w, V), W, V).tangent());
    }

    @Test
    void compiledAndBatchedOverManyPoints() {
        Fn2<Tensor, Tensor, Tensor> f = batched(16);
        Fn<Tensor, Tensor> gradient = grad((Tensor w) -> f.apply(w, H));
        assertThat(jit(gradient).apply(W).array().sameBits(gradient.apply(W).array()))
                .isTrue();
        Tensor points = Random.normal(Key.of(5), 4, D);
        Tensor all = vmap(gradient).apply(points);
        for (int i = 0; i < 4; i++) {
            near(all.get(i), gradient.apply(points.get(i)));
        }
    }

    @Test
    void resultsOfRowsAreJoined() {
        for (int batch : new int[] {1, 16, 25, 50}) {
            RowSource rows = new Held(batch);
            Fn<Tensor, Tensor> f = w ->
                    BatchedSum.map(rows, List.of(), (data, _) -> data.get(0).matmul(w));
            near(f.apply(W), X.matmul(W));
            near(
                    grad((Tensor w) -> f.apply(w).sin().sum()).apply(W),
                    grad((Tensor w) -> X.matmul(w).sin().sum()).apply(W));
        }
    }

    @Test
    void hypergradientsThroughAMinimum() {
        Fn2<Tensor, Tensor, Tensor> f = batched(16);
        Fn2<Tensor, Tensor, Tensor> inner =
                (w, h) -> f.apply(w, h).div(N).plus(w.square().sum().times(0.05));
        Fn2<Tensor, Tensor, Tensor> expected =
                (w, h) -> whole(w, h).div(N).plus(w.square().sum().times(0.05));
        Fn2<Tensor, Tensor, Tensor> outer = (w, _) -> w.minus(V).square().sum();
        Hypergradient<Tensor, Tensor> a = minimizer(inner).hypergradient(outer, H);
        Hypergradient<Tensor, Tensor> b = minimizer(expected).hypergradient(outer, H);
        double[] x = a.gradient().toDoubles();
        double[] y = b.gradient().toDoubles();
        for (int i = 0; i < N; i++) {
            assertThat(x[i]).isCloseTo(y[i], Offset.offset(1e-9));
        }
        assertThat(Tree.norm(b.gradient()).item()).isGreaterThan(1e-3);
    }

    private static ImplicitMinimizer<Tensor, Tensor> minimizer(Fn2<Tensor, Tensor, Tensor> inner) {
        return ImplicitMinimizer.of(inner, zeros(D))
                .minimizer(m -> m.method(new NewtonCg()).tolerance(1e-12));
    }

    @Test
    void aGradientReadsTheRowsTwice() {
        Held rows = new Held(16);
        Fn<Tensor, Tensor> f = w -> BatchedSum.of(
                rows,
                List.of(),
                (data, _) ->
                        sigmoidCrossEntropy(data.get(0).matmul(w), data.get(1)).sum());
        valueAndGrad(f).apply(W);
        assertThat(rows.reads.get()).isEqualTo(2 * 4);
    }

    @Test
    void singlePrecisionStaysSingle() {
        RowSource rows = new Held(16);
        Tensor w = W.to(DType.FLOAT32);
        Fn<Tensor, Tensor> f = v -> BatchedSum.of(
                rows,
                List.of(),
                (data, _) -> data.get(0).to(DType.FLOAT32).matmul(v).square().sum());
        Tensor gradient = grad(f).apply(w);
        assertThat(gradient.dtype()).isEqualTo(DType.FLOAT32);
        Tensor expected = grad((Tensor v) -> X.matmul(v).square().sum()).apply(W);
        for (int i = 0; i < D; i++) {
            assertThat(gradient.toDoubles()[i]).isCloseTo(expected.toDoubles()[i], Offset.offset(1e-4));
        }
    }

    /** What a gradient allocates and keeps must not grow with what was computed before. */
    @Test
    void memoryIsThatOfAFewBatches() {
        int batch = 1000;
        int batches = 400;
        AtomicLong reads = new AtomicLong();
        RowSource rows = new RowSource() {
            @Override
            public int rows() {
                return batch * batches;
            }

            @Override
            public int batch() {
                return batch;
            }

            @Override
            public List<ArrayType> types(int count) {
                return List.of(new ArrayType(DType.FLOAT64, Shape.of(count, 100)));
            }

            @Override
            public <R> R read(int from, int count, Function<List<NdArray>, R> use) {
                reads.incrementAndGet();
                double[] x = new double[count * 100];
                Arrays.fill(x, 1.0 / (1 + from));
                return use.apply(List.of(NdArray.wrap(Shape.of(count, 100), x)));
            }
        };
        Fn<Tensor, Tensor> f = w -> BatchedSum.of(
                rows, List.of(), (data, _) -> data.getFirst().matmul(w).sin().sum());
        Runtime runtime = Runtime.getRuntime();
        Tensor gradient = grad(f).apply(zeros(100));
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        Tensor again = grad(f).apply(zeros(100));
        System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        assertThat(again.array().sameBits(gradient.array())).isTrue();
        assertThat(reads.get()).isEqualTo(4L * batches);
        // All rows are 320 MB.
        assertThat(after - before).isLessThan(20_000_000);
    }

    @Test
    void wrongUseIsRefused() {
        RowSource rows = new Held(16);
        assertThatThrownBy(() -> BatchedSum.of(
                        rows, List.of(zeros(N - 1)), (_, own) -> own.getFirst().sum()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("50 rows");
        assertThatThrownBy(() -> BatchedSum.map(rows, List.of(), (_, _) -> scalar(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("one element for each row");
        assertThatThrownBy(() -> BatchedSum.of(
                        rows,
                        List.of(),
                        (data, _) -> data.get(0).gt(0).to(DType.INT64).sum()))
                .isInstanceOf(DTypeException.class);
        RowSource none = new RowSource() {
            @Override
            public int rows() {
                return 0;
            }

            @Override
            public int batch() {
                return 1;
            }

            @Override
            public List<ArrayType> types(int count) {
                return List.of();
            }

            @Override
            public <R> R read(int from, int count, Function<List<NdArray>, R> use) {
                return use.apply(List.of());
            }
        };
        assertThatThrownBy(() -> BatchedSum.of(none, List.of(), (_, _) -> scalar(1)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("no rows");
    }
}
