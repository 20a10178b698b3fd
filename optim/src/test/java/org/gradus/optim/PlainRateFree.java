package org.gradus.optim;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.signum;
import static java.lang.Math.sqrt;
import static org.gradus.optim.PlainWhole.dot;
import static org.gradus.optim.PlainWhole.minus;
import static org.gradus.optim.PlainWhole.norm;

import org.gradus.optim.PlainRules.Plain;

/** Published methods that find their own steps or keep averages, written plainly with loops for comparison. */
final class PlainRateFree {
    private PlainRateFree() {}

    static Plain sania() {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] v = new double[x.length];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                double[] s = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    s[i] = g[i] / (v[i] / (1 - pow(0.999, t)) + 1e-8);
                }
                double q = 2 * (Quadratic.value(x) - Quadratic.LOWEST) / dot(g, s);
                double kappa = 1 - q > 1e-12 ? 1 - sqrt(1 - q) : 1;
                for (int i = 0; i < x.length; i++) {
                    x[i] -= kappa * s[i];
                }
            }
            return x;
        };
    }

    static Plain dog() {
        return (start, steps) -> {
            double[] x = start.clone();
            double reach = 1e-2 * (1 + norm(start));
            double squares = 0;
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                reach = max(reach, norm(minus(x, start)));
                squares += dot(g, g);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= reach / sqrt(squares + 1e-8) * g[i];
                }
            }
            return x;
        };
    }

    /** The points of the first gradient of each step. */
    static Plain udog() {
        return (start, steps) -> {
            int n = start.length;
            double[] y = start.clone();
            double[] x = start.clone();
            double[] s = new double[n];
            double w = 0;
            double q = 0;
            double m2 = 0;
            double total = 0;
            double reach = 1e-2 * (1 + norm(start));
            double[] query = start.clone();
            for (int t = 0; t < steps; t++) {
                reach = max(reach, max(norm(minus(x, start)), norm(minus(y, start))));
                total += reach;
                double a = total / reach;
                double omega = a * reach;
                for (int i = 0; i < n; i++) {
                    query[i] = (omega * y[i] + s[i]) / (w + omega);
                }
                double[] m = Quadratic.gradient(query);
                m2 = max(m2, a * a * dot(m, m));
                double gx = max(q, m2) + 1e-30;
                double[] average = new double[n];
                for (int i = 0; i < n; i++) {
                    x[i] = y[i] - a * reach / sqrt(gx) * m[i];
                    s[i] += omega * x[i];
                }
                w += omega;
                for (int i = 0; i < n; i++) {
                    average[i] = s[i] / w;
                }
                double[] g = Quadratic.gradient(average);
                double[] d = minus(g, m);
                q += a * a * dot(d, d);
                double gy = max(q, m2) + 1e-30;
                for (int i = 0; i < n; i++) {
                    y[i] -= a * reach / sqrt(gy) * g[i];
                }
            }
            double next = max(reach, max(norm(minus(x, start)), norm(minus(y, start))));
            double omega = total + next;
            for (int i = 0; i < n; i++) {
                query[i] = (omega * y[i] + s[i]) / (w + omega);
            }
            return query;
        };
    }

    static Plain dAdaptAdam(double first) {
        return (start, steps) -> {
            int n = start.length;
            double[] x = start.clone();
            double[] m = new double[n];
            double[] v = new double[n];
            double[] s = new double[n];
            double d = first;
            double r = 0;
            double b3 = sqrt(0.999);
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double q = 0;
                double l1 = 0;
                for (int i = 0; i < n; i++) {
                    q += d * g[i] * s[i] / (sqrt(v[i]) + 1e-8);
                    m[i] = 0.9 * m[i] + (1 - 0.9) * d * g[i];
                    v[i] = 0.999 * v[i] + (1 - 0.999) * g[i] * g[i];
                    s[i] = b3 * s[i] + (1 - b3) * d * g[i];
                    l1 += abs(s[i]);
                }
                r = b3 * r + (1 - b3) * q;
                for (int i = 0; i < n; i++) {
                    x[i] -= m[i] / (sqrt(v[i]) + 1e-8);
                }
                d = max(d, r / ((1 - b3) * l1));
            }
            return x;
        };
    }

    static Plain prodigy(double first) {
        return (start, steps) -> {
            int n = start.length;
            double[] x = start.clone();
            double[] m = new double[n];
            double[] v = new double[n];
            double[] s = new double[n];
            double d = first;
            double r = 0;
            double b3 = sqrt(0.999);
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double l1 = 0;
                double along = dot(g, minus(start, x));
                r = b3 * r + d / first * d * along;
                for (int i = 0; i < n; i++) {
                    m[i] = 0.9 * m[i] + (1 - 0.9) * d * g[i];
                    v[i] = 0.999 * v[i] + (1 - 0.999) * d * d * g[i] * g[i];
                    s[i] = b3 * s[i] + d / first * d * g[i];
                    l1 += abs(s[i]);
                }
                for (int i = 0; i < n; i++) {
                    x[i] -= d * m[i] / (sqrt(v[i]) + d * 1e-8);
                }
                d = max(d, r / l1);
            }
            return x;
        };
    }

    static Plain escapeVelocity(double first) {
        return (start, steps) -> {
            double[] x = start.clone();
            double e = first;
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                double l1 = 0;
                for (double gi : g) {
                    l1 += abs(gi);
                }
                e = max(e, dot(g, minus(start, x)) / l1);
                for (int i = 0; i < x.length; i++) {
                    x[i] -= e * signum(g[i]);
                }
            }
            return x;
        };
    }

    static Plain barzilaiBorwein(double first) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] before = null;
            double[] slope = null;
            double rate = first;
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                if (before != null) {
                    double[] s = minus(x, before);
                    double[] y = minus(g, slope);
                    rate = t % 2 == 1 ? dot(s, s) / dot(s, y) : dot(s, y) / dot(y, y);
                }
                before = x.clone();
                slope = g;
                for (int i = 0; i < x.length; i++) {
                    x[i] -= rate * g[i];
                }
            }
            return x;
        };
    }

    static Plain hypergradient(double first, double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] before = new double[x.length];
            double alpha = first;
            for (int t = 0; t < steps; t++) {
                double[] g = Quadratic.gradient(x);
                alpha = max(0, alpha + rate * dot(g, before));
                for (int i = 0; i < x.length; i++) {
                    x[i] -= alpha * g[i];
                }
                before = g;
            }
            return x;
        };
    }

    static Plain scheduleFree(double rate) {
        return (start, steps) -> {
            double[] y = start.clone();
            double[] z = start.clone();
            double[] x = start.clone();
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(y);
                for (int i = 0; i < x.length; i++) {
                    z[i] -= rate * g[i];
                    x[i] = (1 - 1.0 / t) * x[i] + z[i] / t;
                    y[i] = 0.1 * z[i] + 0.9 * x[i];
                }
            }
            return y;
        };
    }

    static Plain lookahead(double rate) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[] slow = start.clone();
            double[] m = new double[x.length];
            double[] v = new double[x.length];
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                for (int i = 0; i < x.length; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    x[i] -= rate * m[i] / (1 - pow(0.9, t)) / (sqrt(v[i] / (1 - pow(0.999, t))) + 1e-8);
                    if (t % 5 == 0) {
                        slow[i] += 0.5 * (x[i] - slow[i]);
                        x[i] = slow[i];
                    }
                }
            }
            return x;
        };
    }
}
