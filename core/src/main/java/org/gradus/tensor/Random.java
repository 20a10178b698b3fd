package org.gradus.tensor;

import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.DTypeException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.program.Op;
import org.gradus.program.Sampling;
import org.gradus.program.Sampling.Choice;
import org.gradus.program.Sampling.Distribution;
import org.gradus.program.Sampling.Law;

/**
 * Random tensors from keys: the same key gives the same bits, eager, jitted or batched, on any number of threads.
 *
 * <p><b>Parameters</b> are tensors that broadcast; numbers are drawn in their element type, whole ones counting as f64
 * (f32 is computed in f64 and rounded). The last arguments, {@code dims}, are the shape of the result, to which the
 * parameters broadcast; without dims the result has the parameters' shape.
 *
 * <p><b>Derivatives</b> pass through continuous distributions along paths on which the distribution function is constant:
 * by location and scale, by inversion, and for gamma and what is made of it by implicit reparameterization. Draws of
 * discrete distributions have none in their parameters and refuse them with
 * {@link org.gradus.error.NotDifferentiableException}; {@link Tensors#stopGradient} makes a parameter a constant.
 *
 * <p><b>Parameters out of range</b> give NaN in continuous distributions, and {@link ArgumentException} in discrete ones,
 * whose whole numbers have no NaN.
 */
public final class Random {
    private Random() {}

    /**
     * Turns on, or off, the report of keys that are used twice: a second draw from a key, or from one that was split, then
     * throws {@link ArgumentException} with both places. Off by default, since each use is then looked up. A key is known by
     * its tensor, not its bits, so two keys of the same seed are two; keys are not kept alive. Works for all threads.
     *
     * @param on whether to report
     */
    public static void debugKeys(boolean on) {
        KeyUse.debug(on);
    }

    // ---- how numbers are drawn -----------------------------------------------------------------------------------

    private static Tensor use(Key key, String operation) {
        KeyUse.note(Require.notNull(key, "random", "the key"), operation);
        return key.bits();
    }

    private static Tensor standard(String operation, Distribution distribution, Key key, ArrayType type) {
        Require.notNull(type, "random", "the type");
        return Operations.apply(new Sampling.Sample(distribution, type), use(key, operation));
    }

    private static ArrayType f64(int... dims) {
        return new ArrayType(DType.FLOAT64, Shape.of(dims));
    }

    private static Tensor[] subkeys(Tensor key, int n) {
        ArrayType type = new ArrayType(DType.INT64, Shape.of(n, 2));
        Tensor words = Operations.apply(new Sampling.Sample(Distribution.BITS, type), key);
        Tensor[] keys = new Tensor[n];
        int axis = key.rank() - 1;
        for (int i = 0; i < n; i++) {
            keys[i] = words.slice(axis, i, i + 1).reshape(key.shape());
        }
        return keys;
    }

    /** Real parameters of one element type. */
    private static Tensor[] reals(String operation, Tensor... parameters) {
        DType dtype = DType.FLOAT32;
        for (Tensor p : parameters) {
            DType own = Operations.operand(p, operation).dtype();
            dtype = dtype.promote(own.isFloat() ? own : DType.FLOAT64);
        }
        Tensor[] out = new Tensor[parameters.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = parameters[i].to(dtype);
        }
        return out;
    }

    /** Whole parameters as i64. */
    private static Tensor whole(String operation, Tensor parameter) {
        if (!Operations.operand(parameter, operation).dtype().isInteger()) {
            throw new DTypeException(
                    operation + ": takes whole numbers, but received " + parameter.type(),
                    "convert them, as in x.to(DType.INT64)");
        }
        return parameter.to(DType.INT64);
    }

    /** The shape that is asked for, to which all parameters broadcast. */
    private static Shape shape(String operation, int[] dims, Tensor... parameters) {
        Shape together = Shape.SCALAR;
        for (Tensor p : parameters) {
            together = Operations.broadcastShape(operation, together, p.shape());
        }
        return dims.length == 0 ? together : target(operation, Shape.of(dims), together);
    }

    private static Shape target(String operation, Shape wanted, Shape given) {
        if (given.rank() > wanted.rank()
                || !Operations.broadcastShape(operation, wanted, given).equals(wanted)) {
            throw new ShapeException(
                    operation + ": parameters of shape " + given + " do not broadcast to " + wanted,
                    "ask for a shape whose last axes are those of the parameters, or for none");
        }
        return wanted;
    }

    /** Draws of a law whose parameters broadcast to a shape, from each of a batch of keys. */
    private static Tensor draw(Law law, Tensor key, Shape shape, Tensor... parameters) {
        return apply(new Sampling.SampleOf(law), key, shape, parameters);
    }

    private static Tensor apply(Op op, Tensor key, Shape shape, Tensor... parameters) {
        Shape full = key.shape().slice(0, key.rank() - 1).concat(shape);
        Tensor[] operands = new Tensor[1 + parameters.length];
        operands[0] = key;
        for (int i = 0; i < parameters.length; i++) {
            operands[1 + i] = Operations.broadcast(parameters[i], full, key);
        }
        return Operations.apply(op, operands);
    }

    private static Tensor draw(String operation, Law law, Key key, int[] dims, Tensor... parameters) {
        Require.notNull(dims, operation, "the array of axis lengths");
        return draw(law, use(key, operation), shape(operation, dims, parameters), parameters);
    }

    private static Tensor locationScale(
            String operation, Distribution distribution, Key key, Tensor location, Tensor scale, int... dims) {
        Require.notNull(dims, operation, "the array of axis lengths");
        Tensor[] p = reals(operation, location, scale);
        ArrayType type = new ArrayType(p[0].dtype(), shape(operation, dims, p));
        return standard(operation, distribution, key, type).times(p[1]).plus(p[0]);
    }

    private static void demand(boolean holds, String problem, String remedy) {
        if (!holds) {
            throw new ArgumentException(problem, remedy);
        }
    }

    // ---- uniform and normal
    // --------------------------------------------------------------------------------------------

    /**
     * Uniform numbers on [0, 1): multiples of 2⁻⁵³ in f64, of 2⁻²⁴ in f32.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor uniform(Key key, int... dims) {
        return uniform(key, f64(dims));
    }

    /**
     * Uniform numbers on [0, 1): multiples of 2⁻⁵³ in f64, of 2⁻²⁴ in f32.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor uniform(Key key, ArrayType type) {
        return standard("uniform", Distribution.UNIFORM, key, type);
    }

    /**
     * Uniform numbers between bounds: low + (high − low)·u, which rounding may bring to high.
     *
     * @param key used up by this call
     * @param low the lower bound
     * @param high the upper bound
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor uniform(Key key, Tensor low, Tensor high, int... dims) {
        Tensor[] p = reals("uniform", low, high);
        return locationScale("uniform", Distribution.UNIFORM, key, p[0], p[1].minus(p[0]), dims);
    }

    /**
     * Uniform numbers between bounds: low + (high − low)·u, which rounding may bring to high.
     *
     * @param key used up by this call
     * @param low the lower bound
     * @param high the upper bound, above low
     * @param shape the axis lengths
     * @return an f64 tensor
     * @throws ArgumentException when the bounds are not finite or in order
     */
    public static Tensor uniform(Key key, double low, double high, Shape shape) {
        demand(
                low < high && Double.isFinite(high - low),
                "uniform: there are no numbers between " + low + " and " + high,
                "give finite bounds, the lower one first");
        Require.notNull(shape, "uniform", "the shape");
        return uniform(key, new ArrayType(DType.FLOAT64, shape))
                .times(high - low)
                .plus(low);
    }

    /**
     * Standard normal numbers, by inversion of the distribution function; within ±8.3.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor normal(Key key, int... dims) {
        return normal(key, f64(dims));
    }

    /**
     * Standard normal numbers, by inversion of the distribution function; within ±8.3.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor normal(Key key, ArrayType type) {
        return standard("normal", Distribution.NORMAL, key, type);
    }

    /**
     * Normal numbers: mean + deviation·z.
     *
     * @param key used up by this call
     * @param mean added to the numbers
     * @param deviation multiplies the numbers
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor normal(Key key, Tensor mean, Tensor deviation, int... dims) {
        return locationScale("normal", Distribution.NORMAL, key, mean, deviation, dims);
    }

    /**
     * Normal numbers: mean + deviation·z.
     *
     * @param key used up by this call
     * @param mean the mean
     * @param deviation the standard deviation, zero or more
     * @param shape the axis lengths
     * @return an f64 tensor
     * @throws ArgumentException when the deviation is negative or not finite
     */
    public static Tensor normal(Key key, double mean, double deviation, Shape shape) {
        demand(
                deviation >= 0 && deviation < Double.POSITIVE_INFINITY,
                "normal: " + deviation + " is no standard deviation",
                "give a number of zero or more; the square root of a variance");
        Require.notNull(shape, "normal", "the shape");
        return normal(key, new ArrayType(DType.FLOAT64, shape)).times(deviation).plus(mean);
    }

    /**
     * Standard normal numbers between bounds, by inversion on the side where the tail is small: right for bounds however far
     * from 0. For a mean and deviation, draw between (low − mean)/deviation and (high − mean)/deviation, and scale.
     *
     * @param key used up by this call
     * @param low the lower bound, or −∞
     * @param high the upper bound, or ∞
     * @param dims the shape; none means that of the bounds
     * @return a tensor of the bounds' type, differentiable in both; NaN where low is above high
     * @throws ShapeException when the bounds do not broadcast to the shape
     */
    public static Tensor truncatedNormal(Key key, Tensor low, Tensor high, int... dims) {
        return draw("truncatedNormal", Law.TRUNCATED_NORMAL, key, dims, reals("truncatedNormal", low, high));
    }

    /**
     * Normal vectors: mean + L·z with L·Lᵀ = covariance, by Cholesky's method.
     *
     * @param key used up by this call
     * @param mean {@code [..., n]}
     * @param covariance symmetric and positive definite, {@code [..., n, n]}; the lower triangle is read
     * @param dims the axes before the last; none means those of the parameters
     * @return {@code [dims..., n]} of the parameters' type, differentiable in both; NaN where a covariance is not positive
     *     definite
     * @throws ShapeException when the parameters do not fit together or do not broadcast to the shape
     */
    public static Tensor multivariateNormal(Key key, Tensor mean, Tensor covariance, int... dims) {
        Tensor[] p = reals("multivariateNormal", mean, covariance);
        int n = p[0].rank() == 0 ? -1 : p[0].dim(-1);
        demandShape(
                p[1].rank() >= 2 && p[1].dim(-1) == n && p[1].dim(-2) == n,
                "multivariateNormal: mean " + mean.type() + " and covariance " + covariance.type() + " do not fit",
                "give a vector of n means and a matrix of n by n covariances, or batches of them");
        Require.notNull(dims, "multivariateNormal", "the array of axis lengths");
        Shape given = Operations.broadcastShape(
                "multivariateNormal",
                p[0].shape().slice(0, p[0].rank() - 1),
                p[1].shape().slice(0, p[1].rank() - 2));
        Shape rows = dims.length == 0 ? given : target("multivariateNormal", Shape.of(dims), given);
        Tensor z = standard(
                "multivariateNormal",
                Distribution.NORMAL,
                key,
                new ArrayType(p[0].dtype(), rows.concat(Shape.of(n, 1))));
        Tensor moved = Linalg.cholesky(p[1]).matmul(z);
        return moved.reshape(moved.shape().slice(0, moved.rank() - 1)).plus(p[0]);
    }

    private static void demandShape(boolean holds, String problem, String remedy) {
        if (!holds) {
            throw new ShapeException(problem, remedy);
        }
    }

    /**
     * Points of the unit sphere, each direction as likely as any other: z/‖z‖ of normal vectors z.
     *
     * @param key used up by this call
     * @param n number of coordinates, one or more
     * @param dims the axes before the last
     * @return an f64 tensor {@code [dims..., n]}
     * @throws ArgumentException when n is not positive
     */
    public static Tensor sphere(Key key, int n, int... dims) {
        demand(n >= 1, "sphere: " + n + " coordinates asked for", "ask for one or more");
        ArrayType type = new ArrayType(DType.FLOAT64, Shape.of(dims).concat(Shape.of(n)));
        Tensor z = standard("sphere", Distribution.NORMAL, key, type);
        return z.div(z.square().sum(-1).sqrt().expandDims(-1));
    }

    /**
     * Points of the unit ball, uniform in it: u^(1/n) times points of the sphere.
     *
     * @param key used up by this call
     * @param n number of coordinates, one or more
     * @param dims the axes before the last
     * @return an f64 tensor {@code [dims..., n]}
     * @throws ArgumentException when n is not positive
     */
    public static Tensor ball(Key key, int n, int... dims) {
        Tensor[] keys = subkeys(use(key, "ball"), 2);
        Tensor direction = sphere(new Key(keys[0]), n, dims);
        Tensor radius = uniform(new Key(keys[1]), dims).pow(1.0 / n);
        return direction.times(radius.expandDims(-1));
    }

    // ---- by inversion
    // --------------------------------------------------------------------------------------------------

    /**
     * Exponential numbers with mean 1: −ln u, always positive.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor exponential(Key key, int... dims) {
        return exponential(key, f64(dims));
    }

    /**
     * Exponential numbers with mean 1: −ln u, always positive.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor exponential(Key key, ArrayType type) {
        return standard("exponential", Distribution.EXPONENTIAL, key, type);
    }

    /**
     * Exponential numbers: −ln(u)/rate.
     *
     * @param key used up by this call
     * @param rate the inverse of the mean
     * @param dims the shape; none means that of the rate
     * @return a tensor of the rate's type, differentiable in it
     * @throws ShapeException when the rate does not broadcast to the shape
     */
    public static Tensor exponential(Key key, Tensor rate, int... dims) {
        Require.notNull(dims, "exponential", "the array of axis lengths");
        Tensor r = reals("exponential", rate)[0];
        ArrayType type = new ArrayType(r.dtype(), shape("exponential", dims, r));
        return standard("exponential", Distribution.EXPONENTIAL, key, type).div(r);
    }

    /**
     * Laplace numbers with density e^−|x|/2.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor laplace(Key key, int... dims) {
        return laplace(key, f64(dims));
    }

    /**
     * Laplace numbers with density e^−|x|/2.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor laplace(Key key, ArrayType type) {
        return standard("laplace", Distribution.LAPLACE, key, type);
    }

    /**
     * Laplace numbers with density e^(−|x − location|/scale)/(2·scale).
     *
     * @param key used up by this call
     * @param location added to the numbers
     * @param scale multiplies the numbers
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor laplace(Key key, Tensor location, Tensor scale, int... dims) {
        return locationScale("laplace", Distribution.LAPLACE, key, location, scale, dims);
    }

    /**
     * Logistic numbers with distribution function σ(x), the logit of uniform ones.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor logistic(Key key, int... dims) {
        return logistic(key, f64(dims));
    }

    /**
     * Logistic numbers with distribution function σ(x), the logit of uniform ones.
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor logistic(Key key, ArrayType type) {
        return standard("logistic", Distribution.LOGISTIC, key, type);
    }

    /**
     * Logistic numbers with distribution function σ((x − location)/scale).
     *
     * @param key used up by this call
     * @param location added to the numbers
     * @param scale multiplies the numbers
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor logistic(Key key, Tensor location, Tensor scale, int... dims) {
        return locationScale("logistic", Distribution.LOGISTIC, key, location, scale, dims);
    }

    /**
     * Cauchy numbers with density 1/(π(1 + x²)).
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor cauchy(Key key, int... dims) {
        return cauchy(key, f64(dims));
    }

    /**
     * Cauchy numbers with density 1/(π(1 + x²)).
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor cauchy(Key key, ArrayType type) {
        return standard("cauchy", Distribution.CAUCHY, key, type);
    }

    /**
     * Cauchy numbers about a location.
     *
     * @param key used up by this call
     * @param location added to the numbers
     * @param scale multiplies the numbers
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor cauchy(Key key, Tensor location, Tensor scale, int... dims) {
        return locationScale("cauchy", Distribution.CAUCHY, key, location, scale, dims);
    }

    /**
     * Gumbel numbers with distribution function exp(−e⁻ˣ): −ln(−ln u). The largest of {@code logits + gumbel} is a draw of
     * the softmax (Gumbel-max); softmax((logits + gumbel)/temperature) relaxes it (Jang, Gu, Poole 2017).
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor gumbel(Key key, int... dims) {
        return gumbel(key, f64(dims));
    }

    /**
     * Gumbel numbers with distribution function exp(−e⁻ˣ): −ln(−ln u). The largest of {@code logits + gumbel} is a draw of
     * the softmax (Gumbel-max); softmax((logits + gumbel)/temperature) relaxes it (Jang, Gu, Poole 2017).
     *
     * @param key used up by this call
     * @param type f64 or f32, and shape
     * @return a tensor of that type
     */
    public static Tensor gumbel(Key key, ArrayType type) {
        return standard("gumbel", Distribution.GUMBEL, key, type);
    }

    /**
     * Gumbel numbers with distribution function exp(−e^(−(x − location)/scale)).
     *
     * @param key used up by this call
     * @param location added to the numbers
     * @param scale multiplies the numbers
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor gumbel(Key key, Tensor location, Tensor scale, int... dims) {
        return locationScale("gumbel", Distribution.GUMBEL, key, location, scale, dims);
    }

    // ---- gamma and what is made of it
    // ----------------------------------------------------------------------------------

    /**
     * Gamma numbers with density x^(a−1) e⁻ˣ/Γ(a), by Marsaglia and Tsang (2000); divide by a rate to scale. Numbers of small
     * shapes underflow to 0 where {@link #logGamma} does not: half of them below 1e-300 for a = 1e-3.
     *
     * <p>Derivatives in the shape are those of the quantile at constant distribution function (implicit reparameterization,
     * Figurnov, Mohamed, Mnih 2018), to 6e-15 for shapes from 1e-3 to 1e3 and 5e-13 up to 1e6; there are first and second
     * ones.
     *
     * @param key used up by this call
     * @param shape the shape parameter a
     * @param dims the shape of the result; none means that of the parameter
     * @return a tensor of the parameter's type; 0 for a = 0, NaN for negative a
     * @throws ShapeException when the parameter does not broadcast to the shape
     */
    public static Tensor gamma(Key key, Tensor shape, int... dims) {
        return draw("gamma", Law.GAMMA, key, dims, reals("gamma", shape));
    }

    /**
     * Gamma numbers, as {@link #gamma(Key, Tensor, int...)}.
     *
     * @param key used up by this call
     * @param a the shape parameter, positive
     * @param shape the shape of the result
     * @return an f64 tensor
     * @throws ArgumentException when the parameter is not positive and finite
     */
    public static Tensor gamma(Key key, double a, Shape shape) {
        demand(
                a > 0 && a < Double.POSITIVE_INFINITY,
                "gamma: " + a + " is no shape parameter",
                "give a positive number");
        return gamma(key, Tensors.full(a, new ArrayType(DType.FLOAT64, Require.notNull(shape, "gamma", "the shape"))));
    }

    /**
     * Logarithms of gamma numbers, right for shapes however small: of the same key, those of
     * {@link #gamma(Key, Tensor, int...)}.
     *
     * @param key used up by this call
     * @param shape the shape parameter a
     * @param dims the shape of the result; none means that of the parameter
     * @return a tensor of the parameter's type; −∞ for a = 0, NaN for negative a
     * @throws ShapeException when the parameter does not broadcast to the shape
     */
    public static Tensor logGamma(Key key, Tensor shape, int... dims) {
        return draw("logGamma", Law.LOG_GAMMA, key, dims, reals("logGamma", shape));
    }

    /**
     * Beta numbers with density x^(a−1) (1−x)^(b−1)/B(a, b): σ(ln g₁ − ln g₂) of two gamma numbers, stable for small
     * parameters.
     *
     * @param key used up by this call
     * @param a the first parameter
     * @param b the second parameter
     * @param dims the shape; none means that of the parameters
     * @return a tensor of the parameters' type, differentiable in both as gamma is; NaN for negative parameters
     * @throws ShapeException when the parameters do not broadcast to the shape
     */
    public static Tensor beta(Key key, Tensor a, Tensor b, int... dims) {
        Require.notNull(dims, "beta", "the array of axis lengths");
        Tensor[] p = reals("beta", a, b);
        Shape shape = shape("beta", dims, p);
        Tensor[] keys = subkeys(use(key, "beta"), 2);
        return Tensors.sigmoid(
                draw(Law.LOG_GAMMA, keys[0], shape, p[0]).minus(draw(Law.LOG_GAMMA, keys[1], shape, p[1])));
    }

    /**
     * Dirichlet vectors, positive with sum 1: the softmax of logarithms of gamma numbers, stable for small parameters.
     *
     * @param key used up by this call
     * @param alpha the parameters, {@code [..., n]}
     * @param dims the axes before the last; none means those of the parameters
     * @return {@code [dims..., n]} of the parameters' type, differentiable in them as gamma is
     * @throws ShapeException when the parameters have no axis or do not broadcast to the shape
     */
    public static Tensor dirichlet(Key key, Tensor alpha, int... dims) {
        Tensor p = reals("dirichlet", alpha)[0];
        Shape shape = rows("dirichlet", p, dims).concat(Shape.of(p.dim(-1)));
        return Tensors.softmax(draw(Law.LOG_GAMMA, use(key, "dirichlet"), shape, p), -1);
    }

    /** The axes before the last: those asked for, or those of the parameter. */
    private static Shape rows(String operation, Tensor parameter, int[] dims) {
        Require.notNull(dims, operation, "the array of axis lengths");
        demandShape(
                parameter.rank() >= 1,
                operation + ": the parameter " + parameter.type() + " has no axis of categories",
                "give a vector, or a batch of vectors along the last axis");
        Shape given = parameter.shape().slice(0, parameter.rank() - 1);
        return dims.length == 0 ? given : target(operation, Shape.of(dims), given);
    }

    /**
     * Student's t: z/√(g/(n/2)) of a normal z and a gamma number g of shape n/2.
     *
     * @param key used up by this call
     * @param freedom degrees of freedom n
     * @param dims the shape; none means that of the parameter
     * @return a tensor of the parameter's type, differentiable in it as gamma is; NaN for negative n
     * @throws ShapeException when the parameter does not broadcast to the shape
     */
    public static Tensor studentT(Key key, Tensor freedom, int... dims) {
        Require.notNull(dims, "studentT", "the array of axis lengths");
        Tensor half = reals("studentT", freedom)[0].times(0.5);
        Shape shape = shape("studentT", dims, half);
        Tensor[] keys = subkeys(use(key, "studentT"), 2);
        ArrayType type = new ArrayType(half.dtype(), shape);
        Tensor z = Operations.apply(new Sampling.Sample(Distribution.NORMAL, type), keys[0]);
        // By logarithms, because gamma numbers of small shapes underflow.
        Tensor log = draw(Law.LOG_GAMMA, keys[1], shape, half).minus(half.log());
        return z.times(log.times(-0.5).exp());
    }

    /**
     * χ² numbers: twice gamma numbers of shape n/2.
     *
     * @param key used up by this call
     * @param freedom degrees of freedom n
     * @param dims the shape; none means that of the parameter
     * @return a tensor of the parameter's type, differentiable in it as gamma is; NaN for negative n
     * @throws ShapeException when the parameter does not broadcast to the shape
     */
    public static Tensor chiSquare(Key key, Tensor freedom, int... dims) {
        return draw("chiSquare", Law.GAMMA, key, dims, reals("chiSquare", freedom)[0].times(0.5))
                .times(2);
    }

    // ---- discrete
    // ------------------------------------------------------------------------------------------------------

    /**
     * Whole numbers of a range, each exactly as likely as any other (Lemire 2019).
     *
     * @param key used up by this call
     * @param low the smallest
     * @param high the largest and one more
     * @param dims the axis lengths
     * @return an i64 tensor
     * @throws ArgumentException when low is not below high
     */
    public static Tensor integers(Key key, long low, long high, int... dims) {
        demand(
                low < high,
                "integers: there are no numbers from " + low + " to below " + high,
                "give a lower bound that is below the upper one");
        ArrayType type = new ArrayType(DType.INT64, Shape.of(dims));
        Tensor zero = Tensors.full(0, type);
        return draw(Law.INTEGER, use(key, "integers"), type.shape(), zero.plus(low), zero.plus(high));
    }

    /**
     * Whole numbers of ranges.
     *
     * @param key used up by this call
     * @param low the smallest, whole
     * @param high the largest and one more, whole
     * @param dims the shape; none means that of the bounds
     * @return an i64 tensor
     * @throws ArgumentException when a lower bound is not below its upper bound
     * @throws DTypeException when the bounds are not whole numbers
     * @throws ShapeException when the bounds do not broadcast to the shape
     */
    public static Tensor integers(Key key, Tensor low, Tensor high, int... dims) {
        return draw("integers", Law.INTEGER, key, dims, whole("integers", low), whole("integers", high));
    }

    /**
     * −1 or 1, each with probability ½.
     *
     * @param key used up by this call
     * @param dims the axis lengths
     * @return an f64 tensor
     */
    public static Tensor rademacher(Key key, int... dims) {
        Tensor bits = standard("rademacher", Distribution.BITS, key, new ArrayType(DType.INT64, Shape.of(dims)));
        return Tensors.where(bits.lt(Operations.weak(0L, bits)), Tensors.full(-1, dims), Tensors.full(1, dims));
    }

    /**
     * Truth values.
     *
     * @param key used up by this call
     * @param probability of true
     * @param dims the shape; none means that of the probability
     * @return a bool tensor
     * @throws ArgumentException when a probability is not from 0 to 1
     * @throws ShapeException when the probability does not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor bernoulli(Key key, Tensor probability, int... dims) {
        return draw("bernoulli", Law.BERNOULLI, key, dims, reals("bernoulli", probability));
    }

    /**
     * Truth values.
     *
     * @param key used up by this call
     * @param probability of true
     * @param shape the axis lengths
     * @return a bool tensor
     * @throws ArgumentException when the probability is not from 0 to 1
     */
    public static Tensor bernoulli(Key key, double probability, Shape shape) {
        ArrayType type = new ArrayType(DType.FLOAT64, Require.notNull(shape, "bernoulli", "the shape"));
        return bernoulli(key, Tensors.full(probability, type));
    }

    /**
     * Counts of successes, by inversion or BTRS (Hörmann 1993).
     *
     * @param key used up by this call
     * @param trials number of trials, whole
     * @param probability of a success
     * @param dims the shape; none means that of the parameters
     * @return an i64 tensor
     * @throws ArgumentException when a number of trials is not from 0 to 2⁵³ or a probability not from 0 to 1
     * @throws DTypeException when the numbers of trials are not whole
     * @throws ShapeException when the parameters do not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor binomial(Key key, Tensor trials, Tensor probability, int... dims) {
        return draw("binomial", Law.BINOMIAL, key, dims, whole("binomial", trials), reals("binomial", probability)[0]);
    }

    /**
     * Numbers of trials up to and with the first success, 1 or more.
     *
     * @param key used up by this call
     * @param probability of a success
     * @param dims the shape; none means that of the probability
     * @return an i64 tensor; 2⁶³−1 stands for all larger numbers
     * @throws ArgumentException when a probability is not positive and at most 1
     * @throws ShapeException when the probability does not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor geometric(Key key, Tensor probability, int... dims) {
        return draw("geometric", Law.GEOMETRIC, key, dims, reals("geometric", probability));
    }

    /**
     * Poisson counts, by inversion or PTRS (Hörmann 1993).
     *
     * @param key used up by this call
     * @param rate the mean
     * @param dims the shape; none means that of the rate
     * @return an i64 tensor
     * @throws ArgumentException when a rate is not from 0 to 2⁵³
     * @throws ShapeException when the rate does not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor poisson(Key key, Tensor rate, int... dims) {
        return draw("poisson", Law.POISSON, key, dims, reals("poisson", rate));
    }

    /**
     * Poisson counts, by inversion or PTRS (Hörmann 1993).
     *
     * @param key used up by this call
     * @param rate the mean
     * @param shape the axis lengths
     * @return an i64 tensor
     * @throws ArgumentException when the rate is not from 0 to 2⁵³
     */
    public static Tensor poisson(Key key, double rate, Shape shape) {
        ArrayType type = new ArrayType(DType.FLOAT64, Require.notNull(shape, "poisson", "the shape"));
        return poisson(key, Tensors.full(rate, type));
    }

    /**
     * Indices of categories with probabilities softmax(logits), by the largest of logits + {@link #gumbel}.
     *
     * @param key used up by this call
     * @param logits logarithms of weights, {@code [..., n]}; −∞ for categories that are never drawn
     * @param dims the shape; none means the axes of the logits before the last
     * @return an i64 tensor of indices from 0 to n − 1
     * @throws ArgumentException when a logit is NaN or ∞, or all of a row are −∞
     * @throws ShapeException when there are no categories or the logits do not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor categorical(Key key, Tensor logits, int... dims) {
        return choose("categorical", Choice.CATEGORY, use(key, "categorical"), reals("categorical", logits)[0], dims);
    }

    private static Tensor choose(String operation, Choice choice, Tensor key, Tensor weights, int... dims) {
        Shape shape = rows(operation, weights, dims).concat(Shape.of(weights.dim(-1)));
        return apply(new Sampling.Choose(choice), key, shape, weights);
    }

    /**
     * How often each category is drawn in a number of trials: counts whose sum is that number.
     *
     * @param key used up by this call
     * @param trials number of trials, whole, of the shape of the weights' axes before the last or one that broadcasts to it
     * @param weights {@code [..., n]}, zero or more; their sum need not be 1
     * @param dims the axes before the last; none means those of the parameters
     * @return an i64 tensor {@code [dims..., n]}
     * @throws ArgumentException when a number of trials is not from 0 to 2⁵³, a weight is negative or not finite, or all of
     *     a row are 0
     * @throws DTypeException when the numbers of trials are not whole
     * @throws ShapeException when the parameters do not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor multinomial(Key key, Tensor trials, Tensor weights, int... dims) {
        Tensor w = reals("multinomial", weights)[0];
        Tensor n = whole("multinomial", trials);
        Shape given = Operations.broadcastShape("multinomial", rows("multinomial", w, new int[0]), n.shape());
        Shape rows = Require.notNull(dims, "multinomial", "the array of axis lengths").length == 0
                ? given
                : target("multinomial", Shape.of(dims), given);
        Tensor bits = use(key, "multinomial");
        Shape batch = bits.shape().slice(0, bits.rank() - 1);
        return Operations.apply(
                new Sampling.Choose(Choice.COUNTS),
                bits,
                Operations.broadcast(n, batch.concat(rows), bits),
                Operations.broadcast(w, batch.concat(rows).concat(Shape.of(w.dim(-1))), bits));
    }

    // ---- orders and choices
    // --------------------------------------------------------------------------------------------

    /**
     * A permutation of 0 … n − 1, each as likely as any other.
     *
     * @param key used up by this call
     * @param n how many
     * @return an i64 tensor of n indices
     * @throws ShapeException when n is negative
     */
    public static Tensor permutation(Key key, int n) {
        return standard("permutation", Distribution.PERMUTATION, key, new ArrayType(DType.INT64, Shape.of(n)));
    }

    /**
     * The order in which categories are drawn without replacement, each with a probability proportional to its weight among
     * those that are left (the Plackett-Luce distribution), by sorting logits + Gumbel numbers.
     *
     * @param key used up by this call
     * @param logits logarithms of weights, {@code [..., n]}; those of −∞ come last, by index
     * @param dims the axes before the last; none means those of the logits
     * @return an i64 tensor {@code [dims..., n]} whose rows are permutations
     * @throws ArgumentException when a logit is NaN or ∞
     * @throws ShapeException when the logits do not broadcast to the shape
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor weightedPermutation(Key key, Tensor logits, int... dims) {
        Tensor bits = use(key, "weightedPermutation");
        return choose("weightedPermutation", Choice.ORDER, bits, reals("weightedPermutation", logits)[0], dims);
    }

    /**
     * The entries of an axis in random order, the same for all other axes.
     *
     * @param key used up by this call
     * @param x the tensor
     * @param axis the axis, negative from the end
     * @return a tensor of x's type, differentiable in x
     * @throws ShapeException when there is no such axis
     */
    public static Tensor shuffle(Key key, Tensor x, int axis) {
        int at = Operations.operand(x, "shuffle").shape().axis("shuffle", axis);
        return Indexing.take(x, permutation(key, x.dim(at)), at);
    }

    /**
     * Entries of the first axis, each as likely as any other.
     *
     * @param key used up by this call
     * @param x the tensor
     * @param count how many
     * @param replace whether an entry may be chosen again
     * @return {@code [count, ...]}, differentiable in x
     * @throws ShapeException when x has no axis
     * @throws ArgumentException when more entries are asked for than there are
     */
    public static Tensor choice(Key key, Tensor x, int count, boolean replace) {
        int n = entries(x, count, replace);
        Tensor indices = replace && count > 0
                ? integers(key, 0, n, count)
                : permutation(key, n).slice(0, 0, count);
        return Indexing.take(x, indices, 0);
    }

    private static int entries(Tensor x, int count, boolean replace) {
        demandShape(
                Operations.operand(x, "choice").rank() >= 1,
                "choice: " + x.type() + " has no axis to choose from",
                "give a vector, or a batch of entries along the first axis");
        int n = x.dim(0);
        demand(
                count >= 0 && (replace ? n > 0 || count == 0 : count <= n),
                "choice: " + count + " of " + n + " entries asked for" + (replace ? "" : " without replacement"),
                "ask for no more than there are, or choose with replacement");
        return n;
    }

    /**
     * Entries of the first axis with given probabilities; without replacement, among those that are left.
     *
     * @param key used up by this call
     * @param x the tensor
     * @param weights one number of zero or more an entry; their sum need not be 1
     * @param count how many
     * @param replace whether an entry may be chosen again; if not, entries of weight zero follow when the others are used up
     * @return {@code [count, ...]}, differentiable in x
     * @throws ShapeException when x has no axis or another number of entries than of weights
     * @throws ArgumentException when more entries are asked for than there are, or a weight is negative or not finite, or all
     *     are 0 with replacement
     * @throws org.gradus.error.NotDifferentiableException when a derivative in the parameters is asked for
     */
    public static Tensor choice(Key key, Tensor x, Tensor weights, int count, boolean replace) {
        int n = entries(x, count, replace);
        Tensor logits = reals("choice", weights)[0].log();
        demandShape(
                logits.rank() == 1 && logits.dim(0) == n,
                "choice: weights " + weights.type() + " do not fit the " + n + " entries of " + x.type(),
                "give a vector of one weight an entry");
        Tensor indices = replace && count > 0
                ? categorical(key, logits, count)
                : weightedPermutation(key, logits).slice(0, 0, count);
        return Indexing.take(x, indices, 0);
    }
}
