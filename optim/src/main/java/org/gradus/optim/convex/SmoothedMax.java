package org.gradus.optim.convex;

import org.gradus.error.ArgumentException;
import org.gradus.optim.Vectors;

/**
 * max aᵢᵀx + bᵢ made smooth (Nesterov 2005): μ·log(Σ exp((aᵢᵀx + bᵢ)/μ)) − μ·log m lies at most μ·log m below the maximum and has curvature up to
 * max‖aᵢ‖²/μ.
 *
 * @param rows aᵢ
 * @param offsets bᵢ
 * @param mu μ; 0 for the maximum itself, with a subgradient of the first piece that attains it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SmoothedMax(double[][] rows, double[] offsets, double mu) implements Oracle.Function {

    /**
     * Checks the pieces.
     *
     * @throws ArgumentException when there is none, lengths differ or μ is negative
     */
    public SmoothedMax {
        if (rows.length == 0 || rows.length != offsets.length || !(mu >= 0)) {
            throw new ArgumentException(
                    "SmoothedMax: " + rows.length + " rows, " + offsets.length + " offsets, mu " + mu,
                    "give one offset a row and a mu of 0 or more");
        }
    }

    /** Pieces' values and their largest. */
    private int first(double[] pieces) {
        int best = 0;
        for (int i = 1; i < pieces.length; i++) {
            best = pieces[i] > pieces[best] ? i : best;
        }
        return best;
    }

    private double[] pieces(double[] x) {
        return Vectors.plus(Vectors.times(rows, x), 1, offsets);
    }

    @Override
    public double value(double[] x) {
        double[] pieces = pieces(x);
        double most = pieces[first(pieces)];
        if (mu == 0) {
            return most;
        }
        double sum = 0;
        for (double piece : pieces) {
            sum += Math.exp((piece - most) / mu);
        }
        return most + mu * Math.log(sum / pieces.length);
    }

    @Override
    public double[] gradient(double[] x) {
        double[] pieces = pieces(x);
        int best = first(pieces);
        if (mu == 0) {
            return rows[best].clone();
        }
        double[] shares = new double[pieces.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp((pieces[i] - pieces[best]) / mu);
            sum += shares[i];
        }
        double[] g = new double[x.length];
        Vectors.addTransposed(rows, Vectors.plus(new double[shares.length], 1 / sum, shares), g);
        return g;
    }
}
