package org.gradus.solve;

import java.util.Arrays;
import org.gradus.optim.Vectors;

/**
 * A least-squares problem min ‖A·x + b‖ and its damped forms by orthogonal transformations: A·P = Q·R with Householder
 * reflections and column pivoting (Golub and Van Loan, Matrix Computations, 4th ed., section 5.4), the rows of damping
 * by Givens rotations (Moré, The Levenberg–Marquardt algorithm, 1978). Normal equations would lose half the digits.
 */
final class PivotedQr {
    private final int n;
    private final double[][] r;
    private final int[] order;
    private final double[] right;
    private final int rank;

    /**
     * Factors.
     *
     * @param columns of A; overwritten
     * @param b overwritten by Qᵀ·b
     */
    PivotedQr(double[][] columns, double[] b) {
        n = columns.length;
        int rows = b.length;
        int steps = Math.min(rows, n);
        order = new int[n];
        double[] left = new double[n];
        double[] whole = new double[n];
        for (int j = 0; j < n; j++) {
            order[j] = j;
            left[j] = Vectors.norm(columns[j]);
            whole[j] = left[j];
        }
        r = new double[n][n];
        for (int k = 0; k < steps; k++) {
            int pivot = k;
            for (int j = k + 1; j < n; j++) {
                if (left[j] > left[pivot]) {
                    pivot = j;
                }
            }
            swap(columns, k, pivot);
            swap(left, k, pivot);
            swap(whole, k, pivot);
            int index = order[k];
            order[k] = order[pivot];
            order[pivot] = index;
            for (int i = 0; i < k; i++) {
                double one = r[i][k];
                r[i][k] = r[i][pivot];
                r[i][pivot] = one;
            }
            reflect(columns, b, left, whole, k);
        }
        right = new double[n];
        System.arraycopy(b, 0, right, 0, steps);
        int independent = 0;
        double smallest = Math.ulp(1.0) * Math.max(rows, n) * Math.abs(n == 0 ? 0 : r[0][0]);
        while (independent < steps && Math.abs(r[independent][independent]) > smallest) {
            independent++;
        }
        rank = independent;
    }

    private void reflect(double[][] columns, double[] b, double[] left, double[] whole, int k) {
        double[] v = columns[k];
        double norm = tailNorm(v, k);
        if (norm == 0) {
            return;
        }
        double head = v[k] > 0 ? -norm : norm;
        for (int i = k; i < v.length; i++) {
            v[i] /= head;
        }
        // v = x/head − e₁, whose first entry is −1 or less: H = I − v·vᵀ/|v₁| maps x to head·e₁.
        v[k] -= 1;
        r[k][k] = head;
        for (int j = k + 1; j < columns.length; j++) {
            apply(v, columns[j], k);
            r[k][j] = columns[j][k];
            double share = left[j] == 0 ? 0 : r[k][j] / left[j];
            left[j] *= Math.sqrt(Math.max(0, 1 - share * share));
            // The running norm has lost its digits: compute it again.
            if (left[j] <= 1e-6 * whole[j]) {
                left[j] = tailNorm(columns[j], k + 1);
                whole[j] = left[j];
            }
        }
        apply(v, b, k);
    }

    private static void apply(double[] v, double[] x, int from) {
        double sum = 0;
        for (int i = from; i < v.length; i++) {
            sum += v[i] * x[i];
        }
        double scale = sum / v[from];
        for (int i = from; i < v.length; i++) {
            x[i] += scale * v[i];
        }
    }

    private static double tailNorm(double[] v, int from) {
        double largest = 0;
        for (int i = from; i < v.length; i++) {
            largest = Math.max(largest, Math.abs(v[i]));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = from; i < v.length; i++) {
            sum += (v[i] / largest) * (v[i] / largest);
        }
        return largest * Math.sqrt(sum);
    }

    private static <T> void swap(T[] array, int i, int j) {
        T one = array[i];
        array[i] = array[j];
        array[j] = one;
    }

    private static void swap(double[] array, int i, int j) {
        double one = array[i];
        array[i] = array[j];
        array[j] = one;
    }

    boolean hasFullRank() {
        return rank == n;
    }

    /** The x that minimizes ‖A·x + b‖; entries of dependent columns are 0. */
    double[] solve() {
        double[] x = new double[n];
        for (int i = rank - 1; i >= 0; i--) {
            double sum = -right[i];
            for (int j = i + 1; j < rank; j++) {
                sum -= r[i][j] * x[order[j]];
            }
            x[order[i]] = sum / r[i][i];
        }
        return x;
    }

    /** Solves Rᵀ·w = Pᵀ·v: ‖w‖² is vᵀ(AᵀA)⁻¹v. */
    double[] forward(double[] v) {
        return forward(r, v);
    }

    private double[] forward(double[][] triangle, double[] v) {
        double[] w = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = v[order[i]];
            for (int j = 0; j < i; j++) {
                sum -= triangle[j][i] * w[j];
            }
            w[i] = sum / triangle[i][i];
        }
        return w;
    }

    /** The gradient Aᵀb, from the factors. */
    double[] gradient() {
        double[] g = new double[n];
        for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int i = 0; i <= j; i++) {
                sum += r[i][j] * right[i];
            }
            g[order[j]] = sum;
        }
        return g;
    }

    /** A damped solution: x, and the triangle of the damped problem for derivatives by the damping. */
    final class Damped {
        final double[] x = new double[n];
        private final double[][] triangle = new double[n][n];

        /** Minimizes ‖A·x + b‖² + damping²·‖x‖². */
        Damped(double damping) {
            double[] z = right.clone();
            for (int i = 0; i < n; i++) {
                System.arraycopy(r[i], i, triangle[i], i, n - i);
            }
            double[] row = new double[n];
            for (int k = 0; k < n; k++) {
                Arrays.fill(row, 0);
                row[k] = damping;
                double rest = 0;
                for (int i = k; i < n; i++) {
                    if (row[i] == 0) {
                        continue;
                    }
                    double length = Math.hypot(triangle[i][i], row[i]);
                    double cos = triangle[i][i] / length;
                    double sin = row[i] / length;
                    for (int j = i; j < n; j++) {
                        double above = triangle[i][j];
                        triangle[i][j] = cos * above + sin * row[j];
                        row[j] = cos * row[j] - sin * above;
                    }
                    double above = z[i];
                    z[i] = cos * above + sin * rest;
                    rest = cos * rest - sin * above;
                }
            }
            for (int i = n - 1; i >= 0; i--) {
                double sum = -z[i];
                for (int j = i + 1; j < n; j++) {
                    sum -= triangle[i][j] * x[order[j]];
                }
                x[order[i]] = triangle[i][i] == 0 ? 0 : sum / triangle[i][i];
            }
        }

        double[] forwardDamped(double[] v) {
            return PivotedQr.this.forward(triangle, v);
        }
    }

    /**
     * (AᵀA)⁻¹.
     *
     * @return a symmetric matrix; infinite when the columns are dependent
     */
    double[][] inverseGram() {
        double[][] inverse = new double[n][n];
        if (!hasFullRank()) {
            for (double[] row : inverse) {
                Arrays.fill(row, Double.POSITIVE_INFINITY);
            }
            return inverse;
        }
        double[][] columns = new double[n][];
        for (int j = 0; j < n; j++) {
            double[] unit = new double[n];
            unit[j] = 1;
            columns[j] = forward(unit);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inverse[i][j] = Vectors.dot(columns[i], columns[j]);
            }
        }
        return inverse;
    }
}
