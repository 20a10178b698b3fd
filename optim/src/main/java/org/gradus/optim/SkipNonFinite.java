package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Leaves out steps whose gradient or update has a NaN or an infinity: nothing moves and the inner state stays. After a
 * number of such steps in a row the next is let through, so that a run that has broken down ends as such.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with finite gradients
 * @param inRow steps left out at most, one after the other; one or more
 */
public record SkipNonFinite<P, S>(GradientTransformation<P, S> inner, int inRow)
        implements GradientTransformation<P, SkipNonFinite.State<S>> {

    /**
     * The state.
     *
     * @param <S> the inner state's type
     * @param inner the inner state
     * @param inRow steps left out since the last good one, an i64 scalar
     * @param total steps left out, an i64 scalar
     */
    public record State<S>(S inner, Tensor inRow, Tensor total) {}

    /**
     * Checks the number.
     *
     * @throws org.gradus.error.ArgumentException when it is below 1
     */
    public SkipNonFinite {
        Settings.atLeast("SkipNonFinite", "inRow", 1, inRow);
    }

    @Override
    public State<S> init(P params) {
        return new State<>(inner.init(params), Leaves.none(), Leaves.none());
    }

    @Override
    public Step<P, State<S>> update(P gradient, State<S> state, Info<P> info) {
        Step<P, S> step = inner.update(gradient, state.inner(), info);
        Tensor finite = Trees.isFinite(Trees.maxNorm(gradient)).and(Trees.isFinite(Trees.maxNorm(step.update())));
        Tensor skipped = finite.not().and(state.inRow().lt((double) inRow));
        return new Step<>(
                Trees.where(skipped, Tree.zerosLike(gradient), step.update()),
                new State<>(
                        Trees.where(skipped, state.inner(), step.state()),
                        Tensors.where(skipped, state.inRow().plus(1L), Leaves.none()),
                        Tensors.where(skipped, state.total().plus(1L), state.total())));
    }

    @Override
    public P answer(P params, State<S> state) {
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
        return inner.name() + " skipping non-finite";
    }
}
