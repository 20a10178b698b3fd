package org.gradus.optim;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import org.gradus.optim.PlainRules.Plain;
import org.gradus.tensor.Key;
import org.gradus.tree.Tree;

/** Published methods that treat matrices as such, written plainly with loops for comparison. */
final class PlainMatrix {
    private static final int ROWS = 3;
    private static final int COLUMNS = 2;

    private PlainMatrix() {}

    private static double[][] matrix(double[] x) {
        double[][] m = new double[ROWS][COLUMNS];
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            m[i / COLUMNS][i % COLUMNS] = x[i];
        }
        return m;
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    /** Eigenvalues on the diagonal of the first, eigenvectors in the columns of the second, by Jacobi's rotations. */
    static double[][][] eigen(double[][] a) {
        int n = a.length;
        double[][] d = new double[n][];
        double[][] v = new double[n][n];
        for (int i = 0; i < n; i++) {
            d[i] = a[i].clone();
            v[i][i] = 1;
        }
        for (int sweep = 0; sweep < 60; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    if (d[p][q] == 0) {
                        continue;
                    }
                    double theta = 0.5 * Math.atan2(2 * d[p][q], d[q][q] - d[p][p]);
                    double c = Math.cos(theta);
                    double s = Math.sin(theta);
                    for (int k = 0; k < n; k++) {
                        double x = d[k][p];
                        double y = d[k][q];
                        d[k][p] = c * x - s * y;
                        d[k][q] = s * x + c * y;
                    }
                    for (int k = 0; k < n; k++) {
                        double x = d[p][k];
                        double y = d[q][k];
                        d[p][k] = c * x - s * y;
                        d[q][k] = s * x + c * y;
                        x = v[k][p];
                        y = v[k][q];
                        v[k][p] = c * x - s * y;
                        v[k][q] = s * x + c * y;
                    }
                }
            }
        }
        return new double[][][] {d, v};
    }

    static double[][] power(double[][] a, double exponent) {
        double[][][] e = eigen(a);
        int n = a.length;
        double[][] scaled = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                scaled[i][j] = e[1][i][j] * pow(e[0][j][j], exponent);
            }
        }
        return times(scaled, transposed(e[1]));
    }

    static Plain shampoo(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[][] l = eye(ROWS, 1e-4);
            double[][] r = eye(COLUMNS, 1e-4);
            double[][] h = eye(3, 1e-4);
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[][] w = matrix(g);
                add(l, times(w, transposed(w)), 1, 1);
                add(r, times(transposed(w), w), 1, 1);
                double[][] b = {{g[6]}, {g[7]}, {g[8]}};
                add(h, times(b, transposed(b)), 1, 1);
                double[][] u = times(times(power(l, -0.25), w), power(r, -0.25));
                double[][] c = times(power(h, -0.5), b);
                move(x, u, c, rate);
            }
            return x;
        };
    }

    private static double[][] eye(int n, double value) {
        double[][] e = new double[n][n];
        for (int i = 0; i < n; i++) {
            e[i][i] = value;
        }
        return e;
    }

    /** a ← decay·a + weight·b. */
    private static void add(double[][] a, double[][] b, double decay, double weight) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                a[i][j] = decay * a[i][j] + weight * b[i][j];
            }
        }
    }

    private static void move(double[] x, double[][] u, double[][] b, double rate) {
        for (int i = 0; i < ROWS * COLUMNS; i++) {
            x[i] -= rate * u[i / COLUMNS][i % COLUMNS];
        }
        for (int i = 0; i < 3; i++) {
            x[6 + i] -= rate * b[i][0];
        }
    }

    /** One step of power iteration follows every {@code every}-th step. */
    static Plain soap(double rate, int every) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[][] l = new double[ROWS][ROWS];
            double[][] r = new double[COLUMNS][COLUMNS];
            double[][] ql = null;
            double[][] qr = null;
            double[][] m = new double[ROWS][COLUMNS];
            double[][] v = new double[ROWS][COLUMNS];
            double[] mb = new double[3];
            double[] vb = new double[3];
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[][] w = matrix(g);
                if (t > 0) {
                    double factor = rate * sqrt(1 - pow(0.95, t)) / (1 - pow(0.95, t));
                    double[][] inside = times(times(transposed(ql), w), qr);
                    add(m, w, 0.95, 1 - 0.95);
                    double[][] mean = times(times(transposed(ql), m), qr);
                    for (int i = 0; i < ROWS; i++) {
                        for (int j = 0; j < COLUMNS; j++) {
                            v[i][j] = 0.95 * v[i][j] + (1 - 0.95) * inside[i][j] * inside[i][j];
                            mean[i][j] /= sqrt(v[i][j]) + 1e-8;
                        }
                    }
                    double[][] u = times(times(ql, mean), transposed(qr));
                    double[][] b = new double[3][1];
                    for (int i = 0; i < 3; i++) {
                        mb[i] = 0.95 * mb[i] + (1 - 0.95) * g[6 + i];
                        vb[i] = 0.95 * vb[i] + (1 - 0.95) * g[6 + i] * g[6 + i];
                        b[i][0] = mb[i] / (sqrt(vb[i]) + 1e-8);
                    }
                    move(x, u, b, factor);
                }
                add(l, times(w, transposed(w)), 0.95, 1 - 0.95);
                add(r, times(transposed(w), w), 0.95, 1 - 0.95);
                if (t == 0) {
                    ql = falling(l);
                    qr = falling(r);
                } else if (t % every == 0) {
                    int[] rows = order(l, ql);
                    int[] columns = order(r, qr);
                    double[][] sorted = new double[ROWS][COLUMNS];
                    for (int i = 0; i < ROWS; i++) {
                        for (int j = 0; j < COLUMNS; j++) {
                            sorted[i][j] = v[rows[i]][columns[j]];
                        }
                    }
                    v = sorted;
                    ql = orthonormal(times(l, picked(ql, rows)));
                    qr = orthonormal(times(r, picked(qr, columns)));
                }
            }
            return x;
        };
    }

    private static double[][] falling(double[][] a) {
        double[][][] e = eigen(a);
        return picked(e[1], order(a, e[1]));
    }

    private static int[] order(double[][] a, double[][] q) {
        double[][] values = times(transposed(q), times(a, q));
        return java.util.stream.IntStream.range(0, a.length)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(i -> -values[i][i]))
                .mapToInt(i -> i)
                .toArray();
    }

    private static double[][] picked(double[][] q, int[] columns) {
        double[][] out = new double[q.length][columns.length];
        for (int i = 0; i < q.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                out[i][j] = q[i][columns[j]];
            }
        }
        return out;
    }

    /** Gram and Schmidt; signs of columns do not matter. */
    private static double[][] orthonormal(double[][] a) {
        double[][] q = transposed(a);
        for (int j = 0; j < q.length; j++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < j; k++) {
                    double along = PlainWhole.dot(q[j], q[k]);
                    for (int i = 0; i < q[j].length; i++) {
                        q[j][i] -= along * q[k][i];
                    }
                }
            }
            double n = PlainWhole.norm(q[j]);
            for (int i = 0; i < q[j].length; i++) {
                q[j][i] /= n;
            }
        }
        return transposed(q);
    }

    /** Matrices by the quintic, the vector by Adam at a share of the rate. */
    static Plain muon(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[][] b = new double[ROWS][COLUMNS];
            double[] m = new double[3];
            double[] v = new double[3];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[][] w = matrix(g);
                add(b, w, 0.95, 1);
                double[][] d = matrix(g);
                add(d, b, 1, 0.95);
                double[][] y = transposed(d);
                double norm = sqrt(PlainWhole.dot(flat(y), flat(y))) + 1e-7;
                for (double[] row : y) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] /= norm;
                    }
                }
                for (int k = 0; k < 5; k++) {
                    double[][] a = times(y, transposed(y));
                    double[][] p = times(a, a);
                    add(p, a, 2.0315, -4.7750);
                    double[][] next = times(p, y);
                    add(next, y, 1, 3.4445);
                    y = next;
                }
                double[][] u = transposed(y);
                double[][] c = new double[3][1];
                for (int i = 0; i < 3; i++) {
                    m[i] = 0.9 * m[i] + (1 - 0.9) * g[6 + i];
                    v[i] = 0.999 * v[i] + (1 - 0.999) * g[6 + i] * g[6 + i];
                    c[i][0] = 0.015 * m[i] / (1 - pow(0.9, t)) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
                }
                for (double[] row : u) {
                    for (int j = 0; j < row.length; j++) {
                        row[j] *= sqrt(ROWS / (double) COLUMNS);
                    }
                }
                move(x, u, c, rate);
            }
            return x;
        };
    }

    private static double[] flat(double[][] a) {
        return java.util.Arrays.stream(a)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    static Plain adafactor(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] rows = new double[ROWS];
            double[] columns = new double[COLUMNS];
            double[] v = new double[3];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                double beta = 1 - pow(t, -0.8);
                double[][] w = matrix(g);
                for (int i = 0; i < ROWS; i++) {
                    double mean = 0;
                    for (int j = 0; j < COLUMNS; j++) {
                        mean += (w[i][j] * w[i][j] + 1e-30) / COLUMNS;
                    }
                    rows[i] = beta * rows[i] + (1 - beta) * mean;
                }
                for (int j = 0; j < COLUMNS; j++) {
                    double mean = 0;
                    for (int i = 0; i < ROWS; i++) {
                        mean += (w[i][j] * w[i][j] + 1e-30) / ROWS;
                    }
                    columns[j] = beta * columns[j] + (1 - beta) * mean;
                }
                double all = (rows[0] + rows[1] + rows[2]) / ROWS;
                double[][] b = new double[3][1];
                for (int i = 0; i < 3; i++) {
                    v[i] = beta * v[i] + (1 - beta) * (g[6 + i] * g[6 + i] + 1e-30);
                    b[i][0] = g[6 + i] / sqrt(v[i]);
                }
                for (int i = 0; i < ROWS; i++) {
                    for (int j = 0; j < COLUMNS; j++) {
                        w[i][j] /= sqrt(rows[i] * columns[j] / all);
                    }
                }
                double[] bias = {x[6], x[7], x[8]};
                scale(w, max(1e-3, rms(flat(matrix(x)))) / max(1, rms(flat(w))));
                scale(b, max(1e-3, rms(bias)) / max(1, rms(flat(b))));
                move(x, w, b, rate);
            }
            return x;
        };
    }

    private static double rms(double[] a) {
        return sqrt(PlainWhole.dot(a, a) / a.length);
    }

    private static void scale(double[][] a, double factor) {
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= factor;
            }
        }
    }

    /** The matrix along its polar factor, times √(rows/columns); the vector along its unit vector. */
    static Plain steepest(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[][] w = matrix(g);
                double[][] u = times(w, power(times(transposed(w), w), -0.5));
                scale(u, sqrt(ROWS / (double) COLUMNS));
                double[][] b = {{g[6]}, {g[7]}, {g[8]}};
                scale(b, 1 / PlainWhole.norm(flat(b)));
                move(x, u, b, rate);
            }
            return x;
        };
    }

    /** The Hessian's column sums are those of the quadratic; signs are the library's own draws. */
    static Plain sophia(double rate, int every) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] m = new double[x.length];
            double[] h = new double[x.length];
            double[] zero = Quadratic.gradient(new double[x.length]);
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                if (t % every == 0) {
                    double[] z = Tree.ravel(Probe.signs(Key.of(100 + t), Quadratic.tensors(x)))
                            .vector()
                            .toDoubles();
                    double[] hz = Quadratic.gradient(z);
                    for (int i = 0; i < x.length; i++) {
                        h[i] = 0.99 * h[i] + (1 - 0.99) * z[i] * (hz[i] - zero[i]);
                    }
                }
                for (int i = 0; i < x.length; i++) {
                    m[i] = 0.96 * m[i] + (1 - 0.96) * g[i];
                    double u = m[i] / max(0.01 * h[i], 1e-12);
                    x[i] -= rate * (abs(u) > 1 ? Math.signum(u) : u);
                }
            }
            return x;
        };
    }
}
