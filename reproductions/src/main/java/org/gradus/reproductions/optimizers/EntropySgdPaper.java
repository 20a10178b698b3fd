package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.EntropySgd;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;

/** Closed forms of the inner chain on parabolas, and the drift to the flat end of a valley. */
final class EntropySgdPaper implements Reproduction {
    private static final double CURVATURE = 3;
    private static final double GAMMA = 0.5;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("entropy-sgd", "Entropy-SGD: Biasing Gradient Descent Into Wide Valleys", 2016);
    }

    @Override
    public String claim() {
        return "Descent on local entropy finds flatter minima with comparable or better error than SGD and Adam.";
    }

    private static Tensor parabola(Tensor x) {
        return x.square().times(CURVATURE / 2);
    }

    /** γ·(x − x') when the inner loop has converged. */
    private static Tensor slope(double x) {
        // With averaging 0 the mean is the last point of the walk.
        return FadPaper.combined(
                m -> new EntropySgd<>(m, 400, 0.1, Schedules.constant(GAMMA), 0, 0, false),
                EntropySgdPaper::parabola,
                Tensors.scalar(x));
    }

    /** Mean and variance of the noisy inner chain at x = 2: its formula, since the method returns only the mean. */
    private static double[] chain(Key key) {
        int chains = 400;
        int burn = 3000;
        int steps = 5000;
        double rate = 0.01;
        double noise = Math.sqrt(2 * rate);
        Fn2<Tensor, Key, Scanned<Tensor, Tensor>> walk = Gradus.jit((start, seed) -> {
            Scanned<State, Tensor> done = Gradus.scan(
                    (State s) -> {
                        var keys = s.key().split(2);
                        Tensor g = Gradus.grad((Tensor y) -> parabola(y).sum()).apply(s.x());
                        Tensor pulled = s.x().minus(
                                        g.minus(Tensors.minus(2, s.x()).times(GAMMA))
                                                .times(rate));
                        Tensor next =
                                pulled.plus(Random.normal(keys.get(0), chains).times(noise));
                        Tensor sums = Tensors.stack(next.sum(), next.square().sum());
                        return new Scanned<>(new State(next, keys.get(1)), sums);
                    },
                    new State(start, seed),
                    burn + steps);
            return new Scanned<>(
                    done.carry().x(), done.ys().slice(0, burn, burn + steps).sum(0));
        });
        double[] sums = walk.apply(Tensors.full(2, chains), key).ys().toDoubles();
        double count = (double) chains * steps;
        double mean = sums[0] / count;
        return new double[] {mean, sums[1] / count - mean * mean};
    }

    /** A walker and the key of its later steps. */
    record State(Tensor x, Key key) {}

    private static double[] valley(Context context) {
        int seeds = 40;
        double noise = Math.sqrt(0.05) * 0.3;
        EntropySgd<Tensor, Sgd.State<Tensor>> method =
                new EntropySgd<>(new Sgd<Tensor>(0.5), 20, 0.05, Schedules.constant(1), noise, 0.75, true);
        // All runs at once: gradients of a sum are those of its terms.
        Fn<Tensor, Tensor> all = x -> {
            Tensor u = x.slice(1, 0, 1);
            Tensor v = x.slice(1, 1, 2);
            return u.times(v).minus(1).square().sum().times(0.5);
        };
        Tensor start = Tensors.tensor(3.0, 0.5).broadcastTo(seeds, 2);
        Tensor end = Drive.run(method, all, start, 1000, context.key(5), (t, at) -> {})
                .params();
        return end.square().sum(1).toDoubles();
    }

    @Override
    public Outcome run(Context context) {
        double[] moments = chain(context.key(1));
        double[] flat = valley(context);
        double gd = FadPaper.flatness(new Sgd<>(0.02), 1)[0];
        return new Outcome.Builder()
                .close("parabola: gamma·(x - x')", GAMMA * CURVATURE * 2 / (CURVATURE + GAMMA), slope(2).item(), 1e-9)
                .close("noisy chain: mean", 0.285714, moments[0], 0.015)
                .close("noisy chain: variance", 0.290803, moments[1], 0.03 * 0.290803)
                .atMost("valley, 40 seeds: mean of u²+v²", 5.5, Drive.mean(flat))
                .atMost("valley, 40 seeds: median of u²+v²", 4, Drive.median(flat))
                .close("valley: gradient descent ends at u²+v²", 8.973, gd, 0.001)
                .done();
    }
}
