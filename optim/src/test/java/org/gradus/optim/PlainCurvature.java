package org.gradus.optim;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.lang.Math.sqrt;
import static org.gradus.optim.PlainWhole.dot;
import static org.gradus.optim.PlainWhole.minus;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import org.gradus.optim.PlainRules.Plain;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;

/** Published methods that use curvature, written plainly with loops and dense algebra. */
final class PlainCurvature {
    private PlainCurvature() {}

    private static double[] product(double[] v) {
        return minus(Quadratic.gradient(v), Quadratic.gradient(new double[v.length]));
    }

    private static double[][] hessian() {
        double[][] h = new double[Quadratic.SIZE][];
        for (int i = 0; i < h.length; i++) {
            double[] unit = new double[h.length];
            unit[i] = 1;
            h[i] = product(unit);
        }
        return h;
    }

    private static double[] times(double[][] a, double[] x) {
        return Arrays.stream(a).mapToDouble(row -> dot(row, x)).toArray();
    }

    /** a·A + b·B + c·I. */
    private static double[][] sum(double a, double[][] first, double b, double[][] second, double c) {
        double[][] out = new double[first.length][first.length];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[i][j] = a * first[i][j] + b * second[i][j] + (i == j ? c : 0);
            }
        }
        return out;
    }

    private static void add(double[] x, double c, double[] d) {
        for (int i = 0; i < x.length; i++) {
            x[i] += c * d[i];
        }
    }

    /** The Fisher matrix of the last gradients, made and inverted. */
    static Plain mFac(double rate, int window, double damping) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] v = new double[x.length];
            Deque<double[]> last = new ArrayDeque<>();
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                last.addLast(g);
                if (last.size() > window) {
                    last.removeFirst();
                }
                double[][] fisher = new double[x.length][x.length];
                for (double[] seen : last) {
                    for (int i = 0; i < x.length; i++) {
                        add(fisher[i], seen[i] / window, seen);
                    }
                }
                double[][] inverse = PlainMatrix.power(sum(1, fisher, 0, fisher, damping), -1);
                double[] u = times(inverse, g);
                for (int i = 0; i < x.length; i++) {
                    v[i] = 0.9 * v[i] + u[i];
                    x[i] -= rate * v[i];
                }
            }
            return x;
        };
    }

    /** Eigenvectors of the Hessian, rows that ascend with their values in the last column. */
    private static double[][] eigenpairs() {
        double[][][] e = PlainMatrix.eigen(hessian());
        int n = Quadratic.SIZE;
        double[][] rows = new double[n][n + 1];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                rows[k][i] = e[1][i][k];
            }
            rows[k][n] = e[0][k][k];
        }
        Arrays.sort(rows, Comparator.comparingDouble(row -> row[n]));
        return rows;
    }

    /** One smallest and two largest pairs, from step {@code warmUp} on, around gradient descent. */
    static Plain fosi(double rate, int warmUp, double alpha, double momentum, double most) {
        return (start, steps) -> {
            int n = start.length;
            double[][] all = eigenpairs();
            double[][] pairs = {all[0], all[n - 2], all[n - 1]};
            double[] x = start.clone();
            double[] v = new double[n];
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                if (t < warmUp) {
                    add(x, -rate, g);
                    continue;
                }
                double[] rest = g.clone();
                double[] newton = new double[n];
                for (int i = 0; i < n; i++) {
                    v[i] *= momentum;
                }
                for (double[] pair : pairs) {
                    double[] u = Arrays.copyOf(pair, n);
                    double inside = dot(u, g);
                    add(rest, -inside, u);
                    add(v, inside, u);
                }
                for (double[] pair : pairs) {
                    double[] u = Arrays.copyOf(pair, n);
                    add(newton, -alpha * dot(u, v) / abs(pair[n]), u);
                }
                double grown = min(max(abs(all[n - 1][n] / all[n - 2][n]), 1), most);
                add(x, -rate * grown, rest);
                add(x, 1, newton);
            }
            return x;
        };
    }

    private static double[] probe(Key key) {
        double[] z = Random.rademacher(key, Quadratic.SIZE).toDoubles();
        double[] hz = product(z);
        for (int i = 0; i < z.length; i++) {
            z[i] *= hz[i];
        }
        return z;
    }

    static Plain oasis(double first, double decay, int probes) {
        return (start, steps) -> {
            int n = start.length;
            double[] x = start.clone();
            double[] d = new double[n];
            double[] before = x.clone();
            double[] slope = new double[n];
            double rate = first;
            double growth = Double.POSITIVE_INFINITY;
            for (int t = 0; t < steps; t++) {
                Key key = Key.of(100 + t);
                if (t == 0) {
                    for (int k = 0; k < probes; k++) {
                        add(d, 1.0 / probes, probe(key.fold(k)));
                    }
                } else {
                    double[] sample = probe(key);
                    for (int i = 0; i < n; i++) {
                        d[i] = decay * d[i] + (1 - decay) * sample[i];
                    }
                }
                double[] g = Quadratic.gradient(x);
                double primal = 0;
                double dual = 0;
                for (int i = 0; i < n; i++) {
                    double scale = max(abs(d[i]), 1e-5);
                    primal += scale * (x[i] - before[i]) * (x[i] - before[i]);
                    dual += (g[i] - slope[i]) * (g[i] - slope[i]) / scale;
                }
                if (t > 0) {
                    double next = min(sqrt(1 + growth) * rate, sqrt(primal) / (2 * sqrt(dual)));
                    growth = next / rate;
                    rate = next;
                }
                before = x.clone();
                slope = g;
                for (int i = 0; i < n; i++) {
                    x[i] -= rate * g[i] / max(abs(d[i]), 1e-5);
                }
            }
            return x;
        };
    }

    /** The posterior's mean and covariance by inverses, then at most four halvings of the step. */
    static Plain filteredNewton(double persistence, double noise) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[][] q = hessian();
            double[][] sharp = PlainMatrix.power(q, -1);
            double prior = (1 - persistence * persistence) / noise;
            double[][][] e = PlainMatrix.eigen(sharp);
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < x.length; i++) {
                least = min(least, e[0][i][i] - prior);
            }
            double[][] observed = least <= 1e-6 ? sum(1, sharp, 0, sharp, prior) : sharp;
            double[][] covariance = q;
            double[] mean = new double[x.length];
            for (int t = 0; t < steps; t++) {
                double[] f = Quadratic.gradient(x);
                if (t == 0) {
                    mean = f;
                } else {
                    double[][] predicted =
                            PlainMatrix.power(sum(persistence * persistence, covariance, 0, covariance, noise), -1);
                    covariance = PlainMatrix.power(sum(1, predicted, 1, observed, -prior), -1);
                    double[] evidence = times(observed, f);
                    add(evidence, persistence, times(predicted, mean));
                    mean = times(covariance, evidence);
                }
                double[] u = times(PlainMatrix.power(covariance, -1), mean);
                double length = 1;
                for (int trial = 1; trial < 5 && !enough(x, f, u, length); trial++) {
                    length /= 2;
                }
                add(x, -length, u);
            }
            return x;
        };
    }

    private static boolean enough(double[] x, double[] g, double[] u, double length) {
        double[] there = x.clone();
        add(there, -length, u);
        return Quadratic.value(there) <= Quadratic.value(x) - 1e-4 * length * dot(g, u);
    }

    /** The gradient of f + γ/2·‖∇f‖², by a difference. */
    static double[] regularized(double[] x, double gamma, double epsilon) {
        double[] g = Quadratic.gradient(x);
        double[] ahead = x.clone();
        add(ahead, epsilon, g);
        double[] out = g.clone();
        add(out, gamma / epsilon, minus(Quadratic.gradient(ahead), g));
        return out;
    }
}
