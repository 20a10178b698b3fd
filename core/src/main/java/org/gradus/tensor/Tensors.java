package org.gradus.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Elementwise;
import org.gradus.program.Elementwise.BinaryFunction;
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
