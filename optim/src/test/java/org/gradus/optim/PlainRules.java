package org.gradus.optim;

import static java.lang.Math.abs;
import static java.lang.Math.max;
import static java.lang.Math.pow;
import static java.lang.Math.signum;
import static java.lang.Math.sqrt;

/** Published methods that work entry by entry, written plainly with loops for comparison. */
final class PlainRules {
    private PlainRules() {}

    /** A whole run on {@link Quadratic}. */
    interface Plain {
        double[] run(double[] start, int steps);
    }

    /** One entry's step t = 1, 2 … with its memory. */
    interface Rule {
        double next(int t, double g, double x, double[] memory);
    }

    static Plain each(int slots, Rule rule) {
        return each(new double[slots], rule);
    }

    /** As {@link #each(int, Rule)} with a first memory that is not zero. */
    static Plain each(double[] first, Rule rule) {
        return (start, steps) -> {
            double[] x = start.clone();
            double[][] memory = new double[x.length][];
            for (int i = 0; i < x.length; i++) {
                memory[i] = first.clone();
            }
            for (int t = 1; t <= steps; t++) {
                double[] g = Quadratic.gradient(x);
                for (int i = 0; i < x.length; i++) {
                    x[i] = rule.next(t, g[i], x[i], memory[i]);
                }
            }
            return x;
        };
    }

    static Plain momentum(double rate, double decay, boolean nesterov) {
        return (start, steps) -> PlainFirstOrder.momentum(Quadratic::gradient, start, steps, rate, decay, nesterov);
    }

    static Plain adam(double rate, double epsilon, double decoupled) {
        return (start, steps) ->
                PlainFirstOrder.adam(Quadratic::gradient, start, steps, rate, 0.9, 0.999, epsilon, 0, decoupled);
    }

    static Plain adagrad(double rate) {
        return each(1, (t, g, x, s) -> {
            s[0] += g * g;
            return x - rate * g / (sqrt(s[0]) + 1e-10);
        });
    }

    static Plain rmsProp(double rate) {
        return each(1, (t, g, x, s) -> {
            s[0] = 0.99 * s[0] + (1 - 0.99) * g * g;
            return x - rate * g / (sqrt(s[0]) + 1e-8);
        });
    }

    static Plain adadelta() {
        return each(2, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g * g;
            double d = sqrt(s[1] + 1e-6) / sqrt(s[0] + 1e-6) * g;
            s[1] = 0.9 * s[1] + (1 - 0.9) * d * d;
            return x - d;
        });
    }

    static Plain adamax(double rate) {
        return each(2, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = max(0.999 * s[1], abs(g) + 1e-8);
            return x - rate / (1 - pow(0.9, t)) * s[0] / s[1];
        });
    }

    /** Dozat's schedule of the momentum, as PyTorch has it. */
    static Plain nadam(double rate) {
        return each(new double[] {0, 0, 1}, (t, g, x, s) -> {
            double mu = 0.9 * (1 - 0.5 * pow(0.96, t * 0.004));
            double next = 0.9 * (1 - 0.5 * pow(0.96, (t + 1) * 0.004));
            s[2] *= mu;
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * g * g;
            double root = sqrt(s[1] / (1 - pow(0.999, t))) + 1e-8;
            return x - rate * (1 - mu) / (1 - s[2]) * g / root - rate * next / (1 - s[2] * next) * s[0] / root;
        });
    }

    static Plain radam(double rate) {
        return each(2, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * g * g;
            double limit = 2 / (1 - 0.999) - 1;
            double length = limit - 2 * t * pow(0.999, t) / (1 - pow(0.999, t));
            double m = s[0] / (1 - pow(0.9, t));
            if (length <= 5) {
                return x - rate * m;
            }
            double r = sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
            return x - rate * m * r * sqrt(1 - pow(0.999, t)) / (sqrt(s[1]) + 1e-8);
        });
    }

    static Plain amsgrad(double rate) {
        return each(3, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * g * g;
            s[2] = max(s[2], s[1]);
            return x - rate * s[0] / (1 - pow(0.9, t)) / (sqrt(s[2] / (1 - pow(0.999, t))) + 1e-8);
        });
    }

    static Plain adamnc(double rate) {
        return each(2, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] += g * g;
            return x - rate * s[0] / (sqrt(s[1] / t) + 1e-8);
        });
    }

    static Plain yogi(double rate) {
        return each(new double[] {1e-6, 1e-6}, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] -= (1 - 0.999) * signum(s[1] - g * g) * g * g;
            return x - rate * s[0] / (1 - pow(0.9, t)) / (sqrt(s[1] / (1 - pow(0.999, t))) + 1e-3);
        });
    }

    static Plain adabelief(double rate) {
        return each(2, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * (g - s[0]) * (g - s[0]) + 1e-16;
            return x - rate * s[0] / (1 - pow(0.9, t)) / (sqrt(s[1] / (1 - pow(0.999, t))) + 1e-16);
        });
    }

    static Plain diffgrad(double rate) {
        return each(3, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * g * g;
            double xi = 1 / (1 + Math.exp(-abs(s[2] - g)));
            s[2] = g;
            return x - rate * sqrt(1 - pow(0.999, t)) / (1 - pow(0.9, t)) * xi * s[0] / (sqrt(s[1]) + 1e-8);
        });
    }

    static Plain adan(double rate, double decay) {
        return each(4, (t, g, x, s) -> {
            double d = t == 1 ? 0 : g - s[3];
            s[3] = g;
            s[0] = 0.98 * s[0] + (1 - 0.98) * g;
            s[1] = 0.92 * s[1] + (1 - 0.92) * d;
            s[2] = 0.99 * s[2] + (1 - 0.99) * (g + 0.92 * d) * (g + 0.92 * d);
            double m = s[0] / (1 - pow(0.98, t));
            double v = s[1] / (1 - pow(0.92, t));
            double root = sqrt(s[2] / (1 - pow(0.99, t))) + 1e-8;
            return (x - rate * (m + 0.92 * v) / root) / (1 + rate * decay);
        });
    }

    static Plain ademamix(double rate) {
        return each(3, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * g * g;
            s[2] = 0.9999 * s[2] + (1 - 0.9999) * g;
            return x - rate * (s[0] / (1 - pow(0.9, t)) + 5 * s[2]) / (sqrt(s[1] / (1 - pow(0.999, t))) + 1e-8);
        });
    }

    static Plain grams(double rate) {
        return each(2, (t, g, x, s) -> {
            s[0] = 0.9 * s[0] + (1 - 0.9) * g;
            s[1] = 0.999 * s[1] + (1 - 0.999) * g * g;
            double u = s[0] / (1 - pow(0.9, t)) / (sqrt(s[1] / (1 - pow(0.999, t))) + 1e-6);
            return x - rate * signum(g) * abs(u);
        });
    }

    static Plain lion(double rate, double decay) {
        return each(1, (t, g, x, s) -> {
            double c = 0.9 * s[0] + (1 - 0.9) * g;
            s[0] = 0.99 * s[0] + (1 - 0.99) * g;
            return x - rate * (signum(c) + decay * x);
        });
    }

    static Plain signs(double rate, double mu) {
        return each(1, (t, g, x, s) -> {
            s[0] = mu * s[0] + (1 - mu) * g;
            return x - rate * signum(s[0]);
        });
    }

    static Plain rprop(double first) {
        return each(new double[] {0, first}, (t, g, x, s) -> {
            double agree = g * s[0];
            double used = g;
            if (agree > 0) {
                s[1] = Math.min(1.2 * s[1], 50);
            } else if (agree < 0) {
                s[1] = max(0.5 * s[1], 1e-6);
                used = 0;
            }
            s[0] = used;
            return x - signum(used) * s[1];
        });
    }
}
