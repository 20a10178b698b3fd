package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.ArrayList;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.GradusException;
import org.gradus.error.ShapeException;
import org.gradus.tree.Tree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong uses of the functions of tensors, and the whole text that a person reads. */
class TensorErrorsTest {
    record Wrong(Runnable use, Class<? extends GradusException> kind, String problem, String remedy) {
        @Override
        public String toString() {
            return problem;
        }
    }

    private static Wrong shape(Runnable use, String problem, String remedy) {
        return new Wrong(use, ShapeException.class, problem, remedy);
    }

    private static Wrong dtype(Runnable use, String problem, String remedy) {
        return new Wrong(use, DTypeException.class, problem, remedy);
    }

    private static Wrong argument(Runnable use, String problem, String remedy) {
        return new Wrong(use, ArgumentException.class, problem, remedy);
    }

    static List<Wrong> wrong() {
        List<Wrong> wrong = new ArrayList<>();
        factories(wrong);
        functions(wrong);
        shapes(wrong);
        matrices(wrong);
        return wrong;
    }

    private static void factories(List<Wrong> wrong) {
        wrong.add(shape(
                () -> tensor(new double[][] {{1, 2}, {3}}),
                "tensor: row 1 has 1 elements, row 0 has 2",
                "give rows of equal length"));
        wrong.add(shape(
                () -> tensor(Shape.of(2, 2), new double[3]),
                "array: 3 elements do not fill shape [2,2] of 4",
                "give as many elements as the product of the axis lengths"));
        wrong.add(argument(
                () -> NdArray.wrap(Shape.of(1), new short[1]),
                "array: elements of type short[] cannot be held",
                "give double[], float[], long[], int[] or boolean[]"));
        wrong.add(shape(
                () -> zeros(-1), "shape: axis length -1 in [-1] is negative", "give axis lengths of zero or more"));
        wrong.add(shape(
                () -> zeros(1 << 20, 1 << 20),
                "shape: [1048576, 1048576] has more than 2^31-1 elements",
                "split the array: one Java array holds at most 2^31-1 elements"));
        wrong.add(shape(() -> Tensors.arange(-1), "arange: -1 elements asked for", "ask for zero or more"));
        wrong.add(shape(() -> Tensors.linspace(0, 1, -2), "linspace: -2 elements asked for", "ask for zero or more"));
        wrong.add(shape(() -> Tensors.eye(-3), "eye: -3 elements asked for", "ask for zero or more"));
        wrong.add(argument(() -> Key.of(1).split(0), "split: 0 keys asked for", "ask for one or more"));
        wrong.add(shape(
                () -> Random.normal(new Key(zeros(2)), 3),
                "sample: f64[2] is not a key",
                "make keys with Key.of(seed) and key.split(n)"));
        wrong.add(dtype(
                () -> Random.normal(Key.of(1), new ArrayType(DType.INT32, Shape.of(3))),
                "sample: normal i32[3] cannot be drawn",
                "draw bits and permutations as i64, other numbers as f64 or f32"));
    }

    private static void functions(List<Wrong> wrong) {
        wrong.add(shape(
                () -> zeros(2, 3).plus(zeros(4)),
                "add: shapes [2,3] and [4] do not broadcast: axis 1 is 3 against 4",
                "make the lengths equal, or one of them 1; axes are matched from the last"));
        wrong.add(dtype(
                () -> zeros(2).gt(0).plus(zeros(2).gt(0)),
                "add: takes numbers, but received bool[2]",
                "convert the operand, as in x.to(DType.FLOAT64)"));
        wrong.add(dtype(
                () -> zeros(2).and(zeros(2)),
                "and: takes truth values or whole numbers, but received f64[2]",
                "compare the operand with something, as in x.gt(0)"));
        wrong.add(dtype(
                () -> Tensors.where(zeros(2), zeros(2), zeros(2)),
                "where: the condition is f64[2], not truth values",
                "compare, as in x.gt(0), or convert it with to(DType.BOOL)"));
        wrong.add(shape(
                () -> Tensors.where(zeros(2).gt(0), zeros(3), zeros(1)),
                "where: shapes [2] and [3] do not broadcast: axis 0 is 2 against 3",
                "make the lengths equal, or one of them 1; axes are matched from the last"));
        wrong.add(dtype(
                () -> tensor(new int[] {1}).plus(1L << 40),
                "scalar 1099511627776: is out of the range of i32[1] beside it",
                "convert the tensor, as in x.to(DType.INT64)"));
        wrong.add(shape(
                () -> zeros(2, 3).item(),
                "item: tensor f64[2,3] has 6 elements, not one",
                "take one element with get(...), or all with toDoubles()"));
        wrong.add(shape(
                () -> zeros(0).mean(),
                "mean: tensor f64[0] has no elements along [0]",
                "give at least one element to average, or use sum, which is 0 of none"));
        wrong.add(shape(
                () -> zeros(0).max(),
                "max: axis 0 of f64[0] is empty, and nothing has no extreme",
                "give at least one element along the axis"));
        wrong.add(shape(
                () -> zeros(2, 3).sum(2), "sum: axis 2 does not exist in shape [2,3]", "use an axis from -2 to 1"));
        wrong.add(shape(
                () -> zeros(2, 3).sum(0, -2),
                "sum: axis 0 is named twice in [0, -2] for shape [2,3]",
                "name each axis once"));
        wrong.add(shape(
                () -> scalar(1).max(0),
                "max: axis 0 does not exist in shape []",
                "a scalar has no axes: leave the axis out"));
        wrong.add(shape(
                () -> Tensors.softmaxCrossEntropy(zeros(2, 3), zeros(3)),
                "softmaxCrossEntropy: labels f64[3] do not fit logits f64[2,3]",
                "give whole class numbers of shape [2], or probabilities of shape [2,3]"));
        wrong.add(shape(
                () -> Tensors.softmaxCrossEntropy(zeros(2, 3), tensor(new long[] {0, 3})),
                "softmaxCrossEntropy: label 1 is class 3, but the logits have 3 classes",
                "number the classes from 0 to 2"));
        wrong.add(shape(
                () -> Tensors.softmaxCrossEntropy(scalar(1), scalar(1)),
                "softmaxCrossEntropy: logits f64[] have no axis of classes",
                "give logits of shape [..., classes]"));
        wrong.add(shape(
                () -> Tensors.sigmoidCrossEntropy(zeros(2), zeros(2, 1)),
                "sigmoidCrossEntropy: labels f64[2,1] do not fit logits f64[2]",
                "give one label in [0, 1] for each logit"));
    }

    private static void shapes(List<Wrong> wrong) {
        wrong.add(shape(
                () -> zeros(2, 3).reshape(4, -1),
                "reshape: tensor f64[2,3] of 6 elements does not fill [4, -1]",
                "give lengths whose product divides the number of elements"));
        wrong.add(shape(
                () -> zeros(2, 3).reshape(5),
                "reshape: f64[2,3] of 6 elements does not fill [5] of 5",
                "give a shape with the same number of elements"));
        wrong.add(shape(
                () -> zeros(2, 3).transpose(0),
                "transpose: [0] is not an order of the axes of f64[2,3]",
                "name each axis from 0 to 1 once"));
        wrong.add(shape(
                () -> zeros(3).t(),
                "t: tensor f64[3] is not a matrix",
                "reshape it to two axes first, as in x.reshape(-1, 1)"));
        wrong.add(shape(
                () -> zeros(2, 3).broadcastTo(3),
                "broadcastTo: tensor f64[2,3] does not broadcast to [3]",
                "axes are matched from the last; each must be equal or 1"));
        wrong.add(shape(
                () -> zeros(2).expandDims(2),
                "expandDims: position 2 does not exist for shape [2]",
                "use a position from -2 to 1"));
        wrong.add(shape(
                () -> zeros(5).slice(0, 3, 7),
                "slice: from 3 to 7 step 1 is not inside axis 0 of f64[5]",
                "keep from <= to <= 5 and step >= 1"));
        wrong.add(shape(
                () -> zeros(5).slice(0, 0, 5, 0),
                "slice: from 0 to 5 step 0 is not inside axis 0 of f64[5]",
                "keep from <= to <= 5 and step >= 1"));
        wrong.add(shape(
                () -> zeros(2, 3).get(1, 3),
                "get: index 3 is outside axis 1 of f64[2,3]",
                "use an index from -3 to 2"));
        wrong.add(shape(() -> zeros(0).get(0), "get: index 0 is outside axis 0 of f64[0]", "the axis is empty"));
        wrong.add(shape(
                () -> zeros(2).get(0, 0),
                "get: 2 indices for tensor f64[2] of 1 axes",
                "give at most one index for each axis"));
        wrong.add(shape(() -> concatenate(0, List.of()), "concatenate: no tensors given", "give at least one"));
        wrong.add(shape(
                () -> concatenate(0, scalar(1), scalar(2)),
                "concatenate: f64[] has no axes",
                "join scalars with stack"));
        wrong.add(shape(
                () -> concatenate(1, zeros(2, 3), zeros(3, 3)),
                "concatenate: f64[2,3] and f64[3,3] differ on another axis than 1",
                "give operands that agree on every other axis and on the element type"));
        wrong.add(shape(
                () -> Tensors.stack(zeros(2), zeros(3)),
                "stack: f64[2] and f64[3] have different shapes",
                "give tensors of one shape, or join them with concatenate"));
        wrong.add(dtype(
                () -> Indexing.take(zeros(3), zeros(2), 0),
                "take: takes integer indices, but received f64[2]",
                "convert the indices, as in indices.to(DType.INT64)"));
        wrong.add(shape(
                () -> Indexing.take(zeros(3), tensor(new long[] {-1}), 0),
                "take: index -1 at position 0 is outside 0 … 2, the positions of an axis of size 3",
                "give indices from 0 to 2; negative ones do not count from the end"));
        wrong.add(shape(
                () -> Indexing.takeAlong(zeros(3, 2), tensor(new long[] {0}), 0),
                "takeAlong: indices i64[1] do not fit f64[3,2] along axis 0",
                "give indices that agree with the tensor on every other axis"));
        wrong.add(shape(
                () -> Gradus.vmap((Tensor x) -> x).apply(scalar(1)),
                "vmap: the argument is f64[] and has no axis to batch over",
                "capture values that all examples share, instead of passing them"));
        wrong.add(shape(
                () -> Gradus.vmap((List<Tensor> x) -> x.get(0)).apply(List.of(zeros(3), zeros(2))),
                "vmap: leaf '[1]' is f64[2], a batch of 2, but leaf '[0]' is a batch of 3",
                "give every leaf the same first axis"));
        wrong.add(shape(
                () -> Gradus.vmap((String x) -> zeros(1)).apply("none"),
                "vmap: the argument holds no tensors",
                "pass tensors with a batch axis"));
        wrong.add(shape(
                () -> assertThat(Tree.ravel(List.of(zeros(2), zeros(1)))
                                .unravel()
                                .apply(zeros(4)))
                        .isNull(),
                "unravel: vector f64[4] does not fill a tree of 3 elements",
                "give a vector of the length that ravel gave"));
    }

    private static void matrices(List<Wrong> wrong) {
        wrong.add(shape(
                () -> zeros(3, 4).matmul(zeros(5, 6)),
                "matmul: f64[3,4] and f64[5,6] do not multiply: 4 columns against 5 rows",
                "transpose one of them with t(), or check the order of the operands"));
        wrong.add(shape(
                () -> zeros(3).matmul(scalar(2)),
                "matmul: f64[3] and f64[] are not both matrices or vectors",
                "multiply by a scalar with times"));
        wrong.add(shape(
                () -> zeros(2, 3, 4).matmul(zeros(3, 4, 5)),
                "matmul: f64[2,3,4] and f64[3,4,5] do not multiply: their batch axes [2] and [3] do not broadcast",
                "make the batch axes equal, or 1; they are all but the last two"));
        wrong.add(shape(
                () -> Linalg.cholesky(zeros(3)),
                "cholesky: f64[3] is not a square matrix",
                "give a matrix of shape [..., n, n]"));
        wrong.add(shape(
                () -> Linalg.solve(zeros(3, 3), zeros(4)),
                "solve: right-hand side f64[4] does not fit the matrix f64[3,3]",
                "give a right-hand side of shape [..., n, columns], or [n] for one matrix"));
        wrong.add(shape(
                () -> Linalg.triangularSolve(zeros(2, 3), zeros(2, 1), true),
                "triangular_solve: f64[2,3] is not a square matrix",
                "give a matrix of shape [..., n, n]"));
        wrong.add(shape(
                () -> Linalg.tril(zeros(3), 0),
                "tril: f64[3] is not a matrix",
                "give an operand with two or more axes"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isExplained(Wrong wrong) {
        GradusException error = catchThrowableOfType(GradusException.class, wrong.use::run);
        assertThat(error).isExactlyInstanceOf(wrong.kind);
        assertThat(error.problem()).isEqualTo(wrong.problem);
        assertThat(error.remedy()).isEqualTo(wrong.remedy);
        assertThat(error.line().file()).isEqualTo("TensorErrorsTest.java");
        String place = error.line().toString();
        assertThat(error).hasMessage(wrong.problem + "\n  where: " + place + "\n  to do: " + wrong.remedy);
    }
}
