package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * Takes the size of another method's update and the direction of the current gradient (Cao, Li and Song 2024, Grams).
 *
 * <p>u = −sign(g)·|inner(g)|, sign(0) = 0. Weight decay belongs behind it, not in the inner method. Around Adam it is
 * {@link Grams}.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner a complete method
 */
public record SignFromGradient<P, S>(GradientTransformation<P, S> inner) implements Optimizer<P, S> {
    @Override
    public S init(P params) {
        return inner.init(params);
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        Step<P, S> step = inner.update(gradient, state, info);
        P update = Tree.map((Tensor u, Tensor g) -> g.sign().times(u.abs()).unaryMinus(), step.update(), gradient);
        return new Step<>(update, step.state());
    }

    @Override
    public P answer(P params, S state) {
        return inner.answer(params, state);
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
        return "sign of gradient × " + inner.name();
    }
}
