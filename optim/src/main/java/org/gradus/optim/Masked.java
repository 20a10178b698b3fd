package org.gradus.optim;

import java.util.List;
import java.util.Set;
import org.gradus.tensor.Tensor;

/**
 * Applies a transformation to some leaves; the others pass unchanged. The inner one sees the list of its leaves and keeps
 * state for them alone. To keep leaves at rest use {@link Labeled} with {@link Freeze}.
 *
 * {@snippet :
 * record Model(Tensor w, Tensor b) {}
 * var decay = new Masked<Model, Stateless>(new AddDecayedWeights<>(1e-4), LeafFilter.matrices());
 * var method = decay.then(new Sgd<>(0.1, 0.9));
 * }
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner what is done with the leaves
 * @param filter which leaves
 */
public record Masked<P, S>(GradientTransformation<List<Tensor>, S> inner, LeafFilter filter)
        implements GradientTransformation<P, S> {
    @Override
    public S init(P params) {
        return inner.init(Selection.of(params, filter).from(params));
    }

    @Override
    public Step<P, S> update(P gradient, S state, Info<P> info) {
        Selection selection = Selection.of(info.params(), filter);
        Step<List<Tensor>, S> step = selection.step(inner, gradient, state, info);
        return new Step<>(selection.into(gradient, step.update()), step.state());
    }

    @Override
    public Set<Need> needs() {
        return inner.needs();
    }

    @Override
    public String name() {
        return "masked " + inner.name();
    }
}
