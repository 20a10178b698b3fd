package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/**
 * A learning rate that follows its own gradient (Baydin et al. 2018, hypergradient descent).
 *
 * <p>With d the inner update, d_before that of the last step: α ← max(0, α − β·⟨g, d_before⟩), u = α·d, since ⟨g, d_before⟩
 * is the derivative of the value with respect to the rate of the last step.
 *
 * @param <P> the parameters' type
 * @param <S> the inner state's type
 * @param inner a complete method whose learning rate is 1
 * @param first α at the start, zero or more
 * @param rate β, zero or more
 */
public record HypergradientRate<P, S>(GradientTransformation<P, S> inner, double first, double rate)
        implements Optimizer<P, HypergradientRate.State<P, S>> {

    /**
     * The state.
     *
     * @param <P> the parameters' type
     * @param <S> the inner state's type
     * @param inner the inner state
     * @param before d_before, zero at the start
     * @param learningRate α, an f64 scalar
     */
    public record State<P, S>(S inner, P before, Tensor learningRate) {}

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public HypergradientRate {
        Settings.notNegative("HypergradientRate", "first", first);
        Settings.notNegative("HypergradientRate", "rate", rate);
    }

    @Override
    public State<P, S> init(P params) {
        return new State<>(inner.init(params), Tree.zerosLike(params), Tensors.scalar(first));
    }

    @Override
    public Step<P, State<P, S>> update(P gradient, State<P, S> state, Info<P> info) {
        Tensor slope = Leaves.dot(gradient, state.before());
        Tensor alpha = Tensors.maximum(state.learningRate().minus(slope.times(rate)), 0.0);
        Step<P, S> step = inner.update(gradient, state.inner(), info);
        P update = Tree.map(d -> Leaves.times(d, alpha), step.update());
        return new Step<>(update, new State<>(step.state(), step.update(), alpha));
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
        return "HypergradientRate " + inner.name();
    }
}
