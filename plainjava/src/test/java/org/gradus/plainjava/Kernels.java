package org.gradus.plainjava;

import java.util.Arrays;

/** Typical numeric methods, written as people write them: what the derivatives are tested and timed on. */
@SuppressWarnings({"fallthrough", "NarrowingCompoundAssignment"})
final class Kernels {
    private Kernels() {}

    static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = x[i + 1] - x[i] * x[i];
            double b = 1 - x[i];
            sum += 100 * a * a + b * b;
        }
        return sum;
    }

    /** The energy of bodies at x (three coordinates each), softened. */
    static double bodies(double[] x) {
        int n = x.length / 3;
        double e = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double dx = x[3 * i] - x[3 * j];
                double dy = x[3 * i + 1] - x[3 * j + 1];
                double dz = x[3 * i + 2] - x[3 * j + 2];
                e -= 1.0 / Math.sqrt(dx * dx + dy * dy + dz * dz + 0.01);
            }
        }
        return e;
    }

    /** The sum of squares of the product of two square matrices. */
    static double matrixProduct(double[] x) {
        int n = (int) Math.sqrt(x.length / 2.0);
        double[][] a = new double[n][n];
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = x[i * n + j];
                b[i][j] = x[n * n + i * n + j];
            }
        }
        double[][] c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        double sum = 0;
        for (double[] row : c) {
            for (double v : row) {
                sum += v * v;
            }
        }
        return sum;
    }

    /** Heat on a grid whose start is x, updated in place for some steps. */
    static double heat(double[] x, int steps) {
        int n = (int) Math.sqrt(x.length);
        double[][] u = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                u[i][j] = x[i * n + j];
            }
        }
        for (int t = 0; t < steps; t++) {
            for (int i = 1; i < n - 1; i++) {
                for (int j = 1; j < n - 1; j++) {
                    u[i][j] += 0.1 * (u[i - 1][j] + u[i + 1][j] + u[i][j - 1] + u[i][j + 1] - 4 * u[i][j]);
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum += u[i][j] * u[i][j];
            }
        }
        return sum;
    }

    static double heatFew(double[] x) {
        return heat(x, 5);
    }

    static double heatMany(double[] x) {
        return heat(x, 100);
    }

    /** Lotka–Volterra by Runge–Kutta: rates and start in x. */
    static double predators(double[] x, int steps) {
        double u = x[4];
        double v = x[5];
        double h = 0.01;
        for (int i = 0; i < steps; i++) {
            double k1u = x[0] * u - x[1] * u * v;
            double k1v = x[2] * u * v - x[3] * v;
            double u2 = u + 0.5 * h * k1u;
            double v2 = v + 0.5 * h * k1v;
            double k2u = x[0] * u2 - x[1] * u2 * v2;
            double k2v = x[2] * u2 * v2 - x[3] * v2;
            double u3 = u + 0.5 * h * k2u;
            double v3 = v + 0.5 * h * k2v;
            double k3u = x[0] * u3 - x[1] * u3 * v3;
            double k3v = x[2] * u3 * v3 - x[3] * v3;
            double u4 = u + h * k3u;
            double v4 = v + h * k3v;
            double k4u = x[0] * u4 - x[1] * u4 * v4;
            double k4v = x[2] * u4 * v4 - x[3] * v4;
            u += h / 6 * (k1u + 2 * k2u + 2 * k3u + k4u);
            v += h / 6 * (k1v + 2 * k2v + 2 * k3v + k4v);
        }
        return (u - 1) * (u - 1) + (v - 2) * (v - 2);
    }

    static double predatorsFew(double[] x) {
        return predators(x, 50);
    }

    static double predatorsMany(double[] x) {
        return predators(x, 1000);
    }

    /** Runge–Kutta with arrays and a right-hand side in a method of its own. */
    static double pendulum(double[] x) {
        double[] y = {x[0], x[1]};
        double h = 0.05;
        for (int step = 0; step < 40; step++) {
            double[] k1 = swing(y, x[2], x[3]);
            double[] k2 = swing(plus(y, 0.5 * h, k1), x[2], x[3]);
            double[] k3 = swing(plus(y, 0.5 * h, k2), x[2], x[3]);
            double[] k4 = swing(plus(y, h, k3), x[2], x[3]);
            for (int i = 0; i < 2; i++) {
                y[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        return y[0] * y[0] + 0.5 * y[1];
    }

    private static double[] swing(double[] y, double length, double friction) {
        return new double[] {y[1], -9.81 / length * Math.sin(y[0]) - friction * y[1]};
    }

    private static double[] plus(double[] y, double h, double[] k) {
        double[] sum = y.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += h * k[i];
        }
        return sum;
    }

    /** The log-likelihood of a hidden Markov model, forward algorithm with scaling; transitions and emissions in x. */
    static double hiddenMarkov(double[] x, int states, int length) {
        double[][] a = new double[states][states];
        double[][] b = new double[states][3];
        for (int i = 0; i < states; i++) {
            double sum = 0;
            for (int j = 0; j < states; j++) {
                a[i][j] = Math.exp(x[(i * states + j) % x.length]);
                sum += a[i][j];
            }
            for (int j = 0; j < states; j++) {
                a[i][j] /= sum;
            }
            double norm = 0;
            for (int k = 0; k < 3; k++) {
                b[i][k] = Math.exp(x[(i * 3 + k) % x.length] * (k + 1));
                norm += b[i][k];
            }
            for (int k = 0; k < 3; k++) {
                b[i][k] /= norm;
            }
        }
        double[] alpha = new double[states];
        Arrays.fill(alpha, 1.0 / states);
        double[] next = new double[states];
        double logLikelihood = 0;
        for (int t = 0; t < length; t++) {
            int seen = t * 7 % 3;
            double scale = 0;
            for (int j = 0; j < states; j++) {
                double s = 0;
                for (int i = 0; i < states; i++) {
                    s += alpha[i] * a[i][j];
                }
                next[j] = s * b[j][seen];
                scale += next[j];
            }
            for (int j = 0; j < states; j++) {
                next[j] /= scale;
            }
            logLikelihood += Math.log(scale);
            double[] swap = alpha;
            alpha = next;
            next = swap;
        }
        return logLikelihood;
    }

    static double hiddenMarkovSmall(double[] x) {
        return hiddenMarkov(x, 3, 10);
    }

    static double hiddenMarkovLarge(double[] x) {
        return hiddenMarkov(x, 50, 200);
    }

    /** For each coefficient the root of a cubic by Newton's method. */
    static double newtonInside(double[] x) {
        double sum = 0;
        for (double c : x) {
            double r = 1;
            for (int i = 0; i < 50; i++) {
                double step = (r * r * r + c * r - 2) / (3 * r * r + c);
                r -= step;
                if (Math.abs(step) < 1e-13) {
                    break;
                }
            }
            sum += r * r;
        }
        return sum;
    }

    /** Bisection to a bracket, then one Newton step, through which the derivative comes. */
    static double bisectionInside(double[] x) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            double lo = 0;
            double hi = 4;
            while (hi - lo > 1e-9) {
                double mid = 0.5 * (lo + hi);
                if (mid * mid * mid + x[k] * mid - 3 > 0) {
                    hi = mid;
                } else {
                    lo = mid;
                }
            }
            double r = 0.5 * (lo + hi);
            r -= (r * r * r + x[k] * r - 3) / (3 * r * r + x[k]);
            sum += Math.sin(r);
        }
        return sum;
    }

    /** The log-determinant of a matrix by elimination in place, rows swapped by reference. */
    static double logDeterminant(double[] x) {
        int n = (int) Math.sqrt(x.length);
        double[][] a = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = x[i * n + j] + (i + j == n - 1 ? 3 : 0);
            }
        }
        double log = 0;
        for (int k = 0; k < n; k++) {
            int p = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[p][k])) {
                    p = i;
                }
            }
            double[] row = a[p];
            a[p] = a[k];
            a[k] = row;
            for (int i = k + 1; i < n; i++) {
                double f = a[i][k] / a[k][k];
                a[i][k] = f;
                for (int j = k + 1; j < n; j++) {
                    a[i][j] -= f * a[k][j];
                }
            }
            log += Math.log(Math.abs(a[k][k]));
        }
        return log;
    }

    /** A linear system by elimination with the elements of rows swapped one by one. */
    static double linearSystem(double[] x) {
        int n = 4;
        double[][] a = new double[n][n + 1];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= n; j++) {
                a[i][j] = x[i * (n + 1) + j];
            }
        }
        for (int k = 0; k < n; k++) {
            int p = k;
            for (int i = k + 1; i < n; i++) {
                if (Math.abs(a[i][k]) > Math.abs(a[p][k])) {
                    p = i;
                }
            }
            for (int j = 0; j <= n; j++) {
                double t = a[k][j];
                a[k][j] = a[p][j];
                a[p][j] = t;
            }
            for (int i = 0; i < n; i++) {
                if (i == k) {
                    continue;
                }
                double f = a[i][k] / a[k][k];
                for (int j = k; j <= n; j++) {
                    a[i][j] -= f * a[k][j];
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (i + 1) * a[i][n] / a[i][i];
        }
        return sum;
    }

    static double horner(double[] x) {
        double sum = 0;
        for (int s = 1; s <= 20; s++) {
            double t = s * 0.05;
            double p = 0;
            for (int i = x.length - 1; i >= 0; i--) {
                p = p * t + x[i];
            }
            sum += p * p;
        }
        return sum;
    }

    private static double normal(double d) {
        double k = 1 / (1 + 0.2316419 * Math.abs(d));
        double w = 1
                - 1
                        / Math.sqrt(2 * Math.PI)
                        * Math.exp(-d * d / 2)
                        * k
                        * (0.319381530 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
        return d < 0 ? 1 - w : w;
    }

    private static double call(double spot, double strike, double rate, double sigma, double years) {
        double root = sigma * Math.sqrt(years);
        double d1 = (Math.log(spot / strike) + (rate + sigma * sigma / 2) * years) / root;
        return spot * normal(d1) - strike * Math.exp(-rate * years) * normal(d1 - root);
    }

    /** A book of options: volatilities in x. */
    static double blackScholes(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double price = call(100, 80 + i % 41, 0.02, x[i], 0.5 + i % 5);
            sum += (price - 10) * (price - 10);
        }
        return sum;
    }

    static double logisticLoss(double[] x) {
        double sum = 0;
        for (int i = 0; i < 50; i++) {
            double z = 0;
            for (int j = 0; j < x.length; j++) {
                z += x[j] * Math.cos(i * 1.3 + j);
            }
            double y = i % 2 == 0 ? 1 : -1;
            sum += Math.log1p(Math.exp(-y * z));
        }
        return sum / 50;
    }

    static double softmaxEntropy(double[] x) {
        double max = Double.NEGATIVE_INFINITY;
        for (double v : x) {
            max = Math.max(max, v);
        }
        double sum = 0;
        double[] e = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            e[i] = Math.exp(x[i] - max);
            sum += e[i];
        }
        double entropy = 0;
        for (int i = 0; i < x.length; i++) {
            double p = e[i] / sum;
            entropy -= p * Math.log(p);
        }
        return entropy;
    }

    /** A switch, a ternary and labelled jumps. */
    static double jumps(double[] x) {
        double sum = 0;
        outer:
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x.length; j++) {
                if (j > i + 2) {
                    continue outer;
                }
                if (i == 4 && j == 3) {
                    break outer;
                }
                switch ((i + j) % 4) {
                    case 0:
                        sum += x[i] * x[j];
                        break;
                    case 1:
                        sum -= Math.sin(x[i]);
                    // falls through
                    case 2:
                        sum += x[i] > x[j] ? x[i] * x[i] : 2 * x[j];
                        break;
                    default:
                        sum *= 1.01;
                }
            }
        }
        return sum;
    }

    static double newSwitch(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double t = x[i];
            sum += switch (i % 3) {
                case 0 -> t * t;
                case 1 -> {
                    double q = Math.exp(-t);
                    yield q / (1 + q);
                }
                default -> Math.tanh(t);
            };
        }
        return sum;
    }

    static double whileTrue(double[] x) {
        double s = x[0];
        int i = 0;
        while (true) {
            s = s * 0.5 + Math.cos(s * x[1]);
            i++;
            if (i > 20 || s > 100) {
                break;
            }
        }
        do {
            s += x[2] * i;
            i -= 3;
        } while (i > 0);
        return s;
    }

    /** In place, aliased, and copied. */
    static double aliases(double[] x) {
        double[] a = x.clone();
        double[] b = a;
        b[0] = b[0] * b[1];
        a[1] += b[0] * a[2];
        double[] c = Arrays.copyOf(a, a.length + 1);
        c[a.length] = a[1] * c[0];
        System.arraycopy(c, 1, c, 0, c.length - 1);
        double[] d = Arrays.copyOfRange(c, 1, c.length);
        Arrays.fill(a, 0, 1, c[0] * c[2]);
        double sum = 0;
        for (double v : d) {
            sum = sum * 1.1 + v * v;
        }
        for (double v : a) {
            sum += v * c[1];
        }
        return sum;
    }

    /** Writes to its argument. */
    static double overwrites(double[] x) {
        for (int i = 1; i < x.length; i++) {
            x[i] = x[i] * x[i - 1] + Math.sin(x[i]);
        }
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return sum;
    }

    static double prefixProducts(double[] x) {
        double[] p = new double[x.length + 1];
        p[0] = 1;
        for (int i = 0; i < x.length; i++) {
            p[i + 1] = p[i] * x[i];
        }
        double sum = 0;
        for (double v : p) {
            sum += v;
        }
        return sum;
    }

    static double mathFunctions(double[] x) {
        double a = x[0];
        double b = x[1];
        double s = Math.sin(a)
                + Math.cos(b)
                + Math.tan(a * 0.3)
                + Math.asin(a * 0.4)
                + Math.acos(b * 0.3)
                + Math.atan(a * b);
        s += Math.exp(a) + Math.log(b) + Math.log10(b) + Math.sqrt(b) + Math.cbrt(a) + Math.sinh(a) + Math.cosh(b);
        s += Math.tanh(a) + Math.expm1(a * 0.1) + Math.log1p(b) + Math.abs(a) + Math.toRadians(b) + Math.toDegrees(a);
        s += Math.atan2(a, b)
                + Math.hypot(a, b)
                + Math.pow(b, a)
                + Math.pow(a, 2)
                + Math.pow(b, 3)
                + Math.pow(b, 1.7)
                + Math.pow(2, a);
        s += Math.max(a, b) + Math.min(a, b * 2) + Math.fma(a, b, a * a) + Math.copySign(a, -b) + Math.scalb(a, 3);
        s += Math.IEEEremainder(b, 0.7 * a) + b % (a * 0.35) + Math.clamp(a, -1.0, 3.0) + Math.nextUp(a * b);
        s += StrictMath.sin(a) * StrictMath.exp(b) + StrictMath.pow(b, a);
        return s;
    }

    static double floatsAndInts(double[] x) {
        float f = (float) x[0];
        float[] g = {f, 2f * f, f * f};
        double sum = 0;
        for (float v : g) {
            sum += v;
        }
        long steps = Math.round(3.2);
        for (long i = 0; i < steps; i++) {
            sum += x[1] * i;
        }
        int k = (int) Math.floor(2.7);
        byte small = (byte) (k + 250);
        char letter = 'a';
        letter += 1;
        return sum * k + small * x[2] + letter * x[1] + (short) 70000 * x[0];
    }

    static double helpers(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += square(cube(x[i])) / (1 + varargs(x[i], x[0], 2 * x[1]));
        }
        return sum;
    }

    private static double square(double v) {
        return v * v;
    }

    private static double cube(double v) {
        return v * square(v);
    }

    private static double varargs(double... v) {
        double sum = 0;
        for (double e : v) {
            sum += e * e;
        }
        return sum;
    }

    static double guarded(double[] x) {
        if (x.length < 2) {
            throw new IllegalArgumentException(
                    "two numbers are needed, not " + x.length + ": " + Arrays.toString(new int[] {1}));
        }
        double product = 1;
        for (int i = 0; i < x.length; i++) {
            double v = x[i];
            assert v > -1e9 : "too small: " + v;
            if (Double.isNaN(v) || v < -1e6) {
                throw new ArithmeticException("bad value " + v + " at " + i);
            }
            product *= 1 + v * v;
        }
        return Math.log(product);
    }

    /** A deep nest where values of outer loops are used far inside. */
    static double nest(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double a = Math.exp(0.1 * x[i]);
            for (int j = 0; j <= i; j++) {
                double b = a * Math.sin(x[j]);
                for (int k = 0; k < 3; k++) {
                    double c = b * b + k * a;
                    sum += Math.sqrt(1 + c * c) * a / (1 + b * b);
                }
                a = a * 0.9 + 0.05 * b;
            }
            sum += a * a;
        }
        return sum;
    }

    /** Values that live on after the loop that computes them. */
    static double liveOut(double[] x) {
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            double r = x[i];
            int n = 0;
            while (r * r < 5 && n < 6) {
                r = r * 1.5 + 0.3;
                n++;
            }
            int best = 0;
            for (int j = 1; j < x.length; j++) {
                if (x[j] > x[best]) {
                    best = j;
                }
            }
            total += r * r * n + x[best] * r * x[n % x.length];
        }
        return total;
    }

    static double swaps(double[] x) {
        double[] a = x.clone();
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j + 1 < a.length - i; j++) {
                if (a[j] > a[j + 1]) {
                    double t = a[j];
                    a[j] = a[j + 1];
                    a[j + 1] = t;
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (i + 1) * a[i] * a[i];
        }
        return sum;
    }

    static double fibonacciSwap(double[] x) {
        double a = x[0];
        double b = x[1];
        for (int i = 0; i < 10; i++) {
            double t = a;
            a = b;
            b = t * 0.5 + b * x[2];
        }
        return a * b;
    }

    static double ragged(double[] x) {
        double[][] rows = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            rows[i] = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                rows[i][j] = x[i] * x[j] + (j > 0 ? rows[i - 1][j - 1] : 0);
            }
        }
        double[][] copy = rows.clone();
        double[] first = copy[0];
        copy[0] = copy[1];
        copy[1] = first;
        double sum = 0;
        for (double[] row : copy) {
            sum = sum * 0.5 + row[row.length - 1] * row[0];
        }
        return sum;
    }

    static double cube3d(double[] x) {
        double[][][] t = new double[2][3][2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 2; k++) {
                    t[i][j][k] = x[(i + j + k) % x.length] * x[j];
                }
            }
        }
        double sum = 0;
        for (double[][] plane : t) {
            for (double[] row : plane) {
                sum += row[0] * row[1];
            }
        }
        return sum;
    }

    private static final double[] WEIGHTS = {0.2, 0.3, 0.5};
    private static final double[][] TABLE = {{1, 2, 3}, {4, 5, 6}};

    static double constants(double[] x) {
        double sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            sum += WEIGHTS[i] * x[i % x.length] * TABLE[i % 2][i];
        }
        return sum * sum;
    }

    static double interpolation(double[] x) {
        double[] grid = {0, 1, 2, 3, 4};
        double sum = 0;
        for (double v : x) {
            double at = Math.abs(v) % 4;
            int k = (int) at;
            double w = at - grid[k];
            sum += (1 - w) * grid[k] * grid[k] + w * grid[k + 1] * grid[k + 1];
        }
        return sum * sum;
    }

    static double kalman(double[] x) {
        double mean = 0;
        double variance = 1;
        double log = 0;
        for (int t = 0; t < 30; t++) {
            double observed = Math.sin(0.3 * t);
            variance += Math.exp(x[0]);
            double s = variance + Math.exp(x[1]);
            double error = observed - mean * x[2];
            log -= 0.5 * (Math.log(2 * Math.PI * s) + error * error / s);
            double gain = variance / s;
            mean = x[2] * mean + gain * error;
            variance *= 1 - gain;
        }
        return log;
    }

    /** Backward induction on a binomial tree. */
    static double binomialTree(double[] x) {
        int n = 30;
        double dt = 1.0 / n;
        double up = Math.exp(x[0] * Math.sqrt(dt));
        double down = 1 / up;
        double p = (Math.exp(x[1] * dt) - down) / (up - down);
        double[] v = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            v[i] = Math.max(0, x[3] - x[2] * Math.pow(up, 2 * i - n));
        }
        for (int step = n - 1; step >= 0; step--) {
            for (int i = 0; i <= step; i++) {
                double hold = Math.exp(-x[1] * dt) * (p * v[i + 1] + (1 - p) * v[i]);
                v[i] = Math.max(hold, x[3] - x[2] * Math.pow(up, 2 * i - step));
            }
        }
        return v[0];
    }

    static double convolution(double[] x) {
        int n = x.length;
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            double s = 0;
            for (int k = Math.max(0, i - 3); k <= i; k++) {
                s += x[k] * x[i - k];
            }
            y[i] = Math.tanh(s);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += y[i] * y[n - 1 - i];
        }
        return sum;
    }

    static double cholesky(double[] x) {
        int n = (int) Math.sqrt(x.length);
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double s = i == j ? n + 1 : 0;
                for (int k = 0; k < n; k++) {
                    s += x[i * n + k] * x[j * n + k];
                }
                for (int k = 0; k < j; k++) {
                    s -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(s) : s / l[j][j];
            }
        }
        double log = 0;
        for (int i = 0; i < n; i++) {
            log += 2 * Math.log(l[i][i]);
        }
        return log;
    }

    static double network(double[] x) {
        int hidden = 5;
        double loss = 0;
        for (int s = 0; s < 10; s++) {
            double in = s * 0.2 - 1;
            double out = x[3 * hidden];
            for (int h = 0; h < hidden; h++) {
                out += x[2 * hidden + h] * Math.tanh(x[h] * in + x[hidden + h]);
            }
            double e = out - in * in;
            loss += e * e;
        }
        return loss;
    }
}
