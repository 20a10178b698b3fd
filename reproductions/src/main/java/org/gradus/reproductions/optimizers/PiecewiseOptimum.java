package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Vectors;

/** Least values of the largest of some affine functions, by trying every set of pieces that may be active at a minimum. */
final class PiecewiseOptimum {
    private final double[][] rows;
    private final double[] offsets;

    PiecewiseOptimum(double[][] rows, double[] offsets) {
        this.rows = rows;
        this.offsets = offsets;
    }

    private double value(double[] x) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            most = Math.max(most, Vectors.dot(rows[i], x) + offsets[i]);
        }
        return most;
    }

    /**
     * Over the unit ball. Inside, n + 1 pieces are equal at a minimum; on the sphere, with pieces S, x = Σ qᵢ·aᵢ over S, so with G = A·Aᵀ:
     * G·q = v·1 − b, and qᵀGq = 1 is quadratic in v. Every candidate in the ball bounds the minimum, and the minimum is one of them.
     */
    double onBall() {
        int n = rows[0].length;
        double least = Double.POSITIVE_INFINITY;
        for (int set = 1; set < 1 << rows.length; set++) {
            int size = Integer.bitCount(set);
            if (size > n + 1) {
                continue;
            }
            int[] s = members(set);
            List<double[]> candidates = size == n + 1 ? vertices(s) : onSphere(s);
            for (double[] x : candidates) {
                if (Vectors.norm(x) <= 1 + 1e-12) {
                    least = Math.min(least, value(x));
                }
            }
        }
        return least;
    }

    /** Over a polygon: corners, points of edges where two pieces are equal, points where three are. */
    double onPolygon(double[][] corners) {
        double least = Double.POSITIVE_INFINITY;
        int m = corners.length;
        for (int e = 0; e < m; e++) {
            double[] from = corners[e];
            double[] along = Vectors.minus(corners[(e + 1) % m], from);
            least = Math.min(least, value(from));
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < i; j++) {
                    double[] d = Vectors.minus(rows[i], rows[j]);
                    double t = (offsets[j] - offsets[i] - Vectors.dot(d, from)) / Vectors.dot(d, along);
                    if (t >= 0 && t <= 1) {
                        least = Math.min(least, value(Vectors.plus(from, t, along)));
                    }
                }
            }
        }
        for (int set = 1; set < 1 << rows.length; set++) {
            if (Integer.bitCount(set) == 3) {
                for (double[] x : vertices(members(set))) {
                    least = inside(corners, x) ? Math.min(least, value(x)) : least;
                }
            }
        }
        return least;
    }

    private static boolean inside(double[][] corners, double[] x) {
        for (int e = 0; e < corners.length; e++) {
            double[] a = corners[e];
            double[] b = corners[(e + 1) % corners.length];
            if ((b[0] - a[0]) * (x[1] - a[1]) - (b[1] - a[1]) * (x[0] - a[0]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int[] members(int set) {
        int[] s = new int[Integer.bitCount(set)];
        int count = 0;
        for (int i = 0; i < 31; i++) {
            if ((set >> i & 1) == 1) {
                s[count++] = i;
            }
        }
        return s;
    }

    private List<double[]> vertices(int[] s) {
        int n = s.length - 1;
        double[][] a = new double[n][];
        double[] b = new double[n];
        for (int k = 0; k < n; k++) {
            a[k] = Vectors.minus(rows[s[k + 1]], rows[s[0]]);
            b[k] = offsets[s[0]] - offsets[s[k + 1]];
        }
        double[] x = eliminated(a, b);
        return x == null ? List.of() : List.of(x);
    }

    private List<double[]> onSphere(int[] s) {
        int m = s.length;
        double[] ones = new double[m];
        double[] b = new double[m];
        double[][] gram = new double[m][m];
        for (int i = 0; i < m; i++) {
            ones[i] = 1;
            b[i] = offsets[s[i]];
            for (int j = 0; j < m; j++) {
                gram[i][j] = Vectors.dot(rows[s[i]], rows[s[j]]);
            }
        }
        double[] u = eliminated(copy(gram), ones.clone());
        double[] w = eliminated(copy(gram), b.clone());
        List<double[]> found = new ArrayList<>();
        if (u == null || w == null) {
            return found;
        }
        // q = v·u − w: (1ᵀu)·v² − 2·(1ᵀw)·v + bᵀw = 1.
        double a = Vectors.dot(ones, u);
        double h = Vectors.dot(ones, w);
        double root = h * h - a * (Vectors.dot(b, w) - 1);
        if (root < 0) {
            return found;
        }
        for (double sign : new double[] {-1, 1}) {
            double v = (h + sign * Math.sqrt(root)) / a;
            double[] x = new double[rows[0].length];
            for (int i = 0; i < m; i++) {
                x = Vectors.plus(x, v * u[i] - w[i], rows[s[i]]);
            }
            found.add(x);
        }
        return found;
    }

    private static double[][] copy(double[][] a) {
        return java.util.Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
    }

    /** Solves by elimination with pivots; null where the matrix is singular. */
    static double[] eliminated(double[][] a, double[] b) {
        int n = b.length;
        for (int k = 0; k < n; k++) {
            int best = k;
            for (int i = k + 1; i < n; i++) {
                best = Math.abs(a[i][k]) > Math.abs(a[best][k]) ? i : best;
            }
            if (Math.abs(a[best][k]) < 1e-13) {
                return null;
            }
            double[] row = a[k];
            a[k] = a[best];
            a[best] = row;
            double right = b[k];
            b[k] = b[best];
            b[best] = right;
            for (int i = k + 1; i < n; i++) {
                double share = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= share * a[k][j];
                }
                b[i] -= share * b[k];
            }
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int j = i + 1; j < n; j++) {
                b[i] -= a[i][j] * b[j];
            }
            b[i] /= a[i][i];
        }
        return b;
    }
}
