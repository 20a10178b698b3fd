package org.gradus.optim;

import java.util.Set;
import org.gradus.array.DType;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * Drops the entries of another method's update that go uphill (Liang et al. 2024, cautious optimizers).
 *
 * <p>u = inner(g) where inner(g)·g &lt; 0, else 0; multiplied for each leaf by n/(kept + 1) unless scaling is off, n the
 * leaf's size.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner a complete method
 * @param rescaled whether what is kept is enlarged; true in the paper
 */
public record Cautious<P, S>(GradientTransformation<P, S> inner, boolean rescaled) implements Optimizer<P, S> {
    @Override
    public S init(P params) {
        return inner.init(params);
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        Step<P, S> step = inner.update(gradient, state, info);
        P update = Tree.map(
                (Tensor u, Tensor g) -> {
                    Tensor down = u.times(g).lt(0);
                    Tensor kept = Tensors.where(down, u, 0.0);
                    Tensor count = down.to(DType.FLOAT64).sum();
                    return rescaled ? Leaves.times(kept, Tensors.div(u.size(), count.plus(1))) : kept;
                },
                step.update(),
                gradient);
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
        return "cautious " + inner.name();
    }
}
