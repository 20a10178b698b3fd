package org.gradus;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.gradus.array.ArrayType;
import org.gradus.compile.Explanation;
import org.gradus.compile.Passes;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.evaluate.HostFunction;
import org.gradus.evaluate.NonFiniteCheck;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Scans;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Axes;
import org.gradus.transform.Batching;
import org.gradus.transform.Blocks;
import org.gradus.transform.CheckpointPolicy;
import org.gradus.transform.Checkpoints;
import org.gradus.transform.Choices;
import org.gradus.transform.CustomRules;
import org.gradus.transform.Derivatives;
import org.gradus.transform.GradAux;
import org.gradus.transform.HostCalls;
import org.gradus.transform.JvpAux;
import org.gradus.transform.JvpResult;
import org.gradus.transform.Linearized;
import org.gradus.transform.Loops;
import org.gradus.transform.Pullback;
import org.gradus.transform.PullbackAux;
import org.gradus.transform.ScanOptions;
import org.gradus.transform.Scanned;
import org.gradus.transform.TaylorSeries;
import org.gradus.transform.ValueAndGrad;
import org.gradus.transform.ValueGradAux;
import org.gradus.transform.WithAux;
import org.gradus.transform.WithResiduals;
import org.gradus.tree.Tree;

/**
 * The transformations, to be imported statically. Derivatives are with respect to the first argument; the others are data.
 *
 * <p>{@code grad}, {@code vjp}, {@code jvp}, {@code linearize} and {@code hessian} run a function on its actual values, so
 * {@code item()} and Java {@code if} work in it; {@code jit}, {@code vmap} and {@code trace} run it on shapes alone. They
 * nest in any order; in a nest the strictest rule holds.
 */
public final class Gradus {
    private Gradus() {}

    // ---- gradients
    // ---------------------------------------------------------------------------------------------------

    /**
     * The gradient of a scalar function.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return x ↦ ∇f(x), a tree like x
     */
    public static <A> Fn<A, A> grad(Fn<A, Tensor> f) {
        Require.notNull(f, "grad", "the function");
        return x -> Derivatives.valueAndGrad(f, x).gradient();
    }

    /**
     * The gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ ∇ₓf, a tree like x
     */
    public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "grad", "the function");
        return (x, data) ->
                Derivatives.valueAndGrad((A a) -> f.apply(a, data), x).gradient();
    }

    /**
     * The gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param f the function
     * @return (x, b, c) ↦ ∇ₓf, a tree like x
     */
    public static <A, B, C> Fn3<A, B, C, A> grad(Fn3<A, B, C, Tensor> f) {
        Require.notNull(f, "grad", "the function");
        return (x, b, c) ->
                Derivatives.valueAndGrad((A a) -> f.apply(a, b, c), x).gradient();
    }

    /**
     * Value and gradient of a scalar function.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return x ↦ (f(x), ∇f(x))
     */
    public static <A> Fn<A, ValueAndGrad<A>> valueAndGrad(Fn<A, Tensor> f) {
        Require.notNull(f, "valueAndGrad", "the function");
        return x -> Derivatives.valueAndGrad(f, x);
    }

    /**
     * Value and gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ (f, ∇ₓf)
     */
    public static <A, B> Fn2<A, B, ValueAndGrad<A>> valueAndGrad(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "valueAndGrad", "the function");
        return (x, data) -> Derivatives.valueAndGrad((A a) -> f.apply(a, data), x);
    }

    /**
     * Value and gradient of a scalar function with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param f the function
     * @return (x, b, c) ↦ (f, ∇ₓf)
     */
    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<A>> valueAndGrad(Fn3<A, B, C, Tensor> f) {
        Require.notNull(f, "valueAndGrad", "the function");
        return (x, b, c) -> Derivatives.valueAndGrad((A a) -> f.apply(a, b, c), x);
    }

    // ---- something beside the value
    // -------------------------------------------------------------------------------------

    /**
     * What a function returns that has something to tell beside the value to be differentiated, for
     * {@link #valueAndGradWithAux(Fn)}, {@link #gradWithAux(Fn)}, {@link #vjpWithAux} and {@link #jvpWithAux}.
     *
     * @param <B> the value's type
     * @param <X> the type of what comes with it
     * @param value what derivatives are taken of
     * @param aux a tree that comes out as plain values of the same evaluation, not differentiated; may be null
     * @return both
     */
    public static <B, X> WithAux<B, X> withAux(B value, X aux) {
        return new WithAux<>(value, aux);
    }

    /**
     * Value and gradient of a scalar function that returns {@link #withAux something beside} the scalar.
     *
     * @param <A> the argument's type
     * @param <X> the type of what comes with the value
     * @param f the function
     * @return x ↦ (f(x), ∇f(x), aux)
     */
    public static <A, X> Fn<A, ValueGradAux<A, X>> valueAndGradWithAux(Fn<A, WithAux<Tensor, X>> f) {
        Require.notNull(f, "valueAndGradWithAux", "the function");
        return x -> Derivatives.valueAndGradWithAux(f, x);
    }

    /**
     * Value and gradient of a scalar function that returns {@link #withAux something beside} the scalar with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param <X> the type of what comes with the value
     * @param f the function
     * @return (x, data) ↦ (f(x), ∇f(x), aux)
     */
    public static <A, B, X> Fn2<A, B, ValueGradAux<A, X>> valueAndGradWithAux(Fn2<A, B, WithAux<Tensor, X>> f) {
        Require.notNull(f, "valueAndGradWithAux", "the function");
        return (x, data) -> Derivatives.valueAndGradWithAux((A a) -> f.apply(a, data), x);
    }

    /**
     * Value and gradient of a scalar function that returns {@link #withAux something beside} the scalar with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <X> the type of what comes with the value
     * @param f the function
     * @return (x, b, c) ↦ (f(x), ∇f(x), aux)
     */
    public static <A, B, C, X> Fn3<A, B, C, ValueGradAux<A, X>> valueAndGradWithAux(
            Fn3<A, B, C, WithAux<Tensor, X>> f) {
        Require.notNull(f, "valueAndGradWithAux", "the function");
        return (x, b, c) -> Derivatives.valueAndGradWithAux((A a) -> f.apply(a, b, c), x);
    }

    /**
     * The gradient of a scalar function that returns {@link #withAux something beside} the scalar.
     *
     * @param <A> the argument's type
     * @param <X> the type of what comes with the value
     * @param f the function
     * @return x ↦ (∇f(x), aux)
     */
    public static <A, X> Fn<A, GradAux<A, X>> gradWithAux(Fn<A, WithAux<Tensor, X>> f) {
        Require.notNull(f, "gradWithAux", "the function");
        return x -> gradAux(Derivatives.valueAndGradWithAux(f, x));
    }

    /**
     * The gradient of a scalar function that returns {@link #withAux something beside} the scalar with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param <X> the type of what comes with the value
     * @param f the function
     * @return (x, data) ↦ (∇f(x), aux)
     */
    public static <A, B, X> Fn2<A, B, GradAux<A, X>> gradWithAux(Fn2<A, B, WithAux<Tensor, X>> f) {
        Require.notNull(f, "gradWithAux", "the function");
        return (x, data) -> gradAux(Derivatives.valueAndGradWithAux((A a) -> f.apply(a, data), x));
    }

    /**
     * The gradient of a scalar function that returns {@link #withAux something beside} the scalar with respect to its first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <X> the type of what comes with the value
     * @param f the function
     * @return (x, b, c) ↦ (∇f(x), aux)
     */
    public static <A, B, C, X> Fn3<A, B, C, GradAux<A, X>> gradWithAux(Fn3<A, B, C, WithAux<Tensor, X>> f) {
        Require.notNull(f, "gradWithAux", "the function");
        return (x, b, c) -> gradAux(Derivatives.valueAndGradWithAux((A a) -> f.apply(a, b, c), x));
    }

    private static <A, X> GradAux<A, X> gradAux(ValueGradAux<A, X> all) {
        return new GradAux<>(all.gradient(), all.aux());
    }

    /**
     * Forward mode of a function that returns {@link #withAux something beside} its value.
     *
     * @param <A> the argument's type
     * @param <B> the value's type
     * @param <X> the type of what comes with it
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return f(x), ∂f(x)·dx, and what came with the value
     */
    public static <A, B, X> JvpAux<B, X> jvpWithAux(Fn<A, WithAux<B, X>> f, A x, A dx) {
        return Derivatives.jvpWithAux(f, x, dx);
    }

    /**
     * Reverse mode of a function that returns {@link #withAux something beside} its value.
     *
     * @param <A> the argument's type
     * @param <B> the value's type
     * @param <X> the type of what comes with it
     * @param f the function
     * @param x where
     * @return the value and its pullback, and what came with the value
     */
    public static <A, B, X> PullbackAux<A, B, X> vjpWithAux(Fn<A, WithAux<B, X>> f, A x) {
        return Derivatives.vjpWithAux(f, x);
    }

    // ---- forward and reverse ---------------------------------------------------------------------------------------

    /**
     * Forward mode: value and tangent.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return f(x) and ∂f(x)·dx
     */
    public static <A, B> JvpResult<B> jvp(Fn<A, B> f, A x, A dx) {
        return Derivatives.jvp(f, x, dx);
    }

    /**
     * Reverse mode: value and pullback.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return f(x) and w ↦ ∂f(x)ᵀ·w
     */
    public static <A, B> Pullback<A, B> vjp(Fn<A, B> f, A x) {
        return Derivatives.vjp(f, x);
    }

    /**
     * Value and derivative at a point, to be applied many times in either direction.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return the linearization
     */
    public static <A, B> Linearized<A, B> linearize(Fn<A, B> f, A x) {
        return Derivatives.linearize(f, x);
    }

    /**
     * Reverse mode by some leaves of the argument alone. The others are constants, with a cotangent of zero: they cost no
     * work and no memory, as {@link Pullback#residuals()} shows.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param differentiated accepts the path of a leaf, such as {@code .layers[2].w}, that is differentiated
     * @return f(x) and w ↦ ∂f(x)ᵀ·w
     */
    public static <A, B> Pullback<A, B> vjp(Fn<A, B> f, A x, Predicate<String> differentiated) {
        return Derivatives.vjp(f, x, differentiated);
    }

    /**
     * Value and derivative at a point by some leaves of the argument alone; the others are constants.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param differentiated accepts the path of a leaf, such as {@code .layers[2].w}, that is differentiated
     * @return the linearization; tangents of the other leaves count as zero
     */
    public static <A, B> Linearized<A, B> linearize(Fn<A, B> f, A x, Predicate<String> differentiated) {
        return Derivatives.linearize(f, x, differentiated);
    }

    /**
     * The forward derivative from reverse ones alone: the transpose of {@code w ↦ ∂f(x)ᵀ·w}. It equals {@link #jvp(Fn, Object,
     * Object)}, and exists also for functions that have a reverse rule only ({@link #customVjp}).
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return f(x) and ∂f(x)·dx
     */
    public static <A, B> JvpResult<B> jvpFromVjp(Fn<A, B> f, A x, A dx) {
        return Derivatives.jvpFromVjp(f, x, dx);
    }

    /**
     * The transpose of a linear function.
     *
     * {@snippet :
     * linearTranspose((Tensor x) -> x.sum().times(2), zeros(3)).apply(scalar(1));    // → [2.0, 2.0, 2.0]:f64[3]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a linear function
     * @param like an argument; only its types matter
     * @return w ↦ fᵀ(w)
     * @throws ArgumentException when f(0) is known and is not 0, so that f is not linear
     */
    public static <A, B> Fn<B, A> linearTranspose(Fn<A, B> f, A like) {
        return Derivatives.linearTranspose(f, like);
    }

    /**
     * Hessian-vector product of a scalar function, forward over reverse.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return (x, v) ↦ ∇²f(x)·v
     */
    public static <A> Fn2<A, A, A> hvp(Fn<A, Tensor> f) {
        Require.notNull(f, "hvp", "the function");
        return (x, v) -> Derivatives.hvp(f, x, v);
    }

    /**
     * Hessian-vector product with respect to the first argument.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, v, data) ↦ ∇ₓ²f·v
     */
    public static <A, B> Fn3<A, A, B, A> hvp(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "hvp", "the function");
        return (x, v, data) -> Derivatives.hvp((A a) -> f.apply(a, data), x, v);
    }

    /**
     * Taylor mode: the expansion of a function along a line,
     * f(x + t·v) = c₀ + c₁·t + … + cₙ·tⁿ + O(tⁿ⁺¹). The result holds <em>coefficients</em>, of which the k-th is the
     * k-th derivative in t divided by k!; {@link TaylorSeries#derivative} gives derivatives.
     *
     * <p>One run of the function gives all of them, at a cost that grows with a power of the order, where nested
     * {@code jvp} doubles with each. The derivative rules are those of {@code jvp}: kinks are expanded from the side
     * that their convention takes, and comparisons count as constant. Like {@code jvp} it runs on actual values.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param v the direction, a tree like x
     * @param order n, the highest power of t; 0 gives the value alone
     * @return c₀ … cₙ, trees like the result
     * @throws org.gradus.error.ArgumentException when the order is negative
     * @throws org.gradus.error.NotDifferentiableException when an operation in f has no derivative of the order
     */
    public static <A, B> TaylorSeries<B> taylor(Fn<A, B> f, A x, A v, int order) {
        return Derivatives.taylor(f, x, v, order);
    }

    // ---- all derivatives
    // -------------------------------------------------------------------------------------------------

    /**
     * All second derivatives of a scalar function of a tensor.
     *
     * @param f the function
     * @return x ↦ ∇²f(x), of shape {@code x.shape + x.shape}
     */
    public static Fn<Tensor, Tensor> hessian(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "hessian", "the function");
        return x -> Derivatives.hessian(f, x);
    }

    /**
     * All second derivatives of a scalar function with respect to its first argument, a tensor.
     *
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ ∇ₓ²f, of shape {@code x.shape + x.shape}
     */
    public static <B> Fn2<Tensor, B, Tensor> hessian(Fn2<Tensor, B, Tensor> f) {
        Require.notNull(f, "hessian", "the function");
        return (x, data) -> Derivatives.hessian(a -> f.apply(a, data), x);
    }

    /**
     * All second derivatives of a scalar function of a tree, block by block.
     *
     * @param <A> the argument's type
     * @param f the function
     * @return x ↦ the blocks of ∇²f(x), one for each pair of leaves of x
     */
    public static <A> Fn<A, Blocks<A, A>> hessianBlocks(Fn<A, Tensor> f) {
        Require.notNull(f, "hessianBlocks", "the function");
        return x -> Derivatives.hessianBlocks(f, x);
    }

    /**
     * All second derivatives of a scalar function with respect to its first argument, block by block.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ the blocks of ∇ₓ²f, one for each pair of leaves of x
     */
    public static <A, B> Fn2<A, B, Blocks<A, A>> hessianBlocks(Fn2<A, B, Tensor> f) {
        Require.notNull(f, "hessianBlocks", "the function");
        return (x, data) -> Derivatives.hessianBlocks((A a) -> f.apply(a, data), x);
    }

    /**
     * All first derivatives of a function of a tensor, by the mode that takes fewer passes: forward unless the argument is larger than the result.
     *
     * @param f the function
     * @return x ↦ ∂f(x), of shape {@code f(x).shape + x.shape}
     */
    public static Fn<Tensor, Tensor> jacobian(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "jacobian", "the function");
        return x -> Derivatives.jacobian(f, x);
    }

    /**
     * All first derivatives with respect to the first argument, a tensor, by the mode that takes fewer passes: forward unless the argument is larger than the result.
     *
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ ∂ₓf, of shape {@code f.shape + x.shape}
     */
    public static <B> Fn2<Tensor, B, Tensor> jacobian(Fn2<Tensor, B, Tensor> f) {
        Require.notNull(f, "jacobian", "the function");
        return (x, data) -> Derivatives.jacobian(a -> f.apply(a, data), x);
    }

    /**
     * All first derivatives of a function of a tensor, by forward mode: one pass for each element of the argument, done as one batch.
     *
     * @param f the function
     * @return x ↦ ∂f(x), of shape {@code f(x).shape + x.shape}
     */
    public static Fn<Tensor, Tensor> jacobianForward(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "jacobianForward", "the function");
        return x -> Derivatives.jacobianForward(f, x);
    }

    /**
     * All first derivatives with respect to the first argument, a tensor, by forward mode: one pass for each element of the argument, done as one batch.
     *
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ ∂ₓf, of shape {@code f.shape + x.shape}
     */
    public static <B> Fn2<Tensor, B, Tensor> jacobianForward(Fn2<Tensor, B, Tensor> f) {
        Require.notNull(f, "jacobianForward", "the function");
        return (x, data) -> Derivatives.jacobianForward(a -> f.apply(a, data), x);
    }

    /**
     * All first derivatives of a function of a tensor, by reverse mode: one pass for each element of the result, done as one batch.
     *
     * @param f the function
     * @return x ↦ ∂f(x), of shape {@code f(x).shape + x.shape}
     */
    public static Fn<Tensor, Tensor> jacobianReverse(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "jacobianReverse", "the function");
        return x -> Derivatives.jacobianReverse(f, x);
    }

    /**
     * All first derivatives with respect to the first argument, a tensor, by reverse mode: one pass for each element of the result, done as one batch.
     *
     * @param <B> the data's type
     * @param f the function
     * @return (x, data) ↦ ∂ₓf, of shape {@code f.shape + x.shape}
     */
    public static <B> Fn2<Tensor, B, Tensor> jacobianReverse(Fn2<Tensor, B, Tensor> f) {
        Require.notNull(f, "jacobianReverse", "the function");
        return (x, data) -> Derivatives.jacobianReverse(a -> f.apply(a, data), x);
    }

    /**
     * All first derivatives of a function of a tree, block by block, by the mode that takes fewer passes.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @return x ↦ the blocks of ∂f(x), one for each leaf of the result and leaf of x
     */
    public static <A, B> Fn<A, Blocks<A, B>> jacobianBlocks(Fn<A, B> f) {
        Require.notNull(f, "jacobianBlocks", "the function");
        return x -> Derivatives.jacobianBlocks(f, x);
    }

    /**
     * All first derivatives with respect to the first argument, block by block, by the mode that takes fewer passes.
     *
     * @param <A> the first argument's type
     * @param <B> the data's type
     * @param <C> the result's type
     * @param f the function
     * @return (x, data) ↦ the blocks of ∂ₓf, one for each leaf of the result and leaf of x
     */
    public static <A, B, C> Fn2<A, B, Blocks<A, C>> jacobianBlocks(Fn2<A, B, C> f) {
        Require.notNull(f, "jacobianBlocks", "the function");
        return (x, data) -> Derivatives.jacobianBlocks((A a) -> f.apply(a, data), x);
    }

    // ---- batching and compiling
    // --------------------------------------------------------------------------------------

    /**
     * A function of one example made a function of a batch along the first axis of every leaf.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a function of one example
     * @return a function of a batch
     */
    public static <A, B> Fn<A, B> vmap(Fn<A, B> f) {
        return vmap(f, Axes.FIRST);
    }

    /**
     * A function of one example made a function of a batch along given axes, as in {@code vmap(f, Axes.in(-1).out(1))}.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a function of one example
     * @param axes where the batch lies in the argument and in the result
     * @return a function of a batch, which throws a {@link org.gradus.error.ShapeException} that names the leaf when a leaf
     *     has no such axis, or the batches differ in size
     */
    public static <A, B> Fn<A, B> vmap(Fn<A, B> f, Axes axes) {
        Require.notNull(f, "vmap", "the function");
        Require.notNull(axes, "vmap", "the axes");
        return x -> Batching.vmap(f, x, Collections.singletonList(x), axes);
    }

    /**
     * A function of one example made a function of a batch; both arguments are batched along the first axis of every leaf.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f a function of one example
     * @return a function of a batch
     */
    public static <A, B, C> Fn2<A, B, C> vmap(Fn2<A, B, C> f) {
        return vmap(f, Axes.FIRST);
    }

    /**
     * A function of one example made a function of a batch along given axes, as in {@code vmap(f, Axes.in(0, Axes.SHARED))}.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f a function of one example
     * @param axes where the batch lies in each argument and in the result
     * @return a function of a batch, which throws a {@link org.gradus.error.ShapeException} that names the leaf when a leaf
     *     has no such axis, or the batches differ in size
     */
    public static <A, B, C> Fn2<A, B, C> vmap(Fn2<A, B, C> f, Axes axes) {
        Require.notNull(f, "vmap", "the function");
        Require.notNull(axes, "vmap", "the axes");
        return (a, b) -> Batching.vmap(
                (Arguments.Two<A, B> t) -> f.apply(t.first(), t.second()),
                new Arguments.Two<>(a, b),
                Arrays.asList(a, b),
                axes);
    }

    /**
     * A function of one example made a function of a batch; all three arguments are batched along the first axis of
     * every leaf.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the result's type
     * @param f a function of one example
     * @return a function of a batch
     */
    public static <A, B, C, D> Fn3<A, B, C, D> vmap(Fn3<A, B, C, D> f) {
        return vmap(f, Axes.FIRST);
    }

    /**
     * A function of one example made a function of a batch along given axes, as in {@code vmap(f, Axes.in(Axes.SHARED, 0, 1))}.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the result's type
     * @param f a function of one example
     * @param axes where the batch lies in each argument and in the result
     * @return a function of a batch, which throws a {@link org.gradus.error.ShapeException} that names the leaf when a leaf
     *     has no such axis, or the batches differ in size
     */
    public static <A, B, C, D> Fn3<A, B, C, D> vmap(Fn3<A, B, C, D> f, Axes axes) {
        Require.notNull(f, "vmap", "the function");
        Require.notNull(axes, "vmap", "the axes");
        return (a, b, c) -> Batching.vmap(
                (Arguments.Three<A, B, C> t) -> f.apply(t.first(), t.second(), t.third()),
                new Arguments.Three<>(a, b, c),
                Arrays.asList(a, b, c),
                axes);
    }

    /**
     * A function compiled once for each combination of structure, static values and types of its argument. Captured tensors
     * are constants of the compiled program.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @return a function with the same results
     */
    public static <A, B> Fn<A, B> jit(Fn<A, B> f) {
        Require.notNull(f, "jit", "the function");
        return new Jit<>(f, Jit.place())::apply;
    }

    /**
     * As {@link #jit(Fn)}, for two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f the function
     * @return a function with the same results
     */
    public static <A, B, C> Fn2<A, B, C> jit(Fn2<A, B, C> f) {
        Require.notNull(f, "jit", "the function");
        Jit<Arguments.Two<A, B>, C> jit = new Jit<>(t -> f.apply(t.first(), t.second()), Jit.place());
        return (a, b) -> jit.apply(new Arguments.Two<>(a, b));
    }

    /**
     * As {@link #jit(Fn)}, for three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the result's type
     * @param f the function
     * @return a function with the same results
     */
    public static <A, B, C, D> Fn3<A, B, C, D> jit(Fn3<A, B, C, D> f) {
        Require.notNull(f, "jit", "the function");
        Jit<Arguments.Three<A, B, C>, D> jit = new Jit<>(t -> f.apply(t.first(), t.second(), t.third()), Jit.place());
        return (a, b, c) -> jit.apply(new Arguments.Three<>(a, b, c));
    }

    /**
     * Scans trees of tensors along an axis by an associative function: entry k of the result joins entries 0 to k. See
     * {@link Scans#associativeScan(Fn2, List, int, boolean)}; linear recurrences, cumulative matrix products and filters
     * are such scans.
     *
     * @param <T> the tree's type
     * @param f an associative function that joins entries one by one along the axis: it receives slices of many entries
     * @param xs a tree whose leaves have axes of one length
     * @param axis the axis, negative from the end of the first leaf
     * @param reverse whether the scan runs from the last entry to the first; f's first argument is what was joined so far
     * @return a tree of the same structure and types
     * @throws org.gradus.error.ShapeException when the lengths differ, or f gives other types than it receives
     */
    public static <T> T associativeScan(Fn2<T, T, T> f, T xs, int axis, boolean reverse) {
        Require.notNull(f, "associativeScan", "the function");
        Tree.Flat<T> flat = Tree.flatten(Require.notNull(xs, "associativeScan", "the tree"));
        Tree.refuseArrays("associativeScan", flat, "is a Java array, which has no slices");
        return flat.with(Scans.associativeScan(
                (List<Tensor> a, List<Tensor> b) -> {
                    Tree.Flat<T> joined = Tree.flatten(f.apply(flat.with(a), flat.with(b)));
                    Tree.checkSame("associativeScan: the function's result", flat.structure(), joined.structure());
                    return joined.leaves();
                },
                flat.leaves(),
                axis,
                reverse));
    }

    // ---- choices and loops ----------------------------------------------------------------------------------------

    /**
     * One of two functions, chosen by a truth value. Both are recorded on shapes alone, so {@code item()} throws in them;
     * one is run. Values that they capture are differentiated as the argument is. What a function computes of captured values
     * alone does not depend on the choice, and is done before it, every time: what shall be done only when it is chosen takes
     * what it needs from the argument.
     *
     * <p>Under {@link #vmap} with conditions that differ between examples both are run on the whole batch and results are
     * chosen; infinite or undefined numbers of the one not chosen reach neither value nor derivative through elementwise
     * operations.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> f = x -> cond(x.sum().gt(0), a -> a.log(), a -> a.times(0), x);
     * f.apply(tensor(1.0, 1.0));    // → [0.0, 0.0]:f64[2]
     * f.apply(tensor(-1.0, 0.5));    // → [-0.0, 0.0]:f64[2]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the results' type
     * @param condition a scalar truth value
     * @param then done if it holds
     * @param otherwise done if it does not; its result is a tree like that of the other, with the same types
     * @param x the argument of both
     * @return the result of the one that is done
     * @throws org.gradus.error.DTypeException when the condition is not one truth value
     * @throws org.gradus.error.StructureException when the results are trees of different structure
     * @throws org.gradus.error.ShapeException when leaves of the results have different types; the path is named
     */
    public static <A, B> B cond(Tensor condition, Fn<A, B> then, Fn<A, B> otherwise, A x) {
        return Choices.cond(condition, then, otherwise, x);
    }

    /**
     * One of several functions, chosen by index; as {@link #cond}.
     *
     * @param <A> the argument's type
     * @param <B> the results' type
     * @param index a scalar i32 or i64 from 0 to the number of functions − 1
     * @param branches the functions, whose results are alike
     * @param x the argument of all
     * @return the result of the one that is done
     * @throws ArgumentException when the index names no function
     * @throws org.gradus.error.ShapeException when leaves of the results have different types, or, under vmap, when an index
     *     names no function
     */
    public static <A, B> B branch(Tensor index, List<Fn<A, B>> branches, A x) {
        return Choices.branch(index, branches, x);
    }

    /**
     * Steps as long as a condition holds. Condition and body are recorded on shapes alone. Forward derivatives run beside the
     * loop; there is no reverse derivative, because the number of steps is not known: see {@link #boundedWhile} and
     * {@link #scan(Fn2, Object, Object)}.
     *
     * <p>Under {@link #vmap} the loop runs until the last example ends, and examples that have ended keep their state.
     *
     * {@snippet :
     * Tensor power = whileLoop(s -> s.lt(1000), s -> s.times(2.0), scalar(1));
     * power.item();    // → 1024.0
     * }
     *
     * @param <S> the state's type
     * @param condition gives one truth value
     * @param body a step, to a state of the same structure and types
     * @param start the first state
     * @return the first state of which the condition does not hold
     * @throws org.gradus.error.DTypeException when the condition gives anything but one truth value
     * @throws org.gradus.error.StructureException when the body gives a tree of another structure
     * @throws org.gradus.error.ShapeException when the body changes the type of a leaf; the path is named
     */
    public static <S> S whileLoop(Fn<S, Tensor> condition, Fn<S, S> body, S start) {
        return Loops.whileLoop("whileLoop", condition, body, start, -1);
    }

    /**
     * Steps as long as a condition holds, but no more than a bound; has derivatives of every kind. A reverse derivative keeps
     * {@code maxSteps} states, however many steps are done, and does as many steps back as were done.
     *
     * @param <S> the state's type
     * @param condition gives one truth value
     * @param body a step, to a state of the same structure and types
     * @param start the first state
     * @param maxSteps the most steps done, zero or more
     * @return the first state of which the condition does not hold, or the one after {@code maxSteps} steps
     * @throws ArgumentException when the bound is negative
     * @throws org.gradus.error.ShapeException when the body changes the type of a leaf; the path is named
     */
    public static <S> S boundedWhile(Fn<S, Tensor> condition, Fn<S, S> body, S start, int maxSteps) {
        if (maxSteps < 0) {
            throw new ArgumentException(
                    "boundedWhile: a bound of " + maxSteps + " steps", "allow zero steps or more, or use whileLoop");
        }
        return Loops.whileLoop("boundedWhile", condition, body, start, maxSteps);
    }

    /**
     * One step for each entry along the first axis of every leaf of xs. The step is recorded on shapes alone. A reverse
     * derivative keeps the carry of every step and computes the inside of a step again, so its memory is that of the
     * carries; {@link ScanOptions#withSegments} lowers it further.
     *
     * {@snippet :
     * var sums = scan((sum, x) -> new Scanned<>(sum.plus(x), sum.plus(x)), scalar(0), tensor(1.0, 2.0, 3.0));
     * sums.ys();    // → [1.0, 3.0, 6.0]:f64[3]
     * sums.carry();    // → 6.0:f64[]
     * }
     *
     * @param <C> the carry's type
     * @param <X> the type of the entries, a tree of tensors
     * @param <Y> the type of the outputs, a tree of tensors
     * @param step from carry and entry to the next carry, of the same structure and types, and an output
     * @param carry the first carry
     * @param xs the entries; all leaves have the same first axis, which may be empty
     * @return the last carry, and the outputs along a new first axis
     * @throws org.gradus.error.StructureException when the step gives a carry of another structure
     * @throws org.gradus.error.ShapeException when the step changes the type of a leaf of the carry (the path is named), or
     *     the leaves of xs differ in their first axis
     */
    public static <C, X, Y> Scanned<C, Y> scan(Fn2<C, X, Scanned<C, Y>> step, C carry, X xs) {
        return Loops.scan(step, carry, xs, ScanOptions.DEFAULT);
    }

    /**
     * As {@link #scan(Fn2, Object, Object)}, with options.
     *
     * @param <C> the carry's type
     * @param <X> the type of the entries
     * @param <Y> the type of the outputs
     * @param step from carry and entry to the next carry and an output
     * @param carry the first carry
     * @param xs the entries
     * @param options direction, and segments of the reverse derivative
     * @return the last carry, and the outputs, each at the place of its entry
     */
    public static <C, X, Y> Scanned<C, Y> scan(Fn2<C, X, Scanned<C, Y>> step, C carry, X xs, ScanOptions options) {
        return Loops.scan(step, carry, xs, options);
    }

    /**
     * A fixed number of steps, without entries; as {@link #scan(Fn2, Object, Object)}.
     *
     * @param <C> the carry's type
     * @param <Y> the type of the outputs
     * @param step from carry to the next carry and an output
     * @param carry the first carry
     * @param length the number of steps, zero or more
     * @return the last carry, and the outputs along a new first axis
     * @throws ArgumentException when the length is negative
     */
    public static <C, Y> Scanned<C, Y> scan(Fn<C, Scanned<C, Y>> step, C carry, int length) {
        return Loops.scan(step, carry, length, ScanOptions.DEFAULT);
    }

    /**
     * A fixed number of steps, with options.
     *
     * @param <C> the carry's type
     * @param <Y> the type of the outputs
     * @param step from carry to the next carry and an output
     * @param carry the first carry
     * @param length the number of steps, zero or more
     * @param options segments of the reverse derivative; reversed, the outputs stand in the other order
     * @return the last carry, and the outputs along a new first axis
     * @throws ArgumentException when the length is negative
     */
    public static <C, Y> Scanned<C, Y> scan(Fn<C, Scanned<C, Y>> step, C carry, int length, ScanOptions options) {
        return Loops.scan(step, carry, length, options);
    }

    // ---- recomputation, rules of one's own, Java code -------------------------------------------------------------

    /**
     * A function whose reverse derivative computes it again instead of keeping intermediate values: of it, only argument and
     * captured values are kept. It runs on actual values where there are any, so {@code item()} works; the recomputation is
     * of the operations that it did then.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> block = checkpoint(x -> x.sin().exp());
     * grad((Tensor x) -> block.apply(x).sum()).apply(tensor(0.0));    // → [1.0]:f64[1]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @return a function with the same results and derivatives
     */
    public static <A, B> Fn<A, B> checkpoint(Fn<A, B> f) {
        return checkpoint(f, CheckpointPolicy.NOTHING);
    }

    /**
     * As {@link #checkpoint(Fn)}, keeping some intermediate values.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param policy what is kept
     * @return a function with the same results and derivatives
     */
    public static <A, B> Fn<A, B> checkpoint(Fn<A, B> f, CheckpointPolicy policy) {
        Require.notNull(f, "checkpoint", "the function");
        Require.notNull(policy, "checkpoint", "the policy");
        return x -> Checkpoints.checkpoint(f, policy, x);
    }

    /**
     * A function with a forward derivative of its own, from which the reverse one is made by transposition. Function and rule
     * are recorded on shapes alone when the function is applied; derivatives of higher order are derivatives of the rule.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> f = customJvp(x -> x.abs(), (x, dx) -> dx.times(x));
     * grad(f).apply(scalar(-3));    // → -3.0:f64[]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param rule from x and its tangent (zeros of whole numbers) to the tangent of f(x); linear in the tangent, made of
     *     operations that have a transpose if the reverse derivative is wanted
     * @return the function with the rule
     * @throws org.gradus.error.ShapeException when applied, if the rule's result is not like the function's
     * @throws org.gradus.error.NotDifferentiableException when the function captures a tensor with respect to which a
     *     derivative is taken
     */
    public static <A, B> Fn<A, B> customJvp(Fn<A, B> f, Fn2<A, A, B> rule) {
        Require.notNull(f, "customJvp", "the function");
        Require.notNull(rule, "customJvp", "the rule");
        return x -> CustomRules.jvp(f, rule, x);
    }

    /**
     * A function with a reverse derivative of its own. Both functions are recorded on shapes alone when it is applied.
     * Derivatives of higher order differentiate the rule, and value and residuals as the ordinary code that computes them.
     * There is no forward derivative ({@code jvp} throws): for both modes give {@link #customJvp}.
     *
     * {@snippet :
     * Fn<Tensor, Tensor> f = customVjp(x -> new WithResiduals<>(x.abs(), x), (x, ct) -> ct.times(x));
     * grad(f).apply(scalar(-3));    // → -3.0:f64[]
     * }
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param <R> the type of the residuals, a tree of tensors
     * @param forward from x to f(x) and what the rule needs
     * @param backward from residuals and the cotangent of f(x) (zeros of whole numbers) to the cotangent of x, a tree like x
     * @return the function with the rule
     * @throws org.gradus.error.ShapeException when applied, if the rule's result is not like the argument
     * @throws org.gradus.error.NotDifferentiableException for forward derivatives, and when the function captures a tensor
     *     with respect to which a derivative is taken
     */
    public static <A, B, R> Fn<A, B> customVjp(Fn<A, WithResiduals<B, R>> forward, Fn2<R, B, A> backward) {
        Require.notNull(forward, "customVjp", "the forward function");
        Require.notNull(backward, "customVjp", "the rule");
        return x -> CustomRules.vjp(forward, backward, x);
    }

    /**
     * Calls Java code on numbers, also inside jit, vmap (once an example) and loops. Programs that hold such a call cannot be
     * written. It is not differentiable unless the code implements {@link org.gradus.transform.HostRules}, or the call stands
     * in a function with {@link #customJvp} or {@link #customVjp}; derivatives that compute again call it again.
     *
     * @param <A> the argument's type
     * @param name what programs and errors call it
     * @param code a pure function of arrays, one for each leaf of the argument
     * @param results the types of its results, one an array that it returns
     * @param x the argument, a tree
     * @return the results
     * @throws org.gradus.error.ShapeException when the code returns other types than declared
     * @throws org.gradus.error.NotDifferentiableException when a derivative is taken and the code has no rules
     */
    public static <A> List<Tensor> hostCall(String name, HostFunction code, List<ArrayType> results, A x) {
        return HostCalls.call(name, code, results, x);
    }

    /**
     * Shows a value each time it is computed, by the logger {@code org.gradus.debug} at level INFO; see
     * {@link #debugPrint(String, Object, Consumer)}.
     *
     * @param <A> the value's type
     * @param label what comes before it
     * @param x a tree
     * @return x
     */
    public static <A> A debugPrint(String label, A x) {
        return debugPrint(label, x, text -> System.getLogger("org.gradus.debug").log(System.Logger.Level.INFO, text));
    }

    /**
     * Gives a value as text to a receiver each time it is computed: in a compiled function at each run, in a loop at each
     * step, under vmap once an example. Never removed from a program, whether the value is used or not; derivatives do not
     * see it, and do not repeat it where they compute again.
     *
     * @param <A> the value's type
     * @param label what comes before it
     * @param x a tree
     * @param sink where the text goes
     * @return x
     */
    public static <A> A debugPrint(String label, A x, Consumer<String> sink) {
        return HostCalls.print(label, x, sink);
    }

    // ---- looking at programs
    // -----------------------------------------------------------------------------------------

    /**
     * The program of a function on the types of an argument, without dead or repeated equations.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x an argument; only its types matter
     * @return the program
     */
    public static <A, B> Program trace(Fn<A, B> f, A x) {
        Require.notNull(f, "trace", "the function");
        return program(f, Require.notNull(x, "trace", "the argument"), 1);
    }

    /**
     * The program of a function of two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @return the program
     */
    public static <A, B, C> Program trace(Fn2<A, B, C> f, A a, B b) {
        Require.notNull(f, "trace", "the function");
        return program((Arguments.Two<A, B> t) -> f.apply(t.first(), t.second()), new Arguments.Two<>(a, b), 2);
    }

    /**
     * The program of a function of three arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the third argument's type
     * @param <D> the result's type
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @return the program
     */
    public static <A, B, C, D> Program trace(Fn3<A, B, C, D> f, A a, B b, C c) {
        Require.notNull(f, "trace", "the function");
        return program(
                (Arguments.Three<A, B, C> t) -> f.apply(t.first(), t.second(), t.third()),
                new Arguments.Three<>(a, b, c),
                3);
    }

    private static <A, B> Program program(Fn<A, B> f, A argument, int arguments) {
        Tree.Flat<A> flat = Tree.flatten(argument);
        Staged<B> staged = Staged.of("trace", f, flat, Arguments.names(flat.paths(), arguments));
        if (!staged.recording().captured().isEmpty()) {
            throw new ArgumentException(
                    "trace: the function uses a tensor of a derivative that is being taken around it",
                    "trace the outermost function, as in trace(grad(f), x)");
        }
        return Passes.optimize(staged.recording().program());
    }

    /**
     * How jit runs a function on an argument, in words: the kernels in order, what was fused into each, the arrays that
     * they read and write, and what bounds each (estimated from the types).
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x an argument; only its types matter
     * @return some lines for a person
     */
    public static <A, B> String explain(Fn<A, B> f, A x) {
        return Explanation.of(trace(f, x));
    }

    /**
     * As {@link #explain(Fn, Object)}, for two arguments.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f the function
     * @param a the first argument
     * @param b the second argument
     * @return some lines for a person
     */
    public static <A, B, C> String explain(Fn2<A, B, C> f, A a, B b) {
        return Explanation.of(trace(f, a, b));
    }

    /**
     * The types of a function's result, without computing it.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x an argument; only its types matter
     * @return one type a leaf of the result
     */
    public static <A, B> List<ArrayType> shapeOf(Fn<A, B> f, A x) {
        Require.notNull(f, "shapeOf", "the function");
        Require.notNull(x, "shapeOf", "the argument");
        return Staged.of("shapeOf", f, Tree.flatten(x), List.of()).result().leaves().stream()
                .map(Tensor::type)
                .toList();
    }

    // ---- finding what is not finite
    // -------------------------------------------------------------------------------------

    /**
     * Turns on or off, for all threads, the search for the first operation that makes a NaN or an infinity: a
     * {@link org.gradus.error.NonFiniteException} then names it, the line that called it, its operands, and whether the NaN or
     * infinity was made there or came in with an operand.
     *
     * <p>Functions that run on actual values, derivatives included, are looked at operation by operation. A compiled program
     * is looked at by its results: what is not finite but leaves no trace in them, as in a branch that {@code where} does not
     * take, is no fault. So is an infinite coefficient inside a derivative rule that a zero annihilates. A function compiled
     * while this is on knows the lines of its derivative rules as well.
     *
     * <p>Off by default, since looking costs a pass over every result; while off it costs nothing that can be measured.
     *
     * @param on whether to look
     */
    public static void debugNonFinite(boolean on) {
        NonFiniteCheck.everywhere(on);
    }

    /**
     * Runs a body with the search of {@link #debugNonFinite(boolean)} on, for this thread alone.
     *
     * @param <T> the body's result
     * @param body what to run
     * @return the body's result
     * @throws org.gradus.error.NonFiniteException when an operation made a NaN or an infinity
     */
    public static <T> T debugNonFinite(Supplier<T> body) {
        return NonFiniteCheck.within(Require.notNull(body, "debugNonFinite", "the body"));
    }

    // ---- functions of arrays
    // ----------------------------------------------------------------------------------------------

    /**
     * A tensor function as a function of {@code double[]} with derivatives.
     *
     * @param f a function of an f64 vector, with a scalar result
     * @return value, gradient and products of the same function
     */
    public static Differentiable differentiable(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "differentiable", "the function");
        return new TensorDifferentiable(f);
    }

    /**
     * A tensor function as a function from {@code double[]} to {@code double[]} with derivatives.
     *
     * @param f a function of an f64 vector, with a vector as its result
     * @return value, products and Jacobian of the same function
     */
    public static DifferentiableVector differentiableVector(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "differentiableVector", "the function");
        return new TensorDifferentiableVector(f);
    }

    /** A vector-valued tensor function seen through arrays. */
    private record TensorDifferentiableVector(Fn<Tensor, Tensor> f) implements DifferentiableVector {
        @Override
        public double[] value(double[] x) {
            return f.apply(Tensors.tensor(x)).toDoubles();
        }

        @Override
        public double[] jvp(double[] x, double[] v) {
            return Derivatives.jvp(f, Tensors.tensor(x), Tensors.tensor(v))
                    .tangent()
                    .toDoubles();
        }

        @Override
        public double[] vjp(double[] x, double[] cotangent) {
            return Derivatives.vjp(f, Tensors.tensor(x))
                    .apply(Tensors.tensor(cotangent))
                    .toDoubles();
        }

        @Override
        public double[] hvp(double[] x, double[] weights, double[] v) {
            Tensor w = Tensors.tensor(weights);
            return Derivatives.hvp(t -> f.apply(t).times(w).sum(), Tensors.tensor(x), Tensors.tensor(v))
                    .toDoubles();
        }

        @Override
        public double[][] jacobian(double[] x) {
            Tensor all = Derivatives.jacobian(f, Tensors.tensor(x));
            double[] flat = all.toDoubles();
            double[][] rows = new double[all.type().shape().dims()[0]][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(flat, i * x.length, (i + 1) * x.length);
            }
            return rows;
        }
    }

    /** A tensor function seen through arrays. */
    private record TensorDifferentiable(Fn<Tensor, Tensor> f) implements Differentiable {
        @Override
        public double value(double[] x) {
            return Derivatives.value(f, Tensors.tensor(x)).item();
        }

        @Override
        public double[] gradient(double[] x) {
            return vjp(x, 1);
        }

        @Override
        public double jvp(double[] x, double[] v) {
            return Derivatives.jvp(f, Tensors.tensor(x), Tensors.tensor(v))
                    .tangent()
                    .item();
        }

        @Override
        public double[] vjp(double[] x, double cotangent) {
            return Derivatives.vjp(f, Tensors.tensor(x))
                    .apply(Tensors.scalar(cotangent))
                    .toDoubles();
        }

        @Override
        public double[] hvp(double[] x, double[] v) {
            return Derivatives.hvp(f, Tensors.tensor(x), Tensors.tensor(v)).toDoubles();
        }
    }
}
