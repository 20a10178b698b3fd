/**
 * Accelerated methods for quasar-convex functions, which look convex from their minimum.
 *
 * {@snippet :
 * Differentiable f = Gradus.differentiable(u -> u.square().div(u.square().plus(1)).sum());
 * Bisearch.find(f, new double[] {1}, new double[] {-6}, 0, 1, 0, 0.5).weight();    // → 0.75
 * }
 */
package org.gradus.optim.quasar;
