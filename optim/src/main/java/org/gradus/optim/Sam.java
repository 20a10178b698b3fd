package org.gradus.optim;

import java.util.List;
import java.util.Set;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * The gradient at the worst point nearby, for any method (Foret et al. 2021, sharpness-aware minimization).
 *
 * <p>e = ρ·sign(g)·|g|^(q−1)/(‖g‖_q^q)^(1/p) with 1/p + 1/q = 1; for p = 2 e = ρ·g/(‖g‖₂ + 1e-12), norms over all leaves;
 * the inner method gets ∇f(x + e) and steps from x. Adaptive (Kwon et al. 2021, ASAM): e = ρ·x²·g/‖|x|·g‖₂. Exact: the
 * term (∂e/∂x)ᵀ·∇f(x + e), which the paper drops, is added at the price of one Hessian-vector product.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with the gradient
 * @param radius ρ, positive; 0.05 is the paper's
 * @param p above 1, may be infinite; 2 by default
 * @param form which variant
 */
public record Sam<P, S>(GradientTransformation<P, S> inner, double radius, double p, Form form)
        implements GradientTransformation<P, S> {

    /** The variants. */
    public enum Form {
        /** Without the derivative of the perturbation, as published. */
        FIRST_ORDER,

        /** With it; for p = 2. */
        EXACT,

        /** With a perturbation in proportion to the parameters; for p = 2. */
        ADAPTIVE
    }

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public Sam {
        Settings.positive("Sam", "radius", radius);
        if (!(p > 1)) {
            throw new ArgumentException("Sam: p " + p + " is not above 1", "use 2, or infinity for sign(g)");
        }
        if (form != Form.FIRST_ORDER && p != 2) {
            throw new ArgumentException("Sam: the form " + form + " is for p = 2, not " + p, "use p = 2");
        }
    }

    /**
     * With p = 2.
     *
     * @param inner what is done with the gradient
     * @param radius ρ, positive
     */
    public Sam(GradientTransformation<P, S> inner, double radius) {
        this(inner, radius, 2, Form.FIRST_ORDER);
    }

    @Override
    public S init(P params) {
        return inner.init(params);
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        return inner.update(perturbed(gradient, info), state, info);
    }

    /**
     * e, the worst perturbation to first order.
     *
     * @param gradient g
     * @param params x
     * @return a tree like x
     */
    public P perturbation(P gradient, P params) {
        if (form == Form.ADAPTIVE) {
            P scaled = Tree.map((Tensor g, Tensor x) -> g.times(x.abs()), gradient, params);
            Tensor scale = Tensors.div(radius, Leaves.norm(scaled).plus(Probe.TINY));
            return Tree.map((Tensor s, Tensor x) -> Leaves.times(s.times(x.abs()), scale), scaled, params);
        }
        if (p == 2) {
            Tensor scale = Tensors.div(radius, Leaves.norm(gradient).plus(Probe.TINY));
            return Tree.map(g -> Leaves.times(g, scale), gradient);
        }
        if (Double.isInfinite(p)) {
            return Tree.map(g -> g.sign().times(radius), gradient);
        }
        double q = p / (p - 1);
        List<Tensor> leaves = Tree.flatten(gradient).leaves();
        Tensor sum = Tensors.scalar(0);
        for (Tensor g : leaves) {
            sum = sum.plus(g.abs().pow(q).sum().to(org.gradus.array.DType.FLOAT64));
        }
        Tensor scale = Leaves.ratio(Tensors.scalar(radius), sum.pow(1 / p), 0);
        return Tree.map(g -> Leaves.times(g.sign().times(g.abs().pow(q - 1)), scale), gradient);
    }

    private P perturbed(P gradient, Info<P> info) {
        P e = perturbation(gradient, info.params());
        P there = Probe.gradient(info, Tree.plus(info.params(), e));
        if (form != Form.EXACT) {
            return there;
        }
        Tensor norm = Leaves.norm(gradient).plus(Probe.TINY);
        Tensor along = Leaves.dot(gradient, there).div(norm.square());
        P across = Tree.map((Tensor h, Tensor g) -> h.minus(Leaves.times(g, along)), there, gradient);
        P curved = info.objective().hvp(info.params(), across);
        Tensor scale = Tensors.div(radius, norm);
        return Tree.map((Tensor h, Tensor c) -> h.plus(Leaves.times(c, scale)), there, curved);
    }

    @Override
    public P answer(P params, S state) {
        return inner.answer(params, state);
    }

    @Override
    public Set<Need> needs() {
        return form == Form.EXACT
                ? Probe.with(inner.needs(), Need.GRADIENT_FUNCTION, Need.HESSIAN_VECTOR_PRODUCT)
                : Probe.with(inner.needs(), Need.GRADIENT_FUNCTION);
    }

    @Override
    public boolean descends() {
        return inner.descends();
    }

    @Override
    public String name() {
        return "Sam " + inner.name();
    }
}
