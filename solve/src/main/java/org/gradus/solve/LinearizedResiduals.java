package org.gradus.solve;

import org.gradus.optim.Vectors;

/**
 * Residuals near a point, r + J·s, weighted so that squares of them have the robust loss's slope and curvature: row i is
 * multiplied by √κ, and the residual becomes r·w/√κ, with weight w = ρ′ and curvature κ = ρ′ + 2zρ″.
 */
final class LinearizedResiduals {
    private final double[] residuals;
    private final double[][] rows;

    LinearizedResiduals(RobustLoss loss, double[] r, double[][] jacobian) {
        if (loss.kind() == RobustLoss.Kind.SQUARES) {
            residuals = r;
            rows = jacobian;
            return;
        }
        residuals = new double[r.length];
        rows = new double[r.length][];
        for (int i = 0; i < r.length; i++) {
            double root = Math.sqrt(loss.curvature(r[i]));
            residuals[i] = r[i] * loss.weight(r[i]) / root;
            rows[i] = new double[jacobian[i].length];
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = root * jacobian[i][j];
            }
        }
    }

    double[] residuals() {
        return residuals;
    }

    double[] times(double[] s) {
        return Vectors.times(rows, s);
    }

    /** The gradient of the sum of squares, 2·Jᵀr. */
    double[] gradient(int length) {
        double[] g = new double[length];
        Vectors.addTransposed(rows, residuals, g);
        for (int j = 0; j < length; j++) {
            g[j] *= 2;
        }
        return g;
    }

    double[] columnNorms(int length) {
        double[] norms = new double[length];
        for (int j = 0; j < length; j++) {
            norms[j] = Vectors.norm(column(j, 1));
        }
        return norms;
    }

    private double[] column(int j, double scale) {
        double[] column = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            column[i] = scale == 0 ? 0 : rows[i][j] / scale;
        }
        return column;
    }

    /**
     * The correction of a step p for the residuals' curvature along it, a/2 with min ‖J·a + r″‖² + λ‖D·a‖² in the free
     * entries (Transtrum and Sethna, Improvements to the Levenberg–Marquardt algorithm, 2012: geodesic acceleration).
     */
    double[] acceleration(boolean[] fixed, double[] curvature, double[] scale, double damping) {
        PivotedQr qr = new PivotedQr(columns(fixed, scale), curvature.clone());
        double[] a = damping > 0 ? qr.new Damped(Math.sqrt(damping)).x : qr.solve();
        double[] half = new double[fixed.length];
        int at = 0;
        for (int j = 0; j < fixed.length; j++) {
            if (!fixed[j]) {
                half[j] = 0.5 * a[at++] / scale[j];
            }
        }
        return half;
    }

    /** (JᵀJ)⁻¹ of the free entries, columns divided by the scale. */
    double[][] inverseGram(boolean[] fixed, double[] scale) {
        return new PivotedQr(columns(fixed, scale), residuals.clone()).inverseGram();
    }

    private double[][] columns(boolean[] fixed, double[] scale) {
        int free = 0;
        for (boolean one : fixed) {
            free += one ? 0 : 1;
        }
        double[][] columns = new double[free][];
        int at = 0;
        for (int j = 0; j < fixed.length; j++) {
            if (!fixed[j]) {
                columns[at++] = column(j, scale[j]);
            }
        }
        return columns;
    }

    /** The step in the entries that are not fixed; those that are keep their part of s. */
    TrustRadius step(boolean[] fixed, double[] s, double[] scale, double radius, double damping) {
        double[] moved = Vectors.plus(residuals, 1, times(s));
        TrustRadius inside = TrustRadius.step(new PivotedQr(columns(fixed, scale), moved), radius, damping);
        double[] p = s.clone();
        int at = 0;
        for (int j = 0; j < fixed.length; j++) {
            if (!fixed[j]) {
                p[j] = inside.p()[at++] / scale[j];
            }
        }
        return new TrustRadius(p, inside.damping());
    }
}
