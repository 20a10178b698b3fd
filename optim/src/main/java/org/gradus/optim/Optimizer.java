package org.gradus.optim;

/**
 * A complete first-order method: its update carries learning rate and sign, and is added to the parameters as it is.
 *
 * @param <P> the parameters' type
 * @param <S> the state's type
 */
public interface Optimizer<P, S> extends GradientTransformation<P, S> {
    @Override
    default boolean descends() {
        return true;
    }
}
