package org.gradus.optim.coordinate;

import org.gradus.Differentiable;
import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * A smooth function seen by blocks of coordinates: gradients, blocks of the Hessian, and blocks of a matrix above every Hessian.
 */
public interface BlockProblem {

    /**
     * The number of coordinates.
     *
     * @return one or more
     */
    int size();

    /**
     * The value.
     *
     * @param x where
     * @return f(x)
     */
    double value(double[] x);

    /**
     * The gradient.
     *
     * @param x where
     * @return ∇f(x)
     */
    double[] gradient(double[] x);

    /**
     * A block of the Hessian.
     *
     * @param x where
     * @param block coordinates
     * @return ∇²f(x) in the rows and columns of the block
     */
    double[][] hessian(double[] x, int[] block);

    /**
     * A matrix above that block of every Hessian.
     *
     * @param block coordinates
     * @return H_b ⪰ ∇²f(x)_bb for all x
     */
    double[][] bound(int[] block);

    /**
     * A function with a matrix above its Hessians, whose blocks of the Hessian are made of Hessian-vector products.
     *
     * @param f the function
     * @param bound H ⪰ ∇²f(x) for all x, symmetric
     * @return the problem
     */
    static BlockProblem of(Differentiable f, double[][] bound) {
        return new Bounded(f, bound);
    }

    /**
     * ½·‖A·x − b‖² + ρ/2·‖x‖².
     *
     * @param rows of A
     * @param targets b
     * @param ridge ρ, zero or more
     * @return the problem, whose bound is its Hessian
     */
    static BlockProblem leastSquares(double[][] rows, double[] targets, double ridge) {
        return new SquaredErrors(rows, targets, ridge);
    }

    /**
     * The rows and columns of a block.
     *
     * @param matrix a matrix
     * @param block coordinates
     * @return a new matrix
     */
    static double[][] block(double[][] matrix, int[] block) {
        double[][] part = new double[block.length][block.length];
        for (int i = 0; i < block.length; i++) {
            for (int j = 0; j < block.length; j++) {
                part[i][j] = matrix[block[i]][block[j]];
            }
        }
        return part;
    }

    /**
     * A function with a bound.
     *
     * @param f the function
     * @param matrix H
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Bounded(Differentiable f, double[][] matrix) implements BlockProblem {
        @Override
        public int size() {
            return matrix.length;
        }

        @Override
        public double value(double[] x) {
            return f.value(x);
        }

        @Override
        public double[] gradient(double[] x) {
            return f.gradient(x);
        }

        @Override
        public double[][] hessian(double[] x, int[] block) {
            double[][] part = new double[block.length][block.length];
            for (int j = 0; j < block.length; j++) {
                double[] unit = new double[x.length];
                unit[block[j]] = 1;
                double[] column = f.hvp(x, unit);
                for (int i = 0; i < block.length; i++) {
                    part[i][j] = column[block[i]];
                }
            }
            return part;
        }

        @Override
        public double[][] bound(int[] block) {
            return BlockProblem.block(matrix, block);
        }
    }

    /** Least squares with the normal matrix at hand. */
    final class SquaredErrors implements BlockProblem {
        private final double[][] rows;
        private final double[] targets;
        private final double ridge;
        private final double[][] normal;

        SquaredErrors(double[][] rows, double[] targets, double ridge) {
            if (rows.length == 0 || rows.length != targets.length || !(ridge >= 0)) {
                throw new ArgumentException(
                        "leastSquares: " + rows.length + " rows, " + targets.length + " targets, ridge " + ridge,
                        "give a row or more, a target for each and a ridge of 0 or more");
            }
            this.rows = rows;
            this.targets = targets;
            this.ridge = ridge;
            int n = rows[0].length;
            normal = new double[n][n];
            for (double[] row : rows) {
                for (int i = 0; i < n; i++) {
                    for (int j = 0; row[i] != 0 && j < n; j++) {
                        normal[i][j] += row[i] * row[j];
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                normal[i][i] += ridge;
            }
        }

        @Override
        public int size() {
            return normal.length;
        }

        @Override
        public double value(double[] x) {
            double sum = 0.5 * ridge * Vectors.dot(x, x);
            for (int i = 0; i < rows.length; i++) {
                double r = Vectors.dot(rows[i], x) - targets[i];
                sum += 0.5 * r * r;
            }
            return sum;
        }

        @Override
        public double[] gradient(double[] x) {
            double[] residuals = Vectors.minus(Vectors.times(rows, x), targets);
            double[] g = Vectors.plus(new double[x.length], ridge, x);
            Vectors.addTransposed(rows, residuals, g);
            return g;
        }

        @Override
        public double[][] hessian(double[] x, int[] block) {
            return BlockProblem.block(normal, block);
        }

        @Override
        public double[][] bound(int[] block) {
            return BlockProblem.block(normal, block);
        }
    }
}
