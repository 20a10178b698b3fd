package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * An average in place of a schedule, for any method (Defazio et al. 2024, schedule-free).
 *
 * <p>z ← z + inner(∇f(y)), x ← (1 − c)·x + c·z with c = w/Σw and w = α², α the inner method's learning rate, y =
 * (1 − β)·z + β·x. The parameters that a driver moves are y; the method's result is x, the state's average. The inner
 * method should have no momentum of its own: {@code new ScheduleFree<>(new Sgd<>(α), α)}, or Adam with β₁ = 0.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner a complete method; it sees z as the parameters
 * @param learningRate α, of the step number, as the inner method has it
 * @param beta β in [0, 1); 0.9 by default
 */
public record ScheduleFree<P, S>(GradientTransformation<P, S> inner, Schedule learningRate, double beta)
        implements Optimizer<P, ScheduleFree.State<P, S>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param <S> the inner state's type
     * @param inner the inner state
     * @param z where the inner method stands
     * @param average x
     * @param weight Σw, an f64 scalar
     */
    public record State<P, S>(S inner, P z, P average, Tensor weight) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public ScheduleFree {
        Schedules.checkPositive("ScheduleFree", "learning rate", learningRate);
        Settings.decay("ScheduleFree", "beta", beta);
    }

    /**
     * With the usual β.
     *
     * @param inner a complete method
     * @param learningRate α, of the step number, as the inner method has it
     */
    public ScheduleFree(GradientTransformation<P, S> inner, Schedule learningRate) {
        this(inner, learningRate, 0.9);
    }

    @Override
    public State<P, S> init(P params) {
        return new State<>(inner.init(params), params, params, Tensors.scalar(0));
    }

    @Override
    public Step<P, State<P, S>> update(P gradient, State<P, S> state, Info<P> info) {
        Step<P, S> step = inner.update(gradient, state.inner(), info);
        P z = Trees.moved(state.z(), step.update());
        Tensor own = Leaves.at(learningRate, info).square();
        Tensor weight = state.weight().plus(own);
        Tensor share = Leaves.ratio(own, weight, 1);
        P average = Tree.map((Tensor a, Tensor b) -> a.plus(Leaves.times(b.minus(a), share)), state.average(), z);
        P y = Probe.mix(1 - beta, z, beta, average);
        return new Step<>(Tree.minus(y, info.params()), new State<>(step.state(), z, average, weight));
    }

    @Override
    public P answer(P params, State<P, S> state) {
        return state.average();
    }

    @Override
    public Set<Need> needs() {
        return inner.needs();
    }

    @Override
    public boolean descends() {
        return inner.descends();
    }

    @Override
    public String name() {
        return "ScheduleFree " + inner.name();
    }
}
