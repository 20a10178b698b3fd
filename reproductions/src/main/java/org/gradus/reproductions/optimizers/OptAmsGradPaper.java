package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.AdamForm;
import org.gradus.optim.AmsGrad;
import org.gradus.optim.Info;
import org.gradus.optim.OptAmsGrad;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Extrapolation of linear recursions, AMSGrad as a special case, and regret on predictable losses. */
final class OptAmsGradPaper implements Reproduction {
    private static final double NO_BOUND = Double.POSITIVE_INFINITY;
    private static final int ROUNDS = 2000;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "opt-amsgrad", "An Optimistic Acceleration of AMSGrad for Nonconvex Optimization", 2019);
    }

    @Override
    public String claim() {
        return "A step ahead along a predicted gradient is faster than AMSGrad where gradients are predictable.";
    }

    /** The largest error of the extrapolated limit over 20 recursions. */
    private static double extrapolation(Context context) {
        double worst = 0;
        for (int seed = 0; seed < 20; seed++) {
            var keys = context.key(seed).split(3);
            Tensor g = Drive.symmetric(keys.get(0), 0.9, 0.6, 0.3, -0.4);
            Tensor limit = Random.normal(keys.get(1), 4);
            Tensor x = Random.normal(keys.get(2), 4);
            List<Tensor> points = new ArrayList<>(List.of(x));
            for (int k = 0; k < 5; k++) {
                x = limit.plus(g.matmul(x.minus(limit)));
                points.add(x);
            }
            worst = Math.max(
                    worst,
                    Drive.largest(OptAmsGrad.extrapolate(points, 1e-14, false).minus(limit)));
        }
        return worst;
    }

    private static double likeAmsGrad(Context context) {
        Tensor h = Drive.symmetric(context.key(31), 0.1, 0.4, 1, 3);
        Fn<Tensor, Tensor> f = Drive.quadratic(h, Random.normal(context.key(32), 4));
        Tensor start = Random.normal(context.key(33), 4);
        OptAmsGrad<Tensor> blind =
                new OptAmsGrad<>(Schedules.constant(0.01), 0, 0.999, 1e-8, new OptAmsGrad.Zero(), false, NO_BOUND);
        AmsGrad<Tensor> plain = new AmsGrad<>(
                Schedules.constant(0.01), Schedules.constant(0), Schedules.constant(0.999), 1e-8, AdamForm.UNCORRECTED);
        double worst = 0;
        List<Tensor> path = new ArrayList<>();
        Drive.run(plain, f, start, 100, context.key(0), (t, at) -> path.add(at.params()));
        List<Tensor> own = new ArrayList<>();
        Drive.run(blind, f, start, 100, context.key(0), (t, at) -> own.add(at.params()));
        for (int t = 0; t < 100; t++) {
            worst = Math.max(worst, Drive.largest(own.get(t).minus(path.get(t))));
        }
        return worst;
    }

    /** Losses whose slope turns every 20 rounds, with noise. */
    private static double[] slopes(Context context, int seed) {
        double[] noise = Random.normal(context.key(100 + seed), ROUNDS).toDoubles();
        double[] g = new double[ROUNDS + 1];
        for (int t = 0; t < ROUNDS; t++) {
            g[t] = (t / 20 % 2 == 0 ? 1 : -1) + 0.1 * noise[t];
        }
        return g;
    }

    private static double regret(double[] slopes, OptAmsGrad.Predictor predictor) {
        OptAmsGrad<Tensor> method = new OptAmsGrad<>(Schedules.inverseRoot(1), 0, 0.999, 1e-8, predictor, false, 1);
        Tensor x = Tensors.scalar(0);
        var state = method.init(x);
        double paid = 0;
        double sum = 0;
        for (int t = 0; t < ROUNDS; t++) {
            double g = slopes[t];
            paid += g * x.item();
            sum += g;
            var step = method.update(Tensors.scalar(g), state, Info.of(x, Tensors.scalar(0), t));
            x = x.plus(step.update());
            state = step.state();
        }
        return paid + Math.abs(sum);
    }

    @Override
    public Outcome run(Context context) {
        double first = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (int seed = 0; seed < 10; seed++) {
            double[] g = slopes(context, seed);
            double oracle = regret(g, new OptAmsGrad.Oracle(Schedules.table(g)));
            double last = regret(g, new OptAmsGrad.Last());
            double none = regret(g, new OptAmsGrad.Zero());
            first = Math.min(first, last - oracle);
            second = Math.min(second, none - last);
        }
        return new Outcome.Builder()
                .atMost("extrapolation: largest error over 20 recursions", 1e-6, extrapolation(context))
                .atMost("prediction 0, b1 0: largest difference from AMSGrad in 100 steps", 1e-14, likeAmsGrad(context))
                .atLeast("10 seeds: smallest gain of the oracle over the last gradient", 150, first)
                .atLeast("10 seeds: smallest gain of the last gradient over AMSGrad", 150, second)
                .done();
    }
}
