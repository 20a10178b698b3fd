package org.gradus.optim;

/**
 * What a gradient transformation makes of a gradient.
 *
 * @param <P> the parameters' type
 * @param <S> the state's type
 * @param update to be added to the parameters once all transformations have been applied, a tree like the parameters
 * @param state the state for the next step
 */
public record Step<P, S>(P update, S state) {}
