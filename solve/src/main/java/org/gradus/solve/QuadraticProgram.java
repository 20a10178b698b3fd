package org.gradus.solve;

import java.util.Arrays;
import org.gradus.optim.Vectors;

/**
 * A strictly convex quadratic program, min gᵀd + ½·dᵀBd with aᵢᵀd = bᵢ for the first rows and aᵢᵀd ≥ bᵢ for the others, by
 * the dual active-set method of Goldfarb and Idnani (1983): it begins at the free minimum, adds the most violated
 * constraint, and so finds out by itself when no point satisfies all.
 */
final class QuadraticProgram {
    private static final double TOLERANCE = 1e-12;

    /**
     * A solution.
     *
     * @param d the minimum
     * @param multipliers of the rows: B·d + g = Σ multiplierᵢ·aᵢ
     * @param feasible whether some d satisfies all rows
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(double[] d, double[] multipliers, boolean feasible) {}

    private final int n;
    private final double[][] a;
    private final double[] b;
    private final int equalities;
    private final double[][] j;
    private final double[][] r;
    private final int[] active;
    private final double[] sign;
    private final double[] u;
    private final double[] d;
    private int count;

    private QuadraticProgram(double[][] matrix, double[] g, double[][] a, double[] b, int equalities) {
        n = g.length;
        this.a = a;
        this.b = b;
        this.equalities = equalities;
        j = inverseFactor(matrix);
        r = new double[n][n];
        active = new int[n + 1];
        sign = new double[a.length];
        Arrays.fill(sign, 1);
        u = new double[n + 1];
        // d = −J·Jᵀ·g
        double[] t = transposed(g);
        d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = -Vectors.dot(j[i], t);
        }
    }

    /**
     * Solves.
     *
     * @param matrix B, positive definite
     * @param g the linear part
     * @param a rows
     * @param b right-hand sides
     * @param equalities how many rows are equalities
     */
    static Result solve(double[][] matrix, double[] g, double[][] a, double[] b, int equalities) {
        return new QuadraticProgram(matrix, g, a, b, equalities).run();
    }

    /** J = L⁻ᵀ of B = L·Lᵀ. */
    private static double[][] inverseFactor(double[][] matrix) {
        int n = matrix.length;
        double[][] l = new double[n][n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(matrix[i][i]));
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k <= i; k++) {
                double sum = matrix[i][k] - Vectors.dot(Arrays.copyOf(l[i], k), Arrays.copyOf(l[k], k));
                l[i][k] = i == k ? Math.sqrt(Math.max(sum, 1e-14 * largest)) : sum / l[k][k];
            }
        }
        double[][] inverse = new double[n][n];
        for (int column = 0; column < n; column++) {
            // Row `column` of L⁻ᵀ is column `column` of L⁻¹.
            for (int i = column; i < n; i++) {
                double sum = i == column ? 1 : 0;
                for (int k = column; k < i; k++) {
                    sum -= l[i][k] * inverse[column][k];
                }
                inverse[column][i] = sum / l[i][i];
            }
        }
        return inverse;
    }

    private double[] transposed(double[] v) {
        double[] t = new double[n];
        Vectors.addTransposed(j, v, t);
        return t;
    }

    private Result run() {
        for (int i = 0; i < equalities; i++) {
            if (!add(i)) {
                return result(false);
            }
        }
        for (int iteration = 0; iteration < 50 * (n + a.length) + 100; iteration++) {
            int worst = mostViolated();
            if (worst < 0) {
                return result(true);
            }
            if (!add(worst)) {
                return result(false);
            }
        }
        return result(false);
    }

    private Result result(boolean feasible) {
        double[] multipliers = new double[a.length];
        for (int k = 0; k < count; k++) {
            multipliers[active[k]] = sign[active[k]] * u[k];
        }
        return new Result(d.clone(), multipliers, feasible);
    }

    private double slack(int i) {
        return Vectors.dot(a[i], d) - b[i];
    }

    private double tolerance(int i) {
        double norm = Vectors.norm(a[i]);
        return TOLERANCE * (norm * (1 + Vectors.maxAbs(d)) + Math.abs(b[i]));
    }

    private int mostViolated() {
        int worst = -1;
        double largest = 0;
        for (int i = equalities; i < a.length; i++) {
            double slack = slack(i);
            double norm = Vectors.norm(a[i]);
            if (slack < -tolerance(i) && !isActive(i)) {
                double size = norm > 0 ? -slack / norm : Double.POSITIVE_INFINITY;
                if (size > largest) {
                    largest = size;
                    worst = i;
                }
            }
        }
        return worst;
    }

    private boolean isActive(int i) {
        for (int k = 0; k < count; k++) {
            if (active[k] == i) {
                return true;
            }
        }
        return false;
    }

    /** Makes row i hold, dropping others on the way; false if no point satisfies it with the equalities. */
    private boolean add(int i) {
        double slack = slack(i);
        if (i < equalities && slack > 0) {
            sign[i] = -1;
        }
        double[] normal = Vectors.plus(new double[n], sign[i], a[i]);
        double own = 0;
        while (true) {
            double violation = sign[i] * slack(i);
            double[] t = transposed(normal);
            double[] z = new double[n];
            double reach = 0;
            double whole = Vectors.dot(t, t);
            for (int k = count; k < n; k++) {
                reach += t[k] * t[k];
                for (int row = 0; row < n; row++) {
                    z[row] += j[row][k] * t[k];
                }
            }
            double[] back = backward(t);
            int leaving = -1;
            double partial = Double.POSITIVE_INFINITY;
            for (int k = 0; k < count; k++) {
                if (active[k] >= equalities && back[k] > 0 && u[k] / back[k] < partial) {
                    partial = u[k] / back[k];
                    leaving = k;
                }
            }
            boolean independent = reach > 1e-20 * whole && whole > 0;
            double full = independent ? Math.max(0, -violation) / reach : Double.POSITIVE_INFINITY;
            if (!independent && Math.abs(violation) <= 1e3 * tolerance(i) && i < equalities) {
                return true;
            }
            double step = Math.min(partial, full);
            if (step == Double.POSITIVE_INFINITY) {
                return false;
            }
            for (int k = 0; k < count; k++) {
                u[k] -= step * back[k];
            }
            own += step;
            if (independent) {
                for (int row = 0; row < n; row++) {
                    d[row] += step * z[row];
                }
            }
            if (step == full) {
                append(i, t, own);
                return true;
            }
            drop(leaving);
        }
    }

    /** R⁻¹·t for the active rows. */
    private double[] backward(double[] t) {
        double[] x = new double[count];
        for (int i = count - 1; i >= 0; i--) {
            double sum = t[i];
            for (int k = i + 1; k < count; k++) {
                sum -= r[i][k] * x[k];
            }
            x[i] = sum / r[i][i];
        }
        return x;
    }

    private void append(int i, double[] t, double multiplier) {
        // Rotations that take t[count+1…] to 0, applied to the columns of J.
        for (int k = n - 1; k > count; k--) {
            double length = Math.hypot(t[k - 1], t[k]);
            if (length == 0) {
                continue;
            }
            double cos = t[k - 1] / length;
            double sin = t[k] / length;
            t[k - 1] = length;
            t[k] = 0;
            rotate(k - 1, k, cos, sin);
        }
        for (int k = 0; k <= count; k++) {
            r[k][count] = t[k];
        }
        active[count] = i;
        u[count] = multiplier;
        count++;
    }

    private void rotate(int p, int q, double cos, double sin) {
        for (double[] row : j) {
            double one = row[p];
            row[p] = cos * one + sin * row[q];
            row[q] = cos * row[q] - sin * one;
        }
    }

    private void drop(int leaving) {
        for (int k = leaving; k < count - 1; k++) {
            active[k] = active[k + 1];
            u[k] = u[k + 1];
            for (int row = 0; row < n; row++) {
                r[row][k] = r[row][k + 1];
            }
        }
        count--;
        for (int row = 0; row < n; row++) {
            r[row][count] = 0;
        }
        for (int k = leaving; k < count; k++) {
            double length = Math.hypot(r[k][k], r[k + 1][k]);
            if (length == 0) {
                continue;
            }
            double cos = r[k][k] / length;
            double sin = r[k + 1][k] / length;
            for (int column = k; column < count; column++) {
                double one = r[k][column];
                r[k][column] = cos * one + sin * r[k + 1][column];
                r[k + 1][column] = cos * r[k + 1][column] - sin * one;
            }
            rotate(k, k + 1, cos, sin);
        }
    }
}
