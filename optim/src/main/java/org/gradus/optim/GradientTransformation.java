package org.gradus.optim;

import java.util.Set;

/**
 * One part of a first-order method: it turns a gradient into an update, with a state carried from step to step. Parts
 * are chained, {@code new ClipByGlobalNorm<P>(1).then(new Adam<>(1e-3))}.
 *
 * <p>Sign: the final update is <em>added</em> to the parameters, so that the last part of a chain scales by a negative
 * learning rate, as in Optax. States are trees of tensors without Java numbers that change: they can be saved,
 * restored, batched and differentiated. Updates are written with tensor operations, never with a Java {@code if} on a
 * value, and keep each leaf's element type.
 *
 * @param <P> the parameters' type: a tensor, or a tree of tensors
 * @param <S> the state's type: a record of tensors, trees like the parameters and states of other parts
 */
public interface GradientTransformation<P, S> {

    /**
     * The state before the first step.
     *
     * @param params the parameters at the start
     * @return the state
     */
    S init(P params);

    /**
     * One step.
     *
     * @param gradient the gradient, or the update made by the part before, a tree like the parameters
     * @param state the state
     * @param info parameters, value, step number, and what {@link #needs} asked for
     * @return update and next state
     */
    Step<P, S> update(P gradient, S state, Info<P> info);

    /**
     * Where the method says the minimizer is: the parameters, unless it keeps an average of them that is better.
     *
     * @param params where it stands
     * @param state the state there
     * @return params unless overridden
     */
    default P answer(P params, S state) {
        return params;
    }

    /**
     * What the part asks for beyond the facts that every step has.
     *
     * @return nothing unless overridden
     */
    default Set<Need> needs() {
        return Set.of();
    }

    /**
     * Whether the update goes downhill and carries a learning rate, so that it can be added to the parameters as it is.
     * {@link Minimizer} refuses methods that do not.
     *
     * @return false unless overridden: most parts only shape a gradient
     */
    default boolean descends() {
        return false;
    }

    /**
     * The name that errors and reports print.
     *
     * @return the simple class name unless overridden
     */
    default String name() {
        return getClass().getSimpleName();
    }

    /**
     * This part, then another one.
     *
     * @param <T> the other part's state type
     * @param next what is applied to this part's update
     * @return the chain
     */
    default <T> Chain<P, S, T> then(GradientTransformation<P, T> next) {
        return new Chain<>(this, next);
    }
}
