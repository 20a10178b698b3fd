package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.error.TracedValueException;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.Comparison;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Reduction;
import org.gradus.program.Reduction.ReduceFunction;
import org.gradus.program.Structural;
import org.gradus.trace.Trace;
import org.gradus.trace.Value;

/**
 * An immutable n-dimensional array of numbers, or what stands for one while a function is transformed.
 *
 * <p>Operations between two tensors promote element types and broadcast shapes as NumPy 2 does. Java numbers are weak:
 * they take the tensor's element type ({@code f32.times(2.0)} is f32). Method names are Kotlin's operator names, so
 * Kotlin reads {@code x * w + b}. Shapes that do not fit throw {@link ShapeException}, element types that an operation
 * does not take {@link org.gradus.error.DTypeException}; both name the caller's line.
 */
public final class Tensor {
    private final Value value;

    private Tensor(Value value) {
        this.value = value;
    }

    /**
     * A tensor of a traced value; for transformations, not for users.
     *
     * @param value what the tensor is underneath
     * @return the tensor
     */
    @SuppressWarnings("exports")
    public static Tensor of(Value value) {
        return new Tensor(value);
    }

    /**
     * What the tensor is underneath; for transformations, not for users.
     *
     * @return the traced value
     */
    @SuppressWarnings("exports")
    public Value value() {
        return value;
    }

    // ---- description and numbers -------------------------------------------------------------------------------

    /**
     * Element type and shape.
     *
     * @return for example {@code f64[3,4]}
     */
    public ArrayType type() {
        return value.type();
    }

    /**
     * The element type.
     *
     * @return the element type
     */
    public DType dtype() {
        return value.type().dtype();
    }

    /**
     * The axis lengths.
     *
     * @return the shape
     */
    public Shape shape() {
        return value.type().shape();
    }

    /**
     * Number of axes.
     *
     * @return zero for a scalar
     */
    public int rank() {
        return shape().rank();
    }

    /**
     * Number of elements.
     *
     * @return the product of the axis lengths
     */
    public int size() {
        return shape().size();
    }

    /**
     * Length of an axis.
     *
     * @param axis the axis; negative counts from the end
     * @return its length
     */
    public int dim(int axis) {
        return shape().dim(shape().axis("dim", axis));
    }

    /**
     * The number of a tensor with one element.
     *
     * @return the number; 1 or 0 for a truth value
     * @throws ShapeException when there are more elements or none
     * @throws org.gradus.error.TracedValueException inside jit and vmap, where only shapes are known
     */
    public double item() {
        if (size() != 1) {
            throw new ShapeException(
                    "item: tensor " + type() + " has " + size() + " elements, not one",
                    "take one element with get(...), or all with toDoubles()");
        }
        return Trace.numbers(value, "item").getDouble(0);
    }

    /**
     * All elements in row-major order.
     *
     * @return a new array
     * @throws org.gradus.error.TracedValueException inside jit and vmap, where only shapes are known
     */
    public double[] toDoubles() {
        return Trace.numbers(value, "toDoubles").toDoubles();
    }

    /**
     * All elements in row-major order, truncated to whole numbers.
     *
     * @return a new array
     * @throws org.gradus.error.TracedValueException inside jit and vmap, where only shapes are known
     */
    public long[] toLongs() {
        return Trace.numbers(value, "toLongs").toLongs();
    }

    /**
     * The numbers as an array.
     *
     * @return the array, not copied
     * @throws org.gradus.error.TracedValueException inside jit and vmap, where only shapes are known
     */
    public NdArray array() {
        return Trace.numbers(value, "array");
    }

    /**
     * Tells whether every element is finite.
     *
     * @return false when there is a NaN or an infinity
     * @throws org.gradus.error.TracedValueException inside jit and vmap, where only shapes are known
     */
    public boolean allFinite() {
        NdArray array = Trace.numbers(value, "allFinite");
        int stored = array.isSplat() ? Math.min(1, array.size()) : array.size();
        for (int i = 0; i < stored; i++) {
            if (!Double.isFinite(array.getDouble(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Conversion to another element type, as Java casts do; non-zero is true.
     *
     * @param dtype the element type wanted
     * @return this tensor itself when it has that type
     */
    public Tensor to(DType dtype) {
        return Require.notNull(dtype, "to", "the element type") == dtype()
                ? this
                : Operations.apply(new Elementwise.Convert(dtype), this);
    }

    // ---- arithmetic ------------------------------------------------------------------------------------------------

    /**
     * x + y.
     *
     * @param y the other operand
     * @return the sum
     */
    public Tensor plus(Tensor y) {
        return Operations.binary(BinaryFunction.ADD, this, y);
    }

    /**
     * x + y.
     *
     * @param y a weak scalar
     * @return the sum
     */
    public Tensor plus(double y) {
        return plus(Operations.weak(y, this));
    }

    /**
     * x + y.
     *
     * @param y a weak whole scalar
     * @return the sum
     */
    public Tensor plus(long y) {
        return plus(Operations.weak(y, this));
    }

    /**
     * x − y.
     *
     * @param y the other operand
     * @return the difference
     */
    public Tensor minus(Tensor y) {
        return Operations.binary(BinaryFunction.SUBTRACT, this, y);
    }

    /**
     * x − y.
     *
     * @param y a weak scalar
     * @return the difference
     */
    public Tensor minus(double y) {
        return minus(Operations.weak(y, this));
    }

    /**
     * x − y.
     *
     * @param y a weak whole scalar
     * @return the difference
     */
    public Tensor minus(long y) {
        return minus(Operations.weak(y, this));
    }

    /**
     * x · y, element by element.
     *
     * @param y the other operand
     * @return the product
     */
    public Tensor times(Tensor y) {
        return Operations.binary(BinaryFunction.MULTIPLY, this, y);
    }

    /**
     * x · y.
     *
     * @param y a weak scalar
     * @return the product
     */
    public Tensor times(double y) {
        return times(Operations.weak(y, this));
    }

    /**
     * x · y.
     *
     * @param y a weak whole scalar
     * @return the product
     */
    public Tensor times(long y) {
        return times(Operations.weak(y, this));
    }

    /**
     * x / y, element by element; whole numbers are divided as f64.
     *
     * @param y the other operand
     * @return the quotient
     */
    public Tensor div(Tensor y) {
        boolean whole =
                !dtype().promote(Operations.operand(y, "divide").dtype()).isFloat();
        return Operations.binary(BinaryFunction.DIVIDE, whole ? to(DType.FLOAT64) : this, y);
    }

    /**
     * x / y.
     *
     * @param y a weak scalar
     * @return the quotient
     */
    public Tensor div(double y) {
        return div(Operations.weak(y, this));
    }

    /**
     * −x.
     *
     * @return the negated tensor
     */
    public Tensor unaryMinus() {
        return Operations.unary(UnaryFunction.NEGATE, this);
    }

    /**
     * x to the power y, element by element; whole numbers as f64.
     *
     * @param y the exponents
     * @return the powers; NaN for a negative base with a fractional exponent
     */
    public Tensor pow(Tensor y) {
        boolean whole = !dtype().promote(Operations.operand(y, "power").dtype()).isFloat();
        return Operations.binary(BinaryFunction.POWER, whole ? to(DType.FLOAT64) : this, y);
    }

    /**
     * x to the power y; whole numbers as f64. The exponents 2, 0.5 and −1 use the cheaper {@link #square}, {@link #sqrt} and
     * reciprocal.
     *
     * @param y a weak scalar
     * @return the powers; NaN for a negative base with a fractional exponent
     */
    public Tensor pow(double y) {
        Tensor x = dtype().isFloat() ? this : to(DType.FLOAT64);
        if (y == 2) {
            return x.square();
        } else if (y == 0.5) {
            return x.sqrt();
        } else if (y == -1) {
            return Operations.unary(UnaryFunction.RECIPROCAL, x);
        } else if (y == 1) {
            return x;
        }
        return x.pow(Operations.weak(y, x));
    }

    // ---- functions of one number -------------------------------------------------------------------------------

    /**
     * eˣ.
     *
     * @return the exponential
     */
    public Tensor exp() {
        return Operations.real(UnaryFunction.EXP, this);
    }

    /**
     * eˣ − 1, exact near 0.
     *
     * @return the exponential less one
     */
    public Tensor expm1() {
        return Operations.real(UnaryFunction.EXPM1, this);
    }

    /**
     * Natural logarithm; NaN below 0, −∞ at 0.
     *
     * @return the logarithm
     */
    public Tensor log() {
        return Operations.real(UnaryFunction.LOG, this);
    }

    /**
     * log(1 + x), exact near 0.
     *
     * @return the logarithm
     */
    public Tensor log1p() {
        return Operations.real(UnaryFunction.LOG1P, this);
    }

    /**
     * √x; NaN below 0.
     *
     * @return the square root
     */
    public Tensor sqrt() {
        return Operations.real(UnaryFunction.SQRT, this);
    }

    /**
     * x².
     *
     * @return the square
     */
    public Tensor square() {
        return Operations.unary(UnaryFunction.SQUARE, this);
    }

    /**
     * |x|, with derivative 0 at 0.
     *
     * @return the absolute value
     */
    public Tensor abs() {
        return Operations.unary(UnaryFunction.ABS, this);
    }

    /**
     * −1, 0 or 1; its derivative is 0 by definition.
     *
     * @return the sign
     */
    public Tensor sign() {
        return Operations.unary(UnaryFunction.SIGN, this);
    }

    /**
     * Sine of an angle in radians.
     *
     * @return the sine
     */
    public Tensor sin() {
        return Operations.real(UnaryFunction.SIN, this);
    }

    /**
     * Cosine of an angle in radians.
     *
     * @return the cosine
     */
    public Tensor cos() {
        return Operations.real(UnaryFunction.COS, this);
    }

    /**
     * Hyperbolic tangent.
     *
     * @return the hyperbolic tangent
     */
    public Tensor tanh() {
        return Operations.real(UnaryFunction.TANH, this);
    }

    /**
     * Tangent of an angle in radians.
     *
     * @return the tangent
     */
    public Tensor tan() {
        return Tensors.tan(this);
    }

    /**
     * Inverse sine; NaN outside [−1, 1].
     *
     * @return angles in [−π/2, π/2]
     */
    public Tensor asin() {
        return Tensors.asin(this);
    }

    /**
     * Inverse cosine; NaN outside [−1, 1].
     *
     * @return angles in [0, π]
     */
    public Tensor acos() {
        return Tensors.acos(this);
    }

    /**
     * Inverse tangent.
     *
     * @return angles in [−π/2, π/2]
     */
    public Tensor atan() {
        return Tensors.atan(this);
    }

    /**
     * Hyperbolic sine.
     *
     * @return the hyperbolic sine
     */
    public Tensor sinh() {
        return Tensors.sinh(this);
    }

    /**
     * Hyperbolic cosine.
     *
     * @return values from 1
     */
    public Tensor cosh() {
        return Tensors.cosh(this);
    }

    /**
     * The largest whole number not above x, with derivative 0.
     *
     * @return whole numbers of this element type
     */
    public Tensor floor() {
        return Tensors.floor(this);
    }

    /**
     * The smallest whole number not below x, with derivative 0.
     *
     * @return whole numbers of this element type
     */
    public Tensor ceil() {
        return Tensors.ceil(this);
    }

    /**
     * The nearest whole number, the even one of two as near, with derivative 0.
     *
     * @return whole numbers of this element type
     */
    public Tensor round() {
        return Tensors.round(this);
    }

    /**
     * min(max(x, low), high); the derivative is 1 from low to high, both included, and 0 beyond.
     *
     * @param low the lower bounds
     * @param high the upper bounds
     * @return numbers between the bounds
     */
    public Tensor clamp(Tensor low, Tensor high) {
        return Tensors.clamp(this, low, high);
    }

    /**
     * min(max(x, low), high); the derivative is 1 from low to high, both included, and 0 beyond.
     *
     * @param low a weak scalar
     * @param high a weak scalar
     * @return numbers between the bounds
     */
    public Tensor clamp(double low, double high) {
        return Tensors.clamp(this, low, high);
    }

    /**
     * min(max(x, low), high); the derivative is 1 from low to high, both included, and 0 beyond.
     *
     * @param low a whole weak scalar
     * @param high a whole weak scalar
     * @return numbers between the bounds
     */
    public Tensor clamp(long low, long high) {
        return Tensors.clamp(this, low, high);
    }

    /**
     * ⌊x/y⌋, as {@link Tensors#floorDivide(Tensor, Tensor)}.
     *
     * @param y the divisor
     * @return the quotients rounded down
     */
    public Tensor floorDivide(Tensor y) {
        return Tensors.floorDivide(this, y);
    }

    /**
     * ⌊x/y⌋, as {@link Tensors#floorDivide(Tensor, Tensor)}.
     *
     * @param y a weak scalar
     * @return the quotients rounded down
     */
    public Tensor floorDivide(double y) {
        return Tensors.floorDivide(this, y);
    }

    /**
     * ⌊x/y⌋, as {@link Tensors#floorDivide(Tensor, Tensor)}.
     *
     * @param y a whole weak scalar
     * @return the quotients rounded down
     */
    public Tensor floorDivide(long y) {
        return Tensors.floorDivide(this, y);
    }

    /**
     * The remainder with the sign of y, as {@link Tensors#mod(Tensor, Tensor)}.
     *
     * @param y the divisor
     * @return the remainders
     */
    public Tensor mod(Tensor y) {
        return Tensors.mod(this, y);
    }

    /**
     * The remainder with the sign of y, as {@link Tensors#mod(Tensor, Tensor)}.
     *
     * @param y a weak scalar
     * @return the remainders
     */
    public Tensor mod(double y) {
        return Tensors.mod(this, y);
    }

    /**
     * The remainder with the sign of y, as {@link Tensors#mod(Tensor, Tensor)}.
     *
     * @param y a whole weak scalar
     * @return the remainders
     */
    public Tensor mod(long y) {
        return Tensors.mod(this, y);
    }

    // ---- comparisons
    // ---------------------------------------------------------------------------------------------------

    /**
     * x &gt; y.
     *
     * @param y the other operand
     * @return truth values
     */
    public Tensor gt(Tensor y) {
        return Operations.compare(Comparison.GT, this, y);
    }

    /**
     * x &gt; y.
     *
     * @param y a weak scalar
     * @return truth values
     */
    public Tensor gt(double y) {
        return gt(Operations.weak(y, this));
    }

    /**
     * x ≥ y.
     *
     * @param y the other operand
     * @return truth values
     */
    public Tensor ge(Tensor y) {
        return Operations.compare(Comparison.GE, this, y);
    }

    /**
     * x ≥ y.
     *
     * @param y a weak scalar
     * @return truth values
     */
    public Tensor ge(double y) {
        return ge(Operations.weak(y, this));
    }

    /**
     * x &lt; y.
     *
     * @param y the other operand
     * @return truth values
     */
    public Tensor lt(Tensor y) {
        return Operations.compare(Comparison.LT, this, y);
    }

    /**
     * x &lt; y.
     *
     * @param y a weak scalar
     * @return truth values
     */
    public Tensor lt(double y) {
        return lt(Operations.weak(y, this));
    }

    /**
     * x ≤ y.
     *
     * @param y the other operand
     * @return truth values
     */
    public Tensor le(Tensor y) {
        return Operations.compare(Comparison.LE, this, y);
    }

    /**
     * x ≤ y.
     *
     * @param y a weak scalar
     * @return truth values
     */
    public Tensor le(double y) {
        return le(Operations.weak(y, this));
    }

    /**
     * x = y.
     *
     * @param y the other operand
     * @return truth values
     */
    public Tensor eq(Tensor y) {
        return Operations.compare(Comparison.EQ, this, y);
    }

    /**
     * x = y.
     *
     * @param y a weak scalar
     * @return truth values
     */
    public Tensor eq(double y) {
        return eq(Operations.weak(y, this));
    }

    /**
     * x ≠ y.
     *
     * @param y the other operand
     * @return truth values
     */
    public Tensor ne(Tensor y) {
        return Operations.compare(Comparison.NE, this, y);
    }

    /**
     * x ≠ y.
     *
     * @param y a weak scalar
     * @return truth values
     */
    public Tensor ne(double y) {
        return ne(Operations.weak(y, this));
    }

    /**
     * Whether x is NaN.
     *
     * @return truth values
     */
    public Tensor isNan() {
        return ne(this);
    }

    /**
     * Whether x is ∞ or −∞.
     *
     * @return truth values
     */
    public Tensor isInf() {
        return dtype().isFloat() ? abs().eq(Double.POSITIVE_INFINITY) : Tensors.full(0, type().with(DType.BOOL));
    }

    /**
     * Whether x is neither infinite nor NaN.
     *
     * @return truth values
     */
    public Tensor isFinite() {
        return dtype().isFloat() ? abs().lt(Double.POSITIVE_INFINITY) : Tensors.full(1, type().with(DType.BOOL));
    }

    /**
     * Logical and of truth values; of whole numbers, bit by bit.
     *
     * @param y the other operand
     * @return truth values or whole numbers
     */
    public Tensor and(Tensor y) {
        return Operations.binary(BinaryFunction.AND, this, y);
    }

    /**
     * Logical or of truth values; of whole numbers, bit by bit.
     *
     * @param y the other operand
     * @return truth values or whole numbers
     */
    public Tensor or(Tensor y) {
        return Operations.binary(BinaryFunction.OR, this, y);
    }

    /**
     * Logical exclusive or of truth values; of whole numbers, bit by bit.
     *
     * @param y the other operand
     * @return truth values or whole numbers
     */
    public Tensor xor(Tensor y) {
        return Operations.binary(BinaryFunction.XOR, this, y);
    }

    /**
     * Logical not of truth values; of whole numbers, bit by bit.
     *
     * @return truth values or whole numbers
     */
    public Tensor not() {
        return Operations.unary(UnaryFunction.NOT, this);
    }

    // ---- reductions
    // ------------------------------------------------------------------------------------------------------

    /**
     * Sum over axes, which disappear; truth values count as 1 and 0, and whole numbers are summed as i64.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the sum; 0 of none
     */
    public Tensor sum(int... axes) {
        return reduce(ReduceFunction.SUM, dtype().isFloat() ? this : to(DType.INT64), axes);
    }

    /**
     * Product over axes, which disappear; whole numbers are multiplied as i64. Derivatives of every order are right at
     * zeros: nothing is divided by a factor.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the product; 1 of none
     */
    public Tensor prod(int... axes) {
        return reduce(ReduceFunction.PROD, dtype().isFloat() ? this : to(DType.INT64), axes);
    }

    /**
     * Arithmetic mean over axes, which disappear; whole numbers as f64.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the mean
     * @throws ShapeException when there is nothing to average
     */
    public Tensor mean(int... axes) {
        List<Integer> over = shape().axes("mean", axes);
        int count = 1;
        for (int axis : over) {
            count *= shape().dim(axis);
        }
        if (count == 0) {
            throw new ShapeException(
                    "mean: tensor " + type() + " has no elements along " + over,
                    "give at least one element to average, or use sum, which is 0 of none");
        }
        Tensor x = dtype().isFloat() ? this : to(DType.FLOAT64);
        return reduce(ReduceFunction.SUM, x, axes).div(count);
    }

    /**
     * Variance over axes, which disappear: the mean square of the deviations from the mean, in two passes; whole numbers
     * as f64. {@link Tensors#var} divides by n − ddof instead of n.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the variance
     * @throws ShapeException when there are no elements
     */
    public Tensor var(int... axes) {
        return Tensors.var(this, 0, axes);
    }

    /**
     * Standard deviation over axes, which disappear: √ of {@link #var}. Where all elements are equal it is 0, and so is
     * its derivative.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the standard deviation
     * @throws ShapeException when there are no elements
     */
    public Tensor std(int... axes) {
        return Tensors.std(this, 0, axes);
    }

    /**
     * Euclidean norm √Σ x² over axes, which disappear, without overflow; whole numbers as f64. At the origin its
     * derivative is 0, a subgradient.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the norm; 0 of none
     */
    public Tensor norm(int... axes) {
        return Statistics.norm(this, 2, axes);
    }

    /**
     * Norm (Σ |x|ᵖ)^(1/p) over axes, which disappear, without overflow; whole numbers as f64. p = 1 is the sum and ∞ the
     * largest of the absolute values; below 1 it is no norm, but defined. At the origin its derivative is 0, a
     * subgradient; for p = ∞ it goes to the first largest.
     *
     * @param p a positive number or {@code Double.POSITIVE_INFINITY}
     * @param axes the axes, negative from the end; none means all
     * @return the norm; 0 of none
     * @throws org.gradus.error.ArgumentException when p is not positive
     * @throws ShapeException when p is ∞ and there are no elements
     */
    public Tensor pNorm(double p, int... axes) {
        return Statistics.norm(this, p, axes);
    }

    /**
     * Largest element over axes, which disappear; NaN if any is NaN. The derivative goes to the first largest.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the maximum
     * @throws ShapeException when an axis is empty
     */
    public Tensor max(int... axes) {
        return reduce(ReduceFunction.MAX, this, axes);
    }

    /**
     * Smallest element over axes, which disappear; NaN if any is NaN. The derivative goes to the first smallest.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the minimum
     * @throws ShapeException when an axis is empty
     */
    public Tensor min(int... axes) {
        return reduce(ReduceFunction.MIN, this, axes);
    }

    /**
     * Largest less smallest element over axes, which disappear; NaN if any is NaN.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the range
     * @throws ShapeException when an axis is empty
     */
    public Tensor ptp(int... axes) {
        return max(axes).minus(min(axes));
    }

    /**
     * Median over axes, which disappear; see {@link Order#median}.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the median
     * @throws ShapeException when there are no elements
     */
    public Tensor median(int... axes) {
        return Order.median(this, axes);
    }

    /**
     * log Σ eˣ over axes, which disappear, without overflow.
     *
     * @param axes the axes, negative from the end; none means all
     * @return the logarithm of the sum; −∞ of none
     */
    public Tensor logSumExp(int... axes) {
        return reduce(ReduceFunction.LOGSUMEXP, dtype().isFloat() ? this : to(DType.FLOAT64), axes);
    }

    /**
     * Whether all truth values hold, over axes, which disappear.
     *
     * @param axes the axes, negative from the end; none means all
     * @return truth values
     */
    public Tensor all(int... axes) {
        return reduce(ReduceFunction.ALL, this, axes);
    }

    /**
     * Whether any truth value holds, over axes, which disappear.
     *
     * @param axes the axes, negative from the end; none means all
     * @return truth values
     */
    public Tensor any(int... axes) {
        return reduce(ReduceFunction.ANY, this, axes);
    }

    /**
     * How many elements are not zero, over axes, which disappear; NaN is not zero.
     *
     * @param axes the axes, negative from the end; none means all
     * @return counts of type i64
     */
    public Tensor countNonZero(int... axes) {
        return (dtype() == DType.BOOL ? this : ne(Tensors.zerosLike(this))).sum(axes);
    }

    /**
     * Index of the first largest element along an axis, which disappears.
     *
     * @param axis the axis, negative from the end
     * @return indices of type i64
     */
    public Tensor argmax(int axis) {
        return Operations.apply(new Reduction.ArgMax(shape().axis("argmax", axis)), this);
    }

    /**
     * Index of the first smallest element along an axis, which disappears.
     *
     * @param axis the axis, negative from the end
     * @return indices of type i64
     */
    public Tensor argmin(int axis) {
        return Operations.apply(new Reduction.ArgMin(shape().axis("argmin", axis)), this);
    }

    /**
     * A reduction whose axes stay, with length 1, so that the result broadcasts against this tensor:
     * {@code x.minus(x.keepDims(Tensor::mean, 1))}.
     *
     * @param reduction any reduction, for example {@code Tensor::sum}
     * @param axes the axes, negative from the end; none means all
     * @return the result, with as many axes as this tensor
     * @throws ShapeException when the reduction does not remove these axes
     */
    public Tensor keepDims(Reducer reduction, int... axes) {
        Tensor reduced = Require.notNull(reduction, "keepDims", "the reduction").reduce(this, axes);
        List<Integer> removed = shape().axes("keepDims", axes);
        Shape kept = shape();
        for (int axis : removed) {
            kept = kept.with(axis, 1);
        }
        if (!reduced.shape().equals(shape().without(removed))) {
            throw new ShapeException(
                    "keepDims: the reduction of " + type() + " over " + removed + " gave " + reduced.type(),
                    "give a reduction that removes these axes, as Tensor::mean does");
        }
        return reduced.reshape(kept);
    }

    /**
     * Cumulative sum along an axis; {@link Scans} has more.
     *
     * @param axis the axis, negative from the end
     * @return the sums, of this tensor's shape
     */
    public Tensor cumsum(int axis) {
        return Scans.cumsum(this, axis);
    }

    /**
     * Cumulative product along an axis; {@link Scans} has more.
     *
     * @param axis the axis, negative from the end
     * @return the products, of this tensor's shape
     */
    public Tensor cumprod(int axis) {
        return Scans.cumprod(this, axis);
    }

    /**
     * The elements along an axis in ascending order, NaN last; {@link Order} has more.
     *
     * @param axis the axis, negative from the end
     * @return the sorted tensor
     */
    public Tensor sort(int axis) {
        return Order.sort(this, axis);
    }

    /**
     * The indices that put an axis in ascending order, equal elements keeping theirs; {@link Order} has more.
     *
     * @param axis the axis, negative from the end
     * @return indices of type i64, of this tensor's shape
     */
    public Tensor argsort(int axis) {
        return Order.argsort(this, axis);
    }

    private static Tensor reduce(ReduceFunction function, Tensor x, int... axes) {
        Reduction.Reduce op =
                new Reduction.Reduce(function, x.shape().axes(function.name().toLowerCase(Locale.ROOT), axes));
        return op.axes().isEmpty() ? x : Operations.apply(op, x);
    }

    // ---- matrices
    // --------------------------------------------------------------------------------------------------------

    /**
     * Matrix product, as NumPy's {@code @}: the last two axes are matrices, the others broadcast; a tensor of one axis is
     * a row on the left and a column on the right, and that axis disappears again.
     *
     * @param y the right operand
     * @return the product
     */
    public Tensor matmul(Tensor y) {
        return MatrixProduct.matmul(this, Operations.operand(y, "matmul"));
    }

    /**
     * The last two axes exchanged.
     *
     * @return the transposed matrices
     * @throws ShapeException when there are fewer than two axes
     */
    public Tensor t() {
        if (rank() < 2) {
            throw new ShapeException(
                    "t: tensor " + type() + " is not a matrix", "reshape it to two axes first, as in x.reshape(-1, 1)");
        }
        List<Integer> order = new ArrayList<>(shape().axes("t"));
        Collections.swap(order, rank() - 1, rank() - 2);
        return Operations.apply(new Structural.Transpose(order), this);
    }

    // ---- shape
    // ---------------------------------------------------------------------------------------------------------------

    /**
     * The same elements in row-major order under another shape.
     *
     * @param dims the new lengths; one of them may be −1 and is found from the size
     * @return the reshaped tensor
     */
    public Tensor reshape(int... dims) {
        Require.notNull(dims, "reshape", "the array of axis lengths");
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && unknown < 0) {
                unknown = i;
            } else {
                known *= dims[i];
            }
        }
        if (unknown < 0) {
            return reshape(Shape.of(dims));
        }
        if (known <= 0 || size() % known != 0) {
            throw new ShapeException(
                    "reshape: tensor " + type() + " of " + size() + " elements does not fill " + Arrays.toString(dims),
                    "give lengths whose product divides the number of elements");
        }
        int[] found = dims.clone();
        found[unknown] = (int) (size() / known);
        return reshape(Shape.of(found));
    }

    /**
     * The same elements in row-major order under another shape.
     *
     * @param shape the new shape, of the same size
     * @return the reshaped tensor
     */
    public Tensor reshape(Shape shape) {
        return Require.notNull(shape, "reshape", "the shape").equals(shape())
                ? this
                : Operations.apply(new Structural.Reshape(shape), this);
    }

    /**
     * Axes in another order.
     *
     * @param axes axis i of the result is axis {@code axes[i]} of this tensor; none reverses the order
     * @return the transposed tensor
     */
    public Tensor transpose(int... axes) {
        List<Integer> order = new ArrayList<>();
        if (Require.notNull(axes, "transpose", "the array of axes").length == 0) {
            order.addAll(shape().axes("transpose").reversed());
        }
        for (int axis : axes) {
            order.add(shape().axis("transpose", axis));
        }
        return Operations.apply(new Structural.Transpose(order), this);
    }

    /**
     * Repetition to a larger shape, by NumPy's rules.
     *
     * @param dims the shape wanted
     * @return the broadcast tensor
     */
    public Tensor broadcastTo(int... dims) {
        Shape shape = Shape.of(dims);
        boolean fits = Operations.broadcasts(shape(), shape)
                && Operations.broadcastShape("broadcastTo", shape(), shape).equals(shape);
        if (!fits) {
            throw new ShapeException(
                    "broadcastTo: tensor " + type() + " does not broadcast to " + shape,
                    "axes are matched from the last; each must be equal or 1");
        }
        return Operations.broadcast(this, shape);
    }

    /**
     * An axis of length one inserted.
     *
     * @param axis its position in the result; negative counts from the end of the result
     * @return the tensor with one axis more
     */
    public Tensor expandDims(int axis) {
        int position = axis < 0 ? axis + rank() + 1 : axis;
        if (position < 0 || position > rank()) {
            throw new ShapeException(
                    "expandDims: position " + axis + " does not exist for shape " + shape(),
                    "use a position from " + -(rank() + 1) + " to " + rank());
        }
        return reshape(shape().insert(position, 1));
    }

    /**
     * The part of an axis from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param axis the axis, negative from the end
     * @param from first index; negative counts from the end of the axis
     * @param to index after the last; negative counts from the end of the axis
     * @return the part, with the same number of axes
     */
    public Tensor slice(int axis, int from, int to) {
        return slice(axis, from, to, 1);
    }

    /**
     * Every {@code step}-th entry of an axis from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param axis the axis, negative from the end
     * @param from first index; negative counts from the end of the axis
     * @param to index after the last; negative counts from the end of the axis
     * @param step one or more
     * @return the part, with the same number of axes
     */
    public Tensor slice(int axis, int from, int to, int step) {
        int at = shape().axis("slice", axis);
        int length = shape().dim(at);
        int start = from < 0 ? from + length : from;
        int limit = to < 0 ? to + length : to;
        if (start < 0 || limit < start || limit > length || step < 1) {
            throw new ShapeException(
                    "slice: from " + from + " to " + to + " step " + step + " is not inside axis " + axis + " of "
                            + type(),
                    "keep from <= to <= " + length + " and step >= 1");
        }
        List<Integer> starts = new ArrayList<>(Collections.nCopies(rank(), 0));
        List<Integer> limits = new ArrayList<>(shape().asList());
        List<Integer> strides = new ArrayList<>(Collections.nCopies(rank(), 1));
        starts.set(at, start);
        limits.set(at, limit);
        strides.set(at, step);
        return Operations.apply(new Structural.Slice(starts, limits, strides), this);
    }

    /**
     * Part by one slice an axis, NumPy's {@code x[1:4, ::-1, 0]}.
     *
     * @param slices at most one for each axis; missing ones keep the whole axis
     * @return the part
     * @throws ShapeException when there are too many slices or an index is outside its axis
     */
    public Tensor slice(Slice... slices) {
        return Indexing.slice(this, slices);
    }

    /**
     * Part by slices as Python writes them, {@code x.slice("1:4, ::-1, ..., 0")}.
     *
     * @param slices numbers, {@code from:to}, {@code from:to:step}, {@code ...} and {@code None} between commas
     * @return the part
     * @throws org.gradus.error.ArgumentException when the text holds something else
     * @throws ShapeException when there are too many slices or an index is outside its axis
     */
    public Tensor slice(String slices) {
        return Indexing.slice(this, Slice.parse(slices).toArray(Slice[]::new));
    }

    /**
     * Axes of length one removed.
     *
     * @param axes the axes, negative from the end; none means all that have length one
     * @return the tensor with fewer axes
     * @throws ShapeException when a named axis has another length
     */
    public Tensor squeeze(int... axes) {
        return Shapes.squeeze(this, axes);
    }

    /**
     * The opposite order along axes.
     *
     * @param axes the axes, negative from the end; none means all
     * @return a tensor of the same shape
     */
    public Tensor flip(int... axes) {
        return Shapes.flip(this, axes);
    }

    /**
     * An axis at another position, the others in their order.
     *
     * @param from the axis, negative from the end
     * @param to its position in the result, negative from the end
     * @return the transposed tensor
     */
    public Tensor moveAxis(int from, int to) {
        return Shapes.moveAxis(this, from, to);
    }

    /**
     * The entry at given indices of the first axes, which disappear.
     *
     * @param index one index an axis, from the first; negative counts from the end of the axis
     * @return the entry: a scalar when every axis has an index
     */
    public Tensor get(int... index) {
        if (Require.notNull(index, "get", "the array of indices").length > rank()) {
            throw new ShapeException(
                    "get: " + index.length + " indices for tensor " + type() + " of " + rank() + " axes",
                    "give at most one index for each axis");
        }
        List<Integer> starts = new ArrayList<>(Collections.nCopies(rank(), 0));
        List<Integer> limits = new ArrayList<>(shape().asList());
        for (int i = 0; i < index.length; i++) {
            int length = shape().dim(i);
            int at = index[i] < 0 ? index[i] + length : index[i];
            if (at < 0 || at >= length) {
                throw new ShapeException(
                        "get: index " + index[i] + " is outside axis " + i + " of " + type(),
                        length == 0 ? "the axis is empty" : "use an index from " + -length + " to " + (length - 1));
            }
            starts.set(i, at);
            limits.set(i, at + 1);
        }
        Structural.Slice op = new Structural.Slice(starts, limits, Collections.nCopies(rank(), 1));
        return Operations.apply(op, this).reshape(shape().slice(index.length, rank()));
    }

    /** The numbers, or the type alone where only that is known. */
    @Override
    public String toString() {
        try {
            return Trace.numbers(value, "toString") + ":" + type();
        } catch (TracedValueException _) {
            return "traced:" + type();
        }
    }
}
