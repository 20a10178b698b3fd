package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
import org.gradus.program.Elementwise.OrderedFunction;
import org.gradus.program.Elementwise.SpecialFunction;
import org.gradus.program.Elementwise.TernaryFunction;
import org.gradus.program.Elementwise.UnaryFunction;
import org.gradus.program.Reduction;
import org.gradus.program.Structural;

/** Factories and functions of tensors, to be imported statically. */
public final class Tensors {
    private Tensors() {}

    // ---- factories -----------------------------------------------------------------------------------------------

    /**
     * A vector.
     *
     * @param elements the numbers, copied; none gives an empty vector
     * @return an f64 tensor of one axis
     */
    public static Tensor tensor(double... elements) {
        Require.notNull(elements, "tensor", "the array");
        return Operations.constant(NdArray.wrap(Shape.of(elements.length), elements.clone()));
    }

    /**
     * A vector of 32-bit numbers.
     *
     * @param elements the numbers, copied
     * @return an f32 tensor of one axis
     */
    public static Tensor tensor(float[] elements) {
        Require.notNull(elements, "tensor", "the array");
        return Operations.constant(NdArray.wrap(Shape.of(elements.length), elements.clone()));
    }

    /**
     * A vector of whole numbers.
     *
     * @param elements the numbers, copied
     * @return an i64 tensor of one axis
     */
    public static Tensor tensor(long[] elements) {
        Require.notNull(elements, "tensor", "the array");
        return Operations.constant(NdArray.wrap(Shape.of(elements.length), elements.clone()));
    }

    /**
     * A vector of 32-bit whole numbers.
     *
     * @param elements the numbers, copied
     * @return an i32 tensor of one axis
     */
    public static Tensor tensor(int[] elements) {
        Require.notNull(elements, "tensor", "the array");
        return Operations.constant(NdArray.wrap(Shape.of(elements.length), elements.clone()));
    }

    /**
     * A vector of truth values.
     *
     * @param elements the truth values, copied
     * @return a bool tensor of one axis
     */
    public static Tensor tensor(boolean[] elements) {
        Require.notNull(elements, "tensor", "the array");
        return Operations.constant(NdArray.wrap(Shape.of(elements.length), elements.clone()));
    }

    /**
     * A matrix.
     *
     * @param rows the rows, copied, all of one length
     * @return an f64 tensor of two axes
     * @throws ShapeException when the rows have different lengths
     */
    public static Tensor tensor(double[][] rows) {
        Require.notNull(rows, "tensor", "the array of rows");
        for (int i = 0; i < rows.length; i++) {
            Require.notNull(rows[i], "tensor", "row " + i);
        }
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] elements = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new ShapeException(
                        "tensor: row " + i + " has " + rows[i].length + " elements, row 0 has " + columns,
                        "give rows of equal length");
            }
            System.arraycopy(rows[i], 0, elements, i * columns, columns);
        }
        return Operations.constant(NdArray.wrap(Shape.of(rows.length, columns), elements));
    }

    /**
     * A tensor of numbers given in row-major order.
     *
     * @param shape the axis lengths
     * @param elements as many numbers, copied
     * @return an f64 tensor
     * @throws ShapeException when the number of elements is not the shape's size
     */
    public static Tensor tensor(Shape shape, double[] elements) {
        Require.notNull(shape, "tensor", "the shape");
        Require.notNull(elements, "tensor", "the array");
        return Operations.constant(NdArray.wrap(shape, elements.clone()));
    }

    /**
     * A tensor of an array.
     *
     * @param array the numbers, not copied
     * @return a tensor of the array's type
     */
    public static Tensor tensor(NdArray array) {
        return Operations.constant(Require.notNull(array, "tensor", "the array"));
    }

    /**
     * A scalar.
     *
     * @param number the number
     * @return an f64 tensor without axes
     */
    public static Tensor scalar(double number) {
        return Operations.constant(NdArray.splat(new ArrayType(DType.FLOAT64, Shape.SCALAR), number));
    }

    /**
     * Zeros.
     *
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor zeros(int... dims) {
        return full(0, dims);
    }

    /**
     * Ones.
     *
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor ones(int... dims) {
        return full(1, dims);
    }

    /**
     * Equal numbers.
     *
     * @param number the number
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor full(double number, int... dims) {
        return full(number, new ArrayType(DType.FLOAT64, Shape.of(dims)));
    }

    /**
     * Equal numbers of a given type.
     *
     * @param number the number, converted as a Java cast does
     * @param type element type and shape
     * @return a tensor of that type
     */
    public static Tensor full(double number, ArrayType type) {
        return Operations.constant(NdArray.splat(Require.notNull(type, "full", "the type"), number));
    }

    /**
     * Zeros of another tensor's type.
     *
     * @param x the tensor whose type is taken
     * @return zeros
     */
    public static Tensor zerosLike(Tensor x) {
        return full(0, Operations.operand(x, "zerosLike").type());
    }

    /**
     * Ones of another tensor's type.
     *
     * @param x the tensor whose type is taken
     * @return ones
     */
    public static Tensor onesLike(Tensor x) {
        return full(1, Operations.operand(x, "onesLike").type());
    }

    /**
     * The whole numbers from 0 to n−1.
     *
     * @param n how many
     * @return an i64 tensor of one axis
     * @throws ShapeException when n is negative
     */
    public static Tensor arange(int n) {
        long[] elements = new long[count("arange", n)];
        Arrays.setAll(elements, i -> i);
        return Operations.constant(NdArray.wrap(Shape.of(n), elements));
    }

    /**
     * Evenly spaced numbers, both ends included.
     *
     * @param from the first
     * @param to the last
     * @param n how many
     * @return an f64 tensor of one axis; {@code from} alone when n is 1
     * @throws ShapeException when n is negative
     */
    public static Tensor linspace(double from, double to, int n) {
        double[] elements = new double[count("linspace", n)];
        Arrays.setAll(elements, i -> n == 1 ? from : from + (to - from) * i / (n - 1));
        return Operations.constant(NdArray.wrap(Shape.of(n), elements));
    }

    /**
     * The identity matrix.
     *
     * @param n number of rows and columns
     * @return an f64 tensor of two axes
     * @throws ShapeException when n is negative
     */
    public static Tensor eye(int n) {
        Shape shape = Shape.of(count("eye", n), n);
        double[] elements = new double[shape.size()];
        for (int i = 0; i < n; i++) {
            elements[i * n + i] = 1;
        }
        return Operations.constant(NdArray.wrap(shape, elements));
    }

    private static int count(String operation, int n) {
        if (n < 0) {
            throw new ShapeException(operation + ": " + n + " elements asked for", "ask for zero or more");
        }
        return n;
    }

    // ---- functions
    // ---------------------------------------------------------------------------------------------------

    /**
     * eˣ.
     *
     * @param x the argument
     * @return the exponential
     */
    public static Tensor exp(Tensor x) {
        return Operations.operand(x, "exp").exp();
    }

    /**
     * eˣ − 1, exact near 0.
     *
     * @param x the argument
     * @return the exponential less one
     */
    public static Tensor expm1(Tensor x) {
        return Operations.operand(x, "expm1").expm1();
    }

    /**
     * Natural logarithm.
     *
     * @param x the argument
     * @return the logarithm
     */
    public static Tensor log(Tensor x) {
        return Operations.operand(x, "log").log();
    }

    /**
     * log(1 + x), exact near 0.
     *
     * @param x the argument
     * @return the logarithm
     */
    public static Tensor log1p(Tensor x) {
        return Operations.operand(x, "log1p").log1p();
    }

    /**
     * √x.
     *
     * @param x the argument
     * @return the square root
     */
    public static Tensor sqrt(Tensor x) {
        return Operations.operand(x, "sqrt").sqrt();
    }

    /**
     * x².
     *
     * @param x the argument
     * @return the square
     */
    public static Tensor square(Tensor x) {
        return Operations.operand(x, "square").square();
    }

    /**
     * |x|, with derivative 0 at 0.
     *
     * @param x the argument
     * @return the absolute value
     */
    public static Tensor abs(Tensor x) {
        return Operations.operand(x, "abs").abs();
    }

    /**
     * Sine of an angle in radians.
     *
     * @param x the angle
     * @return the sine
     */
    public static Tensor sin(Tensor x) {
        return Operations.operand(x, "sin").sin();
    }

    /**
     * Cosine of an angle in radians.
     *
     * @param x the angle
     * @return the cosine
     */
    public static Tensor cos(Tensor x) {
        return Operations.operand(x, "cos").cos();
    }

    /**
     * Hyperbolic tangent.
     *
     * @param x the argument
     * @return the hyperbolic tangent
     */
    public static Tensor tanh(Tensor x) {
        return Operations.operand(x, "tanh").tanh();
    }

    /**
     * Logistic function 1/(1 + e⁻ˣ), without overflow.
     *
     * @param x the argument
     * @return values in (0, 1)
     */
    public static Tensor sigmoid(Tensor x) {
        return Operations.real(UnaryFunction.SIGMOID, Operations.operand(x, "sigmoid"));
    }

    /**
     * log(1 + eˣ), without overflow.
     *
     * @param x the argument
     * @return positive values
     */
    public static Tensor softplus(Tensor x) {
        return Operations.real(UnaryFunction.SOFTPLUS, Operations.operand(x, "softplus"));
    }

    /**
     * max(x, 0), with derivative 0 at 0.
     *
     * @param x the argument
     * @return values of zero or more
     */
    public static Tensor relu(Tensor x) {
        return Operations.unary(UnaryFunction.RELU, x);
    }

    /**
     * x itself, treated as a constant by every derivative.
     *
     * @param x the argument
     * @return the same numbers
     */
    public static Tensor stopGradient(Tensor x) {
        return Operations.unary(UnaryFunction.STOP_GRADIENT, x);
    }

    /**
     * The larger of two numbers, element by element; NaN if either is. Equal arguments get half the derivative each.
     *
     * @param x one operand
     * @param y the other operand
     * @return the maximum
     */
    public static Tensor maximum(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.MAXIMUM, x, y);
    }

    /**
     * The smaller of two numbers, element by element; NaN if either is. Equal arguments get half the derivative each.
     *
     * @param x one operand
     * @param y the other operand
     * @return the minimum
     */
    public static Tensor minimum(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.MINIMUM, x, y);
    }

    /**
     * y − x for a weak scalar y.
     *
     * @param y a weak scalar
     * @param x the tensor
     * @return the difference
     */
    public static Tensor minus(double y, Tensor x) {
        return Operations.weak(y, Operations.operand(x, "subtract")).minus(x);
    }

    /**
     * y − x for a weak scalar y.
     *
     * @param y a whole weak scalar
     * @param x the tensor
     * @return the difference, of x's element type
     */
    public static Tensor minus(long y, Tensor x) {
        return Operations.weak(y, x).minus(x);
    }

    /**
     * y / x for a weak scalar y.
     *
     * @param y a weak scalar
     * @param x the tensor
     * @return the quotient
     */
    public static Tensor div(double y, Tensor x) {
        return Operations.weak(y, Operations.operand(x, "divide")).div(x);
    }

    /**
     * The elements of x where the condition holds, of y elsewhere, broadcast. The branch not taken gets derivative zero,
     * even where its own derivative is infinite or NaN.
     *
     * @param condition truth values
     * @param x the elements where it holds
     * @param y the elements where it does not
     * @return a tensor of the promoted element type
     * @throws DTypeException when the condition is not of type bool
     */
    public static Tensor where(Tensor condition, Tensor x, Tensor y) {
        checkCondition(condition);
        DType dtype = Operations.operand(x, "where")
                .dtype()
                .promote(Operations.operand(y, "where").dtype());
        Shape shape = Operations.broadcastShape("where", x.shape(), y.shape());
        shape = Operations.broadcastShape("where", condition.shape(), shape);
        return Operations.apply(
                new Elementwise.Select(),
                Operations.broadcast(condition, shape, x, y),
                Operations.broadcast(x.to(dtype), shape, condition, y),
                Operations.broadcast(y.to(dtype), shape, condition, x));
    }

    private static void checkCondition(Tensor condition) {
        if (Operations.operand(condition, "where").dtype() != DType.BOOL) {
            throw new DTypeException(
                    "where: the condition is " + condition.type() + ", not truth values",
                    "compare, as in x.gt(0), or convert it with to(DType.BOOL)");
        }
    }

    /**
     * As {@link #where(Tensor, Tensor, Tensor)} with a weak scalar.
     *
     * @param condition truth values
     * @param x the elements where it holds
     * @param y a weak scalar
     * @return a tensor of x's element type
     */
    public static Tensor where(Tensor condition, Tensor x, double y) {
        return where(condition, x, Operations.weak(y, Operations.operand(x, "where")));
    }

    /**
     * As {@link #where(Tensor, Tensor, Tensor)} with a weak scalar.
     *
     * @param condition truth values
     * @param x a weak scalar
     * @param y the elements where it does not hold
     * @return a tensor of y's element type
     */
    public static Tensor where(Tensor condition, double x, Tensor y) {
        return where(condition, Operations.weak(x, Operations.operand(y, "where")), y);
    }

    /**
     * As {@link #where(Tensor, Tensor, Tensor)} with a weak scalar.
     *
     * @param condition truth values
     * @param x the elements where it holds
     * @param y a whole weak scalar
     * @return a tensor of x's element type
     */
    public static Tensor where(Tensor condition, Tensor x, long y) {
        return where(condition, x, Operations.weak(y, x));
    }

    /**
     * As {@link #where(Tensor, Tensor, Tensor)} with a weak scalar.
     *
     * @param condition truth values
     * @param x a whole weak scalar
     * @param y the elements where it does not hold
     * @return a tensor of y's element type
     */
    public static Tensor where(Tensor condition, long x, Tensor y) {
        return where(condition, Operations.weak(x, y), y);
    }

    /**
     * Variance over axes, which disappear: Σ (x − mean)² / (n − ddof), in two passes; whole numbers as f64.
     *
     * @param x the argument
     * @param ddof 0 for the variance of the elements themselves, 1 for the unbiased estimate of what they are a sample of
     * @param axes the axes, negative from the end; none means all
     * @return the variance
     * @throws ShapeException when there are not more than ddof elements
     */
    public static Tensor var(Tensor x, int ddof, int... axes) {
        return Statistics.variance("var", Operations.operand(x, "var"), ddof, axes)
                .to(Statistics.real(x.dtype()));
    }

    /**
     * Standard deviation over axes, which disappear: √ of {@link #var}, with derivative 0 where all elements are equal.
     *
     * @param x the argument
     * @param ddof 0 for the deviation of the elements themselves, 1 for the usual estimate of what they are a sample of
     * @param axes the axes, negative from the end; none means all
     * @return the standard deviation
     * @throws ShapeException when there are not more than ddof elements
     */
    public static Tensor std(Tensor x, int ddof, int... axes) {
        return Statistics.deviation(Operations.operand(x, "std"), ddof, axes);
    }

    /**
     * log Σ eˣ over axes, which disappear, without overflow.
     *
     * @param x the argument
     * @param axes the axes; none means all
     * @return the logarithm of the sum
     */
    public static Tensor logSumExp(Tensor x, int... axes) {
        return Operations.operand(x, "logSumExp").logSumExp(axes);
    }

    /**
     * x − log Σ eˣ along an axis.
     *
     * @param x the argument
     * @param axis the axis, negative from the end
     * @return logarithms of probabilities
     */
    public static Tensor logSoftmax(Tensor x, int axis) {
        Tensor real = Operations.operand(x, "logSoftmax").dtype().isFloat() ? x : x.to(DType.FLOAT64);
        return Operations.apply(new Reduction.LogSoftmax(x.shape().axis("logSoftmax", axis)), real);
    }

    /**
     * eˣ / Σ eˣ along an axis, without overflow.
     *
     * @param x the argument
     * @param axis the axis, negative from the end
     * @return probabilities that sum to one
     */
    public static Tensor softmax(Tensor x, int axis) {
        return logSoftmax(x, axis).exp();
    }

    // ---- more functions of one number; whole numbers become f64 first
    // ------------------------------------------------

    /**
     * 1/x.
     *
     * @param x the argument
     * @return the reciprocal; ±∞ for ±0
     */
    public static Tensor reciprocal(Tensor x) {
        return Operations.real(UnaryFunction.RECIPROCAL, Operations.operand(x, "reciprocal"));
    }

    /**
     * 1/√x, within 0.51 units in the last place.
     *
     * @param x the argument
     * @return the reciprocal square root; ±∞ for ±0, NaN below 0
     */
    public static Tensor rsqrt(Tensor x) {
        return Operations.real(UnaryFunction.RSQRT, Operations.operand(x, "rsqrt"));
    }

    /**
     * ∛x, also of negative numbers. The derivative at 0 is ∞.
     *
     * @param x the argument
     * @return the cube root
     */
    public static Tensor cbrt(Tensor x) {
        return Operations.real(UnaryFunction.CBRT, Operations.operand(x, "cbrt"));
    }

    /**
     * 2ˣ.
     *
     * @param x the argument
     * @return the power of two
     */
    public static Tensor exp2(Tensor x) {
        return Operations.real(UnaryFunction.EXP2, Operations.operand(x, "exp2"));
    }

    /**
     * Logarithm to base 2, exact for powers of two.
     *
     * @param x the argument
     * @return the logarithm; −∞ at 0, NaN below
     */
    public static Tensor log2(Tensor x) {
        return Operations.real(UnaryFunction.LOG2, Operations.operand(x, "log2"));
    }

    /**
     * Logarithm to base 10, exact for powers of ten.
     *
     * @param x the argument
     * @return the logarithm; −∞ at 0, NaN below
     */
    public static Tensor log10(Tensor x) {
        return Operations.real(UnaryFunction.LOG10, Operations.operand(x, "log10"));
    }

    /**
     * Tangent of an angle in radians.
     *
     * @param x the angle
     * @return the tangent
     */
    public static Tensor tan(Tensor x) {
        return Operations.real(UnaryFunction.TAN, Operations.operand(x, "tan"));
    }

    /**
     * Inverse sine; its derivative is ∞ at ±1.
     *
     * @param x the argument
     * @return angles in [−π/2, π/2]; NaN outside [−1, 1]
     */
    public static Tensor asin(Tensor x) {
        return Operations.real(UnaryFunction.ASIN, Operations.operand(x, "asin"));
    }

    /**
     * Inverse cosine; its derivative is −∞ at ±1.
     *
     * @param x the argument
     * @return angles in [0, π]; NaN outside [−1, 1]
     */
    public static Tensor acos(Tensor x) {
        return Operations.real(UnaryFunction.ACOS, Operations.operand(x, "acos"));
    }

    /**
     * Inverse tangent.
     *
     * @param x the argument
     * @return angles in [−π/2, π/2]
     */
    public static Tensor atan(Tensor x) {
        return Operations.real(UnaryFunction.ATAN, Operations.operand(x, "atan"));
    }

    /**
     * Hyperbolic sine, exact near 0.
     *
     * @param x the argument
     * @return the hyperbolic sine
     */
    public static Tensor sinh(Tensor x) {
        return Operations.real(UnaryFunction.SINH, Operations.operand(x, "sinh"));
    }

    /**
     * Hyperbolic cosine.
     *
     * @param x the argument
     * @return values from 1
     */
    public static Tensor cosh(Tensor x) {
        return Operations.real(UnaryFunction.COSH, Operations.operand(x, "cosh"));
    }

    /**
     * Inverse hyperbolic sine, exact near 0.
     *
     * @param x the argument
     * @return the number whose hyperbolic sine is x
     */
    public static Tensor asinh(Tensor x) {
        return Operations.real(UnaryFunction.ASINH, Operations.operand(x, "asinh"));
    }

    /**
     * Inverse hyperbolic cosine; its derivative is ∞ at 1.
     *
     * @param x the argument
     * @return values from 0; NaN below x = 1
     */
    public static Tensor acosh(Tensor x) {
        return Operations.real(UnaryFunction.ACOSH, Operations.operand(x, "acosh"));
    }

    /**
     * Inverse hyperbolic tangent, exact near 0.
     *
     * @param x the argument
     * @return ±∞ at ±1, NaN beyond
     */
    public static Tensor atanh(Tensor x) {
        return Operations.real(UnaryFunction.ATANH, Operations.operand(x, "atanh"));
    }

    /**
     * sin(πx)/(πx), as NumPy has it; exactly 0 at the whole numbers but 0. Derivatives of every order keep their digits
     * near 0.
     *
     * @param x the argument
     * @return 1 at 0; NaN at ±∞
     */
    public static Tensor sinc(Tensor x) {
        return Operations.real(new Elementwise.Ordered(OrderedFunction.SINC, 0), Operations.operand(x, "sinc"));
    }

    /**
     * The largest whole number not above x; its derivative is 0 by definition. Whole numbers stay as they are.
     *
     * @param x the argument
     * @return whole numbers of x's element type
     */
    public static Tensor floor(Tensor x) {
        return Operations.rounding(UnaryFunction.FLOOR, Operations.operand(x, "floor"));
    }

    /**
     * The smallest whole number not below x; its derivative is 0 by definition. Whole numbers stay as they are.
     *
     * @param x the argument
     * @return whole numbers of x's element type
     */
    public static Tensor ceil(Tensor x) {
        return Operations.rounding(UnaryFunction.CEIL, Operations.operand(x, "ceil"));
    }

    /**
     * The nearest whole number, the even one of two as near; its derivative is 0 by definition. Whole numbers stay as they
     * are.
     *
     * @param x the argument
     * @return whole numbers of x's element type
     */
    public static Tensor round(Tensor x) {
        return Operations.rounding(UnaryFunction.ROUND, Operations.operand(x, "round"));
    }

    /**
     * The whole part of x, towards zero; its derivative is 0 by definition. Whole numbers stay as they are.
     *
     * @param x the argument
     * @return whole numbers of x's element type
     */
    public static Tensor trunc(Tensor x) {
        return Operations.rounding(UnaryFunction.TRUNC, Operations.operand(x, "trunc"));
    }

    /**
     * −1, 0 or 1; its derivative is 0 by definition.
     *
     * @param x the argument
     * @return the sign; NaN for NaN
     */
    public static Tensor sign(Tensor x) {
        return Operations.operand(x, "sign").sign();
    }

    /**
     * Whether x is NaN.
     *
     * @param x the argument
     * @return truth values
     */
    public static Tensor isNan(Tensor x) {
        return Operations.operand(x, "isNan").isNan();
    }

    /**
     * Whether x is ∞ or −∞.
     *
     * @param x the argument
     * @return truth values
     */
    public static Tensor isInf(Tensor x) {
        return Operations.operand(x, "isInf").isInf();
    }

    /**
     * Whether x is neither infinite nor NaN.
     *
     * @param x the argument
     * @return truth values
     */
    public static Tensor isFinite(Tensor x) {
        return Operations.operand(x, "isFinite").isFinite();
    }

    /**
     * Rounding to the values of a narrower floating-point format, ties to even: what a conversion to the format and back
     * gives. What is too large becomes what the format says: ∞, NaN, or the largest value.
     *
     * <p>Its derivative is 0, as that of every rounding. To differentiate through it as if it were not there, use
     * {@link #straightThrough}: {@code straightThrough(roundTo(x, format), x)}.
     *
     * @param x the argument
     * @param format the format
     * @return values of the format, of x's element type
     */
    public static Tensor roundTo(Tensor x, NarrowFormat format) {
        return Operations.roundTo(x, format, false);
    }

    /**
     * As {@link #roundTo}, but what is too large, infinities included, becomes the largest value.
     *
     * @param x the argument
     * @param format the format
     * @return finite values of the format and NaN, of x's element type
     */
    public static Tensor roundToSaturating(Tensor x, NarrowFormat format) {
        return Operations.roundTo(x, format, true);
    }

    /**
     * A value with the derivative of another: the straight-through estimator, for roundings and other steps whose own
     * derivative is 0. Where x is infinite or NaN the derivative is 0. Source: Bengio, Léonard, Courville, Estimating or
     * propagating gradients through stochastic neurons, arXiv:1308.3432.
     *
     * @param value what the result is, to the bit; no derivative flows through it
     * @param x what the result is differentiated as, of the same element type
     * @return the numbers of {@code value}
     */
    public static Tensor straightThrough(Tensor value, Tensor x) {
        return Activations.straightThrough(
                Operations.operand(value, "straightThrough"), Operations.operand(x, "straightThrough"));
    }

    // ---- special functions
    // -------------------------------------------------------------------------------------------

    /**
     * Error function 2/√π ∫₀ˣ e^(−t²) dt.
     *
     * @param x the argument
     * @return values in [−1, 1]
     */
    public static Tensor erf(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.ERF), Operations.operand(x, "erf"));
    }

    /**
     * Complementary error function 1 − erf x, exact in the right tail.
     *
     * @param x the argument
     * @return values in [0, 2]
     */
    public static Tensor erfc(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.ERFC), Operations.operand(x, "erfc"));
    }

    /**
     * Scaled complementary error function e^(x²) erfc x. Derivatives of every order keep their digits.
     *
     * @param x the argument
     * @return about 1/(x√π) for large x; ∞ below −26.63
     */
    public static Tensor erfcx(Tensor x) {
        return Operations.real(new Elementwise.Ordered(OrderedFunction.ERFCX, 0), Operations.operand(x, "erfcx"));
    }

    /**
     * Inverse of the error function; its derivative is ∞ at ±1.
     *
     * @param x the argument
     * @return ±∞ at ±1, NaN outside [−1, 1]
     */
    public static Tensor erfinv(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.ERFINV), Operations.operand(x, "erfinv"));
    }

    /**
     * Inverse of the complementary error function.
     *
     * @param x the argument
     * @return ∞ at 0, −∞ at 2, NaN outside [0, 2]
     */
    public static Tensor erfcinv(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.ERFCINV), Operations.operand(x, "erfcinv"));
    }

    /**
     * Distribution function Φ of the standard normal distribution, exact in the left tail.
     *
     * @param x the argument
     * @return probabilities
     */
    public static Tensor ndtr(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.NORMAL_CDF), Operations.operand(x, "ndtr"));
    }

    /**
     * log Φ(x), without underflow: about −x²/2 in the left tail. So is its derivative, which the quotient of density and
     * Φ would not give there.
     *
     * @param x the argument
     * @return logarithms of probabilities
     */
    public static Tensor logNdtr(Tensor x) {
        return Operations.real(
                new Elementwise.Special(SpecialFunction.LOG_NORMAL_CDF), Operations.operand(x, "logNdtr"));
    }

    /**
     * Inverse of {@link #ndtr}: quantiles of the standard normal distribution.
     *
     * @param x probabilities
     * @return −∞ at 0, ∞ at 1, NaN outside [0, 1]
     */
    public static Tensor ndtri(Tensor x) {
        return Operations.real(
                new Elementwise.Special(SpecialFunction.NORMAL_QUANTILE), Operations.operand(x, "ndtri"));
    }

    /**
     * log |Γ(x)|; its derivative is {@link #digamma}.
     *
     * @param x the argument
     * @return ∞ at 0, −1, −2, …
     */
    public static Tensor lgamma(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.LGAMMA), Operations.operand(x, "lgamma"));
    }

    /**
     * ψ(x) = d/dx log Γ(x); its derivatives are {@link #polygamma}.
     *
     * @param x the argument
     * @return the digamma function; NaN at −1, −2, …
     */
    public static Tensor digamma(Tensor x) {
        return Operations.real(new Elementwise.Ordered(OrderedFunction.POLYGAMMA, 0), Operations.operand(x, "digamma"));
    }

    /**
     * ψ⁽ⁿ⁾(x), the derivative of order n of {@link #digamma}; its derivative is the one of order n + 1.
     *
     * @param n the order, 0 or more
     * @param x the argument
     * @return the polygamma function
     * @throws org.gradus.error.ArgumentException when n is negative
     */
    public static Tensor polygamma(int n, Tensor x) {
        return Operations.real(
                new Elementwise.Ordered(OrderedFunction.POLYGAMMA, n), Operations.operand(x, "polygamma"));
    }

    /**
     * log B(x, y) = log Γ(x) + log Γ(y) − log Γ(x + y), without the cancellation for large arguments.
     *
     * @param x a positive number
     * @param y a positive number
     * @return the logarithm; ∞ where either is 0, NaN where either is negative
     */
    public static Tensor lbeta(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.LBETA, x, y);
    }

    /**
     * The beta function B(x, y) = Γ(x)Γ(y)/Γ(x + y) of positive numbers; its logarithm is {@link #lbeta}.
     *
     * @param x a positive number
     * @param y a positive number
     * @return positive values; NaN where either is negative
     */
    public static Tensor beta(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.BETA, x, y);
    }

    /**
     * Regularized lower incomplete gamma function P(a, x) = 1/Γ(a) ∫₀ˣ t^(a−1) e⁻ᵗ dt: the distribution function of the gamma
     * distribution. Differentiable in x; not in a.
     *
     * @param a the shape, not negative
     * @param x the argument, not negative
     * @return values in [0, 1]
     * @throws org.gradus.error.NotDifferentiableException when a derivative with respect to a is asked for
     */
    public static Tensor gammainc(Tensor a, Tensor x) {
        return Operations.real(BinaryFunction.GAMMAINC, a, x);
    }

    /**
     * Regularized upper incomplete gamma function Q(a, x) = 1 − P(a, x), exact where it is small. Differentiable in x; not in
     * a.
     *
     * @param a the shape, not negative
     * @param x the argument, not negative
     * @return values in [0, 1]
     * @throws org.gradus.error.NotDifferentiableException when a derivative with respect to a is asked for
     */
    public static Tensor gammaincc(Tensor a, Tensor x) {
        return Operations.real(BinaryFunction.GAMMAINCC, a, x);
    }

    /**
     * Regularized incomplete beta function Iₓ(a, b) = 1/B(a, b) ∫₀ˣ t^(a−1) (1−t)^(b−1) dt: the distribution function of the beta
     * distribution. Differentiable in x; not in a and b.
     *
     * @param a the first shape, not negative
     * @param b the second shape, not negative
     * @param x a number of [0, 1]
     * @return values in [0, 1]
     * @throws org.gradus.error.NotDifferentiableException when a derivative with respect to a or b is asked for
     */
    public static Tensor betainc(Tensor a, Tensor b, Tensor x) {
        return Operations.real(TernaryFunction.BETAINC, a, b, x);
    }

    /**
     * 1 − Iₓ(a, b), exact where it is small. Differentiable in x; not in a and b.
     *
     * @param a the first shape, not negative
     * @param b the second shape, not negative
     * @param x a number of [0, 1]
     * @return values in [0, 1]
     * @throws org.gradus.error.NotDifferentiableException when a derivative with respect to a or b is asked for
     */
    public static Tensor betaincc(Tensor a, Tensor b, Tensor x) {
        return Operations.real(TernaryFunction.BETAINCC, a, b, x);
    }

    /**
     * x·log y, and 0 for x = 0 whatever y is, but NaN.
     *
     * @param x the factor
     * @param y the argument of the logarithm
     * @return the product; its derivative in y is x/y, also 0 for x = 0
     */
    public static Tensor xlogy(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.XLOGY, x, y);
    }

    /**
     * x·log(1 + y), and 0 for x = 0 whatever y is, but NaN.
     *
     * @param x the factor
     * @param y the argument of the logarithm less one
     * @return the product; its derivative in y is x/(1 + y), also 0 for x = 0
     */
    public static Tensor xlog1py(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.XLOG1PY, x, y);
    }

    /**
     * The angle of the point (x, y) of the plane, from the positive x-axis. The derivative is NaN at the origin, where the angle
     * has none.
     *
     * @param y the ordinate
     * @param x the abscissa
     * @return angles in [−π, π] with the sign of y
     */
    public static Tensor atan2(Tensor y, Tensor x) {
        return Operations.real(BinaryFunction.ATAN2, y, x);
    }

    /**
     * √(x² + y²), without overflow; its derivative at the origin is 0 by definition.
     *
     * @param x one component
     * @param y the other
     * @return the length
     */
    public static Tensor hypot(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.HYPOT, x, y);
    }

    /**
     * log(eˣ + eʸ), without overflow.
     *
     * @param x one exponent
     * @param y the other
     * @return the logarithm of the sum; the larger where one is infinite
     */
    public static Tensor logaddexp(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.LOGADDEXP, x, y);
    }

    /**
     * |x| with the sign of y, that of ±0 included; derivative 0 at x = 0, as that of |x|.
     *
     * @param x the size
     * @param y the sign
     * @return numbers of x's size
     */
    public static Tensor copysign(Tensor x, Tensor y) {
        return Operations.real(BinaryFunction.COPYSIGN, x, y);
    }

    // ---- activations
    // -------------------------------------------------------------------------------------------------

    /**
     * log(x/(1 − x)), the inverse of {@link #sigmoid}, exact near ½.
     *
     * @param x probabilities
     * @return −∞ at 0, ∞ at 1, NaN outside [0, 1]
     */
    public static Tensor logit(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.LOGIT), Operations.operand(x, "logit"));
    }

    /**
     * log of {@link #sigmoid}, −log(1 + e⁻ˣ), without overflow.
     *
     * @param x the argument
     * @return negative values
     */
    public static Tensor logSigmoid(Tensor x) {
        return Activations.logSigmoid(Operations.floats(x, "logSigmoid"));
    }

    /**
     * Sigmoid linear unit x/(1 + e⁻ˣ), also called swish (Elfwing et al., arXiv:1702.03118).
     *
     * @param x the argument
     * @return values from −0.279; 0 at −∞
     */
    public static Tensor silu(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.SILU), Operations.operand(x, "silu"));
    }

    /**
     * Gaussian error linear unit x·Φ(x), with the normal distribution function Φ (Hendrycks, Gimpel, arXiv:1606.08415).
     *
     * @param x the argument
     * @return values from −0.170; 0 at −∞
     */
    public static Tensor gelu(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.GELU), Operations.operand(x, "gelu"));
    }

    /**
     * The approximation ½x(1 + tanh(√(2/π)(x + 0.044715x³))) of {@link #gelu} that some trained models use.
     *
     * @param x the argument
     * @return values from −0.171; 0 at −∞
     */
    public static Tensor geluTanh(Tensor x) {
        return Activations.geluTanh(Operations.floats(x, "geluTanh"));
    }

    /**
     * x·tanh(log(1 + eˣ)) (Misra, arXiv:1908.08681).
     *
     * @param x the argument
     * @return values from −0.309; 0 at −∞
     */
    public static Tensor mish(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.MISH), Operations.operand(x, "mish"));
    }

    /**
     * x/(1 + |x|).
     *
     * @param x the argument
     * @return values in [−1, 1]
     */
    public static Tensor softsign(Tensor x) {
        return Operations.real(new Elementwise.Special(SpecialFunction.SOFTSIGN), Operations.operand(x, "softsign"));
    }

    /**
     * Exponential linear unit: x for x > 0, eˣ − 1 else (Clevert et al., arXiv:1511.07289).
     *
     * @param x the argument
     * @return values above −1
     */
    public static Tensor elu(Tensor x) {
        return Activations.elu(Operations.floats(x, "elu"), 1);
    }

    /**
     * Exponential linear unit: x for x > 0, α(eˣ − 1) else; the derivative at 0 is α.
     *
     * @param x the argument
     * @param alpha minus the value at −∞
     * @return values above −α
     */
    public static Tensor elu(Tensor x, double alpha) {
        return Activations.elu(Operations.floats(x, "elu"), alpha);
    }

    /**
     * Continuously differentiable exponential linear unit: x for x > 0, α(e^(x/α) − 1) else (Barron, arXiv:1704.07483).
     *
     * @param x the argument
     * @param alpha minus the value at −∞
     * @return values above −α
     */
    public static Tensor celu(Tensor x, double alpha) {
        return Activations.celu(Operations.floats(x, "celu"), alpha);
    }

    /**
     * Scaled exponential linear unit: λ times {@link #elu(Tensor, double)} with λ = 1.0507… and α = 1.6733…, which keeps mean
     * and variance (Klambauer et al., arXiv:1706.02515). The derivative at 0 is λα.
     *
     * @param x the argument
     * @return values above −1.758
     */
    public static Tensor selu(Tensor x) {
        return Activations.selu(Operations.floats(x, "selu"));
    }

    /**
     * x for x > 0, 0.01 x else; the derivative at 0 is 0.01.
     *
     * @param x the argument
     * @return the activation
     */
    public static Tensor leakyRelu(Tensor x) {
        return Activations.leakyRelu(Operations.floats(x, "leakyRelu"), 0.01);
    }

    /**
     * x for x > 0, slope·x else; the derivative at 0 is the slope.
     *
     * @param x the argument
     * @param slope the derivative of negative numbers
     * @return the activation
     */
    public static Tensor leakyRelu(Tensor x, double slope) {
        return Activations.leakyRelu(Operations.floats(x, "leakyRelu"), slope);
    }

    /**
     * min(max(x, 0), 6), with derivative 0 at 0 and 6.
     *
     * @param x the argument
     * @return values in [0, 6]
     */
    public static Tensor relu6(Tensor x) {
        return Activations.bounded(Operations.floats(x, "relu6"), 0, 6);
    }

    /**
     * min(max(x, −1), 1), with derivative 0 at ±1.
     *
     * @param x the argument
     * @return values in [−1, 1]
     */
    public static Tensor hardTanh(Tensor x) {
        return Activations.bounded(Operations.floats(x, "hardTanh"), -1, 1);
    }

    // ---- bounds, whole quotients, shifts
    // -----------------------------------------------------------------------------

    /**
     * As {@link #maximum(Tensor, Tensor)} with a weak scalar.
     *
     * @param x one operand
     * @param y a weak scalar
     * @return the larger numbers
     */
    public static Tensor maximum(Tensor x, double y) {
        return maximum(x, Operations.weak(y, Operations.operand(x, "maximum")));
    }

    /**
     * As {@link #maximum(Tensor, Tensor)} with a weak scalar.
     *
     * @param x one operand
     * @param y a whole weak scalar
     * @return the larger numbers
     */
    public static Tensor maximum(Tensor x, long y) {
        return maximum(x, Operations.weak(y, Operations.operand(x, "maximum")));
    }

    /**
     * As {@link #minimum(Tensor, Tensor)} with a weak scalar.
     *
     * @param x one operand
     * @param y a weak scalar
     * @return the smaller numbers
     */
    public static Tensor minimum(Tensor x, double y) {
        return minimum(x, Operations.weak(y, Operations.operand(x, "minimum")));
    }

    /**
     * As {@link #minimum(Tensor, Tensor)} with a weak scalar.
     *
     * @param x one operand
     * @param y a whole weak scalar
     * @return the smaller numbers
     */
    public static Tensor minimum(Tensor x, long y) {
        return minimum(x, Operations.weak(y, Operations.operand(x, "minimum")));
    }

    /**
     * min(max(x, low), high), element by element: so {@code high} where low is above high, and NaN where any is.
     *
     * <p>The derivative is that of x from low to high, both included, so a number at its bound can leave it again (as
     * PyTorch has it; JAX has 0 or ½ there); of the bound beyond it.
     *
     * @param x the numbers
     * @param low the lower bounds
     * @param high the upper bounds
     * @return numbers between the bounds, of the promoted element type
     */
    public static Tensor clamp(Tensor x, Tensor low, Tensor high) {
        return Operations.aligned(TernaryFunction.CLAMP, x, low, high);
    }

    /**
     * As {@link #clamp(Tensor, Tensor, Tensor)} with weak scalars.
     *
     * @param x the numbers
     * @param low a weak scalar
     * @param high a weak scalar
     * @return numbers between the bounds
     */
    public static Tensor clamp(Tensor x, double low, double high) {
        return clamp(x, Operations.weak(low, Operations.operand(x, "clamp")), Operations.weak(high, x));
    }

    /**
     * As {@link #clamp(Tensor, Tensor, Tensor)} with weak scalars.
     *
     * @param x the numbers
     * @param low a whole weak scalar
     * @param high a whole weak scalar
     * @return numbers between the bounds
     */
    public static Tensor clamp(Tensor x, long low, long high) {
        return clamp(x, Operations.weak(low, Operations.operand(x, "clamp")), Operations.weak(high, x));
    }

    /**
     * ⌊x/y⌋, as NumPy has it: of whole numbers a whole number, 0 where y is 0; of real numbers x/y where y is 0. The derivative
     * is 0.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the quotients rounded down
     */
    public static Tensor floorDivide(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.FLOOR_DIVIDE, x, y);
    }

    /**
     * As {@link #floorDivide(Tensor, Tensor)} with a weak scalar.
     *
     * @param x the dividend
     * @param y a weak scalar
     * @return the quotients rounded down
     */
    public static Tensor floorDivide(Tensor x, double y) {
        return floorDivide(x, Operations.weak(y, Operations.operand(x, "floorDivide")));
    }

    /**
     * As {@link #floorDivide(Tensor, Tensor)} with a weak scalar.
     *
     * @param x the dividend
     * @param y a whole weak scalar
     * @return the quotients rounded down
     */
    public static Tensor floorDivide(Tensor x, long y) {
        return floorDivide(x, Operations.weak(y, Operations.operand(x, "floorDivide")));
    }

    /**
     * x − y·⌊x/y⌋, the remainder with the sign of y, as NumPy and Python have it; of whole numbers 0 where y is 0, of real numbers
     * NaN there. Its derivative is 1 in x and −⌊x/y⌋ in y.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the remainders
     */
    public static Tensor mod(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.MODULO, x, y);
    }

    /**
     * As {@link #mod(Tensor, Tensor)} with a weak scalar.
     *
     * @param x the dividend
     * @param y a weak scalar
     * @return the remainders
     */
    public static Tensor mod(Tensor x, double y) {
        return mod(x, Operations.weak(y, Operations.operand(x, "mod")));
    }

    /**
     * As {@link #mod(Tensor, Tensor)} with a weak scalar.
     *
     * @param x the dividend
     * @param y a whole weak scalar
     * @return the remainders
     */
    public static Tensor mod(Tensor x, long y) {
        return mod(x, Operations.weak(y, Operations.operand(x, "mod")));
    }

    /**
     * The remainder of the division rounded towards zero, with the sign of x, as Java and C have it; of whole numbers 0 where y
     * is 0, of real numbers NaN there. Its derivative is 1 in x and minus the rounded quotient in y.
     *
     * @param x the dividend
     * @param y the divisor
     * @return the remainders
     */
    public static Tensor fmod(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.REMAINDER, x, y);
    }

    /**
     * As {@link #fmod(Tensor, Tensor)} with a weak scalar.
     *
     * @param x the dividend
     * @param y a weak scalar
     * @return the remainders
     */
    public static Tensor fmod(Tensor x, double y) {
        return fmod(x, Operations.weak(y, Operations.operand(x, "fmod")));
    }

    /**
     * As {@link #fmod(Tensor, Tensor)} with a weak scalar.
     *
     * @param x the dividend
     * @param y a whole weak scalar
     * @return the remainders
     */
    public static Tensor fmod(Tensor x, long y) {
        return fmod(x, Operations.weak(y, Operations.operand(x, "fmod")));
    }

    /**
     * x·2ʸ of whole numbers, without the bits that leave the element type; 0 where y is negative or at least the number of
     * bits.
     *
     * @param x whole numbers
     * @param y how many bits
     * @return whole numbers of the promoted element type
     * @throws DTypeException when the numbers are not whole
     */
    public static Tensor shiftLeft(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.SHIFT_LEFT, x, y);
    }

    /**
     * As {@link #shiftLeft(Tensor, Tensor)} by one number of bits.
     *
     * @param x whole numbers
     * @param y how many bits
     * @return whole numbers of x's element type
     */
    public static Tensor shiftLeft(Tensor x, int y) {
        return shiftLeft(x, Operations.weak((long) y, Operations.operand(x, "shiftLeft")));
    }

    /**
     * ⌊x/2ʸ⌋ of whole numbers; 0 or −1, by the sign of x, where y is negative or at least the number of bits.
     *
     * @param x whole numbers
     * @param y how many bits
     * @return whole numbers of the promoted element type
     * @throws DTypeException when the numbers are not whole
     */
    public static Tensor shiftRight(Tensor x, Tensor y) {
        return Operations.binary(BinaryFunction.SHIFT_RIGHT, x, y);
    }

    /**
     * As {@link #shiftRight(Tensor, Tensor)} by one number of bits.
     *
     * @param x whole numbers
     * @param y how many bits
     * @return whole numbers of x's element type
     */
    public static Tensor shiftRight(Tensor x, int y) {
        return shiftRight(x, Operations.weak((long) y, Operations.operand(x, "shiftRight")));
    }

    // ---- losses, one number an example ---------------------------------------------------------------------------

    /**
     * Cross-entropy −Σₖ yₖ log softmax(logits)ₖ of each example; a class with label 0 costs nothing, even one whose logit
     * is −∞.
     *
     * @param logits {@code [..., classes]}
     * @param labels whole class numbers {@code [...]}, or probabilities {@code [..., classes]}
     * @return losses {@code [...]}
     * @throws ShapeException when the labels have neither shape, or a class number is out of range
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
        return Losses.softmaxCrossEntropy(
                Operations.operand(logits, "softmaxCrossEntropy"), Operations.operand(labels, "softmaxCrossEntropy"));
    }

    /**
     * Cross-entropy log(1 + eᶻ) − y·z of each example of two classes.
     *
     * @param logits z, of any shape
     * @param labels y in [0, 1], of the same shape
     * @return losses of the same shape
     * @throws ShapeException when the shapes differ
     */
    public static Tensor sigmoidCrossEntropy(Tensor logits, Tensor labels) {
        return Losses.sigmoidCrossEntropy(
                Operations.operand(logits, "sigmoidCrossEntropy"), Operations.operand(labels, "sigmoidCrossEntropy"));
    }

    // ---- joining
    // ---------------------------------------------------------------------------------------------------------

    /**
     * Tensors one after another along an axis, promoted to one element type.
     *
     * @param axis the axis, negative from the end
     * @param parts one or more tensors that agree on every other axis
     * @return the joined tensor
     */
    public static Tensor concatenate(int axis, Tensor... parts) {
        return concatenate(axis, Arrays.asList(Require.notNull(parts, "concatenate", "the array of tensors")));
    }

    /**
     * Tensors one after another along an axis, promoted to one element type.
     *
     * @param axis the axis, negative from the end
     * @param parts one or more tensors that agree on every other axis
     * @return the joined tensor
     */
    public static Tensor concatenate(int axis, List<Tensor> parts) {
        checkParts("concatenate", parts);
        DType dtype = parts.stream().map(Tensor::dtype).reduce(DType::promote).orElseThrow();
        Tensor[] same = parts.stream().map(p -> p.to(dtype)).toArray(Tensor[]::new);
        if (same[0].rank() == 0) {
            throw new ShapeException("concatenate: " + same[0].type() + " has no axes", "join scalars with stack");
        }
        int at = same[0].shape().axis("concatenate", axis);
        return same.length == 1 ? same[0] : Operations.apply(new Structural.Concatenate(at), same);
    }

    /**
     * Tensors of one shape along a new axis.
     *
     * @param axis position of the new axis
     * @param parts one or more tensors of one shape
     * @return the joined tensor
     */
    public static Tensor stack(int axis, List<Tensor> parts) {
        checkParts("stack", parts);
        List<Tensor> expanded = new ArrayList<>();
        for (Tensor part : parts) {
            if (!part.shape().equals(parts.getFirst().shape())) {
                throw new ShapeException(
                        "stack: " + parts.getFirst().type() + " and " + part.type() + " have different shapes",
                        "give tensors of one shape, or join them with concatenate");
            }
            expanded.add(part.expandDims(axis));
        }
        return concatenate(axis, expanded);
    }

    /**
     * Tensors of one shape along a new first axis.
     *
     * @param parts one or more tensors of one shape
     * @return the joined tensor
     */
    public static Tensor stack(Tensor... parts) {
        return stack(0, Arrays.asList(Require.notNull(parts, "stack", "the array of tensors")));
    }

    private static void checkParts(String operation, List<Tensor> parts) {
        if (Require.notNull(parts, operation, "the list of tensors").isEmpty()) {
            throw new ShapeException(operation + ": no tensors given", "give at least one");
        }
        for (int i = 0; i < parts.size(); i++) {
            Require.notNull(parts.get(i), operation, "tensor " + i);
        }
    }
}
