package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.GradusException;
import org.gradus.transform.JvpResult;
import org.gradus.transform.Pullback;
import org.gradus.tree.Tree;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Indexing, shapes and contractions as NumPy 2 gives them. {@code src/test/python/array_tables.py} wrote the table; where
 * NumPy throws, Gradus throws an error of its own. Every function of the table is affine in each operand and all numbers
 * are whole, so derivatives are compared exactly.
 */
class ArraysNumPyTest {

    static List<NumPyTest.Line> lines() throws IOException {
        try (InputStream in = ArraysNumPyTest.class.getResourceAsStream("arrays.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(f -> new NumPyTest.Line(f[0], List.of(f).subList(1, f.length - 1), f[f.length - 1]))
                    .toList();
        }
    }

    static List<NumPyTest.Line> differentiable() throws IOException {
        return lines().stream()
                .filter(line -> !line.result().equals("error") && line.result().startsWith("f64"))
                .filter(line ->
                        !operands(line).isEmpty() && operands(line).stream().allMatch(x -> x.dtype() == DType.FLOAT64))
                .toList();
    }

    /** How many of the arguments, from the first on, are arrays of numbers; those of "einsum" stand in one argument. */
    private static List<Tensor> operands(NumPyTest.Line line) {
        List<Tensor> operands = new ArrayList<>();
        switch (line.operation()) {
            case "oneHot", "ravelIndex" -> {}
            case "einsum", "meshgrid" -> operands.addAll(arrays(line.arguments().getFirst()));
            case "setSlice", "addSlice", "addAt", "setAt" -> {
                operands.add(line.array(0));
                operands.add(line.array(2));
            }
            case "dot", "inner", "outer", "kron", "vdot", "tensordot", "tensordotAxes", "cross" -> {
                operands.add(line.array(0));
                operands.add(line.array(1));
            }
            default -> operands.add(line.array(0));
        }
        return operands;
    }

    private static List<Tensor> arrays(String text) {
        return Arrays.stream(text.split(";"))
                .map(array -> new NumPyTest.Line("", List.of(array), "").array(0))
                .toList();
    }

    private static Tensor[] indices(String text) {
        return Arrays.stream(text.split(";")).map(ArraysNumPyTest::cyclic).toArray(Tensor[]::new);
    }

    private static Tensor cyclic(String text) {
        String[] parts = text.split("%");
        Shape shape = Shape.of(new NumPyTest.Line("", List.of(parts[0]), "").list(0));
        long length = Math.max(1, Long.parseLong(parts[1]));
        long[] elements = new long[shape.size()];
        Arrays.setAll(elements, i -> i * 3L % length);
        return Tensors.tensor(NdArray.wrap(shape, elements));
    }

    private static int[][] widths(int[] flat) {
        int[][] pairs = new int[flat.length / 2][];
        Arrays.setAll(pairs, i -> new int[] {flat[2 * i], flat[2 * i + 1]});
        return pairs;
    }

    private static DType dtype(String symbol) {
        return Arrays.stream(DType.values())
                .filter(d -> d.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    private static Tensor run(NumPyTest.Line line, List<Tensor> operands) {
        Tensor x = operands.isEmpty() ? null : operands.getFirst();
        Tensor y = operands.size() < 2 ? null : operands.get(1);
        return switch (line.operation()) {
            case "slice" -> x.slice(line.arguments().get(1));
            case "setSlice" -> Indexing.setSlice(x, y, slices(line));
            case "addSlice" -> Indexing.addSlice(x, y, slices(line));
            case "gather" -> Indexing.gather(x, indices(line.arguments().get(1)));
            case "addAt" -> Indexing.addAt(x, y, indices(line.arguments().get(1)));
            case "setAt" -> Indexing.setAt(x, y, indices(line.arguments().get(1)));
            case "ravelIndex" ->
                Indexing.ravelIndex(
                        Shape.of(line.list(0)), indices(line.arguments().get(1)));
            case "oneHot" ->
                Indexing.oneHot(
                        cyclic(line.arguments().get(0)),
                        line.number(1),
                        dtype(line.arguments().get(2)));
            case "dot" -> Contractions.dot(x, y);
            case "inner" -> Contractions.inner(x, y);
            case "outer" -> Contractions.outer(x, y);
            case "kron" -> Contractions.kron(x, y);
            case "vdot" -> Contractions.vdot(x, y);
            case "tensordot" -> Contractions.tensordot(x, y, line.number(2));
            case "tensordotAxes" -> Contractions.tensordot(x, y, line.list(2), line.list(3));
            case "cross" -> Contractions.cross(x, y, line.number(2));
            case "einsum" -> Contractions.einsum(line.arguments().get(1), operands.toArray(Tensor[]::new));
            case "trace" -> Contractions.trace(x, line.number(1), line.number(2), line.number(3));
            case "meshgrid" -> Shapes.meshgrid(operands.toArray(Tensor[]::new)).get(line.number(1));
            default -> shape(line, x);
        };
    }

    private static Tensor shape(NumPyTest.Line line, Tensor x) {
        return switch (line.operation()) {
            case "split" -> Shapes.split(x, line.number(1), line.number(2)).get(line.number(3));
            case "splitAt" -> Shapes.splitAt(x, line.number(1), line.list(2)).get(line.number(3));
            case "unstack" -> Shapes.unstack(x, line.number(1)).get(line.number(2));
            case "pad" -> Shapes.pad(x, line.real(1), widths(line.list(2)));
            case "padMode" -> Shapes.pad(x, Shapes.Mode.valueOf(line.arguments().get(1)), widths(line.list(2)));
            case "flip" -> x.flip(line.list(1));
            case "tile" -> Shapes.tile(x, line.list(1));
            case "repeat" -> Shapes.repeat(x, line.number(1), line.number(2));
            case "repeatEach" -> Shapes.repeat(x, line.list(1), line.number(2));
            case "roll" ->
                line.list(2).length == 1
                        ? Shapes.roll(x, line.list(1)[0], line.list(2)[0])
                        : Shapes.roll(x, line.list(1), line.list(2));
            case "rot90" -> Shapes.rot90(x, line.number(1), line.number(2), line.number(3));
            case "moveAxis" ->
                line.list(1).length == 1 && line.list(2).length == 1
                        ? x.moveAxis(line.list(1)[0], line.list(2)[0])
                        : Shapes.moveAxis(x, line.list(1), line.list(2));
            case "swapAxes" -> Shapes.swapAxes(x, line.number(1), line.number(2));
            case "squeeze" -> x.squeeze(line.list(1));
            case "diagonal" -> Shapes.diagonal(x, line.number(1), line.number(2), line.number(3));
            case "diag" -> Shapes.diag(x, line.number(1));
            default -> throw new AssertionError(line.operation());
        };
    }

    private static Slice[] slices(NumPyTest.Line line) {
        return Slice.parse(line.arguments().get(1)).toArray(Slice[]::new);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void asNumPy(NumPyTest.Line line) {
        List<Tensor> operands = operands(line);
        if (line.result().equals("error")) {
            Throwable error = catchThrowable(() -> run(line, operands));
            assertThat(error).isInstanceOf(GradusException.class);
            assertThat(((GradusException) error).remedy()).isNotEmpty();
            return;
        }
        Tensor eager = run(line, operands);
        NumPyTest.demandResult(line, eager.dtype().isFloat() ? eager.plus(0.0) : eager);
        Tensor compiled =
                Gradus.jit((List<Tensor> all) -> run(line, all)).apply(operands.isEmpty() ? List.of(eager) : operands);
        assertThat(compiled.array().sameBits(eager.array())).isTrue();
    }

    private static List<Tensor> whole(List<Tensor> like, int step) {
        return like.stream()
                .map(x -> {
                    double[] elements = new double[x.size()];
                    Arrays.setAll(elements, i -> (i * step + 2) % 7 - 3);
                    return Tensors.tensor(x.shape(), elements);
                })
                .toList();
    }

    /** The elements, all zeros positive. */
    private static double[] unsigned(Tensor x) {
        return x.plus(0.0).toDoubles();
    }

    /** An operand moved by v moves the result by the derivative along v, exactly. */
    @ParameterizedTest
    @MethodSource("differentiable")
    void derivativesAreDifferences(NumPyTest.Line line) {
        List<Tensor> x = operands(line);
        List<Tensor> v = whole(x, 3);
        for (int i = 0; i < x.size(); i++) {
            int operand = i;
            Fn<Tensor, Tensor> f = t -> {
                List<Tensor> all = new ArrayList<>(x);
                all.set(operand, t);
                return run(line, all);
            };
            JvpResult<Tensor> forward = Gradus.jvp(f, x.get(i), v.get(i));
            Tensor difference = f.apply(x.get(i).plus(v.get(i))).minus(f.apply(x.get(i)));
            assertThat(unsigned(forward.tangent())).containsExactly(unsigned(difference));

            Pullback<Tensor, Tensor> pullback = Gradus.vjp(f, x.get(i));
            Tensor w = whole(List.of(difference), 5).getFirst();
            double left = Tree.dot(w, difference).item();
            assertThat(Tree.dot(pullback.apply(w), v.get(i)).item()).isEqualTo(left);
        }
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void batchIsALoop(NumPyTest.Line line) {
        List<Tensor> first = operands(line);
        List<Tensor> second = whole(first, 3);
        List<Tensor> both = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            both.add(Tensors.stack(first.get(i), second.get(i)));
        }
        Tensor batched = Gradus.vmap((List<Tensor> x) -> run(line, x)).apply(both);
        Tensor loop = Tensors.stack(run(line, first), run(line, second));
        assertThat(batched.type()).isEqualTo(loop.type());
        assertThat(batched.toDoubles()).containsExactly(loop.toDoubles());
    }
}
