package org.gradus.program;

import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.ShapeException;

/** The rule of types: what an operation gives for operands of given types, or why it takes none such. */
public final class Types {
    private Types() {}

    /**
     * The result types of an operation.
     *
     * @param op the operation
     * @param inputs the operands' types
     * @return one type a result
     * @throws org.gradus.error.ArgumentException when the operation takes another number of operands
     * @throws ShapeException when the shapes do not fit the operation
     * @throws DTypeException when the operation does not take the element types
     */
    public static List<ArrayType> infer(Op op, List<ArrayType> inputs) {
        Arity.check(op, inputs.size());
        return switch (op) {
            case Elementwise e -> List.of(elementwise(e, inputs));
            case Reduction r -> List.of(reduction(r, inputs.getFirst()));
            case Contraction.MatMul m -> List.of(matmul(m, inputs.get(0), inputs.get(1)));
            case Structural s -> List.of(StructuralTypes.infer(s, inputs));
            case Indexing i -> List.of(indexing(i, inputs.get(0), inputs.get(1)));
            case LinearAlgebra l -> List.of(linearAlgebra(l, inputs));
            case Sampling.Sample s -> List.of(sample(s, inputs.getFirst()));
            case Host h -> h.outputs();
        };
    }

    private static ArrayType elementwise(Elementwise op, List<ArrayType> inputs) {
        Shape shape = inputs.getFirst().shape();
        for (ArrayType type : inputs) {
            if (!type.shape().equals(shape)) {
                throw new ShapeException(
                        op.mnemonic() + ": operands of types " + inputs + " have different shapes",
                        "broadcast them to one shape");
            }
        }
        return switch (op) {
            case Elementwise.Unary(var f) -> unary(f, inputs.getFirst());
            case Elementwise.Binary(var f) -> binary(f, inputs.get(0), inputs.get(1));
            case Elementwise.Compare c -> {
                sameDType(c, inputs.get(0), inputs.get(1));
                yield new ArrayType(DType.BOOL, shape);
            }
            case Elementwise.Select s -> {
                demandTruth(s, inputs.getFirst());
                sameDType(s, inputs.get(1), inputs.get(2));
                yield inputs.get(1);
            }
            case Elementwise.Convert(DType dtype) -> inputs.getFirst().with(dtype);
        };
    }

    private static ArrayType unary(Elementwise.UnaryFunction function, ArrayType x) {
        Op op = new Elementwise.Unary(function);
        switch (function) {
            case NEGATE, ABS, SIGN, SQUARE, RELU -> demand(x.dtype() != DType.BOOL, op, "numbers", x);
            case STOP_GRADIENT -> {}
            case NOT -> demandTruth(op, x);
            case SQRT, RECIPROCAL, EXP, EXPM1, LOG, LOG1P, SIN, COS, TANH, SIGMOID, SOFTPLUS ->
                demand(x.dtype().isFloat(), op, "floating-point numbers", x);
        }
        return x;
    }

    private static ArrayType binary(Elementwise.BinaryFunction function, ArrayType x, ArrayType y) {
        Op op = new Elementwise.Binary(function);
        sameDType(op, x, y);
        switch (function) {
            case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM -> demand(x.dtype() != DType.BOOL, op, "numbers", x);
            case DIVIDE, ANNIHILATE, POWER -> demand(x.dtype().isFloat(), op, "floating-point numbers", x);
            case AND, OR, XOR -> demandTruth(op, x);
        }
        return x;
    }

    private static ArrayType reduction(Reduction op, ArrayType x) {
        return switch (op) {
            case Reduction.Reduce(var function, var axes) -> {
                for (int i = 0; i < axes.size(); i++) {
                    demandAxis(op, x, axes.get(i), i == 0 ? 0 : axes.get(i - 1) + 1);
                }
                switch (function) {
                    case SUM -> demand(x.dtype() != DType.BOOL, op, "numbers", x);
                    case MAX, MIN -> {
                        demand(x.dtype() != DType.BOOL, op, "numbers", x);
                        axes.forEach(a -> notEmpty(op, x, a));
                    }
                    case LOGSUMEXP -> demand(x.dtype().isFloat(), op, "floating-point numbers", x);
                    case ALL, ANY -> demandTruth(op, x);
                }
                yield x.with(x.shape().without(axes));
            }
            case Reduction.ArgMax(int axis) -> {
                demand(x.dtype() != DType.BOOL, op, "numbers", x);
                demandAxis(op, x, axis, 0);
                notEmpty(op, x, axis);
                yield new ArrayType(DType.INT64, x.shape().without(List.of(axis)));
            }
            case Reduction.LogSoftmax(int axis) -> {
                demand(x.dtype().isFloat(), op, "floating-point numbers", x);
                demandAxis(op, x, axis, 0);
                yield x;
            }
        };
    }

    private static void notEmpty(Op op, ArrayType x, int axis) {
        if (x.shape().dim(axis) == 0) {
            throw new ShapeException(
                    op.mnemonic() + ": axis " + axis + " of " + x + " is empty, and nothing has no extreme",
                    "give at least one element along the axis");
        }
    }

    private static ArrayType matmul(Contraction.MatMul op, ArrayType left, ArrayType right) {
        sameDType(op, left, right);
        demand(left.dtype().isFloat(), op, "floating-point numbers", left);
        int rank = left.shape().rank();
        if (rank < 2
                || right.shape().rank() != rank
                || !left.shape().slice(0, rank - 2).equals(right.shape().slice(0, rank - 2))) {
            throw new ShapeException(
                    "matmul: " + left + " and " + right + " are not matrices with equal batch axes",
                    "give both operands two or more axes, all but the last two equal");
        }
        int m = left.shape().dim(op.transposeLeft() ? rank - 1 : rank - 2);
        int inner = left.shape().dim(op.transposeLeft() ? rank - 2 : rank - 1);
        int innerRight = right.shape().dim(op.transposeRight() ? rank - 1 : rank - 2);
        int n = right.shape().dim(op.transposeRight() ? rank - 2 : rank - 1);
        if (inner != innerRight) {
            throw new ShapeException(
                    "matmul: " + left + (op.transposeLeft() ? "ᵀ" : "") + " and " + right
                            + (op.transposeRight() ? "ᵀ" : "") + " do not multiply: " + inner + " columns against "
                            + innerRight + " rows",
                    "transpose one of them, or check the order of the operands");
        }
        return left.with(left.shape().slice(0, rank - 2).concat(Shape.of(m, n)));
    }

    private static ArrayType indexing(Indexing op, ArrayType x, ArrayType indices) {
        if (!indices.dtype().isInteger()) {
            throw new DTypeException(
                    op.mnemonic() + ": takes integer indices, but received " + indices,
                    "convert the indices, as in indices.to(DType.INT64)");
        }
        return switch (op) {
            case Indexing.Take(int axis, int batch) -> {
                shared(op, x, indices, axis, batch);
                Shape chosen = indices.shape().slice(batch, indices.shape().rank());
                Shape inner = x.shape().slice(axis + 1, x.shape().rank());
                if (x.shape().dim(axis) == 0 && indices.shape().size() > 0) {
                    throw new ShapeException(
                            "take: axis " + axis + " of " + x + " is empty, so no index exists",
                            "give at least one entry along the axis");
                }
                yield x.with(x.shape().slice(0, axis).concat(chosen).concat(inner));
            }
            case Indexing.TakeAdd(int axis, int batch, int size) -> {
                demand(x.dtype() != DType.BOOL, op, "numbers", x);
                shared(op, x, indices, axis, batch);
                int chosen = indices.shape().rank() - batch;
                Shape given = x.shape().rank() < axis + chosen
                        ? Shape.SCALAR
                        : x.shape().slice(axis, axis + chosen);
                if (!given.equals(indices.shape().slice(batch, indices.shape().rank()))) {
                    throw new ShapeException(
                            "take_add: updates " + x + " do not have the axes of indices " + indices + " at axis "
                                    + axis,
                            "give one update for each index");
                }
                yield x.with(x.shape()
                        .slice(0, axis)
                        .concat(Shape.of(size))
                        .concat(x.shape().slice(axis + chosen, x.shape().rank())));
            }
        };
    }

    private static void shared(Indexing op, ArrayType x, ArrayType indices, int axis, int batch) {
        boolean fits = 0 <= batch
                && batch <= axis
                && axis <= x.shape().rank()
                && batch <= indices.shape().rank()
                && x.shape().slice(0, batch).equals(indices.shape().slice(0, batch));
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": " + x + " and indices " + indices + " do not share " + batch
                            + " leading axes before axis " + axis,
                    "give both the same batch axes");
        }
        if (op instanceof Indexing.Take) {
            demandAxis(op, x, axis, batch);
        }
    }

    private static ArrayType linearAlgebra(LinearAlgebra op, List<ArrayType> inputs) {
        ArrayType a = inputs.getFirst();
        demand(a.dtype().isFloat(), op, "floating-point numbers", a);
        int rank = a.shape().rank();
        if (rank < 2 || a.shape().dim(rank - 1) != a.shape().dim(rank - 2)) {
            throw new ShapeException(
                    op.mnemonic() + ": " + a + " is not a square matrix", "give a matrix of shape [..., n, n]");
        }
        if (op instanceof LinearAlgebra.Cholesky) {
            return a;
        }
        ArrayType b = inputs.get(1);
        sameDType(op, a, b);
        boolean fits = b.shape().rank() == rank
                && b.shape().slice(0, rank - 1).equals(a.shape().slice(0, rank - 1));
        if (!fits) {
            throw new ShapeException(
                    op.mnemonic() + ": right-hand side " + b + " does not fit the matrix " + a,
                    "give a right-hand side of shape [..., n, columns], as in b.reshape(-1, 1) for one column");
        }
        return b;
    }

    private static ArrayType sample(Sampling.Sample op, ArrayType key) {
        int rank = key.shape().rank();
        if (key.dtype() != DType.INT64 || rank < 1 || key.shape().dim(rank - 1) != 2) {
            throw new ShapeException(
                    "sample: " + key + " is not a key", "make keys with Key.of(seed) and key.split(n)");
        }
        boolean bits = op.distribution() == Sampling.Distribution.BITS;
        if (bits ? op.type().dtype() != DType.INT64 : !op.type().dtype().isFloat()) {
            throw new DTypeException(
                    "sample: " + op.attributes() + " cannot be drawn",
                    "draw bits as i64, uniform and normal numbers as f64 or f32");
        }
        return op.type().with(key.shape().slice(0, rank - 1).concat(op.type().shape()));
    }

    static void sameDType(Op op, ArrayType x, ArrayType y) {
        if (x.dtype() != y.dtype()) {
            throw new DTypeException(
                    op.mnemonic() + ": operands " + x + " and " + y + " have different element types",
                    "convert one of them, as in x.to(DType.FLOAT64)");
        }
    }

    /** Refuses an axis that does not exist or stands before another one; operations count axes from 0. */
    static void demandAxis(Op op, ArrayType x, int axis, int from) {
        if (axis < from || axis >= x.shape().rank()) {
            throw new ShapeException(
                    op.mnemonic() + ": " + op.attributes() + " does not name axes of " + x,
                    "name existing axes from 0 on, each once, in increasing order");
        }
    }

    private static void demandTruth(Op op, ArrayType given) {
        if (given.dtype() != DType.BOOL) {
            throw new DTypeException(
                    op.mnemonic() + ": takes truth values, but received " + given,
                    "compare the operand with something, as in x.gt(0)");
        }
    }

    static void demand(boolean holds, Op op, String wanted, ArrayType given) {
        if (!holds) {
            throw new DTypeException(
                    op.mnemonic() + ": takes " + wanted + ", but received " + given,
                    "convert the operand, as in x.to(DType.FLOAT64)");
        }
    }
}
