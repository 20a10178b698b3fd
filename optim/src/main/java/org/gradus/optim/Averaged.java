package org.gradus.optim;

import java.util.Set;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Keeps an average of the parameters that a method makes; the steps are the method's own.
 *
 * <p>x̄ ← x̄ + c·(x − x̄) with x after the step and t updates made, this one included. {@link #polyak}: c = 1/(t − s) from
 * step s on, the plain mean (Polyak and Juditsky 1992); {@link #exponential}: c = max(1 − β, 1/t), an exponential
 * average that begins as a plain mean, so it needs no correction for the start; {@link #polynomial}: c = (γ + 1)/(t + γ).
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner a complete method
 * @param share c, of the number of updates made before this one
 */
public record Averaged<P, S>(GradientTransformation<P, S> inner, Schedule share)
        implements Optimizer<P, Averaged.State<P, S>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param <S> the inner state's type
     * @param inner the inner state
     * @param average x̄
     * @param count t, an i64 scalar
     */
    public record State<P, S>(S inner, P average, Tensor count) {}

    /**
     * The plain mean of the iterates from a step on.
     *
     * @param from s, zero or more
     * @return a share; 1 up to step s + 1
     */
    public static Schedule polyak(int from) {
        Settings.atLeast("Averaged", "from", 0, from);
        return t -> Tensors.div(1, Tensors.maximum(t.to(DType.FLOAT64).plus(1 - from), 1.0));
    }

    /**
     * An exponential average.
     *
     * @param decay β in [0, 1); 0.999 is usual
     * @return a share
     */
    public static Schedule exponential(double decay) {
        Settings.decay("Averaged", "decay", decay);
        return t -> Tensors.maximum(Tensors.div(1, t.to(DType.FLOAT64).plus(1)), 1 - decay);
    }

    /**
     * An average that forgets the start (Shamir and Zhang 2013).
     *
     * @param gamma γ, zero or more; 8 is usual
     * @return a share
     */
    public static Schedule polynomial(double gamma) {
        Settings.notNegative("Averaged", "gamma", gamma);
        return t -> Tensors.div(gamma + 1, t.to(DType.FLOAT64).plus(1 + gamma));
    }

    @Override
    public State<P, S> init(P params) {
        return new State<>(inner.init(params), params, Leaves.none());
    }

    @Override
    public Step<P, State<P, S>> update(P gradient, State<P, S> state, Info<P> info) {
        Step<P, S> step = inner.update(gradient, state.inner(), info);
        Tensor c = share.at(state.count()).to(DType.FLOAT64);
        P next = Trees.moved(info.params(), step.update());
        P average = Tree.map((Tensor a, Tensor x) -> a.plus(Leaves.times(x.minus(a), c)), state.average(), next);
        return new Step<>(
                step.update(), new State<>(step.state(), average, state.count().plus(1L)));
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
        return "averaged " + inner.name();
    }
}
