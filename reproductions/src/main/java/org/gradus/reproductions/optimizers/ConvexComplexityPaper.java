package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.gradus.optim.Vectors;
import org.gradus.optim.convex.CenterOfGravity;
import org.gradus.optim.convex.ConvexSet;
import org.gradus.optim.convex.Ellipsoid;
import org.gradus.optim.convex.FrankWolfe;
import org.gradus.optim.convex.Oracle;
import org.gradus.optim.convex.PathFollowing;
import org.gradus.optim.convex.RateCheck;
import org.gradus.optim.convex.SmoothDescent;
import org.gradus.optim.convex.SmoothedMax;
import org.gradus.optim.convex.WorstCase;
import org.gradus.optim.coordinate.BlockProblem;
import org.gradus.optim.stochastic.LinearModelSum;
import org.gradus.optim.stochastic.SampledRun;
import org.gradus.optim.stochastic.Svrg;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Runs of black-box, structural and stochastic methods, beside their bounds. */
final class ConvexComplexityPaper implements Reproduction {
    private static final double TINY = 1e-8;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "bubeck-convex-complexity", "Convex Optimization: Algorithms and Complexity", 2014);
    }

    @Override
    public String claim() {
        return "Each class of convex problems has methods whose number of oracle calls is bounded, and functions on which"
                + " none is much better.";
    }

    private static double[][] rows(Tensor matrix) {
        double[][] rows = new double[matrix.dim(0)][];
        java.util.Arrays.setAll(rows, i -> matrix.get(i).toDoubles());
        return rows;
    }

    private static void worstCase(Outcome.Builder out) {
        WorstCase f = new WorstCase(200, 1);
        double square = Vectors.dot(f.minimizer(), f.minimizer());
        double[] gap = new double[2];
        for (int k = 0; k < 2; k++) {
            Oracle oracle = new Oracle(f);
            double[] y = new SmoothDescent(1, 0, k == 1).run(oracle, new double[200], 100, SampledRun.Watcher.NONE);
            gap[k] = f.value(y) - f.least();
        }
        out.close("worst case: squared distance of the minimum", 66.5008, square, 1e-4);
        out.between(
                "worst case: gap of accelerated descent after 100 steps",
                3 * square / (32 * 101.0 * 101),
                2 * square / (101.0 * 101),
                gap[1]);
        out.close("worst case: gap of gradient descent after 100 steps", 9.32e-3, gap[0], 1e-4);
        out.atLeast("worst case: that gap over the accelerated one", 3, gap[0] / gap[1]);
        out.atMost("worst case: gap of gradient descent, against its bound", 2 * square / 104, gap[0]);
    }

    private record Pieces(double[][] rows, double[] offsets, double bound) {}

    private static Pieces pieces(Context context, int seed, int n) {
        var keys = context.key(seed).split(2);
        double[][] a = rows(Random.normal(keys.get(0), 10, n));
        double[] b = Random.normal(keys.get(1), 10).toDoubles();
        double bound = 0;
        for (int i = 0; i < 10; i++) {
            bound = Math.max(bound, Vectors.norm(a[i]) + Math.abs(b[i]));
        }
        return new Pieces(a, b, bound);
    }

    /** The largest gap of the best of t queries over its bound. */
    private static double worst(double[] best, double least, java.util.function.IntToDoubleFunction bound) {
        double[] gaps = new double[best.length];
        java.util.Arrays.setAll(gaps, t -> best[t] - least);
        return RateCheck.of(gaps, 1, bound, TINY).worst();
    }

    private static double ellipsoid(Context context, int n) {
        double worst = 0;
        for (int seed = 0; seed < 20; seed++) {
            Pieces p = pieces(context, 100 * n + seed, n);
            double least = new PiecewiseOptimum(p.rows(), p.offsets()).onBall();
            Ellipsoid.Run run = Ellipsoid.onBall(1)
                    .run(new Oracle(new SmoothedMax(p.rows(), p.offsets(), 0)), new double[n], 1, 200);
            worst = Math.max(worst, worst(run.best(), least, t -> 2 * p.bound() * Math.exp(-t / (2.0 * n * n))));
        }
        return worst;
    }

    /** On a polygon of 16 corners within the unit circle. */
    private static double gravity(Context context) {
        double[][] corners = new double[16][];
        for (int k = 0; k < 16; k++) {
            corners[k] = new double[] {Math.cos(k * Math.PI / 8), Math.sin(k * Math.PI / 8)};
        }
        double worst = 0;
        for (int seed = 0; seed < 20; seed++) {
            Pieces p = pieces(context, 900 + seed, 2);
            double least = new PiecewiseOptimum(p.rows(), p.offsets()).onPolygon(corners);
            Ellipsoid.Run run =
                    new CenterOfGravity(corners).run(new Oracle(new SmoothedMax(p.rows(), p.offsets(), 0)), 200);
            worst = Math.max(worst, worst(run.best(), least, t -> 2 * p.bound() * Math.pow(1 - 1 / Math.E, t / 2.0)));
        }
        return worst;
    }

    private static void frankWolfe(Context context, Outcome.Builder out) {
        var keys = context.key(1000).split(2);
        Tensor b = Random.normal(keys.get(0), 100, 200);
        double[] values = Linalg.eigvalsh(b.t().matmul(b)).toDoubles();
        double beta = values[199];
        BlockProblem problem = BlockProblem.leastSquares(
                rows(b), Random.normal(keys.get(1), 100).toDoubles(), 0);
        Oracle f = new Oracle(new Oracle.Function() {
            @Override
            public double value(double[] x) {
                return problem.value(x);
            }

            @Override
            public double[] gradient(double[] x) {
                return problem.gradient(x);
            }
        });
        FrankWolfe method = new FrankWolfe(new ConvexSet.Simplex(200));
        double[] start = new double[200];
        start[0] = 1;
        double[] seen = new double[500];
        seen[0] = f.value(start);
        int[] excess = {Integer.MIN_VALUE};
        method.run(f, start, 499, (t, x) -> {
            seen[t] = f.value(x);
            int filled = (int) java.util.Arrays.stream(x).filter(v -> v != 0).count();
            excess[0] = Math.max(excess[0], filled - (t + 1));
        });
        // A lower bound on the minimum makes the gaps no smaller: what accelerated projections reach, less its
        // certified gap.
        double[] good = projected(f, beta);
        double least = f.value(good) - method.gap(f, good);
        double[] gaps = java.util.Arrays.stream(seen).map(v -> v - least).toArray();
        double worst = RateCheck.of(gaps, 1, t -> 4 * beta / (t + 1), 0).worst();
        out.atMost("Frank-Wolfe: largest gap over its bound, t <= 500", 1, worst);
        out.atMost("Frank-Wolfe: most non-zeros of x_{t+1} beyond t + 1", 0, excess[0]);
    }

    private static double[] projected(Oracle f, double beta) {
        ConvexSet simplex = new ConvexSet.Simplex(200);
        double[] x = simplex.center();
        double[] y = x;
        for (int t = 1; t <= 3000; t++) {
            double[] next = simplex.project(Vectors.plus(y, -1 / beta, f.gradient(y)));
            y = Vectors.plus(next, (t - 1.0) / (t + 2), Vectors.minus(next, x));
            x = next;
        }
        return x;
    }

    private static double svrg(Context context) {
        double ratios = 0;
        for (int seed = 0; seed < 5; seed++) {
            var keys = context.key(1100 + seed).split(4);
            Tensor x = Random.normal(keys.get(0), 500, 20);
            x = x.div(x.square().sum(1).sqrt().reshape(500, 1));
            Tensor y = x.matmul(Random.normal(keys.get(1), 20))
                    .plus(Random.normal(keys.get(2), 500).times(0.5));
            double alpha = 1.0 / 19;
            LinearModelSum sum = new LinearModelSum(rows(x), y.toDoubles(), new LinearModelSum.Squared(), alpha);
            Tensor normal = x.t().matmul(x).div(500).plus(Tensors.eye(20).times(alpha));
            double[] best =
                    Linalg.solveDefinite(normal, x.t().matmul(y).div(500)).toDoubles();
            double least = sum.whole().value(best);
            double[] gap = new double[9];
            gap[0] = sum.whole().value(new double[20]) - least;
            new Svrg(1 / (10 * (1 + alpha)), 400, Svrg.Next.AVERAGE)
                    .run(
                            sum,
                            new double[20],
                            8,
                            keys.get(3),
                            (epoch, w) -> gap[epoch] = sum.whole().value(w) - least);
            for (int epoch = 1; epoch <= 8; epoch++) {
                ratios += gap[epoch] / gap[epoch - 1] / 40;
            }
        }
        return ratios;
    }

    private static PathFollowing program(Context context, int seed, int n) {
        var keys = context.key(seed).split(2);
        Tensor random = Random.normal(keys.get(0), 25, n);
        double[][] unit = rows(random.div(random.square().sum(1).sqrt().reshape(25, 1)));
        List<double[]> all = new ArrayList<>(List.of(unit));
        double[] bounds = new double[25 + 2 * n];
        java.util.Arrays.fill(bounds, 0, 25, 1);
        java.util.Arrays.fill(bounds, 25, bounds.length, 2);
        for (int j = 0; j < n; j++) {
            double[] up = new double[n];
            up[j] = 1;
            double[] down = new double[n];
            down[j] = -1;
            all.add(up);
            all.add(down);
        }
        return new PathFollowing(
                all.toArray(double[][]::new),
                bounds,
                Random.normal(keys.get(1), n).toDoubles());
    }

    /**
     * The optimum of a program, proven: of the n tightest inequalities at a point the corner is feasible and c = −Σ λᵢ·aᵢ with λ of zero or
     * more; NaN where this is not so.
     */
    private static double proven(PathFollowing p, double[] near) {
        int n = near.length;
        double[] slack = Vectors.minus(p.bounds(), Vectors.times(p.rows(), near));
        int[] tight = IntStream.range(0, slack.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> slack[i]))
                .limit(n)
                .mapToInt(i -> i)
                .toArray();
        double[][] a = new double[n][n];
        double[][] transposed = new double[n][n];
        double[] b = new double[n];
        for (int k = 0; k < n; k++) {
            b[k] = p.bounds()[tight[k]];
            for (int j = 0; j < n; j++) {
                a[k][j] = p.rows()[tight[k]][j];
                transposed[j][k] = -a[k][j];
            }
        }
        double[] corner = PiecewiseOptimum.eliminated(a, b);
        double[] multipliers = PiecewiseOptimum.eliminated(transposed, p.costs().clone());
        boolean feasible = corner != null
                && java.util.Arrays.stream(Vectors.minus(p.bounds(), Vectors.times(p.rows(), corner)))
                        .allMatch(s -> s >= -1e-10);
        boolean dual =
                multipliers != null && java.util.Arrays.stream(multipliers).allMatch(m -> m >= -1e-10);
        return feasible && dual ? Vectors.dot(p.costs(), corner) : Double.NaN;
    }

    private static double enumerated(PathFollowing p) {
        double least = Double.POSITIVE_INFINITY;
        int m = p.rows().length;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                for (int k = 0; k < j; k++) {
                    double[][] a = {p.rows()[i].clone(), p.rows()[j].clone(), p.rows()[k].clone()};
                    double[] b = {p.bounds()[i], p.bounds()[j], p.bounds()[k]};
                    double[] x = PiecewiseOptimum.eliminated(a, b);
                    if (x != null
                            && java.util.Arrays.stream(Vectors.minus(p.bounds(), Vectors.times(p.rows(), x)))
                                    .allMatch(s -> s >= -1e-10)) {
                        least = Math.min(least, Vectors.dot(p.costs(), x));
                    }
                }
            }
        }
        return least;
    }

    private static void paths(Context context, Outcome.Builder out) {
        PathFollowing p = program(context, 1200, 10);
        PathFollowing.State state = p.init(new double[10]);
        double start = state.decrement();
        double decrement = 0;
        List<double[]> steps = new ArrayList<>();
        while (2 * p.nu() / state.t() > 1e-7) {
            state = p.step(state);
            decrement = Math.max(decrement, state.decrement());
            steps.add(new double[] {Vectors.dot(p.costs(), state.x()), 2 * p.nu() / state.t()});
        }
        double optimum = proven(p, state.x());
        double worst = 0;
        for (double[] step : steps) {
            worst = Math.max(worst, (step[0] - optimum) / step[1]);
        }
        PathFollowing small = program(context, 1300, 3);
        double[] end = small.run(new double[3], 1e-7).x();
        out.close("linear program: number of inequalities", 45, p.nu(), 0);
        out.atMost("linear program: decrement at the start", 0.25, start);
        out.atMost("linear program: largest decrement after a step", 0.25, decrement);
        out.atMost("linear program: largest gap over 2 nu/t after a step", 1, worst);
        out.close("linear program: value at the end", optimum, Vectors.dot(p.costs(), state.x()), 1e-6);
        out.close(
                "linear program of 3 variables: value, against all corners",
                enumerated(small),
                Vectors.dot(small.costs(), end),
                1e-6);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        worstCase(out);
        out.atMost("ellipsoid in 2 dimensions, 20 seeds: largest gap over its bound", 1, ellipsoid(context, 2));
        out.atMost("ellipsoid in 5 dimensions, 20 seeds: largest gap over its bound", 1, ellipsoid(context, 5));
        out.atMost("center of gravity, 20 seeds: largest gap over its bound", 1, gravity(context));
        frankWolfe(context, out);
        out.atMost("SVRG: mean ratio of gaps over 8 epochs, 5 seeds", 0.9, svrg(context));
        paths(context, out);
        return out.done();
    }
}
