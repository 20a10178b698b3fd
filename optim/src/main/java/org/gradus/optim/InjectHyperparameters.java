package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Fn;

/**
 * Keeps hyperparameters as leaves of the state, where they can be changed between steps, batched, or differentiated.
 *
 * {@snippet :
 * record Rates(Tensor learningRate) {}
 * var adam = new InjectHyperparameters<Model, Rates, ScaleByAdam.State<Model>>(
 *         new Rates(Tensors.scalar(1e-3)), h -> new Adam<>(Schedules.constant(h.learningRate())));
 * }
 *
 * @param <P> the parameters' type
 * @param <H> the hyperparameters' type, a tree of scalars
 * @param <S> the inner state's type
 * @param initial the hyperparameters at the start
 * @param factory makes the transformation of hyperparameters; it may not look at their values
 */
public record InjectHyperparameters<P, H, S>(H initial, Fn<H, GradientTransformation<P, S>> factory)
        implements GradientTransformation<P, InjectHyperparameters.State<H, S>> {

    /**
     * The state.
     *
     * @param <H> the hyperparameters' type
     * @param <S> the inner state's type
     * @param hyperparameters what the next step uses
     * @param inner the transformation's state
     */
    public record State<H, S>(H hyperparameters, S inner) {}

    @Override
    public State<H, S> init(P params) {
        return new State<>(initial, factory.apply(initial).init(params));
    }

    @Override
    public Step<P, State<H, S>> update(P gradient, State<H, S> state, Info<P> info) {
        Step<P, S> step = factory.apply(state.hyperparameters()).update(gradient, state.inner(), info);
        return new Step<>(step.update(), new State<>(state.hyperparameters(), step.state()));
    }

    @Override
    public P answer(P params, State<H, S> state) {
        return factory.apply(state.hyperparameters()).answer(params, state.inner());
    }

    @Override
    public Set<Need> needs() {
        return factory.apply(initial).needs();
    }

    @Override
    public boolean descends() {
        return factory.apply(initial).descends();
    }

    @Override
    public String name() {
        return factory.apply(initial).name();
    }
}
