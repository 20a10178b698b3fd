package org.gradus.optim;

import org.gradus.tensor.Tensor;

/**
 * A solver that sees all parameters as one vector; {@link Minimizer} ravels trees for it.
 *
 * @param <S> the state's type
 */
public interface VectorSolver<S> extends Solver<Tensor, S> {}
