package org.gradus;

import java.util.List;
import org.gradus.Arguments.Three;
import org.gradus.Arguments.Two;
import org.gradus.array.ArrayType;
import org.gradus.compile.Explanation;
import org.gradus.compile.Passes;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.program.Program;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Scans;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Batching;
import org.gradus.transform.Derivatives;
import org.gradus.transform.JvpResult;
import org.gradus.transform.Linearized;
import org.gradus.transform.Pullback;
import org.gradus.transform.ValueAndGrad;
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
     * All first derivatives of a function of a tensor, by the mode that takes fewer passes.
     *
     * @param f the function
     * @return x ↦ ∂f(x), of shape {@code f(x).shape + x.shape}
     */
    public static Fn<Tensor, Tensor> jacobian(Fn<Tensor, Tensor> f) {
        Require.notNull(f, "jacobian", "the function");
        return x -> Derivatives.jacobian(f, x);
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
        Require.notNull(f, "vmap", "the function");
        return x -> Batching.vmap(f, x);
    }

    /**
     * A function of one example made a function of a batch; both arguments are batched.
     *
     * @param <A> the first argument's type
     * @param <B> the second argument's type
     * @param <C> the result's type
     * @param f a function of one example
     * @return a function of a batch
     */
    public static <A, B, C> Fn2<A, B, C> vmap(Fn2<A, B, C> f) {
        Require.notNull(f, "vmap", "the function");
        return (a, b) -> Batching.vmap((Two<A, B> t) -> f.apply(t.first(), t.second()), new Two<>(a, b));
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
        Jit<Two<A, B>, C> jit = new Jit<>(t -> f.apply(t.first(), t.second()), Jit.place());
        return (a, b) -> jit.apply(new Two<>(a, b));
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
        Jit<Three<A, B, C>, D> jit = new Jit<>(t -> f.apply(t.first(), t.second(), t.third()), Jit.place());
        return (a, b, c) -> jit.apply(new Three<>(a, b, c));
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
        return program((Two<A, B> t) -> f.apply(t.first(), t.second()), new Two<>(a, b), 2);
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
        return program((Three<A, B, C> t) -> f.apply(t.first(), t.second(), t.third()), new Three<>(a, b, c), 3);
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
