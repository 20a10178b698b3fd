package org.gradus.optim;

/**
 * A symmetric matrix made positive definite: A + τ·diag(d²) = L·Lᵀ with the smallest τ of a growing sequence that starts
 * at 0, where d scales the diagonal to 1 so that units do not matter (Nocedal and Wright, Numerical Optimization, 2nd
 * ed., Algorithm 3.3).
 */
final class Cholesky {
    private final double[][] lower;
    private final double[] scale;

    Cholesky(double[][] a) {
        int n = a.length;
        scale = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(a[i][i]));
        }
        double smallest = 0;
        for (int i = 0; i < n; i++) {
            double size = Math.abs(a[i][i]);
            for (int j = 0; j < n; j++) {
                // A zero on the diagonal takes its scale from its row.
                size = Math.max(size, j == i || a[j][j] == 0 ? 0 : a[i][j] * a[i][j] / Math.abs(a[j][j]) * 1e-8);
            }
            scale[i] = size > 0 ? Math.sqrt(size) : largest > 0 ? 1e-8 * Math.sqrt(largest) : 1;
            smallest = Math.min(smallest, a[i][i] / (scale[i] * scale[i]));
        }
        double[][] found = factor(a, 0);
        for (double shift = Math.max(1e-3, 1e-3 - smallest); found == null; shift *= 4) {
            found = shift < 1e12 ? factor(a, shift) : identity(n);
        }
        lower = found;
    }

    private static double[][] identity(int n) {
        double[][] one = new double[n][n];
        for (int i = 0; i < n; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    private double[][] factor(double[][] a, double shift) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j] / (scale[i] * scale[j]) + (i == j ? shift : 0);
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i > j) {
                    l[i][j] = sum / l[j][j];
                } else if (sum > 1e-14) {
                    l[i][i] = Math.sqrt(sum);
                } else {
                    return null;
                }
            }
        }
        return l;
    }

    /** (L·Lᵀ)⁻¹·b in the units of A. */
    double[] solve(double[] b) {
        int n = b.length;
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = b[i] / scale[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * x[k];
            }
            x[i] = sum / lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = x[i];
            for (int k = i + 1; k < n; k++) {
                sum -= lower[k][i] * x[k];
            }
            x[i] = sum / lower[i][i];
        }
        for (int i = 0; i < n; i++) {
            x[i] /= scale[i];
        }
        return x;
    }

    /** √(sᵀ·L·Lᵀ·s). */
    double norm(double[] s) {
        int n = s.length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                product[k] += lower[i][k] * scale[i] * s[i];
            }
        }
        return Vectors.norm(product);
    }
}
