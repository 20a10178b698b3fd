package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Averages the gradients of k steps before a method sees them; in between nothing moves.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with the mean
 * @param every k, one or more
 */
public record Accumulate<P, S>(GradientTransformation<P, S> inner, int every)
        implements GradientTransformation<P, Accumulate.State<P, S>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param <S> the inner state's type
     * @param inner the inner state
     * @param sum of gradients since the last step
     * @param count of gradients since the last step, an i64 scalar
     * @param steps that the inner method has made, an i64 scalar: what its schedules see
     */
    public record State<P, S>(S inner, P sum, Tensor count, Tensor steps) {}

    /**
     * Checks the length.
     *
     * @throws org.gradus.error.ArgumentException when it is below 1
     */
    public Accumulate {
        Settings.atLeast("Accumulate", "every", 1, every);
    }

    @Override
    public State<P, S> init(P params) {
        return new State<>(inner.init(params), Tree.zerosLike(params), Leaves.none(), Leaves.none());
    }

    @Override
    public Step<P, State<P, S>> update(P gradient, State<P, S> state, Info<P> info) {
        P sum = Tree.plus(state.sum(), gradient);
        Tensor count = state.count().plus(1L);
        Tensor full = count.ge((double) every);
        P mean = Tree.map(g -> g.div(every), sum);
        Step<P, S> step = inner.update(mean, state.inner(), info.at(state.steps()));
        P zeros = Tree.zerosLike(gradient);
        return new Step<>(
                Trees.where(full, step.update(), zeros),
                new State<>(
                        Trees.where(full, step.state(), state.inner()),
                        Trees.where(full, zeros, sum),
                        Tensors.where(full, 0L, count),
                        Tensors.where(full, state.steps().plus(1L), state.steps())));
    }

    @Override
    public P answer(P params, State<P, S> state) {
        return inner.answer(params, state.inner());
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
        return inner.name() + " every " + every;
    }
}
