package org.gradus.optim;

import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Lion for any convex function in place of the sign (Chen, Liu, Liang and Liu 2023, "Lion Secretly Solves Constrained
 * Optimization").
 *
 * <p>With m of the sign of −g: c = β₁·m − (1 − β₁)·g, u = α·(∇K(c) − λ·x), m ← β₂·m − (1 − β₂)·g. It minimizes
 * f(x) + K*(λx)/λ; with K = ‖·‖₁ it is {@link Lion}, which minimizes f within ‖x‖∞ ≤ 1/λ. Variant: explicit decay as in
 * Lion; {@code implicit} is the paper's x ← (x + α·∇K(c))/(1 + α·λ).
 *
 * @param <P> the parameters' type
 * @param kappa K
 * @param learningRate α, of the step number
 * @param weightDecay λ, zero or more
 * @param b1 β₁ in [0, 1); 0.9 by default
 * @param b2 β₂ in [0, 1); 0.99 by default
 * @param implicit whether the decay is taken at the new point
 */
public record LionK<P>(Kappa kappa, Schedule learningRate, double weightDecay, double b1, double b2, boolean implicit)
        implements Optimizer<P, LionK.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param momentum m, zero at the start
     */
    public record State<P>(P momentum) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public LionK {
        Schedules.checkPositive("LionK", "learning rate", learningRate);
        Settings.notNegative("LionK", "weightDecay", weightDecay);
        Settings.decay("LionK", "b1", b1);
        Settings.decay("LionK", "b2", b2);
    }

    /**
     * The usual averages and explicit decay.
     *
     * @param kappa K
     * @param learningRate α, of the step number
     * @param weightDecay λ, zero or more
     */
    public LionK(Kappa kappa, Schedule learningRate, double weightDecay) {
        this(kappa, learningRate, weightDecay, 0.9, 0.99, false);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(Tree.zerosLike(params));
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        Tensor rate = Leaves.at(learningRate, info);
        P ahead = mixed(b1, state.momentum(), gradient);
        P direction = kappa.gradient(ahead);
        P update = Tree.map(
                (Tensor d, Tensor x) -> implicit
                        ? x.plus(Leaves.times(d, rate))
                                .div(Leaves.as(rate.times(weightDecay).plus(1), x))
                                .minus(x)
                        : Leaves.times(weightDecay == 0 ? d : d.minus(x.times(weightDecay)), rate),
                direction,
                info.params());
        return new Step<>(update, new State<>(mixed(b2, state.momentum(), gradient)));
    }

    private static <P> P mixed(double beta, P momentum, P gradient) {
        return Tree.map((Tensor m, Tensor g) -> m.times(beta).minus(g.times(1 - beta)), momentum, gradient);
    }

    /**
     * The differential equation that small steps follow: dx/dt = ∇K(m̃) − λx, dm/dt = −a·∇f(x) − γ·m with
     * m̃ = m − e·(a·∇f(x) + γ·m), and the function that falls along its solutions when e·γ ≤ 1.
     *
     * @param kappa K
     * @param a weight of the gradient, positive
     * @param gamma γ, positive
     * @param e how far m̃ looks ahead, zero or more
     * @param lambda λ, positive
     */
    public record Flow(Kappa kappa, double a, double gamma, double e, double lambda) {

        /**
         * Position and momentum, or their rates of change.
         *
         * @param <P> the parameters' type
         * @param x position
         * @param m momentum
         */
        public record Point<P>(P x, P m) {}

        /**
         * The right side.
         *
         * @param <P> the parameters' type
         * @param at where
         * @param gradient ∇f(x) there
         * @return dx/dt and dm/dt
         */
        public <P> Point<P> derivative(Point<P> at, P gradient) {
            P force = Tree.map((Tensor g, Tensor m) -> g.times(a).plus(m.times(gamma)), gradient, at.m());
            P ahead = Tree.map((Tensor m, Tensor r) -> m.minus(r.times(e)), at.m(), force);
            P dx = Tree.map((Tensor k, Tensor x) -> k.minus(x.times(lambda)), kappa.gradient(ahead), at.x());
            return new Point<>(dx, Tree.map(Tensor::unaryMinus, force));
        }

        /**
         * H(x, m) = a·f(x) + (γ/λ)·K*(λx) + (1 − eγ)/(1 + eλ)·(K*(λx) + K(m) − λ·⟨m, x⟩).
         *
         * @param <P> the parameters' type
         * @param at where
         * @param value f(x) there
         * @return an f64 scalar
         */
        public <P> Tensor lyapunov(Point<P> at, Tensor value) {
            Tensor conjugate = kappa.conjugate(Tree.scale(lambda, at.x()));
            Tensor gap = conjugate
                    .plus(kappa.value(at.m()))
                    .minus(Leaves.dot(at.m(), at.x()).times(lambda));
            return value.times(a)
                    .plus(conjugate.times(gamma / lambda))
                    .plus(gap.times((1 - e * gamma) / (1 + e * lambda)));
        }
    }
}
