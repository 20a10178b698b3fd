/**
 * Stochastic methods on means of functions: the problem as {@link org.gradus.optim.stochastic.FiniteSum}, and methods that look at
 * some parts a step.
 *
 * {@snippet :
 * double[][] rows = {{1, 0}, {0, 1}, {1, 1}};
 * FiniteSum ridge = new LinearModelSum(rows, new double[] {1, 2, 3}, new LinearModelSum.Squared(), 0);
 * ridge.whole().value(new double[] {1, 2});    // → 0.0
 * ridge.batch(1).gradient(new double[2])[1];    // → -2.0
 * }
 */
package org.gradus.optim.stochastic;
