package org.gradus.reproductions.optimizers;

import org.gradus.Differentiable;
import org.gradus.optim.Info;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.optim.stochastic.GradientTheory;
import org.gradus.optim.stochastic.LinearModelSum;
import org.gradus.optim.stochastic.Saga;
import org.gradus.optim.stochastic.SampledRun;
import org.gradus.optim.stochastic.StochasticGradient;
import org.gradus.optim.stochastic.Svrg;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Rates of stochastic gradients on a parabola, and variance reduction on a ridge regression. */
final class LargeScalePaper implements Reproduction {
    private static final int N = 200;
    private static final int D = 10;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "bottou-largescale-review", "Optimization Methods for Large-Scale Machine Learning", 2016);
    }

    @Override
    public String claim() {
        return "Stochastic gradients reach a floor with fixed steps and the rate 1/k with decreasing ones; less noise gives"
                + " linear convergence.";
    }

    /** The mean of w²/2 before every step, of many chains on that parabola with noisy gradients. */
    private static double[] chains(
            Schedule rate,
            double start,
            int chains,
            int steps,
            Key key,
            java.util.function.IntToDoubleFunction deviation) {
        Sgd<Tensor> method = new Sgd<>(rate);
        Tensor w = Tensors.full(start, chains);
        var state = method.init(w);
        double[] means = new double[steps + 1];
        for (int k = 0; k <= steps; k++) {
            Tensor value = w.square().mean().times(0.5);
            means[k] = value.item();
            Tensor g = w.plus(Random.normal(key.fold(k), chains).times(deviation.applyAsDouble(k + 1)));
            var step = method.update(g, state, Info.of(w, value, k));
            w = w.plus(step.update());
            state = step.state();
        }
        return means;
    }

    /** The slope of the logarithm of values over k, from step to step, from 1. */
    private static double slope(double[] means, int from, int to, boolean logarithm) {
        double[] x = new double[to - from + 1];
        double[] y = new double[x.length];
        for (int k = from; k <= to; k++) {
            x[k - from] = logarithm ? Math.log(k) : k;
            y[k - from] = Math.log(means[k - 1]);
        }
        return GradientTheory.slope(x, y);
    }

    private record Ridge(LinearModelSum sum, double least) {
        private double gap(double[] w) {
            return sum.whole().value(w) - least;
        }
    }

    private static Ridge ridge(Context context, int seed) {
        var keys = context.key(seed).split(3);
        Tensor x = Random.normal(keys.get(0), N, D);
        Tensor y = x.matmul(Random.normal(keys.get(1), D))
                .plus(Random.normal(keys.get(2), N).times(0.5));
        double[][] rows = new double[N][];
        java.util.Arrays.setAll(rows, i -> x.get(i).toDoubles());
        LinearModelSum sum = new LinearModelSum(rows, y.toDoubles(), new LinearModelSum.Squared(), 0.1);
        Tensor normal = x.t().matmul(x).div(N).plus(Tensors.eye(D).times(0.1));
        double[] best = Linalg.solveDefinite(normal, x.t().matmul(y).div(N)).toDoubles();
        return new Ridge(sum, sum.whole().value(best));
    }

    /** The mean gap over the last 5 of 45 passes. */
    private static double floor(Ridge ridge, double rate, Key key) {
        double[] sum = {0};
        Differentiable whole = ridge.sum().whole();
        new StochasticGradient(rate).run(ridge.sum(), new double[D], 45 * N, key, (k, w) -> {
            if (k > 40 * N) {
                sum[0] += whole.value(w) - ridge.least();
            }
        });
        return sum[0] / (5 * N);
    }

    @Override
    public Outcome run(Context context) {
        double[] fixed = chains(Schedules.constant(0.1), 0, 200_000, 100, context.key(100), k -> 1);
        double svrg = 0;
        double saga = 0;
        double plain = Double.POSITIVE_INFINITY;
        for (int seed = 0; seed < 5; seed++) {
            Ridge r = ridge(context, seed);
            double largest = r.sum().largestSmoothness();
            SampledRun reduced = new Svrg(0.3 / largest, 2 * N, Svrg.Next.LAST)
                    .run(r.sum(), new double[D], 15, context.key(20 + seed), SampledRun.Watcher.NONE);
            svrg = Math.max(svrg, r.gap(reduced.point()));
            plain = Math.min(plain, floor(r, 0.3 / largest, context.key(40 + seed)));
            SampledRun table = new Saga(1 / (3 * largest), true)
                    .run(r.sum(), new double[D], 30 * N, context.key(60 + seed), SampledRun.Watcher.NONE);
            saga = Math.max(saga, r.gap(table.point()));
        }
        // Step k of the theory, from 1, is step k − 1 here.
        Schedule falling =
                t -> Tensors.div(2, t.to(org.gradus.array.DType.FLOAT64).plus(2));
        double[] decreasing = chains(falling, 1, 20_000, 2000, context.key(101), k -> 1);
        double most = 0;
        for (int k = 1; k <= 2000; k++) {
            most = Math.max(most, (1 + k) * decreasing[k - 1]);
        }
        double nu = GradientTheory.additive(1, 1, 1).decreasing(2, 1, 0.5);
        var sizes = StochasticGradient.geometric(1.1);
        double[] dynamic = chains(
                Schedules.constant(0.5), 1, 20_000, 120, context.key(102), k -> 1 / Math.sqrt(sizes.applyAsInt(k)));
        double stationary = 0.1 / (2 * (2 - 0.1));
        double linear = -Math.log(1.1);
        return new Outcome.Builder()
                .close("fixed step: mean of F after 100 steps", stationary, fixed[100], 0.02 * stationary)
                .atMost(
                        "fixed step: mean of F after 100 steps, against its bound",
                        GradientTheory.additive(1, 1, 1).fixed(0.1, 100_000, 0),
                        fixed[100])
                .atMost("5 seeds: largest gap of SVRG after 15 epochs", 1e-10, svrg)
                .atLeast("5 seeds: smallest mean gap of SG with the same step over passes 41 to 45", 1e-4, plain)
                .atMost("5 seeds: largest gap of SAGA after 30 n steps", 1e-10, saga)
                .close("nu of the decreasing steps", 2, nu, 1e-15)
                .atMost("decreasing steps: largest (1 + k) E[F] over k <= 2000", 2 * 1.02, most)
                .between(
                        "decreasing steps: log-log slope over k = 100 .. 2000",
                        -1.08,
                        -0.92,
                        slope(decreasing, 100, 2000, true))
                .close(
                        "dynamic sampling: slope of log E[F] over k = 50 .. 120",
                        linear,
                        slope(dynamic, 50, 120, false),
                        0.05 * -linear)
                .done();
    }
}
