package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.TernaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Op;
import org.gradus.program.Structural;
import org.gradus.trace.Concrete;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/** Applies operations to tensors, after NumPy's promotion and broadcasting where they are elementwise. */
final class Operations {
    private Operations() {}

    static Tensor apply(Op op, Tensor... inputs) {
        return applyAll(op, inputs).getFirst();
    }

    static List<Tensor> applyAll(Op op, Tensor... inputs) {
        List<Value> values = new ArrayList<>(inputs.length);
        for (Tensor input : inputs) {
            if (input == null) {
                throw missing(op.mnemonic());
            }
            values.add(input.value());
        }
        return Trace.apply(op, values).stream().map(Tensor::of).toList();
    }

    private static ArgumentException missing(String operation) {
        return Require.missing(operation, "an operand");
    }

    /** Refuses an operand that is null, before anything is asked of it. */
    static Tensor operand(Tensor x, String operation) {
        return Require.notNull(x, operation, "an operand");
    }

    static Tensor constant(NdArray array) {
        return Tensor.of(new Concrete(array));
    }

    static Tensor unary(UnaryFunction function, Tensor x) {
        return apply(new Elementwise.Unary(function), x);
    }

    /** As {@link #unary}, for functions of real numbers: whole numbers become f64 first. */
    static Tensor real(UnaryFunction function, Tensor x) {
        return unary(function, x.dtype().isFloat() ? x : x.to(DType.FLOAT64));
    }

    /** A tensor of real numbers: whole numbers become f64. */
    static Tensor floats(Tensor x, String operation) {
        return operand(x, operation).dtype().isFloat() ? x : x.to(DType.FLOAT64);
    }

    static Tensor real(Elementwise op, Tensor x) {
        return apply(op, floats(x, op.mnemonic()));
    }

    /** As {@link #binary}, for functions of real numbers: whole numbers become f64 first. */
    static Tensor real(BinaryFunction function, Tensor x, Tensor y) {
        Elementwise op = new Elementwise.Binary(function);
        if (x == null || y == null) {
            throw missing(op.mnemonic());
        }
        return aligned(op, x.dtype().promote(y.dtype()).isFloat() ? x : x.to(DType.FLOAT64), y);
    }

    static Tensor real(TernaryFunction function, Tensor x, Tensor y, Tensor z) {
        String name = new Elementwise.Ternary(function).mnemonic();
        Tensor first = operand(x, name);
        DType dtype = first.dtype()
                .promote(operand(y, name).dtype())
                .promote(operand(z, name).dtype());
        return aligned(function, dtype.isFloat() ? first : first.to(DType.FLOAT64), y, z);
    }

    /** A rounding to whole numbers, which those stay as they are. */
    static Tensor rounding(UnaryFunction function, Tensor x) {
        return x.dtype().isFloat() ? unary(function, x) : x;
    }

    static Tensor roundTo(Tensor x, NarrowFormat format, boolean saturating) {
        Require.notNull(format, "roundTo", "the format");
        return apply(new Elementwise.RoundTo(format, saturating), floats(x, "roundTo"));
    }

    static Tensor binary(BinaryFunction function, Tensor x, Tensor y) {
        return aligned(new Elementwise.Binary(function), x, y);
    }

    static Tensor compare(Comparison comparison, Tensor x, Tensor y) {
        return aligned(new Elementwise.Compare(comparison), x, y);
    }

    private static Tensor aligned(Elementwise op, Tensor x, Tensor y) {
        if (x == null || y == null) {
            throw missing(op.mnemonic());
        }
        DType dtype = x.dtype().promote(y.dtype());
        Shape shape = broadcastShape(op.mnemonic(), x.shape(), y.shape());
        return apply(op, broadcast(x.to(dtype), shape, y), broadcast(y.to(dtype), shape, x));
    }

    static Tensor aligned(TernaryFunction function, Tensor x, Tensor y, Tensor z) {
        Elementwise op = new Elementwise.Ternary(function);
        if (x == null || y == null || z == null) {
            throw missing(op.mnemonic());
        }
        DType dtype = x.dtype().promote(y.dtype()).promote(z.dtype());
        Shape shape = broadcastShape(op.mnemonic(), broadcastShape(op.mnemonic(), x.shape(), y.shape()), z.shape());
        return apply(
                op,
                broadcast(x.to(dtype), shape, y, z),
                broadcast(y.to(dtype), shape, x, z),
                broadcast(z.to(dtype), shape, x, y));
    }

    /** A Java number beside a tensor: it takes the tensor's element type, f64 when that holds whole numbers only. */
    static Tensor weak(double scalar, Tensor beside) {
        DType dtype = beside.dtype().isFloat() ? beside.dtype() : DType.FLOAT64;
        return constant(NdArray.splat(new ArrayType(dtype, beside.shape()), scalar));
    }

    /** A whole Java number beside a tensor: it takes the tensor's element type, which must hold it. */
    static Tensor weak(long scalar, Tensor beside) {
        if (beside.dtype() == DType.INT32 && scalar != (int) scalar) {
            throw new DTypeException(
                    "scalar " + scalar + ": is out of the range of " + beside.type() + " beside it",
                    "convert the tensor, as in x.to(DType.INT64)");
        }
        ArrayType type = new ArrayType(beside.dtype() == DType.BOOL ? DType.INT64 : beside.dtype(), beside.shape());
        return constant(
                type.dtype() == DType.INT64
                        ? NdArray.splat(type, new long[] {scalar})
                        : NdArray.splat(type, (double) scalar));
    }

    /** Whether two shapes go together. */
    static boolean broadcasts(Shape x, Shape y) {
        for (int i = 1; i <= Math.min(x.rank(), y.rank()); i++) {
            int a = x.dim(x.rank() - i);
            int b = y.dim(y.rank() - i);
            if (a != b && a != 1 && b != 1) {
                return false;
            }
        }
        return true;
    }

    static Shape broadcastShape(String operation, Shape x, Shape y) {
        if (x.equals(y)) {
            return x;
        }
        int rank = Math.max(x.rank(), y.rank());
        int[] dims = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = i < rank - x.rank() ? 1 : x.dim(i - rank + x.rank());
            int b = i < rank - y.rank() ? 1 : y.dim(i - rank + y.rank());
            if (a != b && a != 1 && b != 1) {
                throw new ShapeException(
                        operation + ": shapes " + x + " and " + y + " do not broadcast: axis " + i + " is " + a
                                + " against " + b,
                        "make the lengths equal, or one of them 1; axes are matched from the last");
            }
            dims[i] = a == 1 ? b : a;
        }
        return Shape.of(dims);
    }

    /** Repeats a tensor to a larger shape, beside others of that shape. */
    static Tensor broadcast(Tensor x, Shape shape, Tensor... beside) {
        if (x.shape().equals(shape)) {
            return x;
        }
        int missing = shape.rank() - x.shape().rank();
        List<Integer> kept = new ArrayList<>();
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            if (x.shape().dim(i) == shape.dim(i + missing)) {
                kept.add(x.shape().dim(i));
                axes.add(i + missing);
            }
        }
        Shape squeezed = Shape.of(kept);
        Tensor operand = squeezed.equals(x.shape()) ? x : x.reshape(squeezed);
        List<Value> neighbors = Arrays.stream(beside).map(Tensor::value).toList();
        return Tensor.of(Trace.applyBeside(new Structural.Broadcast(shape, axes), operand.value(), neighbors));
    }
}
