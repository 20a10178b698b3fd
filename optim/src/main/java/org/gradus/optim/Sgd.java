package org.gradus.optim;

import java.util.List;

/**
 * Gradient descent, with momentum if wanted: {@link Momentum}, then {@link ScaleByLearningRate}.
 *
 * <p>u = −α·g without momentum; with it v ← μ·v + g and u = −α·v, or u = −α·(g + μ·v) for Nesterov. Dampening 0, as in
 * PyTorch's default.
 *
 * @param <P> the parameters' type
 * @param learningRate α, of the step number
 * @param momentum μ in [0, 1); the constant 0 keeps no velocity
 * @param nesterov whether momentum is Nesterov's
 */
public record Sgd<P>(Schedule learningRate, Schedule momentum, boolean nesterov)
        implements GradientTransformation<P, Sgd.State<P>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param momentum the momentum's state; empty without momentum
     */
    public record State<P>(List<Momentum.State<P>> momentum) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when a constant is out of its range
     */
    public Sgd {
        Schedules.checkPositive("Sgd", "learning rate", learningRate);
        Schedules.checkDecay("Sgd", "momentum", momentum);
    }

    /**
     * Plain gradient descent.
     *
     * @param learningRate α; there is no default, because the right one is about 1 / the largest curvature
     */
    public Sgd(double learningRate) {
        this(learningRate, 0);
    }

    /**
     * Gradient descent with heavy-ball momentum.
     *
     * @param learningRate α
     * @param momentum μ in [0, 1)
     */
    public Sgd(double learningRate, double momentum) {
        this(Schedules.constant(learningRate), Schedules.constant(momentum), false);
    }

    /**
     * Plain gradient descent with a changing learning rate.
     *
     * @param learningRate α, of the step number
     */
    public Sgd(Schedule learningRate) {
        this(learningRate, Schedules.constant(0), false);
    }

    private boolean hasMomentum() {
        return !(momentum instanceof Schedules.Constant(double value) && value == 0);
    }

    @Override
    public State<P> init(P params) {
        return new State<>(hasMomentum() ? List.of(new Momentum<P>(momentum, nesterov).init(params)) : List.of());
    }

    @Override
    public Step<P, State<P>> update(P gradient, State<P> state, Info<P> info) {
        var scale = new ScaleByLearningRate<P>(learningRate);
        if (!hasMomentum()) {
            return new Step<>(scale.update(gradient, new Stateless(), info).update(), state);
        }
        var moved = new Momentum<P>(momentum, nesterov)
                .update(gradient, state.momentum().getFirst(), info);
        P update = scale.update(moved.update(), new Stateless(), info).update();
        return new Step<>(update, new State<>(List.of(moved.state())));
    }

    @Override
    public boolean descends() {
        return true;
    }
}
