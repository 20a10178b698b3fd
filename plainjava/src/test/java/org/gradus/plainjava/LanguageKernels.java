package org.gradus.plainjava;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/** Methods that use the language as people do: calibrations, simulators, pricing, control and fitting. */
@SuppressWarnings({"fallthrough", "NarrowingCompoundAssignment", "UnusedVariable", "StringEquality"})
final class LanguageKernels {
    private LanguageKernels() {}

    // ---- numbers ----

    /** A loop over polynomials whose second derivative once had invalid code. */
    static double chebyquad(double[] x) {
        double[] r = new double[8];
        for (int j = 0; j < x.length; j++) {
            double last = 1;
            double now = 2 * x[j] - 1;
            double twice = 2 * now;
            for (int i = 0; i < 8; i++) {
                r[i] += now / 8;
                double next = twice * now - last;
                last = now;
                now = next;
            }
        }
        for (int i = 1; i < 8; i += 2) {
            r[i] += 1.0 / ((i + 1) * (i + 1) - 1);
        }
        double sum = 0;
        for (double v : r) {
            sum += v * v;
        }
        return sum;
    }

    /** chars, shorts, bytes and their conversions as weights. */
    static double smallIntegers(double[] x) {
        byte b = 120;
        short s = 300;
        char c = 'a';
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            b += 11;
            s *= 3;
            c++;
            sum += x[i] * x[i] * (b / 128.0) + x[i] * (s % 7) + (c - 'a') * Math.sin(x[i]);
        }
        byte[] codes = {1, -2, 3};
        char[] letters = "gradus".toCharArray();
        short[] shorts = {5, 7};
        return sum * (codes[1] + letters.length) + x[0] * shorts[1] * (byte) 200;
    }

    /** A linear congruential generator and bit tricks beside the numbers. */
    static double longShifts(double[] x) {
        long state = 0x9E3779B97F4A7C15L;
        double sum = 0;
        for (int i = 0; i < 20; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            double u = (state >>> 11) * 0x1.0p-53;
            int k = (int) ((state >> 60) & 3) % x.length;
            sum += (x[k] - u) * (x[k] - u) * (1 + Long.bitCount(state) / 64.0);
        }
        return sum;
    }

    static double rareFunctions(double[] x) {
        double a = x[0];
        double b = x[1];
        return Math.fma(a, b, a)
                + Math.hypot(a, b)
                + Math.cbrt(a)
                + Math.IEEEremainder(7 * a, 3)
                + Math.clamp(a, 0.1, 5) * Math.clamp(b, -1, 1)
                + Math.scalb(b, 3)
                + Math.nextUp(a) * Math.nextDown(b)
                + Math.ulp(a)
                + Math.copySign(a, -b)
                + Math.floorMod(17, 5) * a
                + Math.floorDiv(-7, 2) * b
                + Math.toRadians(a)
                + Math.expm1(a * b)
                + Math.log10(a)
                + Math.atan2(a, b)
                + a % 0.7
                + Math.getExponent(a);
    }

    static double strictFunctions(double[] x) {
        double a = x[0];
        double b = x[1];
        return StrictMath.sin(a) * StrictMath.exp(-b)
                + StrictMath.pow(a, b)
                + StrictMath.hypot(a, b)
                + StrictMath.tanh(a)
                + StrictMath.atan2(b, a)
                + StrictMath.sqrt(a + b)
                + StrictMath.max(a, b)
                + StrictMath.fma(a, a, b)
                + StrictMath.clamp(a, -2.0, 2.0)
                + StrictMath.log1p(a * a);
    }

    static double floats(double[] x) {
        float scale = 1.5f;
        float[] weights = {0.5f, 0.25f, 2};
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i % 3] * scale * x[i] * x[i];
        }
        return sum + Math.sqrt(scale) * x[0];
    }

    static double incrementsAndCompound(double[] x) {
        int i = 0;
        double a = x[i++];
        double b = x[i++] * --i;
        double c = a;
        c -= b *= 1.5;
        c /= 2 + a * a;
        int[] counts = new int[3];
        counts[i]++;
        counts[2] += counts[1]++ + 3;
        i <<= 2;
        i |= 1;
        return c * counts[2] + a * i + (c > 0 ? a : b) * counts[1] + a++ * b--;
    }

    // ---- control flow ----

    static double stringSwitch(double[] x) {
        String[] names = {"linear", "square", "sine", "other"};
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            switch (names[i % names.length]) {
                case "linear":
                    sum += 3 * x[i];
                    break;
                case "square":
                    sum += x[i] * x[i];
                    break;
                case "sine":
                    sum += Math.sin(x[i]);
                // falls through
                default:
                    sum *= 1.1;
            }
        }
        return sum;
    }

    enum Payoff {
        CALL(1) {
            @Override
            double of(double spot, double strike) {
                return soft(spot - strike);
            }
        },
        PUT(-1) {
            @Override
            double of(double spot, double strike) {
                return soft(strike - spot);
            }
        },
        STRADDLE(0) {
            @Override
            double of(double spot, double strike) {
                return Math.sqrt(1 + (spot - strike) * (spot - strike));
            }
        };

        private final double sign;

        Payoff(double sign) {
            this.sign = sign;
        }

        abstract double of(double spot, double strike);

        static double soft(double v) {
            return Math.log1p(Math.exp(v));
        }
    }

    static double enumSwitch(double[] x) {
        double sum = 0;
        for (Payoff p : Payoff.values()) {
            sum += switch (p) {
                        case CALL -> x[0] * x[1];
                        case PUT -> {
                            double d = x[1] - x[0];
                            yield d * d;
                        }
                        case STRADDLE -> Math.cos(x[0]) * p.sign;
                    }
                    + p.sign * x[0] * p.ordinal();
        }
        return sum;
    }

    static double enumMethods(double[] x) {
        return Payoff.CALL.of(x[0], x[1]) + 2 * Payoff.PUT.of(x[1], x[0] * x[0]) - Payoff.STRADDLE.of(x[0], 0.3);
    }

    static double labelledContinue(double[] x) {
        double sum = 0;
        rows:
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; ; j++) {
                if (j == i) {
                    sum *= 1.2;
                    continue rows;
                }
                if (x[i] * x[j] > 1) {
                    break rows;
                }
                sum += x[i] * Math.exp(x[j]);
            }
        }
        return sum;
    }

    @SuppressWarnings("ReferenceEquality")
    static double ternaryArrays(double[] x) {
        double[] a = x.clone();
        double[] b = {x[1], x[0], 3};
        double[] larger = a[0] > b[0] ? a : b;
        double[] smaller = larger == a ? b : a;
        larger[0] *= smaller[1];
        smaller[1] += larger[0];
        (x[2] > 0 ? a : b)[2] = x[2] * x[2];
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    static double doWhile(double[] x) {
        double t = x[0];
        int n = 0;
        do {
            t = 0.5 * (t + x[1] / t);
        } while (++n < 30 && Math.abs(t * t - x[1]) > 1e-13);
        return t * x[2];
    }

    /** Guards with text made of numbers. */
    static double checked(double[] x) {
        if (x.length < 2) {
            throw new IllegalArgumentException("need two parameters, got " + x.length + ": " + Arrays.toString(x));
        }
        double sigma = x[0];
        if (!(sigma > 0)) {
            throw new ArithmeticException(String.format("volatility %s must be positive", sigma));
        }
        assert x[1] > -10 : "rate " + x[1] + " at " + sigma;
        String label = "s" + sigma;
        return label.isEmpty() ? 0 : sigma * sigma + Math.exp(x[1]);
    }

    // ---- arrays ----

    static double sumOf(double... all) {
        double sum = 0;
        for (double v : all) {
            sum += v * v;
        }
        return sum;
    }

    static double weighted(String name, Object... parts) {
        return parts.length + name.length();
    }

    static double varargs(double[] x) {
        return sumOf(x) + sumOf(x[0], 2 * x[1], Math.sin(x[2])) + sumOf() + x[0] * weighted("n", "a", "b");
    }

    static double triangle(double[] x) {
        int n = x.length;
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[i + 1];
            rows[i][0] = x[i];
            for (int j = 1; j <= i; j++) {
                rows[i][j] = rows[i][j - 1] * rows[i - 1][j - 1] + x[j];
            }
        }
        double sum = 0;
        for (double[] row : rows) {
            sum += row[row.length - 1];
        }
        return sum;
    }

    static double transpose(double[] x) {
        double[][] m = {{x[0], x[1]}, {x[2], x[3]}};
        double[][] copy = m.clone();
        double[] first = m[0];
        m[0] = m[1];
        m[1] = first;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < i; j++) {
                double t = m[i][j];
                m[i][j] = m[j][i];
                m[j][i] = t;
            }
        }
        return m[0][0] * copy[0][0] + m[0][1] * copy[1][0] * 2 - m[1][0] * m[1][1];
    }

    private static final double[] NODES = {-0.7745966692414834, 0, 0.7745966692414834};
    private static final double[] WEIGHTS = {5.0 / 9, 8.0 / 9, 5.0 / 9};
    private static final int[][] PAIRS = {{0, 1}, {1, 2}, {2, 0}};

    static double staticTables(double[] x) {
        double sum = 0;
        for (int k = 0; k < NODES.length; k++) {
            double t = x[0] + (x[1] - x[0]) * (NODES[k] + 1) / 2;
            sum += WEIGHTS[k] * Math.exp(-t * t);
        }
        for (int[] p : PAIRS) {
            sum += x[p[0]] * x[p[1]];
        }
        return sum * (x[1] - x[0]) / 2;
    }

    /** A circular buffer of the last values, and a difference equation over it. */
    static double ringBuffer(double[] x) {
        double[] ring = new double[4];
        int head = 0;
        double y = x[0];
        for (int t = 0; t < 25; t++) {
            y = x[1] * y + x[2] * ring[(head + 1) % 4] + Math.sin(t * x[0]);
            ring[head] = y;
            head = (head + 1) & 3;
        }
        return y * y + ring[2];
    }

    static double bubbleSort(double[] x) {
        double[] a = Arrays.copyOf(x, x.length);
        boolean swapped = true;
        while (swapped) {
            swapped = false;
            for (int i = 0; i + 1 < a.length; i++) {
                if (a[i] > a[i + 1]) {
                    double t = a[i];
                    a[i] = a[i + 1];
                    a[i + 1] = t;
                    swapped = true;
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (i + 1) * a[i] * a[i];
        }
        return sum;
    }

    static double cubeOfArrays(double[] x) {
        double[][][] c = new double[2][3][2];
        for (int i = 0; i < 12; i++) {
            c[i / 6][i / 2 % 3][i % 2] = x[i % x.length] * (i + 1);
        }
        double[][] plane = c[1];
        c[1] = c[0];
        c[0] = plane;
        double sum = 0;
        for (double[][] p : c) {
            for (double[] r : p) {
                sum = sum * 0.9 + r[0] * r[1];
            }
        }
        return sum;
    }

    // ---- exceptions ----

    static double tryFinally(double[] x) {
        double sum = 0;
        int done = 0;
        try {
            for (double v : x) {
                sum += v * v * v;
            }
            if (x.length > 99) {
                return 0;
            }
        } finally {
            done++;
            sum *= 2;
        }
        return sum + done * x[0];
    }

    private static double positiveRoot(double v) {
        if (v < 0) {
            throw new IllegalArgumentException("negative: " + v);
        }
        return Math.sqrt(v);
    }

    static double tryCatch(double[] x) {
        double sum = 0;
        for (double v : x) {
            try {
                sum += positiveRoot(v);
            } catch (IllegalStateException e) {
                sum += 1000 * v;
            } catch (IllegalArgumentException e) {
                sum += v * v;
            } finally {
                sum += 0.1 * v;
            }
        }
        return sum;
    }

    static final class NoConvergence extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int iterations;

        NoConvergence(int iterations) {
            super("no convergence after " + iterations);
            this.iterations = iterations;
        }
    }

    private static double newton(double a, int most) {
        double t = 1;
        for (int i = 0; i < most; i++) {
            double next = t - (t * t * t - a) / (3 * t * t);
            if (Math.abs(next - t) < 1e-14) {
                return next;
            }
            t = next;
        }
        throw new NoConvergence(most);
    }

    private static double bisect(double a) {
        double lo = 0;
        double hi = 1 + a;
        for (int i = 0; i < 6; i++) {
            double mid = 0.5 * (lo + hi);
            if (mid * mid * mid > a) {
                hi = mid;
            } else {
                lo = mid;
            }
        }
        return 0.5 * (lo + hi) + 0.01 * a;
    }

    /** Newton's method, or bisection where that fails. */
    static double fallback(double[] x) {
        double sum = 0;
        for (double v : x) {
            double root;
            try {
                root = newton(v, v > 1 ? 3 : 40);
            } catch (NoConvergence e) {
                root = bisect(v) + e.iterations;
            }
            sum += root * root;
        }
        return sum;
    }

    // ---- objects ----

    record Option(Payoff payoff, double strike, double years) {
        Option {
            if (years < 0) {
                throw new IllegalArgumentException("expired " + years);
            }
        }

        Option(double strike) {
            this(Payoff.CALL, strike, 1);
        }

        double price(double spot, double vol) {
            return payoff == Payoff.CALL
                    ? spot * vol * Math.sqrt(years) - strike * Math.exp(-vol)
                    : strike * vol - spot * years;
        }
    }

    static double arraysOfRecords(double[] x) {
        Option[] book = {new Option(1.5), new Option(Payoff.PUT, 2, 0.5), new Option(Payoff.CALL, x[1], x[0])};
        double sum = 0;
        for (Option o : book) {
            sum += o.price(x[0], x[1]) * o.price(x[1], x[0]);
        }
        return sum;
    }

    sealed interface Leg permits Fixed, Floating, Basket {}

    record Fixed(double rate) implements Leg {}

    record Floating(double spread, double[] forwards) implements Leg {}

    record Basket(Leg first, Leg second) implements Leg {}

    private static double value(Leg leg, double rate) {
        return switch (leg) {
            case Fixed(double r) when r > rate -> r * r;
            case Fixed(double r) -> r * rate;
            case Floating(double s, double[] f) -> s * f[0] + f[1] * rate;
            case Basket(Fixed(double r), Floating(var s, var f)) -> r * s * f[1];
            case Basket b -> b.first() == null ? 0 : rate;
        };
    }

    static double deconstruction(double[] x) {
        Leg fixed = new Fixed(x[0]);
        Leg floating = new Floating(x[1], new double[] {x[2], x[0] * x[1]});
        double sum = 0;
        for (Leg leg : new Leg[] {fixed, floating, new Basket(fixed, floating), new Basket(floating, fixed)}) {
            sum += value(leg, x[2]) * (1 + sum);
        }
        Object any = fixed;
        if (any instanceof Fixed(var r) && r > -10) {
            sum += r * r;
        }
        return sum;
    }

    static final class Plant {
        private double level;
        private double speed;
        private final Controller controller = new Controller(0.7);

        final class Controller {
            private double integral;
            private final double gain;

            Controller(double gain) {
                this.gain = gain;
            }

            double force(double goal) {
                integral += 0.1 * (goal - level);
                return gain * (goal - level) + 0.3 * integral - 0.2 * speed;
            }
        }

        void step(double goal) {
            speed += 0.1 * (controller.force(goal) - 0.1 * speed * speed);
            level += 0.1 * speed;
        }
    }

    /** A control loop whose controller is an inner class. */
    static double innerClass(double[] x) {
        Plant plant = new Plant();
        plant.level = x[0];
        double cost = 0;
        for (int i = 0; i < 30; i++) {
            plant.step(x[1]);
            cost += (plant.level - 1) * (plant.level - 1) + 0.01 * plant.speed * plant.speed;
        }
        return cost;
    }

    abstract static class Curve {
        protected double shift;

        abstract double at(double t);

        double twice(double t) {
            return at(t) + at(t + shift);
        }
    }

    static class Flat extends Curve {
        final double level;

        Flat(double level) {
            this.level = level;
            shift = level * level;
        }

        @Override
        double at(double t) {
            return level;
        }
    }

    static class Sloped extends Flat {
        final double slope;

        Sloped(double level, double slope) {
            super(level);
            this.slope = slope;
        }

        @Override
        double at(double t) {
            return super.at(t) + slope * t;
        }
    }

    static double inheritance(double[] x) {
        Curve[] curves = {new Flat(x[0]), new Sloped(x[1], x[2]), new Sloped(x[0], x[0] * x[2])};
        double sum = 0;
        for (Curve c : curves) {
            sum += c.twice(x[1]) * c.at(0.5);
        }
        return sum;
    }

    static double localAndAnonymous(double[] x) {
        class Counter {
            double total = x[0];

            void add(double v) {
                total += v * x[1];
            }
        }
        Counter counter = new Counter();
        counter.add(x[1]);
        Curve parabola = new Curve() {
            @Override
            double at(double t) {
                return t * t * x[0];
            }
        };
        counter.add(parabola.twice(x[1]));
        return counter.total * counter.total;
    }

    // ---- functions ----

    static double composed(double[] x) {
        DoubleUnaryOperator square = t -> t * t;
        DoubleUnaryOperator shift = t -> t + x[1];
        DoubleUnaryOperator sine = Math::sin;
        DoubleUnaryOperator all = square.andThen(shift).compose(sine).andThen(t -> t * x[0]);
        UnaryOperator<Double> boxed = v -> v * x[0];
        DoubleBinaryOperator mix = (a, b) -> a * all.applyAsDouble(b);
        return all.applyAsDouble(x[0]) + boxed.apply(x[1]) + mix.applyAsDouble(x[0], x[1]);
    }

    interface Field3 {
        double[] at(double t, double[] y);

        default double[] scaled(double t, double[] y, double by) {
            double[] f = at(t, y);
            for (int i = 0; i < f.length; i++) {
                f[i] *= by;
            }
            return f;
        }
    }

    private static double[] rungeKutta(Field3 f, double[] y, double h, int steps) {
        double[] now = y.clone();
        for (int s = 0; s < steps; s++) {
            double[] k1 = f.at(s * h, now);
            double[] k2 = f.at(s * h + h / 2, moved(now, k1, h / 2));
            double[] k3 = f.at(s * h + h / 2, moved(now, k2, h / 2));
            double[] k4 = f.scaled(s * h + h, moved(now, k3, h), 1);
            for (int i = 0; i < now.length; i++) {
                now[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        return now;
    }

    private static double[] moved(double[] y, double[] k, double h) {
        double[] z = new double[y.length];
        Arrays.setAll(z, i -> y[i] + h * k[i]);
        return z;
    }

    /** A projectile with drag. */
    static double projectile(double[] x) {
        double drag = 0.02;
        Field3 motion = (_, y) -> {
            double speed = Math.hypot(y[2], y[3]);
            return new double[] {y[2], y[3], -drag * speed * y[2], -9.81 - drag * speed * y[3]};
        };
        double[] end = rungeKutta(motion, new double[] {0, 0, x[0] * Math.cos(x[1]), x[0] * Math.sin(x[1])}, 0.05, 12);
        return (end[0] - 5) * (end[0] - 5) + end[1] * end[1];
    }

    private static double integral(DoubleUnaryOperator f, double a, double b) {
        int n = 16;
        double sum = f.applyAsDouble(a) + f.applyAsDouble(b);
        for (int i = 1; i < n; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(a + i * (b - a) / n);
        }
        return sum * (b - a) / (3 * n);
    }

    /** A lambda inside a lambda. */
    static double doubleIntegral(double[] x) {
        return integral(u -> integral(v -> Math.exp(-u * v * x[0]) * x[1], 0, u + x[1]), 0, x[0]);
    }

    static double functionsInArrays(double[] x) {
        Supplier<double[]> start = () -> new double[] {x[0], 1};
        IntFunction<double[]> row = i -> new double[] {i * x[0], x[1]};
        ToDoubleFunction<double[]> norm = v -> v[0] * v[0] + v[1];
        return norm.applyAsDouble(start.get()) + norm.applyAsDouble(row.apply(3));
    }

    // ---- models ----

    /** GARCH(1,1) log-likelihood. */
    static double garch(double[] x) {
        double omega = Math.exp(x[0]);
        double alpha = 1 / (1 + Math.exp(-x[1]));
        double beta = (1 - alpha) / (1 + Math.exp(-x[2]));
        double h = 0.04;
        double loss = 0;
        for (int t = 0; t < 60; t++) {
            double r = 0.2 * Math.sin(1.7 * t) * Math.cos(0.3 * t * t);
            loss += Math.log(h) + r * r / h;
            h = omega + alpha * r * r + beta * h;
        }
        return loss / 60;
    }

    /** Bootstrapped discount factors of swaps, with a log-linear curve. */
    static double curve(double[] x) {
        double[] times = {0, 1, 2, 3, 5};
        double[] logs = new double[times.length];
        double error = 0;
        for (int k = 1; k < times.length; k++) {
            logs[k] = logs[k - 1] - x[k - 1] * (times[k] - times[k - 1]);
            double annuity = 0;
            for (int y = 1; y <= (int) times[k]; y++) {
                annuity += discount(times, logs, y, k);
            }
            double par = (1 - Math.exp(logs[k])) / annuity;
            error += (par - 0.02 - 0.003 * k) * (par - 0.02 - 0.003 * k);
        }
        return 1e3 * error;
    }

    private static double discount(double[] times, double[] logs, double t, int last) {
        for (int i = 1; i <= last; i++) {
            if (t <= times[i]) {
                double w = (t - times[i - 1]) / (times[i] - times[i - 1]);
                return Math.exp(logs[i - 1] * (1 - w) + logs[i] * w);
            }
        }
        throw new IllegalStateException("no discount factor at " + t);
    }

    /** A binomial tree in one array, with early exercise. */
    static double american(double[] x) {
        int n = 12;
        double up = Math.exp(x[1] * Math.sqrt(1.0 / n));
        double p = (Math.exp(0.05 / n) - 1 / up) / (up - 1 / up);
        double[] v = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            v[i] = Math.max(0, 1 - x[0] * Math.pow(up, 2 * i - n));
        }
        for (int step = n - 1; step >= 0; step--) {
            for (int i = 0; i <= step; i++) {
                double hold = Math.exp(-0.05 / n) * (p * v[i + 1] + (1 - p) * v[i]);
                v[i] = Math.max(hold, 1 - x[0] * Math.pow(up, 2 * i - step));
            }
        }
        return v[0];
    }

    /** A dynamic program: soft minimum over paths of a grid. */
    static double softPath(double[] x) {
        int n = 4;
        double[][] cost = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double own = x[(i * n + j) % x.length] * (1 + 0.1 * i) + 0.2 * j;
                if (i == 0 && j == 0) {
                    cost[i][j] = own;
                } else if (i == 0 || j == 0) {
                    cost[i][j] = own + (i == 0 ? cost[i][j - 1] : cost[i - 1][j]);
                } else {
                    double a = cost[i - 1][j];
                    double b = cost[i][j - 1];
                    double least = Math.min(a, b);
                    cost[i][j] = own + least - Math.log(Math.exp(least - a) + Math.exp(least - b));
                }
            }
        }
        return cost[n - 1][n - 1];
    }
}
