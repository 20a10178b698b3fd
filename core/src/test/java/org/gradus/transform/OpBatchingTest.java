package org.gradus.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.OpCase.Operands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation and its derivatives, batched: the same as a loop over the examples. */
class OpBatchingTest {
    private static final List<DType> REALS = List.of(DType.FLOAT64, DType.FLOAT32);

    static List<OpCase> rows() {
        return OpTable.rows();
    }

    static List<OpCase> differentiable() {
        return OpTable.differentiable();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void batchIsALoop(OpCase row) {
        for (DType real : REALS) {
            for (int size : new int[] {1, 3}) {
                List<List<Tensor>> examples = examples(row, real, size);
                List<Tensor> loop =
                        examples.stream().map(e -> OpCase.apply(row.op(), e)).toList();
                Tensor batched = Gradus.vmap((List<Tensor> x) -> OpCase.apply(row.op(), x))
                        .apply(stacked(examples));
                same(row, "vmap", Tensors.stack(0, loop), batched);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void batchOfNoExamplesHasTheTypeOfOne(OpCase row) {
        List<Tensor> one = examples(row, DType.FLOAT64, 1).getFirst();
        List<Tensor> none = one.stream()
                .map(t -> t.reshape(t.shape().insert(0, 1)).slice(0, 0, 0))
                .toList();
        Tensor result =
                Gradus.vmap((List<Tensor> x) -> OpCase.apply(row.op(), x)).apply(none);
        Tensor expected = OpCase.apply(row.op(), one);
        assertThat(result.type())
                .isEqualTo(expected.type().with(expected.shape().insert(0, 0)));
    }

    /** Every choice of operands that differ between examples; the others are captured and the same for all. */
    @ParameterizedTest
    @MethodSource("rows")
    void someOperandsBatched(OpCase row) {
        int operands = row.draws().size();
        for (int mask = 1; mask < (1 << operands) - 1; mask++) {
            List<List<Tensor>> examples = examples(row, DType.FLOAT64, 3);
            List<Tensor> shared = examples.getFirst();
            List<List<Tensor>> varying = new ArrayList<>();
            List<Tensor> loop = new ArrayList<>();
            for (List<Tensor> example : examples) {
                List<Tensor> own = new ArrayList<>();
                for (int i = 0; i < operands; i++) {
                    if ((mask >> i & 1) != 0) {
                        own.add(example.get(i));
                    }
                }
                varying.add(own);
                loop.add(OpCase.apply(row.op(), joined(own, shared, mask)));
            }
            int chosen = mask;
            Tensor batched = Gradus.vmap((List<Tensor> x) -> OpCase.apply(row.op(), joined(x, shared, chosen)))
                    .apply(stacked(varying));
            same(row, "vmap of operands " + Integer.toBinaryString(mask), Tensors.stack(0, loop), batched);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nestedBatchIsANestedLoop(OpCase row) {
        List<Tensor> rowsOfLoop = new ArrayList<>();
        List<List<Tensor>> rowsOfBatch = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<List<Tensor>> examples = new ArrayList<>();
            for (int j = 0; j < 3; j++) {
                examples.add(example(row, DType.FLOAT64, 10 * i + j));
            }
            rowsOfLoop.add(Tensors.stack(
                    0, examples.stream().map(e -> OpCase.apply(row.op(), e)).toList()));
            rowsOfBatch.add(stacked(examples));
        }
        Fn<List<Tensor>, Tensor> one = x -> OpCase.apply(row.op(), x);
        Tensor batched = Gradus.vmap(Gradus.vmap(one)).apply(stacked(rowsOfBatch));
        same(row, "vmap of vmap", Tensors.stack(0, rowsOfLoop), batched);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void batchOfGradientsIsALoopOfGradients(OpCase row) {
        for (DType real : REALS) {
            List<List<Tensor>> examples = examples(row, real, 3);
            List<List<Tensor>> loop = new ArrayList<>();
            for (List<Tensor> example : examples) {
                loop.add(gradient(row, example));
            }
            List<Tensor> batched =
                    Gradus.vmap((List<Tensor> x) -> gradient(row, x)).apply(stacked(examples));
            same(row, "vmap of grad", stacked(loop), batched);
            List<Tensor> compiled = Gradus.jit(Gradus.vmap((List<Tensor> x) -> gradient(row, x)))
                    .apply(stacked(examples));
            Same.bits("jit of vmap of grad", batched, compiled);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void gradientOfABatchIsABatchOfGradients(OpCase row) {
        List<List<Tensor>> examples = examples(row, DType.FLOAT64, 3);
        List<List<Tensor>> loop = new ArrayList<>();
        for (List<Tensor> example : examples) {
            loop.add(gradient(row, example));
        }
        Operands all = row.apart(stacked(examples));
        List<Tensor> gradient = Gradus.grad((List<Tensor> reals, List<Tensor> others) ->
                        Gradus.vmap(row.loss()).apply(reals, others).sum())
                .apply(all.reals(), all.others());
        if (row.endsByOperand()) {
            Same.close("grad of vmap", stacked(loop), gradient, 1e-13);
        } else {
            same(row, "grad of vmap", stacked(loop), gradient);
        }
    }

    /** Operands that all examples share collect the sum of the examples' derivatives. */
    @ParameterizedTest
    @MethodSource("differentiable")
    void gradientOfASharedOperandIsTheSum(OpCase row) {
        List<List<Tensor>> examples = examples(row, DType.FLOAT64, 3);
        Operands first = row.apart(examples.getFirst());
        List<List<Tensor>> others =
                examples.stream().map(e -> row.apart(e).others()).toList();
        if (first.others().isEmpty()) {
            return;
        }
        List<Tensor> sum = null;
        for (List<Tensor> other : others) {
            List<Tensor> g = Gradus.grad(row.loss()).apply(first.reals(), other);
            sum = sum == null ? g : org.gradus.tree.Tree.plus(sum, g);
        }
        List<Tensor> gradient = Gradus.grad((List<Tensor> reals) -> Gradus.vmap(
                                (List<Tensor> o) -> row.loss().apply(reals, o))
                        .apply(stacked(others))
                        .sum())
                .apply(first.reals());
        Same.close("gradient of shared operands", sum, gradient, 1e-13);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void batchOfHessianProductsIsALoop(OpCase row) {
        List<List<Tensor>> examples = examples(row, DType.FLOAT64, 3);
        List<List<Tensor>> loop = new ArrayList<>();
        for (List<Tensor> example : examples) {
            loop.add(curvature(row, example));
        }
        List<Tensor> batched =
                Gradus.vmap((List<Tensor> x) -> curvature(row, x)).apply(stacked(examples));
        same(row, "vmap of hvp", stacked(loop), batched);
    }

    private static List<Tensor> gradient(OpCase row, List<Tensor> operands) {
        Operands apart = row.apart(operands);
        return Gradus.grad(row.loss()).apply(apart.reals(), apart.others());
    }

    private static List<Tensor> curvature(OpCase row, List<Tensor> operands) {
        Operands apart = row.apart(operands);
        List<Tensor> v = Differences.directions(apart.reals(), 11);
        return Gradus.hvp(row.loss()).apply(apart.reals(), v, apart.others());
    }

    private static List<Tensor> example(OpCase row, DType real, long seed) {
        return row.draw(real, 100 + seed).stream().map(Tensors::tensor).toList();
    }

    private static List<List<Tensor>> examples(OpCase row, DType real, int count) {
        List<List<Tensor>> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(example(row, real, i));
        }
        return examples;
    }

    /** A batch for each operand. */
    private static List<Tensor> stacked(List<List<Tensor>> examples) {
        List<Tensor> batches = new ArrayList<>();
        for (int i = 0; i < examples.getFirst().size(); i++) {
            int operand = i;
            batches.add(
                    Tensors.stack(0, examples.stream().map(e -> e.get(operand)).toList()));
        }
        return batches;
    }

    private static List<Tensor> joined(List<Tensor> own, List<Tensor> shared, int mask) {
        List<Tensor> all = new ArrayList<>(shared);
        int next = 0;
        for (int i = 0; i < all.size(); i++) {
            if ((mask >> i & 1) != 0) {
                all.set(i, own.get(next++));
            }
        }
        return all;
    }

    private static void same(OpCase row, String what, List<Tensor> expected, List<Tensor> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            same(row, what + " [" + i + "]", expected.get(i), actual.get(i));
        }
    }

    /** The same bits, but for products, whose sums may be taken in another order: a few units in the last place. */
    private static void same(OpCase row, String what, Tensor expected, Tensor actual) {
        if (row.reorders()) {
            Same.close(what, expected, actual, expected.dtype() == DType.FLOAT64 ? 1e-13 : 1e-5);
        } else {
            Same.bits(what, expected, actual);
        }
    }
}
