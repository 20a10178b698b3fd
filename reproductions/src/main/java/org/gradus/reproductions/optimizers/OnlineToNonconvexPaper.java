package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.OnlineToNonconvex;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** The identity behind the conversion, a function with kinks, and an exact trace. */
final class OnlineToNonconvexPaper implements Reproduction {
    private static final double DELTA = 0.1;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "online-to-nonconvex-conversion",
                "Optimal Stochastic Non-smooth Non-convex Optimization through Online-to-Non-convex Conversion",
                2023);
    }

    @Override
    public String claim() {
        return "Any online learner becomes a stochastic method for non-smooth non-convex functions of the optimal rate.";
    }

    private static Tensor quartic(Tensor x) {
        Tensor mixed = x.get(0).times(x.get(1)).times(x.get(2));
        return x.square()
                .square()
                .sum()
                .times(0.25)
                .plus(mixed)
                .minus(x.get(1).square().times(x.get(0)));
    }

    /** (mean of ⟨∇F(x + sD), D⟩ − F(x + D) + F(x)) in standard errors. */
    private static double identity(Context context) {
        int draws = 200_000;
        Tensor x = Tensors.tensor(0.4, -0.7, 1.1);
        Tensor d = Tensors.tensor(0.9, 0.5, -1.3);
        Tensor s = Random.uniform(context.key(1), draws);
        Fn<Tensor, Tensor> along = t -> Gradus.grad(OnlineToNonconvexPaper::quartic)
                .apply(x.plus(d.times(t)))
                .times(d)
                .sum();
        Tensor slopes = Gradus.vmap(along).apply(s);
        double error = Math.sqrt(Tensors.var(slopes, 1).item() / draws);
        double exact = quartic(x.plus(d)).minus(quartic(x)).item();
        return Math.abs(slopes.mean().item() - exact) / error;
    }

    /** A subgradient of |x₁² − 1| + |x₂ − x₁| + 0.1·‖x‖₁. */
    private static double[] slope(double[] x) {
        double inner = Math.signum(x[0] * x[0] - 1) * 2 * x[0];
        double outer = Math.signum(x[1] - x[0]);
        return new double[] {inner - outer + 0.1 * Math.signum(x[0]), outer + 0.1 * Math.signum(x[1])};
    }

    /** The mean over epochs of the norm of the mean slope, and the farthest point from its mean. */
    private static double[] kinks(Key key, int steps) {
        int length = (int) Math.round(Math.sqrt(steps));
        int epochs = steps / length;
        OnlineToNonconvex method = OnlineToNonconvex.of(DELTA, length, Math.sqrt(16 + 0.01));
        var run = method.run(
                (w, k) -> Tensors.tensor(slope(w.toDoubles()))
                        .plus(Random.normal(k, 2).times(0.1)),
                Tensors.tensor(2.0, -1.5),
                epochs,
                key);
        double sum = 0;
        double farthest = 0;
        for (OnlineToNonconvex.Epoch epoch : run.epochs()) {
            double[] mean = new double[2];
            for (Tensor w : epoch.points()) {
                double[] g = slope(w.toDoubles());
                mean[0] += g[0] / length;
                mean[1] += g[1] / length;
                farthest = Math.max(farthest, Drive.norm(w.minus(epoch.mean())));
            }
            sum += Math.hypot(mean[0], mean[1]) / epochs;
        }
        return new double[] {sum, farthest};
    }

    @Override
    public Outcome run(Context context) {
        double few = 0;
        double many = 0;
        double farthest = 0;
        for (int seed = 0; seed < 4; seed++) {
            double[] small = kinks(context.key(10 + seed), 2000);
            double[] large = kinks(context.key(20 + seed), 32_000);
            few += small[0] / 4;
            many += large[0] / 4;
            farthest = Math.max(farthest, Math.max(small[1], large[1]));
        }
        OnlineToNonconvex method = new OnlineToNonconvex(0.1, 4, 0.05, OnlineToNonconvex.Learner.PROJECTED);
        var trace = method.run(
                (w, _) -> w.square().times(w),
                Tensors.scalar(1),
                2,
                context.key(0),
                0.5,
                0.25,
                0.75,
                0.5,
                0.3,
                0.3,
                0.3,
                0.3);
        double[] expected = {1, 0.9875, 0.876388745, 0.801851660};
        double worst = 0;
        for (int n = 0; n < 4; n++) {
            double w = trace.epochs().get(0).points().get(n).item();
            worst = Math.max(worst, Math.abs(w - expected[n]));
        }
        double fifth = trace.epochs().get(1).points().get(0).item();
        return new Outcome.Builder()
                .atMost("identity: distance in standard errors", 4, identity(context))
                .atMost("kinks: mean slope at 32000 steps / at 2000", 0.45, many / few)
                .atMost("kinks: farthest point from the mean of its epoch", DELTA, farthest)
                .atMost("trace: largest error of w_1 .. w_4", 1e-9, worst)
                .close(
                        "trace: mean of w",
                        0.916435101,
                        trace.epochs().get(0).mean().item(),
                        1e-9)
                .close("trace: w_5 = x_4", 0.751851660, fifth, 1e-9)
                .done();
    }
}
