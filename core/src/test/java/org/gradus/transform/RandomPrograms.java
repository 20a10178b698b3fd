package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.kernel.Loops;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Elementwise.Binary;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Compare;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.Convert;
import org.gradus.program.Elementwise.Select;
import org.gradus.program.Elementwise.Unary;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Indexing.Take;
import org.gradus.program.Indexing.TakeAdd;
import org.gradus.program.LinearAlgebra.Cholesky;
import org.gradus.program.LinearAlgebra.Solve;
import org.gradus.program.LinearAlgebra.TriangularSolve;
import org.gradus.program.Op;
import org.gradus.program.Reduction.ArgMax;
import org.gradus.program.Reduction.LogSoftmax;
import org.gradus.program.Reduction.Reduce;
import org.gradus.program.Reduction.ReduceFunction;
import org.gradus.program.Structural.Broadcast;
import org.gradus.program.Structural.Concatenate;
import org.gradus.program.Structural.Pad;
import org.gradus.program.Structural.Reshape;
import org.gradus.program.Structural.Slice;
import org.gradus.program.Structural.Transpose;
import org.gradus.program.Structural.Triangle;
import org.gradus.program.Types;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.transform.RandomProgram.Step;

/**
 * Draws programs. Tame ones keep every operation where it is smooth, as far as that can be had without looking at the
 * numbers; wild ones run into every infinity and NaN.
 */
final class RandomPrograms {
    private static final UnaryFunction[] SMOOTH = {
        UnaryFunction.NEGATE,
        UnaryFunction.SQUARE,
        UnaryFunction.SIN,
        UnaryFunction.COS,
        UnaryFunction.TANH,
        UnaryFunction.SIGMOID,
        UnaryFunction.SOFTPLUS,
        UnaryFunction.ABS,
        UnaryFunction.RELU
    };
    private static final UnaryFunction[] POSITIVE = {
        UnaryFunction.SQRT, UnaryFunction.LOG, UnaryFunction.RECIPROCAL, UnaryFunction.LOG1P
    };

    private static final BinaryFunction[] WILD = {
        BinaryFunction.ADD,
        BinaryFunction.SUBTRACT,
        BinaryFunction.MULTIPLY,
        BinaryFunction.ANNIHILATE,
        BinaryFunction.DIVIDE,
        BinaryFunction.POWER,
        BinaryFunction.MAXIMUM,
        BinaryFunction.MINIMUM
    };

    private static final List<OpCase> ROWS = OpTable.rows();
    private static final Set<OpCase> MOVABLE =
            ROWS.stream().filter(RandomPrograms::isMovable).collect(Collectors.toSet());

    private final SplittableRandom random;
    private final DType real;
    private final boolean wild;
    private final List<ArrayType> types = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<ArrayType> inputs;
    private final Set<Integer> hidden = new HashSet<>();

    private RandomPrograms(long seed, DType real, boolean wild) {
        this.random = new SplittableRandom(seed);
        this.real = real;
        this.wild = wild;
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            types.add(new ArrayType(real, shape()));
        }
        this.inputs = List.copyOf(types);
    }

    /** A program, the same for the same seed; its shapes and steps do not depend on the element type. */
    static RandomProgram draw(long seed, DType real, boolean wild) {
        RandomPrograms drawing = new RandomPrograms(seed, real, wild);
        int size = drawing.random.nextInt(1, 13);
        while (drawing.steps.size() < size) {
            drawing.step();
        }
        return new RandomProgram(drawing.inputs, List.copyOf(drawing.steps));
    }

    private Shape shape() {
        int[] dims = new int[random.nextInt(0, 4)];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = random.nextInt(10) == 0 ? 0 : random.nextInt(1, 4);
        }
        return Shape.of(dims);
    }

    private int add(Op op, int... operands) {
        return addResult(op, 0, operands);
    }

    private int addResult(Op op, int result, int... operands) {
        List<Integer> list = new ArrayList<>();
        List<ArrayType> given = new ArrayList<>();
        for (int operand : operands) {
            list.add(operand);
            given.add(types.get(operand));
        }
        types.add(Types.infer(op, given).get(result));
        steps.add(new Step(op, list, result, null));
        return types.size() - 1;
    }

    private int constant(NdArray array) {
        types.add(array.type());
        steps.add(new Step(null, List.of(), 0, array));
        return types.size() - 1;
    }

    private int number(double number, Shape shape) {
        return constant(NdArray.splat(new ArrayType(real, shape), number));
    }

    /** Any value of the floating-point type for which a condition holds, late ones more often; −1 if there is none. */
    private int pick(IntPredicate condition) {
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (types.get(i).dtype() == real && !hidden.contains(i) && condition.test(i)) {
                fitting.add(i);
            }
        }
        if (fitting.isEmpty()) {
            return -1;
        }
        int a = random.nextInt(fitting.size());
        int b = random.nextInt(fitting.size());
        return fitting.get(Math.max(a, b));
    }

    private Shape shapeOf(int value) {
        return types.get(value).shape();
    }

    private void step() {
        int x = pick(_ -> true);
        switch (random.nextInt(20)) {
            case 0, 1 -> unary(x);
            case 2, 3 -> binary(x);
            case 4 -> choose(x);
            case 5, 6 -> reduce(x);
            case 7 -> move(x);
            case 8 -> resize(x);
            case 9 -> join(x);
            case 10 -> index(x);
            case 11 -> product();
            case 12 -> matrix();
            case 13 -> more(x);
            default -> row();
        }
    }

    private UnaryFunction one(UnaryFunction[] among) {
        return among[random.nextInt(among.length)];
    }

    private void unary(int x) {
        if (wild) {
            UnaryFunction[] all = UnaryFunction.values();
            UnaryFunction f = one(all);
            add(new Unary(f == UnaryFunction.NOT ? UnaryFunction.EXP : f), x);
        } else if (random.nextBoolean()) {
            add(new Unary(one(SMOOTH)), x);
        } else if (random.nextBoolean()) {
            add(new Unary(random.nextBoolean() ? UnaryFunction.EXP : UnaryFunction.EXPM1), tamed(x));
        } else {
            add(new Unary(one(POSITIVE)), positive(x));
        }
    }

    private int tamed(int x) {
        return add(new Unary(UnaryFunction.TANH), x);
    }

    private int positive(int x) {
        return add(
                new Binary(BinaryFunction.ADD),
                add(new Unary(UnaryFunction.SQUARE), tamed(x)),
                number(0.7, shapeOf(x)));
    }

    /** Another value of x's shape, or one made so. */
    private int partner(int x) {
        int y = pick(i -> i != x && shapeOf(i).equals(shapeOf(x)));
        if (y >= 0) {
            return y;
        }
        int scalar = pick(i -> shapeOf(i).rank() == 0);
        if (scalar >= 0 && shapeOf(x).rank() > 0) {
            return add(new Broadcast(shapeOf(x), List.of()), scalar);
        }
        return random.nextBoolean() ? number(random.nextInt(-2, 3), shapeOf(x)) : add(new Unary(UnaryFunction.COS), x);
    }

    private void binary(int x) {
        int y = partner(x);
        if (wild) {
            add(new Binary(WILD[random.nextInt(WILD.length)]), x, y);
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> add(new Binary(BinaryFunction.DIVIDE), x, positive(y));
            case 1 -> add(new Binary(BinaryFunction.POWER), positive(x), tamed(y));
            case 2 -> add(new Binary(BinaryFunction.MAXIMUM), x, y);
            case 3 -> add(new Binary(BinaryFunction.MINIMUM), x, y);
            case 4 -> add(new Binary(BinaryFunction.ANNIHILATE), x, y);
            case 5 -> add(new Binary(BinaryFunction.SUBTRACT), x, y);
            case 6 -> add(new Binary(BinaryFunction.ADD), x, y);
            default -> add(new Binary(BinaryFunction.MULTIPLY), x, y);
        }
    }

    private void choose(int x) {
        Comparison[] all = Comparison.values();
        int condition = add(new Compare(all[random.nextInt(all.length)]), x, partner(x));
        if (random.nextBoolean()) {
            condition = add(new Unary(UnaryFunction.NOT), condition);
        }
        add(new Select(), condition, x, partner(x));
    }

    private void reduce(int x) {
        List<Integer> axes = new ArrayList<>();
        boolean full = shapeOf(x).size() > 0;
        for (int i = 0; i < shapeOf(x).rank(); i++) {
            if (random.nextBoolean()) {
                axes.add(i);
            }
        }
        int last = shapeOf(x).rank() - 1;
        switch (random.nextInt(6)) {
            case 0 -> add(new Reduce(full ? ReduceFunction.MAX : ReduceFunction.SUM, axes), x);
            case 1 -> add(new Reduce(full ? ReduceFunction.MIN : ReduceFunction.SUM, axes), x);
            case 2 -> add(new Reduce(full || wild ? ReduceFunction.LOGSUMEXP : ReduceFunction.SUM, axes), x);
            case 3 -> {
                if (last >= 0) {
                    add(new LogSoftmax(random.nextInt(last + 1)), x);
                }
            }
            default -> add(new Reduce(ReduceFunction.SUM, axes), x);
        }
    }

    private List<Integer> order(int rank) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            order.add(random.nextInt(i + 1), i);
        }
        return order;
    }

    private void move(int x) {
        Shape shape = shapeOf(x);
        switch (random.nextInt(3)) {
            case 0 -> add(new Transpose(order(shape.rank())), x);
            case 1 -> {
                List<Integer> dims = new ArrayList<>(shape.asList());
                Collections.reverse(dims);
                dims.add(random.nextInt(dims.size() + 1), 1);
                add(new Reshape(random.nextBoolean() ? Shape.of(shape.size()) : Shape.of(dims)), x);
            }
            default -> {
                int at = random.nextInt(shape.rank() + 1);
                List<Integer> kept = shape.insert(at, 1).axes("test").stream()
                        .filter(axis -> axis != at)
                        .toList();
                add(new Broadcast(shape.insert(at, random.nextInt(0, 4)), kept), x);
            }
        }
    }

    private void resize(int x) {
        Shape shape = shapeOf(x);
        List<Integer> low = new ArrayList<>();
        List<Integer> high = new ArrayList<>();
        List<Integer> step = new ArrayList<>();
        boolean slice = random.nextBoolean();
        for (int n : shape.asList()) {
            int from = slice ? random.nextInt(0, n + 1) : random.nextInt(0, 2);
            low.add(from);
            high.add(slice ? random.nextInt(from, n + 1) : random.nextInt(0, 2));
            step.add(slice ? random.nextInt(1, 3) : random.nextInt(0, 2));
        }
        if (shape.size() < 200) {
            add(slice ? new Slice(low, high, step) : new Pad(low, high, step), x);
        }
    }

    private void join(int x) {
        int rank = shapeOf(x).rank();
        if (rank == 0) {
            return;
        }
        int axis = random.nextInt(rank);
        int y = pick(i -> shapeOf(i).rank() == rank
                && shapeOf(i).with(axis, 0).equals(shapeOf(x).with(axis, 0)));
        add(new Concatenate(axis), x, y);
    }

    private void index(int x) {
        int rank = shapeOf(x).rank();
        if (rank == 0) {
            return;
        }
        int axis = random.nextInt(rank);
        int n = shapeOf(x).dim(axis);
        if (n == 0) {
            return;
        }
        if (random.nextInt(3) == 0) {
            int best = add(new ArgMax(axis), x);
            add(new Convert(real), best);
            return;
        }
        boolean adding = random.nextBoolean();
        long[] indices = new long[adding ? n : random.nextInt(0, 4)];
        int size = adding ? random.nextInt(1, 4) : n;
        for (int i = 0; i < indices.length; i++) {
            indices[i] = random.nextInt(size);
        }
        int index = constant(NdArray.wrap(Shape.of(indices.length), indices));
        add(adding ? new TakeAdd(axis, 0, size) : new Take(axis, 0), x, index);
    }

    private void product() {
        int x = pick(i -> shapeOf(i).rank() >= 2);
        if (x < 0) {
            return;
        }
        int rank = shapeOf(x).rank();
        boolean left = random.nextBoolean();
        int inner = shapeOf(x).dim(left ? rank - 2 : rank - 1);
        Shape batch = shapeOf(x).slice(0, rank - 2);
        int y = pick(i -> shapeOf(i).rank() == rank
                && shapeOf(i).slice(0, rank - 2).equals(batch)
                && shapeOf(i).dim(rank - 2) == inner);
        if (y >= 0) {
            add(new MatMul(left, false), x, y);
        } else {
            add(new MatMul(left, !left), x, x);
        }
    }

    /** Something with a matrix x·xᵀ + 1, which is positive definite. */
    private void matrix() {
        int x = pick(i -> shapeOf(i).rank() >= 2);
        if (x < 0) {
            return;
        }
        int rank = shapeOf(x).rank();
        int n = shapeOf(x).dim(rank - 2);
        int right = wild ? x : tamed(x);
        int square = add(new MatMul(false, true), right, right);
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++) {
            identity[i * n + i] = 1;
        }
        Object elements = real.allocate(n * n);
        Loops.convert(identity, elements, n * n);
        int eye = constant(NdArray.wrap(Shape.of(n, n), elements));
        Shape shape = shapeOf(square);
        int spread = add(new Broadcast(shape, List.of(rank - 2, rank - 1)), eye);
        int definite = add(new Binary(BinaryFunction.ADD), square, spread);
        switch (random.nextInt(wild ? 2 : 4)) {
            case 0 -> add(new Triangle(random.nextBoolean(), random.nextInt(-1, 2)), definite);
            case 1 ->
                add(
                        new TriangularSolve(random.nextBoolean(), random.nextBoolean(), random.nextBoolean()),
                        definite,
                        right);
            case 2 -> add(new Cholesky(), definite);
            default -> add(new Solve(random.nextBoolean()), definite, right);
        }
    }

    private void more(int x) {
        if (wild) {
            switch (random.nextInt(3)) {
                case 0 -> add(new Convert(real), add(new Convert(DType.FLOAT32), x));
                case 1 -> add(new Convert(real), add(new Convert(DType.INT32), x));
                default -> add(new Unary(UnaryFunction.STOP_GRADIENT), x);
            }
        } else {
            add(new Binary(BinaryFunction.MULTIPLY), x, x);
        }
    }

    /**
     * Any row of the table of operations, on the operands that the row draws, moved a little by values of the program: so
     * the operation stays where it is defined and smooth.
     */
    private void row() {
        OpCase row = ROWS.get(random.nextInt(ROWS.size()));
        // Derivatives of what stops them, or rounds to f32, are not differences.
        boolean narrows = row.op() instanceof Convert(var to) && to.isFloat();
        if (!wild && (row.constant() || narrows)) {
            return;
        }
        List<NdArray> drawn = row.draw(real, random.nextLong());
        boolean moves = MOVABLE.contains(row) && (wild || !row.pathwise());
        int[] operands = new int[drawn.size()];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = constant(drawn.get(i));
            if (moves && row.draws().get(i).isReal()) {
                Shape shape = drawn.get(i).shape();
                int value = reshaped(finite(pick(_ -> true)), shape);
                int move = add(new Binary(BinaryFunction.MULTIPLY), value, number(0.04, shape));
                operands[i] = add(new Binary(BinaryFunction.ADD), operands[i], move);
            }
        }
        List<ArrayType> given = Arrays.stream(operands).mapToObj(types::get).toList();
        Op op = row.op(real);
        int results = Types.infer(op, given).size();
        int made = addResult(op, random.nextInt(results), operands);
        if (types.get(made).dtype() != real && !wild) {
            // Random bits are too large a number beside others.
            int converted = add(new Convert(real), made);
            hidden.add(converted);
            tamed(converted);
        }
    }

    /** Whether derivatives of both modes and of second order flow through a row, or are zero by definition. */
    private static boolean isMovable(OpCase row) {
        try {
            OpCase.Operands at = row.operands(DType.FLOAT64, 0);
            if (at.reals().isEmpty()) {
                return true;
            }
            List<Tensor> v = Differences.directions(at.reals(), 1);
            Fn<List<Tensor>, Tensor> function = x -> row.function().apply(x, at.others());
            if (!Derivatives.jvp(function, at.reals(), v).tangent().dtype().isFloat()) {
                return true;
            }
            Derivatives.hvp((List<Tensor> x) -> row.loss().apply(x, at.others()), at.reals(), v);
            return true;
        } catch (NotDifferentiableException _) {
            return false;
        }
    }

    /** tanh x, and 0 for NaN. */
    private int finite(int x) {
        int y = tamed(x);
        int within = add(new Compare(Comparison.LE), y, number(1, shapeOf(x)));
        return add(new Select(), within, y, number(0, shapeOf(x)));
    }

    /** The first elements in another shape, or where there are too few their mean everywhere. */
    private int reshaped(int x, Shape shape) {
        int size = shapeOf(x).size();
        int flat = add(new Reshape(Shape.of(size)), x);
        if (size >= shape.size()) {
            int first = add(new Slice(List.of(0), List.of(shape.size()), List.of(1)), flat);
            return add(new Reshape(shape), first);
        }
        int sum = add(new Reduce(ReduceFunction.SUM, List.of(0)), flat);
        return add(new Broadcast(shape, List.of()), tamed(sum));
    }
}
