package org.gradus.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * The compact form of limited-memory BFGS, B = θ·I − W·M·Wᵀ with W = [Y θS] and M⁻¹ = [−D Lᵀ; L θSᵀS] (Byrd, Nocedal and
 * Schnabel 1994).
 *
 * @param s steps, the oldest first
 * @param y differences of gradients
 * @param theta θ = yᵀy / sᵀy of the last pair
 */
public record CompactBfgs(List<double[]> s, List<double[]> y, double theta) {

    static CompactBfgs empty() {
        return new CompactBfgs(List.of(), List.of(), 1);
    }

    /** With one more pair, unless its curvature is not positive beyond rounding. */
    CompactBfgs with(double[] step, double[] change, int memory) {
        double sy = Vectors.dot(step, change);
        double yy = Vectors.dot(change, change);
        if (!(sy > Math.ulp(1.0) * yy)) {
            return this;
        }
        List<double[]> steps = new ArrayList<>(s);
        List<double[]> changes = new ArrayList<>(y);
        steps.add(step);
        changes.add(change);
        if (steps.size() > memory) {
            steps.removeFirst();
            changes.removeFirst();
        }
        return new CompactBfgs(List.copyOf(steps), List.copyOf(changes), yy / sy);
    }

    int size() {
        return 2 * s.size();
    }

    /** M⁻¹. */
    double[][] middle() {
        int m = s.size();
        double[][] k = new double[2 * m][2 * m];
        for (int i = 0; i < m; i++) {
            k[i][i] = -Vectors.dot(s.get(i), y.get(i));
            for (int j = 0; j < m; j++) {
                k[m + i][m + j] = theta * Vectors.dot(s.get(i), s.get(j));
                if (i > j) {
                    double l = Vectors.dot(s.get(i), y.get(j));
                    k[m + i][j] = l;
                    k[j][m + i] = l;
                }
            }
        }
        return k;
    }

    /** Row i of W. */
    double[] row(int i) {
        int m = s.size();
        double[] row = new double[2 * m];
        for (int j = 0; j < m; j++) {
            row[j] = y.get(j)[i];
            row[m + j] = theta * s.get(j)[i];
        }
        return row;
    }

    /** Wᵀ·v. */
    double[] transposed(double[] v) {
        int m = s.size();
        double[] product = new double[2 * m];
        for (int j = 0; j < m; j++) {
            product[j] = Vectors.dot(y.get(j), v);
            product[m + j] = theta * Vectors.dot(s.get(j), v);
        }
        return product;
    }

    /** B⁻¹·g by the two-loop recursion, in 4mn products. */
    double[] inverseTimes(double[] g) {
        int m = s.size();
        double[] q = g.clone();
        double[] alpha = new double[m];
        for (int i = m - 1; i >= 0; i--) {
            alpha[i] = Vectors.dot(s.get(i), q) / Vectors.dot(s.get(i), y.get(i));
            add(q, -alpha[i], y.get(i));
        }
        for (int k = 0; k < q.length; k++) {
            q[k] /= theta;
        }
        for (int i = 0; i < m; i++) {
            double beta = Vectors.dot(y.get(i), q) / Vectors.dot(s.get(i), y.get(i));
            add(q, alpha[i] - beta, s.get(i));
        }
        return q;
    }

    private static void add(double[] sum, double scale, double[] more) {
        for (int k = 0; k < sum.length; k++) {
            sum[k] += scale * more[k];
        }
    }

    /** Solves A·x = b by elimination with row exchanges; null when A is singular. Overwrites both. */
    static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) {
                    pivot = i;
                }
            }
            if (!(Math.abs(a[pivot][k]) > 0)) {
                return null;
            }
            double[] row = a[k];
            a[k] = a[pivot];
            a[pivot] = row;
            double one = b[k];
            b[k] = b[pivot];
            b[pivot] = one;
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                if (factor != 0) {
                    for (int j = k; j < n; j++) {
                        a[i][j] -= factor * a[k][j];
                    }
                    b[i] -= factor * b[k];
                }
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                b[i] -= a[i][j] * b[j];
            }
            b[i] /= a[i][i];
        }
        return Vectors.isFinite(b) ? b : null;
    }
}
