package org.gradus.optim;

import org.gradus.tensor.Fn;

/**
 * The function that a minimizer was made of.
 *
 * @param bind binds data to the function
 * @param takesData whether there is data to bind
 * @param traceable whether steps may be compiled
 */
record Source<P, D>(Fn<D, Objective<P>> bind, boolean takesData, boolean traceable) {}
