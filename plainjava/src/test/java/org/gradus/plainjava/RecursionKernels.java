package org.gradus.plainjava;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Methods that call themselves. */
final class RecursionKernels {
    private RecursionKernels() {}

    private static double power(double x, int n) {
        if (n == 0) {
            return 1;
        }
        double half = power(x, n / 2);
        return n % 2 == 0 ? half * half : half * half * x;
    }

    static double powers(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += power(x[i], 3 * i + 2);
        }
        return sum;
    }

    private static double horner(double[] c, double t, int from) {
        return from == c.length ? 0 : c[from] + t * horner(c, t, from + 1);
    }

    static double hornerCoefficients(double[] x) {
        return horner(x, 0.7, 0) * horner(x, x[0], 1);
    }

    private static double simpson(
            DoubleUnaryOperator f,
            double a,
            double fa,
            double m,
            double fm,
            double b,
            double fb,
            double eps,
            int depth) {
        double whole = (b - a) / 6 * (fa + 4 * fm + fb);
        double lm = 0.5 * (a + m);
        double rm = 0.5 * (m + b);
        double fl = f.applyAsDouble(lm);
        double fr = f.applyAsDouble(rm);
        double left = (m - a) / 6 * (fa + 4 * fl + fm);
        double right = (b - m) / 6 * (fm + 4 * fr + fb);
        double delta = left + right - whole;
        if (depth <= 0 || Math.abs(delta) <= 15 * eps) {
            return left + right + delta / 15;
        }
        return simpson(f, a, fa, lm, fl, m, fm, eps / 2, depth - 1)
                + simpson(f, m, fm, rm, fr, b, fb, eps / 2, depth - 1);
    }

    private static double integrate(DoubleUnaryOperator f, double a, double b, int depth) {
        double m = 0.5 * (a + b);
        return simpson(
                f, a, f.applyAsDouble(a), m, f.applyAsDouble(m), b, f.applyAsDouble(b), depth > 6 ? 1e-9 : 0, depth);
    }

    /** Adaptive where the depth is bounded by the tolerance alone, at a fixed set of points. */
    static double adaptiveSimpson(double[] x) {
        return integrate(t -> Math.exp(-x[0] * t * t) * Math.sin(x[1] * t), 0, 2, 5);
    }

    static double integralToMovingEnd(double[] x) {
        return integrate(t -> 1 / (1 + t * t * x[0]), x[1], 3, 4);
    }

    /** The inner integral is another recursion than the outer one. */
    static double nestedIntegrals(double[] x) {
        return integrate(u -> integrate(v -> Math.cos(u * v * x[0]), 0, u, 2), 0, x[1], 2);
    }

    private static boolean even(int n) {
        return n == 0 || odd(n - 1);
    }

    private static boolean odd(int n) {
        return n != 0 && even(n - 1);
    }

    private static double up(double x, int n) {
        return n == 0 ? x : Math.sin(x) + down(x * 1.1, n - 1);
    }

    private static double down(double x, int n) {
        return n <= 0 ? x * x : 0.5 * up(x - 0.1, n - 1) * x;
    }

    static double mutual(double[] x) {
        return up(x[0], 5) + down(x[1], 4) * (even(6) ? x[0] : x[1]);
    }

    private static int ackermann(int m, int n) {
        if (m == 0) {
            return n + 1;
        }
        return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
    }

    static double ackermannWeights(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += ackermann(2, i) * x[i] * x[i];
        }
        return sum;
    }

    sealed interface Expr permits Num, Var, Sum, Product, Sine {
        double eval(double[] x);
    }

    record Num(double value) implements Expr {
        @Override
        public double eval(double[] x) {
            return value;
        }
    }

    record Var(int index) implements Expr {
        @Override
        public double eval(double[] x) {
            return x[index];
        }
    }

    record Sum(Expr a, Expr b) implements Expr {
        @Override
        public double eval(double[] x) {
            return a.eval(x) + b.eval(x);
        }
    }

    record Product(Expr a, Expr b) implements Expr {
        @Override
        public double eval(double[] x) {
            return a.eval(x) * b.eval(x);
        }
    }

    record Sine(Expr a) implements Expr {
        @Override
        public double eval(double[] x) {
            return Math.sin(a.eval(x));
        }
    }

    static double expressionMade(double[] x) {
        Expr e = new Sum(new Product(new Var(0), new Sine(new Var(1))), new Product(new Num(x[1]), new Var(0)));
        return e.eval(x) + new Product(e, e).eval(x);
    }

    static PlainJava.Function expressionCaptured() {
        Expr e = new Sum(new Product(new Var(0), new Sine(new Var(1))), new Product(new Num(3), new Var(0)));
        return x -> e.eval(x);
    }

    private static double walk(Expr e, double[] x) {
        return switch (e) {
            case Num n -> n.value();
            case Var v -> x[v.index()];
            case Sum(Expr a, Expr b) -> walk(a, x) + walk(b, x);
            case Product(Expr a, Expr b) -> walk(a, x) * walk(b, x);
            case Sine(Expr a) -> Math.sin(walk(a, x));
        };
    }

    static double visitor(double[] x) {
        Expr e = new Sum(new Product(new Var(0), new Sine(new Var(1))), new Product(new Num(x[1]), new Var(0)));
        return walk(e, x) * walk(new Sine(e), x);
    }

    /** A tree of mutable nodes with any number of children. */
    static final class Node {
        final double weight;
        double total;
        Node[] children = new Node[0];

        Node(double weight) {
            this.weight = weight;
        }

        void add(Node child) {
            children = Arrays.copyOf(children, children.length + 1);
            children[children.length - 1] = child;
        }

        double propagate(double factor) {
            total = weight * factor;
            for (Node child : children) {
                total += child.propagate(factor * weight) * 0.5;
            }
            return total;
        }
    }

    static double tree(double[] x) {
        Node root = new Node(x[0]);
        Node left = new Node(x[1]);
        root.add(left);
        root.add(new Node(x[2]));
        left.add(new Node(x[0] * x[1]));
        left.add(new Node(0.4));
        double all = root.propagate(1);
        return all * left.total + root.total;
    }

    private static Node build(double[] x, int depth) {
        Node n = new Node(x[depth] * depth + 1);
        if (depth > 0) {
            n.add(build(x, depth - 1));
            n.add(build(x, depth - 1));
        }
        return n;
    }

    static double builtTree(double[] x) {
        return build(x, 2).propagate(x[1]);
    }

    /** A binary search tree, filled by recursive insertion. */
    static final class Search {
        final double key;
        Search low;
        Search high;

        Search(double key) {
            this.key = key;
        }

        static Search insert(Search at, double key) {
            if (at == null) {
                return new Search(key);
            }
            if (key < at.key) {
                at.low = insert(at.low, key);
            } else {
                at.high = insert(at.high, key);
            }
            return at;
        }

        static double weighted(Search at, int depth) {
            return at == null
                    ? 0
                    : at.key * at.key * depth + weighted(at.low, depth + 1) + weighted(at.high, depth + 1);
        }
    }

    static double searchTree(double[] x) {
        Search root = null;
        for (double v : x) {
            root = Search.insert(root, v);
        }
        return Search.weighted(root, 1);
    }

    private static void quicksort(double[] a, int from, int to) {
        if (to - from < 2) {
            return;
        }
        double pivot = a[(from + to) / 2];
        int i = from;
        int j = to - 1;
        while (i <= j) {
            while (a[i] < pivot) {
                i++;
            }
            while (a[j] > pivot) {
                j--;
            }
            if (i <= j) {
                double t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        quicksort(a, from, j + 1);
        quicksort(a, i, to);
    }

    static double sorted(double[] x) {
        double[] a = x.clone();
        quicksort(a, 0, a.length);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow(a[i], i % 3 + 1) * (i + 1);
        }
        return sum;
    }

    private static double[] fourier(double[] re, int from, int step, int n) {
        if (n == 1) {
            return new double[] {re[from], 0};
        }
        double[] even = fourier(re, from, 2 * step, n / 2);
        double[] odd = fourier(re, from + step, 2 * step, n / 2);
        double[] all = new double[2 * n];
        for (int k = 0; k < n / 2; k++) {
            double c = Math.cos(-2 * Math.PI * k / n);
            double s = Math.sin(-2 * Math.PI * k / n);
            double re2 = c * odd[2 * k] - s * odd[2 * k + 1];
            double im2 = s * odd[2 * k] + c * odd[2 * k + 1];
            all[2 * k] = even[2 * k] + re2;
            all[2 * k + 1] = even[2 * k + 1] + im2;
            all[2 * k + n] = even[2 * k] - re2;
            all[2 * k + n + 1] = even[2 * k + 1] - im2;
        }
        return all;
    }

    static double spectrum(double[] x) {
        double[] f = fourier(x, 0, 1, x.length);
        double sum = 0;
        for (int i = 0; i < f.length; i++) {
            sum += f[i] * f[i] * f[i] * Math.cos(i);
        }
        return sum;
    }

    /** Determinant by expansion, with copies of the matrix. */
    private static double determinant(double[][] a) {
        if (a.length == 1) {
            return a[0][0];
        }
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double[][] minor = new double[a.length - 1][a.length - 1];
            for (int i = 1; i < a.length; i++) {
                for (int j = 0, to = 0; j < a.length; j++) {
                    if (j != k) {
                        minor[i - 1][to++] = a[i][j];
                    }
                }
            }
            sum += (k % 2 == 0 ? 1 : -1) * a[0][k] * determinant(minor);
        }
        return sum;
    }

    static double laplace(double[] x) {
        return determinant(new double[][] {
            {x[0], x[1], 0.3, 0.1}, {x[2], x[3], x[0], 0.2}, {1, x[1], x[2], x[0]}, {0.4, x[3], x[1], 2}
        });
    }

    /** Basis splines by the Cox–de Boor recursion. */
    private static double spline(int i, int degree, double[] knots, double t) {
        if (degree == 0) {
            return t >= knots[i] && t < knots[i + 1] ? 1 : 0;
        }
        double left = (t - knots[i]) / (knots[i + degree] - knots[i]);
        double right = (knots[i + degree + 1] - t) / (knots[i + degree + 1] - knots[i + 1]);
        return left * spline(i, degree - 1, knots, t) + right * spline(i + 1, degree - 1, knots, t);
    }

    static double splines(double[] x) {
        double[] knots = {0, 0.4, 0.9, 1.5, 2.2, 3, x[2], 5};
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += (i + 1) * spline(i, 3, knots, x[0]) * x[1];
        }
        return sum;
    }

    /** Backward induction over a tree of prices, as a textbook has it. */
    private double option(double spot, int step) {
        if (step == steps) {
            return Math.log1p(Math.exp(spot - strike));
        }
        double hold = 0.99 * (0.5 * option(spot * up, step + 1) + 0.5 * option(spot / up, step + 1));
        return Math.max(hold, 0.9 * (spot - strike));
    }

    private double strike;
    private double up;
    private int steps;

    static double optionTree(double[] x) {
        RecursionKernels model = new RecursionKernels();
        model.strike = 1.1;
        model.up = Math.exp(x[1]);
        model.steps = 5;
        return model.option(x[0], 0);
    }

    private static long fibonacci(long n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }

    private static float halves(float v, int n) {
        return n == 0 ? v : halves(v / 2, n - 1) + 0.5f;
    }

    static double longsAndFloats(double[] x) {
        return fibonacci(10) * x[0] * x[1] + halves(3, 3) * x[0] * x[0];
    }

    static double deep(double[] x) {
        return chain(x[0], x[1], 500);
    }

    private static double chain(double a, double b, int n) {
        if (n == 0) {
            return a * b;
        }
        return 0.9999 * chain(a, b, n - 1) + 1e-4 * a;
    }

    /** A lambda that captures what changes is passed on. */
    private static double fixedPoint(DoubleUnaryOperator f, double t, int n) {
        if (n == 0) {
            return t;
        }
        double shift = f.applyAsDouble(t);
        return fixedPoint(u -> 0.5 * Math.cos(u) + 0.1 * shift, shift, n - 1);
    }

    static double changingLambda(double[] x) {
        return fixedPoint(t -> x[0] * Math.cos(t), x[1], 1);
    }

    /** The least cost over subsets, with a guard that throws. */
    private static double best(double[] cost, boolean[] used, int left) {
        if (left < 0) {
            throw new IllegalStateException("left " + left);
        }
        if (left == 0) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < cost.length; i++) {
            if (used[i]) {
                continue;
            }
            used[i] = true;
            double rest = best(cost, used, left - 1) + cost[i] * cost[i] * left;
            used[i] = false;
            if (rest < least) {
                least = rest;
            }
        }
        return least;
    }

    static double backtracking(double[] x) {
        return best(x, new boolean[x.length], 3);
    }
}
