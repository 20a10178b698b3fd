package org.gradus.optim.curvature;

import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Need;
import org.gradus.optim.Stateless;
import org.gradus.optim.Step;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * The exact damped Gauss–Newton direction of a mini-batch, from a system as large as the batch's outputs instead of the parameters
 * (Korbit, Adeoye, Bemporad and Zanon, Exact Gauss-Newton Optimization for Training Deep Neural Networks, 2024):
 *
 * <pre>
 * (Q·J·Jᵀ + b·λ·I)·δ = r,   d = −Jᵀ·δ,   which is −(1/b·JᵀQJ + λI)⁻¹·(1/b·Jᵀr)
 * </pre>
 *
 * <p>for a mean of b losses of c outputs each: J is the Jacobian {@code [b·c, n]} of all outputs, r the derivatives of the losses
 * {@code [b·c]}, Q their second derivatives, c × c blocks. The identity is Duncan's and Guttman's. Variant: the unsymmetric system by
 * LU, exact where Q is singular, as of softmax cross-entropy. It takes b·c reverse passes, b·c·n numbers, (b·c)²·n multiplications.
 *
 * <p>The direction ignores the gradient it is given, but for its structure; a learning rate or {@link
 * org.gradus.optim.ScaleByArmijo} goes with it. The paper's λ is 1 at the start, with rates of 0.01 to 1.
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param outputs of the model for a batch {@code [b, c]} or {@code [b]}
 * @param losses of outputs and batch, one an example {@code [b]}; the objective is their mean
 * @param damping λ, above 0
 */
public record ExactGaussNewton<P, D>(Fn2<P, D, Tensor> outputs, Fn2<Tensor, D, Tensor> losses, double damping)
        implements GradientTransformation<P, Stateless> {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when the damping is not above 0
     */
    public ExactGaussNewton {
        if (!(damping > 0 && damping < Double.POSITIVE_INFINITY)) {
            throw new ArgumentException(
                    "Gauss-Newton: a damping of " + damping, "give a number above 0, as 1, the paper's");
        }
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        D data = (D) info.data();
        Tree.Raveled<P> raveled = Tree.ravel(info.params());
        Fn<Tensor, Tensor> model = w -> outputs.apply(raveled.unravel().apply(w), data);
        Tensor predicted = model.apply(raveled.vector());
        int b = predicted.dim(0);
        int all = predicted.size();
        int c = all / b;
        Tensor j = Gradus.jacobianReverse(model)
                .apply(raveled.vector())
                .reshape(all, raveled.vector().size())
                .to(DType.FLOAT64);

        // Losses of different examples do not meet, so the derivatives of their sum are those of each.
        Fn<Tensor, Tensor> sum = o -> {
            Tensor each = losses.apply(o, data);
            if (!each.shape().equals(Shape.of(b))) {
                throw new ShapeException(
                        "Gauss-Newton: losses of the shape " + each.shape() + " for a batch of " + b,
                        "give one loss an example, [" + b + "], without the mean");
            }
            return each.sum();
        };
        Tensor r = Gradus.grad(sum).apply(predicted).reshape(all).to(DType.FLOAT64);
        Tensor products = j.matmul(j.t()).reshape(b, c, all);
        Tensor system = blocks(sum, predicted, b, c)
                .matmul(products)
                .reshape(all, all)
                .plus(Tensors.eye(all).times(b * damping));
        Tensor direction = Linalg.solve(system, r).matmul(j).unaryMinus();
        return new Step<>(raveled.unravel().apply(direction.to(raveled.vector().dtype())), state);
    }

    /** Q {@code [b, c, c]}: column k of every block at once, by one product with the k-th output of every example. */
    static Tensor blocks(Fn<Tensor, Tensor> sum, Tensor predicted, int b, int c) {
        var slopes = Gradus.linearize(Gradus.grad(sum), predicted);
        Fn<Tensor, Tensor> column = unit -> slopes.pushforward(
                        unit.broadcastTo(b, c).reshape(predicted.shape()).to(predicted.dtype()))
                .reshape(b, c);
        Tensor columns = Gradus.vmap(column).apply(Tensors.eye(c));
        return columns.transpose(1, 2, 0).to(DType.FLOAT64);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DATA);
    }

    @Override
    public String name() {
        return "exact Gauss-Newton";
    }
}
