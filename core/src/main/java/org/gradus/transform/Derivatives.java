package org.gradus.transform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.error.Require;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
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
        Tree.Flat<A> argument = Differentiated.flatten(operation, x);
        List<Tensor> tangents = Differentiated.tangents(operation, argument, dx);
        try (JvpLevel level = new JvpLevel(false)) {
            List<Tensor> duals = new ArrayList<>();
            for (int i = 0; i < tangents.size(); i++) {
                duals.add(level.dual(argument.leaves().get(i), tangents.get(i)));
            }
            Tree.Flat<B> result = Tree.flatten(f.apply(argument.with(duals)));
            List<Tensor> primals = new ArrayList<>();
            List<Tensor> derivatives = new ArrayList<>();
            for (Tensor leaf : result.leaves()) {
                Tensor primal = level.primal(leaf);
                primals.add(primal);
                derivatives.add(TensorOps.orZeros(level.tangent(leaf), primal));
            }
            return new JvpResult<>(result.with(primals), result.with(derivatives));
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
        Linearized<A, Tensor> linearized =
                Linearized.of(operation, (A a) -> Differentiated.scalar(operation, f.apply(a)), x);
        Tensor value = linearized.value();
        return new ValueAndGrad<>(value, linearized.pullback(Tensors.onesLike(value)));
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
        return jacobian("jacobian", f, x);
    }

    private static Tensor jacobian(String operation, Fn<Tensor, Tensor> f, Tensor x) {
        Require.notNull(f, operation, "the function");
        Linearized<Tensor, Tensor> linearized =
                Linearized.of(operation, a -> Differentiated.real(operation, f.apply(a)), x);
        Tensor y = linearized.value();
        Shape shape = y.shape().concat(x.shape());
        if (x.size() <= y.size()) {
            Fn<Tensor, Tensor> column = linearized::pushforward;
            Tensor columns = Batching.vmap(column, basis(x));
            return columns.reshape(Shape.of(x.size(), y.size())).t().reshape(shape);
        }
        Fn<Tensor, Tensor> row = linearized::pullback;
        return Batching.vmap(row, basis(y)).reshape(shape);
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
        return jacobian("hessian", a -> valueAndGrad("hessian", f, a).gradient(), x);
    }

    /** The unit tensors of x's type, along a new first axis. */
    private static Tensor basis(Tensor x) {
        int n = x.size();
        return Tensors.eye(n).to(x.dtype()).reshape(Shape.of(n).concat(x.shape()));
    }
}
