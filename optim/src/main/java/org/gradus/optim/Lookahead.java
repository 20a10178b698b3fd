package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Slow weights that follow fast ones (Zhang et al. 2019, lookahead).
 *
 * <p>The inner method moves x; every k-th step s ← s + a·(x − s) and x ← s. The inner state is kept, as in the paper's
 * default.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner a complete method
 * @param every k, one or more; 5 in the paper
 * @param share a in (0, 1]; 0.5 in the paper
 */
public record Lookahead<P, S>(GradientTransformation<P, S> inner, int every, double share)
        implements Optimizer<P, Lookahead.State<P, S>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param <S> the inner state's type
     * @param inner the inner state
     * @param slow s
     * @param count of steps since s moved, an i64 scalar
     */
    public record State<P, S>(S inner, P slow, Tensor count) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public Lookahead {
        Settings.atLeast("Lookahead", "every", 1, every);
        Settings.positive("Lookahead", "share", share);
        Settings.share("Lookahead", "share", share);
    }

    @Override
    public State<P, S> init(P params) {
        return new State<>(inner.init(params), params, Leaves.none());
    }

    @Override
    public Step<P, State<P, S>> update(P gradient, State<P, S> state, Info<P> info) {
        Step<P, S> step = inner.update(gradient, state.inner(), info);
        Tensor count = state.count().plus(1L);
        Tensor due = count.ge((double) every);
        P fast = Trees.moved(info.params(), step.update());
        P moved = Tree.map((Tensor s, Tensor x) -> s.plus(x.minus(s).times(share)), state.slow(), fast);
        P slow = Trees.where(due, moved, state.slow());
        P update = Trees.where(due, Tree.minus(moved, info.params()), step.update());
        return new Step<>(update, new State<>(step.state(), slow, Tensors.where(due, 0L, count)));
    }

    @Override
    public P answer(P params, State<P, S> state) {
        return state.slow();
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
        return "Lookahead " + inner.name();
    }
}
