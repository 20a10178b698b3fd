package org.gradus.optim;

import org.gradus.tensor.Fn;

/**
 * The function that a minimizer was made of.
 *
 * @param bind binds data to the function
 * @param takesData whether there is data to bind
 * @param ofArrays whether it is a function of {@code double[]}, which only solvers of vectors can trace
 */
record Source<P, D>(Fn<D, Objective<P>> bind, boolean takesData, boolean ofArrays) {

    boolean isTraceable(Solver<P, ?> solver) {
        return !ofArrays || solver instanceof Raveled;
    }
}
