/**
 * Convex optimization with known rates: sets, geometries and the methods that a first course proves.
 *
 * {@snippet :
 * ConvexSet simplex = new ConvexSet.Simplex(3);
 * simplex.project(new double[] {1, 1, 0})[0];    // → 0.5
 * }
 */
package org.gradus.optim.convex;
