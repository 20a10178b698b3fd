package org.gradus.optim;

import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/**
 * Minimizes l(f(θ)) where gradients of l are dear and those of the model f cheap: many steps on a quadratic surrogate in
 * the space of targets z = f(θ) for each gradient of l (Lavington et al. 2023, "Target-based Surrogates for Stochastic
 * Optimization").
 *
 * <p>With zₜ = f(θₜ) and ∇l(zₜ) taken once: m steps of gradient descent with Armijo's rule on
 * l(zₜ) + ⟨∇l(zₜ), f(θ) − zₜ⟩ + ‖f(θ) − zₜ‖²/(2η). With η at most 1/L, L the smoothness of l, the surrogate is nowhere below
 * l∘f and the values never rise. For losses that are means over rows of z, η is n times that of one row.
 *
 * @param eta η, positive
 * @param innerSteps m, one or more
 * @param firstStep of each search, positive; 10 by default
 * @param decrease Armijo's constant in (0, 1); 0.5 by default
 * @param shrink factor of the search in (0, 1); 0.7 by default
 */
public record TargetSurrogate(double eta, int innerSteps, double firstStep, double decrease, double shrink) {
    /** A step of 10·0.7¹⁰⁰ moves nothing. */
    private static final int TRIALS = 100;

    /**
     * What a surrogate depends on.
     *
     * @param value l(zₜ)
     * @param target zₜ
     * @param slope ∇l(zₜ)
     */
    public record Anchor(Tensor value, Tensor target, Tensor slope) {}

    /**
     * Checks the settings.
     *
     * @throws ArgumentException when one is out of its range
     */
    public TargetSurrogate {
        Settings.positive("TargetSurrogate", "eta", eta);
        Settings.atLeast("TargetSurrogate", "innerSteps", 1, innerSteps);
        Settings.positive("TargetSurrogate", "firstStep", firstStep);
        Settings.positive("TargetSurrogate", "decrease", decrease);
        Settings.decay("TargetSurrogate", "decrease", decrease);
        Settings.positive("TargetSurrogate", "shrink", shrink);
        Settings.decay("TargetSurrogate", "shrink", shrink);
    }

    /**
     * With the paper's search.
     *
     * @param eta η, positive
     * @param innerSteps m, one or more
     */
    public TargetSurrogate(double eta, int innerSteps) {
        this(eta, innerSteps, 10, 0.5, 0.7);
    }

    /**
     * The surrogate.
     *
     * @param anchor where the oracle was asked
     * @param target f(θ)
     * @return its value
     */
    public Tensor surrogate(Anchor anchor, Tensor target) {
        Tensor away = target.minus(anchor.target());
        return anchor.value()
                .plus(anchor.slope().times(away).sum())
                .plus(away.square().sum().times(1 / (2 * eta)));
    }

    /**
     * Outer steps on one model and data; compiled once for all of them.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     */
    public final class Run<P, D> {
        private final Fn2<P, D, Tensor> model;
        private final Fn2<Tensor, D, ValueAndGrad<Tensor>> oracle;
        private final Fn2<P, At<D>, Tensor> value;
        private final Fn2<P, At<D>, ValueAndGrad<P>> both;
        private long inner;

        private Run(Fn2<P, D, Tensor> model, Fn2<Tensor, D, ValueAndGrad<Tensor>> oracle) {
            this.model = Gradus.jit(model);
            this.oracle = oracle;
            Fn2<P, At<D>, Tensor> g = (p, at) -> surrogate(at.anchor(), model.apply(p, at.data()));
            this.value = Gradus.jit(g);
            this.both = Gradus.jit((p, at) -> Gradus.valueAndGrad(g).apply(p, at));
        }

        /**
         * One outer step: one question to the oracle, m steps on the surrogate.
         *
         * @param start θₜ
         * @param data of this step
         * @return θₜ₊₁
         */
        public P step(P start, D data) {
            Tensor target = model.apply(start, data);
            ValueAndGrad<Tensor> asked = oracle.apply(target, data);
            At<D> at = new At<>(new Anchor(asked.value(), target, asked.gradient()), data);
            P point = start;
            for (int k = 0; k < innerSteps; k++) {
                point = descended(point, at);
            }
            return point;
        }

        private P descended(P point, At<D> at) {
            ValueAndGrad<P> here = both.apply(point, at);
            inner++;
            double before = here.value().item();
            double square = Tree.dot(here.gradient(), here.gradient()).item();
            double step = firstStep;
            for (int trial = 0; trial < TRIALS; trial++) {
                P next = Tree.axpy(-step, here.gradient(), point);
                if (value.apply(next, at).item() <= before - decrease * step * square) {
                    return next;
                }
                step *= shrink;
            }
            return point;
        }

        /**
         * Gradients of surrogates taken so far.
         *
         * @return a number
         */
        public long innerGradients() {
            return inner;
        }
    }

    /** A surrogate with the data of its model. */
    record At<D>(Anchor anchor, D data) {}

    /**
     * Prepares outer steps.
     *
     * @param <P> the parameters' type
     * @param <D> the data's type
     * @param model f, traceable
     * @param oracle l and ∇l at targets, asked once an outer step
     * @return the steps
     */
    public <P, D> Run<P, D> on(Fn2<P, D, Tensor> model, Fn2<Tensor, D, ValueAndGrad<Tensor>> oracle) {
        return new Run<>(model, oracle);
    }
}
