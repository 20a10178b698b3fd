package org.gradus.reproductions.optimizers;

import org.gradus.Differentiable;
import org.gradus.Gradus;
import org.gradus.optim.Vectors;
import org.gradus.optim.quasar.Bisearch;
import org.gradus.optim.quasar.QuasarRun;
import org.gradus.optim.quasar.QuasarSgd;
import org.gradus.optim.stochastic.LinearModelSum;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A linear model with a leaky link, against gradient descent, and the search alone. */
final class QuasarPaper implements Reproduction {
    private static final int N = 200;
    private static final int D = 50;
    private static final double LEAK = 0.5;
    private static final double GAMMA = 2 * LEAK / (1 + LEAK * LEAK);

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "quasar-accelerated", "Accelerated Stochastic Optimization Methods under Quasar-convexity", 2023);
    }

    @Override
    public String claim() {
        return "Smooth quasar-convex functions can be minimized at the accelerated rate, faster than by gradient descent.";
    }

    /** A problem with its largest curvature and its solution. */
    private record Problem(Differentiable f, double smoothness, double[] solution) {}

    private static Problem problem(Context context, int seed) {
        var keys = context.key(seed).split(2);
        double[] scales = new double[D];
        java.util.Arrays.setAll(scales, j -> Math.pow(10, -1.5 * j / (D - 1)));
        Tensor x = Random.normal(keys.get(0), N, D).times(Tensors.tensor(scales));
        double[] w = Random.normal(keys.get(1), D).toDoubles();
        double[] values = Linalg.eigvalsh(x.t().matmul(x).div(N)).toDoubles();
        double[][] rows = new double[N][];
        double[] y = new double[N];
        LinearModelSum.LeakyLink link = new LinearModelSum.LeakyLink(LEAK);
        for (int i = 0; i < N; i++) {
            rows[i] = x.get(i).toDoubles();
            y[i] = link.link(Vectors.dot(rows[i], w));
        }
        return new Problem(new LinearModelSum(rows, y, link, 0).whole(), values[D - 1], w);
    }

    private static double descent(Problem p, int steps) {
        double[] w = new double[D];
        for (int t = 0; t < steps; t++) {
            w = Vectors.plus(w, -1 / p.smoothness(), p.f().gradient(w));
        }
        return p.f().value(w);
    }

    private static double searched(double x, double z, double c, double guess) {
        Differentiable f = Gradus.differentiable(
                (Tensor u) -> u.square().div(u.square().plus(1)).sum());
        return Bisearch.find(f, new double[] {x}, new double[] {z}, 0, c, 0, guess)
                .weight();
    }

    @Override
    public Outcome run(Context context) {
        double[] bound = {0, 0};
        double ratio = 0;
        double last = 0;
        double slow = Double.POSITIVE_INFINITY;
        double extra = 0;
        int[] horizons = {300, 2000};
        for (int seed = 0; seed < 4; seed++) {
            Problem p = problem(context, seed);
            QuasarSgd method = new QuasarSgd(new QuasarSgd.StrongGrowth(1), GAMMA, p.smoothness());
            for (int h = 0; h < 2; h++) {
                int steps = horizons[h];
                QuasarRun run = method.run(p.f(), new double[D], steps);
                double value = p.f().value(run.point());
                double most = 1.25
                        * 2
                        * p.smoothness()
                        * Vectors.dot(p.solution(), p.solution())
                        / (GAMMA * GAMMA * (steps + 1.0) * (steps + 1.0));
                bound[h] = Math.max(bound[h], value / most);
                double plain = descent(p, steps);
                if (h == 0) {
                    ratio = Math.max(ratio, value / plain);
                } else {
                    last = Math.max(last, value);
                    slow = Math.min(slow, plain);
                }
                extra = Math.max(extra, run.extraEvaluations());
            }
        }
        return new Outcome.Builder()
                .atMost("4 seeds: largest f after 300 steps over its bound", 1, bound[0])
                .atMost("4 seeds: largest f after 2000 steps over its bound", 1, bound[1])
                .atMost("4 seeds: largest f after 300 steps over that of gradient descent", 1e-2, ratio)
                .atMost("4 seeds: largest f after 2000 steps", 1e-7, last)
                .atLeast("4 seeds: smallest f of gradient descent after 2000 steps", 5e-5, slow)
                .atMost("largest mean of extra evaluations of the search a step", 12, extra)
                .close("search from 1 and -6, c = 1, guess 0.5", 0.75, searched(1, -6, 1, 0.5), 0)
                .close("search from 2 and -4, c = 0.2, guess 0.9", 0.5, searched(2, -4, 0.2, 0.9), 0)
                .close("search from 2 and -4, c = 0.2, guess 0.2", 0.2, searched(2, -4, 0.2, 0.2), 0)
                .close("search from 1 and 5, c = 1, guess 0.5", 1, searched(1, 5, 1, 0.5), 0)
                .done();
    }
}
