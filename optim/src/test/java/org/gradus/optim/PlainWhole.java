package org.gradus.optim;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

import org.gradus.optim.PlainRules.Plain;

/** Published methods that look at whole vectors or layers, written plainly with loops for comparison. */
final class PlainWhole {
    private static final int MATRIX = 6;

    private PlainWhole() {}

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return sqrt(dot(a, a));
    }

    private static double norm(double[] a, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * a[i];
        }
        return sqrt(sum);
    }

    /** x + c·d/‖d‖. */
    private static double[] towards(double[] x, double[] d, double c) {
        double[] out = x.clone();
        double n = norm(d) + 1e-12;
        for (int i = 0; i < x.length; i++) {
            out[i] += c * d[i] / n;
        }
        return out;
    }

    static double[] minus(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < a.length; i++) {
            out[i] -= b[i];
        }
        return out;
    }

    /** What takes the place of the gradient at x. */
    interface Slope {
        double[] at(double[] x);
    }

    /** Heavy-ball momentum on another gradient. */
    static Plain momentum(double rate, double mu, Slope slope) {
        return (start, steps) -> PlainFirstOrder.momentum(slope::at, start, steps, rate, mu, false);
    }

    static double[] sam(double[] x, double rho) {
        return Quadratic.gradient(towards(x, Quadratic.gradient(x), rho));
    }

    static double[] gam(double[] x, double rho, double outer, double weight) {
        double[] g0 = Quadratic.gradient(x);
        double[] g1 = Quadratic.gradient(towards(x, g0, rho));
        double[] there = towards(x, minus(g1, g0), outer);
        double[] g2 = Quadratic.gradient(there);
        double[] g3 = Quadratic.gradient(towards(there, g2, rho));
        double[] out = g0.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += weight * (g3[i] - g2[i]);
        }
        return out;
    }

    static double[] fad(double[] x, double rho, double share, double weight) {
        double[] g0 = Quadratic.gradient(x);
        double[] h0 = minus(Quadratic.gradient(towards(x, g0, rho)), g0);
        double[] there = towards(x, h0, rho);
        double[] g2 = Quadratic.gradient(there);
        double[] h1 = minus(Quadratic.gradient(towards(there, g2, rho)), g2);
        double[] out = g0.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += weight * (share * h0[i] + (1 - share) * h1[i]);
        }
        return out;
    }

    /** Without noise. */
    static Plain entropySgd(double rate, int length, double inner, double gamma, double average) {
        return (start, steps) -> {
            double[] x = start.clone();
            for (int t = 0; t < steps; t++) {
                double[] walker = x.clone();
                double[] mean = x.clone();
                for (int l = 0; l < length; l++) {
                    double[] g = Quadratic.gradient(walker);
                    for (int i = 0; i < x.length; i++) {
                        walker[i] -= inner * (g[i] - gamma * (x[i] - walker[i]));
                        mean[i] = average * mean[i] + (1 - average) * walker[i];
                    }
                }
                for (int i = 0; i < x.length; i++) {
                    x[i] -= rate * (x[i] - mean[i]);
                }
            }
            return x;
        };
    }

    static Plain adagradNorm(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double s = 0;
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                s += dot(g, g);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= rate * g[i] / (sqrt(s) + 1e-10);
                }
            }
            return x;
        };
    }

    /** The direction is the momentum's unit vector. */
    static Plain lionOfEuclid(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] m = new double[x.length];
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[] c = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    c[i] = 0.9 * m[i] - 0.1 * g[i];
                    m[i] = 0.99 * m[i] - 0.01 * g[i];
                }
                double n = norm(c);
                for (int i = 0; i < x.length; i++) {
                    x[i] += rate * c[i] / n;
                }
            }
            return x;
        };
    }

    static Plain cautiousAdam(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] m = new double[x.length];
            double[] v = new double[x.length];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[] u = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    u[i] = m[i] / (1 - pow(0.9, t)) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
                }
                for (int layer = 0; layer < 2; layer++) {
                    int from = layer == 0 ? 0 : MATRIX;
                    int to = layer == 0 ? MATRIX : x.length;
                    int kept = 0;
                    for (int i = from; i < to; i++) {
                        kept += u[i] * g[i] > 0 ? 1 : 0;
                    }
                    for (int i = from; i < to; i++) {
                        x[i] -= u[i] * g[i] > 0 ? rate * u[i] * (to - from) / (kept + 1.0) : 0;
                    }
                }
            }
            return x;
        };
    }

    static Plain gravity(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] velocity = new double[x.length];
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double beta = (0.9 * t + 1) / (t + 2);
                for (int layer = 0; layer < 2; layer++) {
                    int from = layer == 0 ? 0 : MATRIX;
                    int to = layer == 0 ? MATRIX : x.length;
                    double largest = 0;
                    for (int i = from; i < to; i++) {
                        largest = max(largest, abs(g[i]));
                    }
                    double m = 1 / largest;
                    for (int i = from; i < to; i++) {
                        double zeta = g[i] / (1 + g[i] / m * (g[i] / m));
                        velocity[i] = beta * velocity[i] + (1 - beta) * zeta;
                        x[i] -= rate * velocity[i];
                    }
                }
            }
            return x;
        };
    }

    /** The matrix is scaled, the vector is not. */
    static Plain lars(double rate, double trust) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] b = new double[x.length];
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double ratio = trust * norm(x, 0, MATRIX) / norm(g, 0, MATRIX);
                for (int i = 0; i < x.length; i++) {
                    b[i] = 0.9 * b[i] + rate * (i < MATRIX ? ratio : 1) * g[i];
                    x[i] -= b[i];
                }
            }
            return x;
        };
    }

    static Plain lamb(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] m = new double[x.length];
            double[] v = new double[x.length];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[] r = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    r[i] = m[i] / (1 - pow(0.9, t)) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-6);
                }
                double ratio = norm(x, 0, MATRIX) / norm(r, 0, MATRIX);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= rate * (i < MATRIX ? ratio : 1) * r[i];
                }
            }
            return x;
        };
    }

    /** Adam's ratio, or the momentum, freed of its part along the weights where cosines are small. */
    static Plain projected(double rate, boolean adam) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] m = new double[x.length];
            double[] v = new double[x.length];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[] p = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    m[i] = 0.9 * m[i] + (adam ? 0.1 : 1) * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    p[i] = adam ? m[i] / (1 - pow(0.9, t)) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8) : m[i];
                }
                if (!project(x, g, p, 3, 2)) {
                    project(x, g, p, 1, MATRIX);
                }
                for (int i = 0; i < x.length; i++) {
                    x[i] -= rate * p[i];
                }
            }
            return x;
        };
    }

    private static boolean project(double[] w, double[] g, double[] p, int rows, int columns) {
        double worst = 0;
        for (int r = 0; r < rows; r++) {
            double wg = 0;
            for (int c = 0; c < columns; c++) {
                wg += w[r * columns + c] * g[r * columns + c];
            }
            int from = r * columns;
            int to = from + columns;
            worst = max(worst, abs(wg) / (norm(w, from, to) * norm(g, from, to) + 1e-8));
        }
        if (worst >= 0.1 / sqrt(columns)) {
            return false;
        }
        for (int r = 0; r < rows; r++) {
            int from = r * columns;
            double n = norm(w, from, from + columns) + 1e-8;
            double along = 0;
            for (int c = from; c < from + columns; c++) {
                along += w[c] / n * p[c];
            }
            for (int c = from; c < from + columns; c++) {
                p[c] -= along * w[c] / n;
            }
        }
        return true;
    }

    /** OPT-AMSGrad with the last gradient as prediction. */
    static Plain optAmsgrad(double rate) {
        return (start, steps) -> {
            int n = start.length;
            double[] w = start.clone();
            double[] half = start.clone();
            double[] theta = new double[n];
            double[] v = new double[n];
            double[] largest = new double[n];
            double[] m = new double[n];
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(w);
                for (int i = 0; i < n; i++) {
                    double before = theta[i];
                    theta[i] = 0.9 * before + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * (g[i] - m[i]) * (g[i] - m[i]);
                    largest[i] = max(largest[i], v[i]);
                    half[i] -= rate * theta[i] / (sqrt(largest[i]) + 1e-8);
                    w[i] = half[i] - rate * (0.9 * before + 0.1 * g[i]) / (sqrt(largest[i]) + 1e-8);
                }
                m = g;
            }
            return w;
        };
    }
}
