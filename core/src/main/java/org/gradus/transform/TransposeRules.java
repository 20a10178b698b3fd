package org.gradus.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.Shape;
import org.gradus.error.NotDifferentiableException;
import org.gradus.program.Contraction.MatMul;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Host;
import org.gradus.program.Indexing;
import org.gradus.program.LinearAlgebra;
import org.gradus.program.Op;
import org.gradus.program.Reduction;
import org.gradus.program.Sampling;
import org.gradus.program.Structural;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * The rule of transposition: for an operation that is linear in some operands, their cotangents from the cotangent of its
 * result. Only operations that derivative rules make need one.
 */
final class TransposeRules {
    private TransposeRules() {}

    /**
     * Applies the rule.
     *
     * @param op the operation
     * @param inputs the operands, null for those it is linear in
     * @param types all operands' types
     * @param cotangents the results' cotangents, null for zero, at least one not null
     * @return one cotangent an operand, null where it is not linear or zero
     */
    static List<Tensor> transpose(Op op, List<Tensor> inputs, List<ArrayType> types, List<Tensor> cotangents) {
        Tensor ct = cotangents.getFirst();
        return switch (op) {
            case Elementwise e -> elementwise(e, inputs, types, ct);
            case Reduction.Reduce(var f, var axes)
            when f == Reduction.ReduceFunction.SUM ->
                one(TensorOps.unreduce(ct, types.getFirst().shape(), axes));
            case Reduction _, Sampling _ -> throw notLinear(op);
            case MatMul m -> matmul(m, inputs, ct);
            case Structural s -> structural(s, types, ct);
            case Indexing.Take(int axis, int batch) -> {
                Op add = new Indexing.TakeAdd(
                        axis, batch, types.getFirst().shape().dim(axis));
                yield Arrays.asList(TensorOps.apply(add, ct, inputs.get(1)), null);
            }
            case Indexing.TakeAdd(int axis, int batch, int _) ->
                Arrays.asList(TensorOps.apply(new Indexing.Take(axis, batch), ct, inputs.get(1)), null);
            case LinearAlgebra.TriangularSolve(boolean lower, boolean transposed, boolean unit) -> {
                Op back = new LinearAlgebra.TriangularSolve(lower, !transposed, unit);
                yield Arrays.asList(null, TensorOps.apply(back, inputs.getFirst(), ct));
            }
            case LinearAlgebra.Solve(boolean transposed) ->
                Arrays.asList(null, TensorOps.apply(new LinearAlgebra.Solve(!transposed), inputs.getFirst(), ct));
            case LinearAlgebra.Cholesky _ -> throw notLinear(op);
            case Host h -> HostRules.of(h).transpose(inputs, cotangents);
        };
    }

    private static List<Tensor> one(Tensor cotangent) {
        return Collections.singletonList(cotangent);
    }

    private static NotDifferentiableException notLinear(Op op) {
        return new NotDifferentiableException(
                op.mnemonic() + ": is not linear, so it has no transpose",
                "differentiate the function first: reverse mode transposes its linearization");
    }

    private static List<Tensor> elementwise(Elementwise op, List<Tensor> inputs, List<ArrayType> types, Tensor ct) {
        return switch (op) {
            case Elementwise.Unary(var f)
            when f == UnaryFunction.NEGATE -> one(TensorOps.unary(UnaryFunction.NEGATE, ct));
            case Elementwise.Binary(var f) -> binary(f, op, inputs, ct);
            case Elementwise.Select _ -> {
                Tensor zero = Tensors.zerosLike(ct);
                Tensor condition = inputs.getFirst();
                yield Arrays.asList(
                        null,
                        inputs.get(1) == null ? TensorOps.select(condition, ct, zero) : null,
                        inputs.get(2) == null ? TensorOps.select(condition, zero, ct) : null);
            }
            case Elementwise.Convert _ -> one(ct.to(types.getFirst().dtype()));
            case Elementwise.Unary _, Elementwise.Compare _ -> throw notLinear(op);
        };
    }

    private static List<Tensor> binary(BinaryFunction f, Op op, List<Tensor> inputs, Tensor ct) {
        Tensor x = inputs.get(0);
        Tensor y = inputs.get(1);
        return switch (f) {
            case ADD -> Arrays.asList(x == null ? ct : null, y == null ? ct : null);
            case SUBTRACT ->
                Arrays.asList(x == null ? ct : null, y == null ? TensorOps.unary(UnaryFunction.NEGATE, ct) : null);
            case MULTIPLY, ANNIHILATE -> {
                if (x == null && y == null) {
                    throw notLinear(op);
                }
                yield Arrays.asList(
                        x == null ? TensorOps.scale(ct, y) : null, y == null ? TensorOps.scale(ct, x) : null);
            }
            case DIVIDE -> {
                if (y == null) {
                    throw notLinear(op);
                }
                yield Arrays.asList(TensorOps.binary(BinaryFunction.DIVIDE, ct, y), null);
            }
            case POWER, MAXIMUM, MINIMUM, AND, OR, XOR -> throw notLinear(op);
        };
    }

    private static List<Tensor> matmul(MatMul op, List<Tensor> inputs, Tensor ct) {
        Tensor a = inputs.get(0);
        Tensor b = inputs.get(1);
        boolean ta = op.transposeLeft();
        boolean tb = op.transposeRight();
        if (a == null && b == null) {
            throw notLinear(op);
        }
        if (a == null) {
            Tensor left =
                    ta ? TensorOps.apply(new MatMul(tb, true), b, ct) : TensorOps.apply(new MatMul(false, !tb), ct, b);
            return Arrays.asList(left, null);
        }
        Tensor right =
                tb ? TensorOps.apply(new MatMul(true, ta), ct, a) : TensorOps.apply(new MatMul(!ta, false), a, ct);
        return Arrays.asList(null, right);
    }

    private static List<Tensor> structural(Structural op, List<ArrayType> types, Tensor ct) {
        Shape shape = types.getFirst().shape();
        return switch (op) {
            case Structural.Reshape _ -> one(ct.reshape(shape));
            case Structural.Transpose(var permutation) -> {
                int[] inverse = new int[permutation.size()];
                for (int i = 0; i < inverse.length; i++) {
                    inverse[permutation.get(i)] = i;
                }
                yield one(ct.transpose(inverse));
            }
            case Structural.Broadcast(Shape spread, var axes) -> {
                List<Integer> added = new ArrayList<>(spread.axes("broadcast"));
                added.removeAll(axes);
                yield one(TensorOps.sum(ct, added));
            }
            case Structural.Concatenate(int axis) -> {
                List<Tensor> parts = new ArrayList<>();
                int from = 0;
                for (ArrayType type : types) {
                    int length = type.shape().dim(axis);
                    parts.add(ct.slice(axis, from, from + length));
                    from += length;
                }
                yield parts;
            }
            case Structural.Slice s -> one(unslice(s, shape, ct));
            case Structural.Pad p -> one(unpad(p, shape, ct));
            case Structural.Triangle t -> one(TensorOps.apply(t, ct));
        };
    }

    private static Tensor unslice(Structural.Slice op, Shape shape, Tensor ct) {
        List<Integer> high = new ArrayList<>();
        List<Integer> interior = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            int stride = op.strides().get(i);
            int length = ct.shape().dim(i);
            int last = op.starts().get(i) + (length == 0 ? 0 : (length - 1) * stride + 1);
            interior.add(stride - 1);
            high.add(shape.dim(i) - last);
        }
        return TensorOps.apply(new Structural.Pad(op.starts(), high, interior), ct);
    }

    private static Tensor unpad(Structural.Pad op, Shape shape, Tensor ct) {
        List<Integer> limits = new ArrayList<>();
        List<Integer> strides = new ArrayList<>();
        for (int i = 0; i < shape.rank(); i++) {
            int stride = op.interior().get(i) + 1;
            int length = shape.dim(i);
            strides.add(stride);
            limits.add(op.low().get(i) + (length == 0 ? 0 : (length - 1) * stride + 1));
        }
        return TensorOps.apply(new Structural.Slice(op.low(), limits, strides), ct);
    }
}
