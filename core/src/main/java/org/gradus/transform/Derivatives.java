package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gradus.array.NdArray;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.trace.Trace;
import org.gradus.tree.Tree;

/** Derivatives of functions of one tree; {@code org.gradus.Gradus} offers them for several arguments. */
public final class Derivatives {
    private Derivatives() {}

    /**
     * Forward mode.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return value and tangent
     */
    public static <A, B> JvpResult<B> jvp(Fn<A, B> f, A x, A dx) {
        return jvp("jvp", f, x, dx);
    }

    private static <A, B> JvpResult<B> jvp(String operation, Fn<A, B> f, A x, A dx) {
        Require.notNull(f, operation, "the function");
        JvpAux<B, Void> all = jvpWithAux(operation, (A a) -> new WithAux<>(f.apply(a), null), x, dx);
        return new JvpResult<>(all.value(), all.tangent());
    }

    /**
     * Forward mode of a function that returns something beside its value.
     *
     * @param <A> the argument's type
     * @param <B> the value's type
     * @param <X> the type of what comes with it
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return value, tangent, and what came beside the value
     */
    public static <A, B, X> JvpAux<B, X> jvpWithAux(Fn<A, WithAux<B, X>> f, A x, A dx) {
        return jvpWithAux("jvpWithAux", f, x, dx);
    }

    private static <A, B, X> JvpAux<B, X> jvpWithAux(String operation, Fn<A, WithAux<B, X>> f, A x, A dx) {
        Require.notNull(f, operation, "the function");
        Tree.Flat<A> argument = Differentiated.flatten(operation, x);
        List<Tensor> tangents = Differentiated.tangents(operation, argument, dx);
        try (JvpLevel level = new JvpLevel(false)) {
            List<Tensor> duals = new ArrayList<>();
            for (int i = 0; i < tangents.size(); i++) {
                duals.add(level.dual(argument.leaves().get(i), tangents.get(i)));
            }
            WithAux<B, X> returned = Differentiated.withAux(operation, f.apply(argument.with(duals)));
            Tree.Flat<B> result = Tree.flatten(returned.value());
            List<Tensor> primals = new ArrayList<>();
            List<Tensor> derivatives = new ArrayList<>();
            for (Tensor leaf : result.leaves()) {
                Tensor primal = level.primal(leaf);
                primals.add(primal);
                derivatives.add(TensorOps.orZeros(level.tangent(leaf), primal));
            }
            X aux = Tree.map(level::primal, returned.aux());
            return new JvpAux<>(result.with(primals), result.with(derivatives), aux);
        }
    }

    /**
     * Taylor mode: the expansion of a function along a line, f(x + t·v) = Σₖ cₖ·tᵏ, at a cost that grows with a power of the
     * order, where nested derivatives double with each.
     *
     * <p>At kinks the first derivatives are those of forward mode, and comparisons count as constant.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param v the direction, a tree like x
     * @param order the highest power of t, 0 or more
     * @return the coefficients
     * @throws ArgumentException when the order is negative
     */
    public static <A, B> TaylorSeries<B> taylor(Fn<A, B> f, A x, A v, int order) {
        Require.notNull(f, "taylor", "the function");
        if (order < 0) {
            throw new ArgumentException(
                    "taylor: the order " + order + " is negative", "give the highest power wanted, as in 4");
        }
        Tree.Flat<A> argument = Differentiated.flatten("taylor", x);
        List<Tensor> directions = Differentiated.tangents("taylor", argument, v);
        try (TaylorLevel level = new TaylorLevel(order)) {
            List<Tensor> lines = new ArrayList<>();
            for (int i = 0; i < directions.size(); i++) {
                lines.add(level.line(argument.leaves().get(i), directions.get(i)));
            }
            Tree.Flat<B> result = Tree.flatten(f.apply(argument.with(lines)));
            List<List<Tensor>> leaves =
                    result.leaves().stream().map(level::coefficients).toList();
            List<B> coefficients = new ArrayList<>();
            for (int k = 0; k <= order; k++) {
                int power = k;
                coefficients.add(
                        result.with(leaves.stream().map(c -> c.get(power)).toList()));
            }
            return new TaylorSeries<>(coefficients);
        }
    }

    /**
     * The function's value and derivative at a point, to be applied to many tangents or cotangents.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return the linearization
     */
    public static <A, B> Linearized<A, B> linearize(Fn<A, B> f, A x) {
        return Linearized.of("linearize", f, x);
    }

    /**
     * Reverse mode.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return value and pullback
     */
    public static <A, B> Pullback<A, B> vjp(Fn<A, B> f, A x) {
        return new Pullback<>(Linearized.of("vjp", f, x));
    }

    /**
     * Linearization by some leaves of the argument alone; the others are constants.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param differentiated accepts the path of a leaf, such as {@code .layers[2].w}, that is differentiated
     * @return the linearization
     */
    public static <A, B> Linearized<A, B> linearize(Fn<A, B> f, A x, Predicate<String> differentiated) {
        return Linearized.of("linearize", f, x, differentiated);
    }

    /**
     * Reverse mode by some leaves of the argument alone; the others are constants.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param differentiated accepts the path of a leaf, such as {@code .layers[2].w}, that is differentiated
     * @return value and pullback
     */
    public static <A, B> Pullback<A, B> vjp(Fn<A, B> f, A x, Predicate<String> differentiated) {
        return new Pullback<>(Linearized.of("vjp", f, x, differentiated));
    }

    /**
     * The forward derivative from reverse ones alone: {@code w ↦ ∂f(x)ᵀ·w} is linear, and its own transpose is applied to dx.
     * It equals {@link #jvp}, also for functions that have a reverse rule only.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @param dx the tangent of x, a tree like x
     * @return value and tangent
     */
    public static <A, B> JvpResult<B> jvpFromVjp(Fn<A, B> f, A x, A dx) {
        Pullback<A, B> at = new Pullback<>(Linearized.of("jvpFromVjp", f, x));
        B zero = Tree.map(Tensors::zerosLike, at.value());
        return new JvpResult<>(at.value(), new Pullback<>(Linearized.of("jvpFromVjp", at::apply, zero)).apply(dx));
    }

    /**
     * The transpose of a linear function.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f a linear function
     * @param like an argument; only its types matter
     * @return w ↦ fᵀ(w)
     * @throws ArgumentException when f(0) is known and is not 0, so that f is not linear
     */
    public static <A, B> Fn<B, A> linearTranspose(Fn<A, B> f, A like) {
        Require.notNull(like, "linearTranspose", "the argument");
        Pullback<A, B> at = new Pullback<>(Linearized.of("linearTranspose", f, Tree.zerosLike(like)));
        for (Tensor leaf : Tree.flatten(at.value()).leaves()) {
            NdArray zero = Trace.known(leaf.value());
            for (int i = 0; zero != null && i < zero.size(); i++) {
                if (zero.getDouble(i) != 0) {
                    throw new ArgumentException(
                            "linearTranspose: f(0) is " + zero.getDouble(i) + " somewhere, so f is not linear",
                            "take vjp at the point where the derivative's transpose is wanted");
                }
            }
        }
        return at::apply;
    }

    /**
     * Value of a scalar function.
     *
     * @param <A> the argument's type
     * @param f the function
     * @param x where
     * @return the value
     * @throws org.gradus.error.NotDifferentiableException when the result is not one real number
     */
    public static <A> Tensor value(Fn<A, Tensor> f, A x) {
        Require.notNull(f, "value", "the function");
        return Differentiated.scalar("value", f.apply(x));
    }

    /**
     * Value and gradient of a scalar function.
     *
     * @param <A> the argument's type
     * @param f the function
     * @param x where
     * @return value and gradient
     * @throws org.gradus.error.NotDifferentiableException when the result is not one real number
     */
    public static <A> ValueAndGrad<A> valueAndGrad(Fn<A, Tensor> f, A x) {
        return valueAndGrad("grad", f, x);
    }

    private static <A> ValueAndGrad<A> valueAndGrad(String operation, Fn<A, Tensor> f, A x) {
        Require.notNull(f, operation, "the function");
        ValueGradAux<A, Void> all = valueAndGradWithAux(operation, (A a) -> new WithAux<>(f.apply(a), null), x);
        return new ValueAndGrad<>(all.value(), all.gradient());
    }

    /**
     * Value and gradient of a scalar function that returns something beside the scalar.
     *
     * @param <A> the argument's type
     * @param <X> the type of what comes with the scalar
     * @param f the function
     * @param x where
     * @return value, gradient, and what came beside the value
     * @throws org.gradus.error.NotDifferentiableException when the value is not one real number
     */
    public static <A, X> ValueGradAux<A, X> valueAndGradWithAux(Fn<A, WithAux<Tensor, X>> f, A x) {
        return valueAndGradWithAux("valueAndGradWithAux", f, x);
    }

    private static <A, X> ValueGradAux<A, X> valueAndGradWithAux(String operation, Fn<A, WithAux<Tensor, X>> f, A x) {
        Require.notNull(f, operation, "the function");
        WithAux<Linearized<A, Tensor>, X> linearized = Linearized.withAux(
                operation,
                (A a) -> {
                    WithAux<Tensor, X> returned = Differentiated.withAux(operation, f.apply(a));
                    return new WithAux<>(Differentiated.scalar(operation, returned.value()), returned.aux());
                },
                x);
        Tensor value = linearized.value().value();
        A gradient = linearized.value().pullback(Tensors.onesLike(value));
        return new ValueGradAux<>(value, gradient, linearized.aux());
    }

    /**
     * Reverse mode of a function that returns something beside its value.
     *
     * @param <A> the argument's type
     * @param <B> the value's type
     * @param <X> the type of what comes with it
     * @param f the function
     * @param x where
     * @return value and pullback, and what came beside the value
     */
    public static <A, B, X> PullbackAux<A, B, X> vjpWithAux(Fn<A, WithAux<B, X>> f, A x) {
        WithAux<Linearized<A, B>, X> linearized = Linearized.withAux("vjpWithAux", f, x);
        return new PullbackAux<>(new Pullback<>(linearized.value()), linearized.aux());
    }

    /**
     * Hessian-vector product ∇²f(x)·v, forward over reverse.
     *
     * @param <A> the argument's type
     * @param f a scalar function
     * @param x where
     * @param v a tree like x
     * @return a tree like x
     */
    public static <A> A hvp(Fn<A, Tensor> f, A x, A v) {
        return jvp("hvp", (A a) -> valueAndGrad("hvp", f, a).gradient(), x, v).tangent();
    }

    /**
     * All first derivatives, by the mode that takes fewer passes.
     *
     * @param f a function of a tensor
     * @param x where
     * @return {@code f(x).shape + x.shape}
     */
    public static Tensor jacobian(Fn<Tensor, Tensor> f, Tensor x) {
        return Jacobians.dense("jacobian", f, x, Jacobians.Mode.CHEAPER);
    }

    /**
     * All first derivatives by forward mode: one pass for each element of the argument, in one batch.
     *
     * @param f a function of a tensor
     * @param x where
     * @return {@code f(x).shape + x.shape}
     */
    public static Tensor jacobianForward(Fn<Tensor, Tensor> f, Tensor x) {
        return Jacobians.dense("jacobianForward", f, x, Jacobians.Mode.FORWARD);
    }

    /**
     * All first derivatives by reverse mode: one pass for each element of the result, in one batch.
     *
     * @param f a function of a tensor
     * @param x where
     * @return {@code f(x).shape + x.shape}
     */
    public static Tensor jacobianReverse(Fn<Tensor, Tensor> f, Tensor x) {
        return Jacobians.dense("jacobianReverse", f, x, Jacobians.Mode.REVERSE);
    }

    /**
     * All first derivatives of a function of a tree, by the mode that takes fewer passes.
     *
     * @param <A> the argument's type
     * @param <B> the result's type
     * @param f the function
     * @param x where
     * @return a block for each leaf of the result and leaf of the argument
     */
    public static <A, B> Blocks<A, B> jacobianBlocks(Fn<A, B> f, A x) {
        return Jacobians.blocks("jacobianBlocks", f, x);
    }

    /**
     * All second derivatives of a scalar function.
     *
     * @param f the function
     * @param x where
     * @return {@code x.shape + x.shape}
     */
    public static Tensor hessian(Fn<Tensor, Tensor> f, Tensor x) {
        Require.notNull(f, "hessian", "the function");
        return Jacobians.dense("hessian", a -> valueAndGrad("hessian", f, a).gradient(), x, Jacobians.Mode.CHEAPER);
    }

    /**
     * All second derivatives of a scalar function of a tree.
     *
     * @param <A> the argument's type
     * @param f the function
     * @param x where
     * @return a block for each pair of leaves of the argument
     */
    public static <A> Blocks<A, A> hessianBlocks(Fn<A, Tensor> f, A x) {
        Require.notNull(f, "hessianBlocks", "the function");
        return Jacobians.blocks(
                "hessianBlocks", (A a) -> valueAndGrad("hessianBlocks", f, a).gradient(), x);
    }
}
