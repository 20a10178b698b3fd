/**
 * Block coordinate descent: {@link org.gradus.optim.coordinate.BlockProblem} is what it minimizes,
 * {@link org.gradus.optim.coordinate.Partition} says which blocks there are, {@link org.gradus.optim.coordinate.Separable} adds a term,
 * {@link org.gradus.optim.coordinate.Forest} solves where a block's graph has no cycle.
 *
 * {@snippet :
 * double[][] rows = {{2, 1}, {1, 3}, {0, 1}};
 * BlockProblem problem = BlockProblem.leastSquares(rows, new double[] {4, 7, 2}, 0);
 * var method = new BlockCoordinateDescent(
 *         new Partition.Variable(1), BlockCoordinateDescent.Rule.GSL, BlockCoordinateDescent.Update.MATRIX);
 * Solution<double[]> s = new ArrayLoop().run(method, problem, new double[2]).solution();
 * Math.round(1e6 * s.point()[1]);    // → 2000000
 * }
 */
package org.gradus.optim.coordinate;
