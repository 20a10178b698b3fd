package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * Mirror prox (Nemirovski 2004) with entropies on two simplices: a matrix game min max xᵀAy is solved to a gap of O(|A|max·√(log n·log m)/t)
 * by t steps, each an extrapolated point from the mean's base and a step from the base with the gradients there.
 *
 * @param payoffs A: the first player pays, the second gets xᵀAy
 */
@SuppressWarnings("ArrayRecordComponent")
public record MirrorProx(double[][] payoffs) {

    /**
     * A pair of strategies.
     *
     * @param x of the rows
     * @param y of the columns
     * @param gap max over y' of xᵀAy' less min over x' of x'ᵀAy
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Saddle(double[] x, double[] y, double gap) {}

    /**
     * Checks the matrix.
     *
     * @throws ArgumentException when it is empty or zero
     */
    public MirrorProx {
        if (payoffs.length == 0 || !(largest(payoffs) > 0)) {
            throw new ArgumentException("MirrorProx: the payoffs are empty or all zero", "give a matrix");
        }
    }

    private static double largest(double[][] rows) {
        double most = 0;
        for (double[] row : rows) {
            most = Math.max(most, Vectors.maxAbs(row));
        }
        return most;
    }

    /**
     * Runs.
     *
     * @param steps t, one or more
     * @return the mean of the extrapolated points
     */
    public Saddle run(int steps) {
        int n = payoffs.length;
        int m = payoffs[0].length;
        ConvexSet rows = new ConvexSet.Simplex(n);
        ConvexSet columns = new ConvexSet.Simplex(m);
        MirrorMap map = new MirrorMap.Entropy();
        // Φ = a·H(x)/log n + …: the rates that balance both sides, 1/(2·|A|max·√…).
        double left = Math.sqrt(Math.log(Math.max(2, n)) / Math.log(Math.max(2, m))) / (2 * largest(payoffs));
        double right = Math.sqrt(Math.log(Math.max(2, m)) / Math.log(Math.max(2, n))) / (2 * largest(payoffs));
        double[] thetaX = new double[n];
        double[] thetaY = new double[m];
        double[] xs = new double[n];
        double[] ys = new double[m];
        for (int t = 0; t < steps; t++) {
            double[] x = map.primal(rows, thetaX);
            double[] y = map.primal(columns, thetaY);
            double[] outX = map.primal(rows, Vectors.plus(thetaX, -left, Vectors.times(payoffs, y)));
            double[] outY = map.primal(columns, Vectors.plus(thetaY, right, transposed(x)));
            thetaX = Vectors.plus(thetaX, -left, Vectors.times(payoffs, outY));
            thetaY = Vectors.plus(thetaY, right, transposed(outX));
            xs = Vectors.plus(xs, 1.0 / steps, outX);
            ys = Vectors.plus(ys, 1.0 / steps, outY);
        }
        double most = java.util.Arrays.stream(transposed(xs)).max().orElseThrow();
        double least = java.util.Arrays.stream(Vectors.times(payoffs, ys)).min().orElseThrow();
        return new Saddle(xs, ys, most - least);
    }

    private double[] transposed(double[] x) {
        double[] product = new double[payoffs[0].length];
        Vectors.addTransposed(payoffs, x, product);
        return product;
    }
}
