package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.evaluate.Evaluation;
import org.gradus.program.Cumulative.ArgCumulate;
import org.gradus.program.Cumulative.Cumulate;
import org.gradus.program.Cumulative.CumulativeFunction;
import org.gradus.program.Cumulative.Extreme;
import org.gradus.program.Cumulative.Recurrence;
import org.gradus.program.Op;
import org.gradus.program.Sorting.ArgSort;
import org.gradus.program.Sorting.SearchSorted;
import org.gradus.program.Sorting.SegmentArg;
import org.gradus.program.Types;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sorting, searching, quantiles, segments: what holds for all numbers, several results, wrong uses. */
class OrderTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30, 700})
    void sortsArePermutationsInOrder(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[] x =
                random.doubles(3L * n, -2, 2).map(e -> Math.rint(e * 20) / 20).toArray();
        Tensor t = tensor(Shape.of(3, n), x);
        Tensor sorted = t.sort(1);
        double[] own = x.clone();
        for (int row = 0; row < 3; row++) {
            Arrays.sort(own, row * n, (row + 1) * n);
        }
        Same.bits("sort", tensor(Shape.of(3, n), own).plus(0.0), sorted.plus(0.0));
        Same.bits("taken", sorted, Indexing.takeAlong(t, t.argsort(1), 1));
        Tensor inverse = t.argsort(1).argsort(1);
        Same.bits("unsorted", t, Indexing.takeAlong(sorted, inverse, 1));
        Same.bits("ranks", inverse, Order.rank(t, 1, Order.Ties.ORDINAL));
        Same.bits("columns", sorted, t.t().sort(0).t());
        Order.TopK top = Order.topK(t, n, -1);
        Same.bits("all of the top", Order.sort(t, 1, true), top.values());
        Same.bits("its indices", Order.argsort(t, 1, true), top.indices());
        Tensor places = Order.searchSorted(sorted, t, Order.Side.LEFT);
        Same.bits("places", Order.rank(t, 1, Order.Ties.LOWEST), places);
        Same.bits("there", t.plus(0.0), Indexing.takeAlong(sorted, places, 1).plus(0.0));
    }

    @Test
    void severalTensorsInTheOrderOfKeys() {
        Tensor keys = tensor(3.0, 1, 2, 1);
        List<Tensor> sorted =
                Order.sortBy(keys, List.of(tensor(new long[] {0, 1, 2, 3}), tensor(1.0, 2, 3, 4)), 0, false);
        assertThat(sorted.get(0).toLongs()).containsExactly(1, 3, 2, 0);
        assertThat(sorted.get(1).toDoubles()).containsExactly(2, 4, 3, 1);
        assertThat(Order.sortBy(keys, List.of(keys), 0, true).getFirst().toDoubles())
                .containsExactly(3, 2, 1, 1);
    }

    @Test
    void largestElementsComeFirstAndNaNLast() {
        Order.TopK top = Order.topK(tensor(1.0, NAN, 5, 5, -INF), 3, 0);
        assertThat(top.values().toDoubles()).containsExactly(5, 5, 1);
        assertThat(top.indices().toLongs()).containsExactly(2, 3, 0);
        assertThat(Order.topK(tensor(1.0, NAN), 2, 0).values().toDoubles()).containsExactly(1, NAN);
        assertThat(Order.topK(ones(2, 3), 0, 1).values().shape()).isEqualTo(Shape.of(2, 0));
        Order.TopK batched =
                Gradus.vmap((Tensor x) -> Order.topK(x, 1, 0)).apply(tensor(new double[][] {{1, 2}, {4, 3}}));
        assertThat(batched.values().toDoubles()).containsExactly(2, 4);
        assertThat(batched.indices().toLongs()).containsExactly(1, 0);
    }

    @Test
    void ranksOfNaNAreTheHighestAndEqual() {
        Tensor x = tensor(NAN, 1, NAN, 0, 1);
        assertThat(Order.rank(x, 0, Order.Ties.LOWEST).toLongs()).containsExactly(3, 1, 3, 0, 1);
        assertThat(Order.rank(x, 0, Order.Ties.HIGHEST).toLongs()).containsExactly(4, 2, 4, 0, 2);
        assertThat(Order.rank(x, 0, Order.Ties.AVERAGE).toDoubles()).containsExactly(3.5, 1.5, 3.5, 0, 1.5);
        assertThat(Order.rank(x, 0, Order.Ties.DENSE).toLongs()).containsExactly(2, 1, 2, 0, 1);
        assertThat(Order.rank(x, 0, Order.Ties.ORDINAL).toLongs()).containsExactly(3, 1, 4, 0, 2);
        for (Order.Ties ties : Order.Ties.values()) {
            assertThat(Order.rank(zeros(3, 0), 1, ties).shape()).isEqualTo(Shape.of(3, 0));
        }
    }

    @Test
    void quantilesBesideInfinities() {
        assertThat(Order.quantile(tensor(1, INF), 0).item()).isEqualTo(1);
        assertThat(Order.quantile(tensor(1, INF), 0.7).item()).isEqualTo(INF);
        assertThat(Order.quantile(tensor(-INF, 1), 0.7).item()).isEqualTo(-INF);
        assertThat(Order.quantile(tensor(-INF, 1), 1).item()).isEqualTo(1);
        assertThat(Order.quantile(tensor(INF, INF), 0.3).item()).isEqualTo(INF);
        assertThat(Order.quantile(tensor(-INF, INF), 0.3).item()).isNaN();
        assertThat(Order.quantile(tensor(-1.7e308, 1.7e308), 0.5).item()).isZero();
        assertThat(Order.median(tensor(INF, INF, 1)).item()).isEqualTo(INF);
        assertThat(Order.quantile(tensor(1, NAN), 0).item()).isNaN();
    }

    @Test
    void sharesOutsideTheRangeGiveNaN() {
        Tensor q = tensor(-0.1, 0.5, 1.1, NAN);
        double[] given = Order.quantile(tensor(1.0, 2, 3), q, Order.QuantileMethod.LINEAR)
                .toDoubles();
        assertThat(given).containsExactly(NAN, 2, NAN, NAN);
    }

    @Test
    void quantilesHaveSlopesInTheirShare() {
        Tensor x = tensor(1.0, 2, 4, 8);
        Fn<Tensor, Tensor> f = q -> Order.quantile(x, q, Order.QuantileMethod.LINEAR);
        assertThat(Gradus.grad(f).apply(scalar(0.5)).item()).isEqualTo(6);
        assertThat(Gradus.grad(f).apply(scalar(0)).item()).isEqualTo(3);
        assertThat(Gradus.grad((Tensor q) -> Order.quantile(x, q, Order.QuantileMethod.LOWER))
                        .apply(scalar(0.5))
                        .item())
                .isZero();
    }

    @Test
    void oneKnotIsAConstant() {
        Tensor y = Order.interp(tensor(-1, 2, 5, NAN), tensor(2.0), tensor(7.0));
        assertThat(y.toDoubles()).containsExactly(7, 7, 7, NAN);
        assertThat(Gradus.grad((Tensor x) -> Order.interp(x, tensor(2.0), tensor(7.0)))
                        .apply(scalar(2))
                        .item())
                .isZero();
        Tensor narrow = Order.interp(
                scalar(1).to(DType.FLOAT32),
                tensor(new long[] {0, 2}).to(DType.FLOAT32),
                tensor(0.0, 1).to(DType.FLOAT32));
        assertThat(narrow.dtype()).isEqualTo(DType.FLOAT32);
        assertThat(Order.interp(tensor(new long[] {1}), tensor(new long[] {0, 2}), tensor(new long[] {0, 1}))
                        .toDoubles())
                .containsExactly(0.5);
    }

    @Test
    void segmentsWithoutEntries() {
        Tensor none = tensor(new long[0]);
        assertThat(Scans.segmentMax(zeros(0), none, 2).toDoubles()).containsExactly(-INF, -INF);
        assertThat(Scans.segmentMin(zeros(0, 1), none, 1).toDoubles()).containsExactly(INF);
        assertThat(Scans.segmentProd(zeros(0), none, 2).toDoubles()).containsExactly(1, 1);
        assertThat(Scans.segmentSum(zeros(0, 2), none, 1).toDoubles()).containsExactly(0, 0);
        assertThat(Scans.segmentMean(zeros(0), none, 2).toDoubles()).containsExactly(0, 0);
        Tensor narrow = Scans.segmentMax(tensor(new int[] {7}), tensor(new long[] {1}), 2);
        assertThat(narrow.toLongs()).containsExactly(Integer.MIN_VALUE, 7);
        assertThat(narrow.dtype()).isEqualTo(DType.INT32);
        assertThat(Scans.segmentMin(tensor(new long[] {7}), tensor(new long[] {1}), 2)
                        .toLongs())
                .containsExactly(Long.MAX_VALUE, 7);
        assertThat(Scans.segmentProd(tensor(new int[] {7, 6}), tensor(new long[] {1, 1}), 2)
                        .toLongs())
                .containsExactly(1, 42);
        assertThat(Scans.segmentProd(tensor(0, INF, 5, INF), tensor(new long[] {1, 1, 0, 0}), 2)
                        .toDoubles())
                .containsExactly(INF, NAN);
    }

    // ---- wrong uses ----------------------------------------------------------------------------------------------

    record Wrong(Runnable use, Class<? extends GradusException> kind, String problem) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static ArrayType type(DType dtype, int... dims) {
        return new ArrayType(dtype, Shape.of(dims));
    }

    private static Wrong op(Op op, Class<? extends GradusException> kind, String problem, ArrayType... operands) {
        return new Wrong(() -> Types.infer(op, List.of(operands)), kind, problem);
    }

    static List<Wrong> wrong() {
        List<Wrong> wrong = new ArrayList<>();
        functions(wrong);
        operations(wrong);
        return wrong;
    }

    private static void functions(List<Wrong> wrong) {
        Class<ShapeException> shape = ShapeException.class;
        wrong.add(new Wrong(
                () -> Tensors.var(ones(2, 3), 3, 1),
                shape,
                "var: tensor f64[2,3] has 3 elements along [1], too few for ddof = 3"));
        wrong.add(new Wrong(
                () -> zeros(0).std(), shape, "std: tensor f64[0] has 0 elements along [0], too few for ddof = 0"));
        wrong.add(new Wrong(() -> ones(2).pNorm(0), ArgumentException.class, "norm: p = 0.0 is not positive"));
        wrong.add(new Wrong(() -> ones(2).pNorm(NAN), ArgumentException.class, "norm: p = NaN is not positive"));
        wrong.add(new Wrong(
                () -> zeros(0).pNorm(INF), shape, "max: axis 0 of f64[0] is empty, and nothing has no extreme"));
        wrong.add(new Wrong(
                () -> zeros(0).argmin(0), shape, "argmin: axis 0 of f64[0] is empty, and nothing has no extreme"));
        wrong.add(new Wrong(
                () -> ones(2, 3).keepDims((x, _) -> x, 1),
                shape,
                "keepDims: the reduction of f64[2,3] over [1] gave f64[2,3]"));
        wrong.add(new Wrong(() -> ones(2).cumsum(1), shape, "cumsum: axis 1 does not exist in shape [2]"));
        wrong.add(new Wrong(() -> scalar(1).sort(0), shape, "sort: axis 0 does not exist in shape []"));
        wrong.add(new Wrong(
                () -> tensor(new boolean[2]).sort(0),
                DTypeException.class,
                "argsort: takes numbers, but received bool[2]"));
        wrong.add(new Wrong(
                () -> Order.topK(ones(2, 3), 4, 1), shape, "topK: k = 4 elements asked of axis 1 of f64[2,3]"));
        wrong.add(new Wrong(
                () -> Order.sortBy(ones(2), List.of(ones(3)), 0, false),
                shape,
                "sortBy: f64[3] has not the shape of the keys f64[2]"));
        wrong.add(new Wrong(
                () -> Order.searchSorted(scalar(1), ones(2), Order.Side.LEFT),
                shape,
                "searchSorted: sorted f64[] has no axis"));
        wrong.add(new Wrong(
                () -> Order.searchSorted(ones(2, 3), ones(3), Order.Side.LEFT),
                shape,
                "search_sorted: sorted f64[2,3] and values f64[3] do not share 1 leading axes"));
        wrong.add(new Wrong(
                () -> Order.histogram(ones(2), ones(1)),
                shape,
                "histogram: edges f64[1] are not two or more numbers along one axis"));
        wrong.add(new Wrong(
                () -> Order.interp(ones(2), zeros(0), zeros(0)),
                shape,
                "interp: knots f64[0] and values f64[0] are not pairs along one axis"));
        wrong.add(new Wrong(
                () -> Order.interp(ones(2), ones(3), ones(2)),
                shape,
                "interp: knots f64[3] and values f64[2] are not pairs along one axis"));
        wrong.add(new Wrong(
                () -> Order.quantile(ones(2), 1.5), ArgumentException.class, "quantile: q = 1.5 is not from 0 to 1"));
        wrong.add(new Wrong(
                () -> Order.median(zeros(2, 0), 1), shape, "quantile: tensor f64[2,0] has no elements to choose from"));
        Tensor ids = tensor(new long[] {0, 2});
        wrong.add(
                new Wrong(
                        () -> Scans.segmentSum(ones(3), ids, 3),
                        shape,
                        "segmentSum: segments i64[2] do not name one of 3 segments for each entry of the first axis of f64[3]"));
        wrong.add(new Wrong(
                () -> Scans.segmentMax(ones(2), ids, 2), shape, "segments: entry 1 is of segment 2, but there are 2"));
        wrong.add(new Wrong(
                () -> Scans.segmentProd(ones(2), ids, 2), shape, "scatterAdd: index 2 at position 1 is outside 0 … 1"));
        wrong.add(new Wrong(
                () -> Scans.associativeScan((a, _) -> a.sum(), ones(4), 0, false),
                shape,
                "associativeScan: the function made [f64[]] of entries [f64[2]]"));
        wrong.add(new Wrong(
                () -> Scans.associativeScan((List<Tensor> a, List<Tensor> _) -> a, List.of(ones(2), ones(3)), 0, false),
                shape,
                "associativeScan: axis 0 of f64[3] has not the length 2 of f64[2]"));
        wrong.add(new Wrong(() -> Scans.cumsum(null, 0), ArgumentException.class, "cumsum: an operand is null"));
    }

    private static void operations(List<Wrong> wrong) {
        Class<ShapeException> shape = ShapeException.class;
        Class<DTypeException> dtype = DTypeException.class;
        Op sum = new Cumulate(CumulativeFunction.SUM, 1, false);
        Op logs = new Cumulate(CumulativeFunction.LOGSUMEXP, 0, true);
        wrong.add(op(sum, shape, "cumsum: axis=1 does not name axes of f64[2]", type(DType.FLOAT64, 2)));
        wrong.add(op(sum, dtype, "cumsum: takes numbers, but received bool[2,2]", type(DType.BOOL, 2, 2)));
        wrong.add(op(
                logs, dtype, "cumlogsumexp: takes floating-point numbers, but received i64[2]", type(DType.INT64, 2)));
        wrong.add(op(
                sum,
                ArgumentException.class,
                "cumsum: 2 operands given",
                type(DType.FLOAT64, 2),
                type(DType.FLOAT64, 2)));
        Op largest = new ArgCumulate(Extreme.LARGEST, 0, true);
        wrong.add(op(largest, dtype, "argcummax: takes numbers, but received bool[2]", type(DType.BOOL, 2)));
        wrong.add(op(largest, shape, "argcummax: axis=0 reverse does not name axes of f64[]", type(DType.FLOAT64)));
        Op recurrence = new Recurrence(0, false, true);
        wrong.add(op(
                recurrence,
                dtype,
                "recurrence: operands f64[2] and f32[2] have different element types",
                type(DType.FLOAT64, 2),
                type(DType.FLOAT32, 2)));
        wrong.add(op(
                recurrence,
                shape,
                "recurrence: factors f64[2] and summands f64[3] have different shapes",
                type(DType.FLOAT64, 2),
                type(DType.FLOAT64, 3)));
        wrong.add(op(recurrence, ArgumentException.class, "recurrence: 1 operands given", type(DType.FLOAT64, 2)));
        wrong.add(op(
                new ArgSort(0, 3, true),
                shape,
                "argsort: 3 indices asked of axis 0 of f64[2]",
                type(DType.FLOAT64, 2)));
        wrong.add(op(
                new ArgSort(0, -1, true),
                shape,
                "argsort: -1 indices asked of axis 0 of f64[2]",
                type(DType.FLOAT64, 2)));
        wrong.add(op(
                new SearchSorted(0, true),
                dtype,
                "search_sorted: operands f64[2] and i64[2] have different element types",
                type(DType.FLOAT64, 2),
                type(DType.INT64, 2)));
        Op segment = new SegmentArg(Extreme.SMALLEST, 0, 2);
        wrong.add(op(
                segment,
                dtype,
                "segment_argmin: takes whole numbers that name segments, but received f64[2]",
                type(DType.FLOAT64, 2),
                type(DType.FLOAT64, 2)));
        wrong.add(op(
                segment,
                shape,
                "segment_argmin: segments i64[3] do not name one of 2 segments for each entry of axis 0 of f64[2]",
                type(DType.FLOAT64, 2),
                type(DType.INT64, 3)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongUsesSayWhatAndWhatToDo(Wrong wrong) {
        assertThatThrownBy(wrong.use::run).isInstanceOfSatisfying(wrong.kind, e -> {
            assertThat(e.problem()).startsWith(wrong.problem);
            assertThat(e.remedy()).isNotEmpty();
        });
    }

    @Test
    void operationsPrintTheirAttributes() {
        assertThat(Gradus.trace((Tensor x) -> Order.sort(Scans.cumsum(x, 0, true, false), 0, true), ones(3))
                        .toString())
                .contains("cumsum{axis=0 reverse}", "argsort{axis=0 count=3 descending}");
        List<NdArray> one = Evaluation.evaluate(
                new ArgSort(0, 1, false), List.of(tensor(2.0, 1).array()));
        assertThat(one.getFirst().toLongs()).containsExactly(1);
    }
}
