package org.gradus.optim.curvature;

import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.error.ArgumentException;
import org.gradus.linear.ConjugateGradient;
import org.gradus.linear.LinearOperator;
import org.gradus.linear.LinearSolves;
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
 * The natural gradient (F + λI)⁻¹·g of a batch (Amari, Natural Gradient Works Efficiently in Learning, 1998), F the Fisher matrix
 * of the mean of its losses, whole, not approximated by blocks or factors.
 *
 * <p>{@link Fisher#EXACT}: conjugate gradients on products of F with vectors, a forward and a reverse pass each, with memory for
 * no matrix. {@link Fisher#EMPIRICAL}: n per-example gradients gᵢ and a system of n × n, F⁻¹g = 1/λ·(g − Gᵀ(nλI + GGᵀ)⁻¹Gg). The
 * gradient may be any vector, as one with decayed weights; a learning rate goes behind it.
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param outputs of the model for a batch {@code [n, c]} or {@code [n]}
 * @param losses of outputs and batch, one an example {@code [n]}; the objective is their mean
 * @param fisher which Fisher matrix
 * @param damping λ, above 0
 * @param tolerance of the residual of conjugate gradients, relative to the gradient; 1e-10 by default
 */
public record NaturalGradient<P, D>(
        Fn2<P, D, Tensor> outputs, Fn2<Tensor, D, Tensor> losses, Fisher fisher, double damping, double tolerance)
        implements GradientTransformation<P, Stateless> {

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public NaturalGradient {
        if (!(damping > 0 && damping < Double.POSITIVE_INFINITY) || !(tolerance > 0 && tolerance < 1)) {
            throw new ArgumentException(
                    "natural gradient: a damping of " + damping + " and a tolerance of " + tolerance,
                    "give a damping above 0 and a tolerance between 0 and 1");
        }
    }

    /**
     * With the exact Fisher matrix.
     *
     * @param outputs of the model
     * @param losses one an example
     * @param damping λ
     */
    public NaturalGradient(Fn2<P, D, Tensor> outputs, Fn2<Tensor, D, Tensor> losses, double damping) {
        this(outputs, losses, Fisher.EXACT, damping, 1e-10);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        D data = (D) info.data();
        if (fisher == Fisher.EXACT) {
            LinearOperator<P> f = LinearOperator.gaussNewton(
                            (P p) -> outputs.apply(p, data),
                            (Tensor o) -> losses.apply(o, data).mean(),
                            info.params())
                    .as(LinearOperator.Kind.POSITIVE_DEFINITE)
                    .damped(damping);
            return new Step<>(LinearSolves.solve(f, gradient, new ConjugateGradient().tolerance(tolerance)), state);
        }
        Tree.Raveled<P> raveled = Tree.ravel(gradient);
        Tensor g = raveled.vector().to(DType.FLOAT64);
        Tree.Raveled<P> at = Tree.ravel(info.params());
        Fn<Tensor, Tensor> each = w -> losses.apply(outputs.apply(at.unravel().apply(w), data), data);
        Tensor rows = Gradus.jacobianReverse(each).apply(at.vector()).to(DType.FLOAT64);
        int n = rows.dim(0);
        Tensor system = rows.matmul(rows.t()).plus(Tensors.eye(n).times(n * damping));
        Tensor weights = Linalg.solveDefinite(system, rows.matmul(g));
        Tensor natural = g.minus(weights.matmul(rows)).div(damping);
        return new Step<>(raveled.unravel().apply(natural.to(raveled.vector().dtype())), state);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.DATA);
    }

    @Override
    public String name() {
        return "natural gradient";
    }
}
