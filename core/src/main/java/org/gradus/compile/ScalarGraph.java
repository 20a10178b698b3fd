package org.gradus.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.kernel.Layout;
import org.gradus.program.Constant;
import org.gradus.program.Contraction;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Equation;
import org.gradus.program.Operand;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;
import org.gradus.program.Variable;

/**
 * Equations on arrays of a few elements, taken apart to numbers. What moves elements costs nothing here; a number that is
 * computed twice is computed once; sums keep the order of the kernels, so the bits are theirs.
 */
final class ScalarGraph {
    /** Larger arrays are done by loops. */
    static final int LARGEST = 32;

    private static final int LARGEST_PRODUCT = 256;
    private static final int LANES = 8;

    private final List<ScalarNode> nodes = new ArrayList<>();
    private final Map<ScalarNode, Integer> numberOf = new HashMap<>();
    private final Map<Variable, int[]> values = new IdentityHashMap<>();

    private ScalarGraph() {}

    /** Whether an equation can be taken apart. */
    static boolean takes(Equation equation) {
        if (equation.outputs().size() != 1
                || !isSmall(equation.output().type().shape())
                || equation.inputs().stream().anyMatch(o -> !isSmall(o.type().shape()))) {
            return false;
        }
        return switch (equation.op()) {
            case Elementwise.Unary(var f) -> f != UnaryFunction.STOP_GRADIENT;
            case Elementwise _, Structural _ -> true;
            case Reduction.Reduce _, Reduction.LogSoftmax _ -> true;
            case Contraction.MatMul m -> work(m, equation) <= LARGEST_PRODUCT;
            default -> false;
        };
    }

    private static boolean isSmall(Shape shape) {
        return shape.size() > 0 && shape.size() <= LARGEST;
    }

    private static int work(Contraction.MatMul op, Equation equation) {
        Shape left = equation.inputs().getFirst().type().shape();
        int k = left.dim(left.rank() - (op.transposeLeft() ? 2 : 1));
        return equation.output().type().shape().size() * k;
    }

    /** The numbers of some equations, each of which can be taken apart. */
    static ScalarGraph of(List<Operand> inputs, List<Equation> equations) {
        ScalarGraph graph = new ScalarGraph();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof Variable v) {
                int[] elements = new int[v.type().shape().size()];
                for (int j = 0; j < elements.length; j++) {
                    elements[j] = graph.add(new ScalarNode.Input(v.type().dtype(), i, j));
                }
                graph.values.put(v, elements);
            }
        }
        for (Equation equation : equations) {
            graph.values.put(equation.output(), graph.apply(equation));
        }
        return graph;
    }

    List<ScalarNode> nodes() {
        return nodes;
    }

    /** The numbers of an operand's elements. */
    int[] elements(Operand operand) {
        return switch (operand) {
            case Variable v -> values.get(v);
            case Constant(NdArray array) -> {
                int[] elements = new int[array.size()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = array.dtype().isFloat()
                            ? number(array.dtype(), array.getDouble(i))
                            : add(new ScalarNode.Number(array.dtype(), array.getLong(i)));
                }
                yield elements;
            }
        };
    }

    private int add(ScalarNode node) {
        return numberOf.computeIfAbsent(node, n -> {
            nodes.add(n);
            return nodes.size() - 1;
        });
    }

    private int number(DType dtype, double value) {
        return add(new ScalarNode.Number(dtype, Double.doubleToRawLongBits(value)));
    }

    private int zero(DType dtype) {
        return dtype.isFloat() ? number(dtype, 0) : add(new ScalarNode.Number(dtype, 0));
    }

    private int apply(Elementwise op, DType result, int... operands) {
        return add(
                new ScalarNode.Apply(result, op, Arrays.stream(operands).boxed().toList()));
    }

    private int unary(UnaryFunction f, int x) {
        return apply(new Elementwise.Unary(f), nodes.get(x).dtype(), x);
    }

    private int binary(BinaryFunction f, int x, int y) {
        return apply(new Elementwise.Binary(f), nodes.get(x).dtype(), x, y);
    }

    private int convert(DType to, int x) {
        return nodes.get(x).dtype() == to ? x : apply(new Elementwise.Convert(to), to, x);
    }

    private int[] apply(Equation equation) {
        Shape shape = equation.output().type().shape();
        DType dtype = equation.output().type().dtype();
        List<int[]> operands = equation.inputs().stream().map(this::elements).toList();
        return switch (equation.op()) {
            case Elementwise op -> {
                int[] out = new int[shape.size()];
                for (int i = 0; i < out.length; i++) {
                    int element = i;
                    int[] of = operands.stream().mapToInt(o -> o[element]).toArray();
                    out[i] = op instanceof Elementwise.Convert(DType to) ? convert(to, of[0]) : apply(op, dtype, of);
                }
                yield out;
            }
            case Structural op -> move(op, equation, operands);
            case Reduction.Reduce(var function, var axes) -> reduce(function, axes, equation, operands.getFirst());
            case Reduction.LogSoftmax(int axis) -> logSoftmax(axis, shape, operands.getFirst());
            case Contraction.MatMul m -> multiply(m, equation, operands.get(0), operands.get(1));
            default -> throw new AssertionError(equation.op());
        };
    }

    // ---- moving -----------------------------------------------------------------------------------------------------

    private int[] move(Structural op, Equation equation, List<int[]> operands) {
        int[] x = operands.getFirst();
        Shape from = equation.inputs().getFirst().type().shape();
        Shape to = equation.output().type().shape();
        int[] own = from.strides();
        int[] out = new int[to.size()];
        switch (op) {
            case Structural.Reshape _ -> {
                return x;
            }
            case Structural.Transpose(var permutation) -> {
                int[] strides = permutation.stream().mapToInt(axis -> own[axis]).toArray();
                Layout.gather(x, 0, strides, out, to.dims());
            }
            case Structural.Broadcast(var _, var axes) -> {
                int[] strides = new int[to.rank()];
                for (int i = 0; i < own.length; i++) {
                    strides[axes.get(i)] = own[i];
                }
                Layout.gather(x, 0, strides, out, to.dims());
            }
            case Structural.Slice s -> {
                int[] strides = own.clone();
                int offset = 0;
                for (int i = 0; i < strides.length; i++) {
                    offset += s.starts().get(i) * own[i];
                    strides[i] *= s.strides().get(i);
                }
                Layout.gather(x, offset, strides, out, to.dims());
            }
            case Structural.Reverse(var axes) -> {
                int[] strides = own.clone();
                int offset = 0;
                for (int axis : axes) {
                    offset += (from.dim(axis) - 1) * own[axis];
                    strides[axis] = -own[axis];
                }
                Layout.gather(x, offset, strides, out, to.dims());
            }
            case Structural.Concatenate(int axis) -> {
                int[] strides = to.strides();
                int offset = 0;
                for (int i = 0; i < operands.size(); i++) {
                    Shape part = equation.inputs().get(i).type().shape();
                    Layout.scatter(operands.get(i), out, offset, strides, part.dims());
                    offset += part.dim(axis) * strides[axis];
                }
            }
            case Structural.Pad p -> {
                Arrays.fill(out, zero(equation.output().type().dtype()));
                int[] strides = to.strides();
                int offset = 0;
                for (int i = 0; i < strides.length; i++) {
                    offset += p.low().get(i) * strides[i];
                    strides[i] *= p.interior().get(i) + 1;
                }
                Layout.scatter(x, out, offset, strides, from.dims());
            }
            case Structural.Triangle(boolean lower, int diagonal) -> {
                int zero = zero(equation.output().type().dtype());
                int rows = to.dim(to.rank() - 2);
                int columns = to.dim(to.rank() - 1);
                for (int i = 0; i < out.length; i++) {
                    int above = i % columns - i / columns % rows;
                    out[i] = (lower ? above <= diagonal : above >= diagonal) ? x[i] : zero;
                }
            }
        }
        return out;
    }

    // ---- joining ----------------------------------------------------------------------------------------------------

    /** The elements of each group that a reduction joins, in the order of the kernels. */
    private static int[][] groups(List<Integer> axes, Shape shape, int[] x) {
        List<Integer> order = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (!axes.contains(axis)) {
                order.add(axis);
            }
        }
        int outer = order.stream().mapToInt(shape::dim).reduce(1, (a, b) -> a * b);
        order.addAll(axes);
        int[] own = shape.strides();
        int[] strides = order.stream().mapToInt(axis -> own[axis]).toArray();
        int[] dims = order.stream().mapToInt(shape::dim).toArray();
        int[] sorted = new int[x.length];
        Layout.gather(x, 0, strides, sorted, dims);
        int n = x.length / outer;
        int[][] groups = new int[outer][];
        for (int i = 0; i < outer; i++) {
            groups[i] = Arrays.copyOfRange(sorted, i * n, (i + 1) * n);
        }
        return groups;
    }

    private int[] reduce(Reduction.ReduceFunction function, List<Integer> axes, Equation equation, int[] x) {
        if (axes.isEmpty()) {
            return x;
        }
        DType dtype = equation.output().type().dtype();
        int[][] groups = groups(axes, equation.inputs().getFirst().type().shape(), x);
        int[] out = new int[groups.length];
        for (int i = 0; i < out.length; i++) {
            int[] group = groups[i];
            out[i] = switch (function) {
                case SUM -> dtype.isFloat() ? convert(dtype, sum(wide(group))) : fold(BinaryFunction.ADD, group);
                case PROD ->
                    dtype.isFloat() ? convert(dtype, product(wide(group))) : fold(BinaryFunction.MULTIPLY, group);
                case MAX -> fold(BinaryFunction.MAXIMUM, group);
                case MIN -> fold(BinaryFunction.MINIMUM, group);
                case LOGSUMEXP -> convert(dtype, logSumExp(wide(group)));
                case ALL -> fold(BinaryFunction.AND, group);
                case ANY -> fold(BinaryFunction.OR, group);
            };
        }
        return out;
    }

    private int[] wide(int[] group) {
        return Arrays.stream(group).map(x -> convert(DType.FLOAT64, x)).toArray();
    }

    private int fold(BinaryFunction f, int[] group) {
        int result = group[0];
        for (int i = 1; i < group.length; i++) {
            result = binary(f, result, group[i]);
        }
        return result;
    }

    /** Lanes that begin with 0, which makes 0 of −0. */
    private int sum(int[] group) {
        int zero = zero(DType.FLOAT64);
        return lanes(BinaryFunction.ADD, group, zero);
    }

    private int product(int[] group) {
        return lanes(BinaryFunction.MULTIPLY, group, -1);
    }

    /** Element j goes to lane j mod 8; lanes are joined in pairs. A lane that holds nothing changes nothing. */
    private int lanes(BinaryFunction f, int[] group, int first) {
        int[] lanes = new int[LANES];
        Arrays.fill(lanes, -1);
        for (int i = 0; i < group.length; i++) {
            int lane = i % LANES;
            int before = lanes[lane] < 0 ? first : lanes[lane];
            lanes[lane] = before < 0 ? group[i] : binary(f, before, group[i]);
        }
        int even = join(f, join(f, lanes[0], lanes[4]), join(f, lanes[2], lanes[6]));
        int odd = join(f, join(f, lanes[1], lanes[5]), join(f, lanes[3], lanes[7]));
        return join(f, even, odd);
    }

    private int join(BinaryFunction f, int x, int y) {
        return y < 0 ? x : x < 0 ? y : binary(f, x, y);
    }

    /** log Σ exp(x − max), where the sum is over all of a group. */
    private int logOfSum(int[] group, int max) {
        int[] exponentials = Arrays.stream(group)
                .map(x -> unary(UnaryFunction.EXP, binary(BinaryFunction.SUBTRACT, x, max)))
                .toArray();
        return unary(UnaryFunction.LOG, sum(exponentials));
    }

    private int logSumExp(int[] group) {
        int max = fold(BinaryFunction.MAXIMUM, group);
        int infinity = number(DType.FLOAT64, Double.POSITIVE_INFINITY);
        int infinite = apply(
                new Elementwise.Compare(Elementwise.Comparison.EQ),
                DType.BOOL,
                unary(UnaryFunction.ABS, max),
                infinity);
        int finite = binary(BinaryFunction.ADD, max, logOfSum(group, max));
        return apply(new Elementwise.Select(), DType.FLOAT64, infinite, max, finite);
    }

    private int[] logSoftmax(int axis, Shape shape, int[] x) {
        DType dtype = nodes.get(x[0]).dtype();
        int[] positions = new int[x.length];
        Arrays.setAll(positions, i -> i);
        int[] out = new int[x.length];
        for (int[] group : groups(List.of(axis), shape, positions)) {
            int[] row = wide(Arrays.stream(group).map(i -> x[i]).toArray());
            int max = fold(BinaryFunction.MAXIMUM, row);
            int log = logOfSum(row, max);
            for (int i = 0; i < row.length; i++) {
                int shifted = binary(BinaryFunction.SUBTRACT, row[i], max);
                out[group[i]] = convert(dtype, binary(BinaryFunction.SUBTRACT, shifted, log));
            }
        }
        return out;
    }

    private int[] multiply(Contraction.MatMul op, Equation equation, int[] left, int[] right) {
        Shape l = equation.inputs().get(0).type().shape();
        Shape r = equation.inputs().get(1).type().shape();
        DType dtype = equation.output().type().dtype();
        int rank = l.rank();
        int m = l.dim(op.transposeLeft() ? rank - 1 : rank - 2);
        int k = l.dim(op.transposeLeft() ? rank - 2 : rank - 1);
        int n = r.dim(op.transposeRight() ? rank - 2 : rank - 1);
        int[] out = new int[equation.output().type().shape().size()];
        for (int i = 0; i < out.length; i++) {
            int batch = i / (m * n);
            int row = i / n % m;
            int column = i % n;
            int sum = zero(dtype);
            for (int p = 0; p < k; p++) {
                int a = left[batch * m * k + (op.transposeLeft() ? p * m + row : row * k + p)];
                int b = right[batch * k * n + (op.transposeRight() ? column * k + p : p * n + column)];
                sum = add(new ScalarNode.Fma(dtype, List.of(a, b, sum)));
            }
            out[i] = sum;
        }
        return out;
    }
}
