package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.Adam;
import org.gradus.optim.AdamP;
import org.gradus.optim.RadialProjection;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.optim.SgdP;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Growth of scale-invariant weights, the test's threshold, and weights that are not scale-invariant. */
final class AdamPPaper implements Reproduction {
    private static final int D = 50;
    private static final double RATE = 0.1;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "adamp", "AdamP: Slowing Down the Slowdown for Momentum Optimizers on Scale-invariant Weights", 2020);
    }

    @Override
    public String claim() {
        return "Momentum lengthens scale-invariant weights and so slows itself down; without the radial part Adam and SGD"
                + " gain on 13 benchmarks.";
    }

    private static Tensor unit(Key key) {
        Tensor x = Random.normal(key, D);
        return x.div(x.norm());
    }

    private static Fn<Tensor, Tensor> angle(Tensor target) {
        return w -> w.times(target).sum().div(w.square().sum().sqrt()).unaryMinus();
    }

    /** What runs of one seed show. */
    private record Growth(double projected, double plain, double still, int missed, double pythagoras, double vector) {}

    private static Growth growth(Context context, int seed) {
        Tensor target = unit(context.key(2L * seed)).reshape(1, D);
        Fn<Tensor, Tensor> f = angle(target);
        Tensor start = unit(context.key(2L * seed + 1)).reshape(1, D);
        RadialProjection projection = new RadialProjection();
        int[] missed = {0};
        double[] worst = {0};
        Tensor[] last = {start};
        var done = Drive.run(new SgdP<Tensor>(Schedules.constant(RATE), 0.9), f, start, 100, Key.of(0), (t, at) -> {
            Tensor w = last[0];
            Tensor g = Gradus.grad(f).apply(w);
            var projected = projection.apply(w, g, at.state().velocity());
            missed[0] += projected.fired().item() == 1 ? 0 : 1;
            double p = projected.update().square().sum().item();
            double gap = at.params().square().sum().item() - w.square().sum().item() - RATE * RATE * p;
            worst[0] = Math.max(worst[0], Math.abs(gap));
            last[0] = at.params();
        });
        Tensor plain = Drive.run(new Sgd<Tensor>(RATE, 0.9), f, start, 100).params();
        Tensor still = Drive.run(new Sgd<Tensor>(RATE), f, start, 100).params();
        // As a vector it is never projected, so it moves like plain momentum.
        Tensor vector = Drive.run(
                        new SgdP<Tensor>(Schedules.constant(RATE), 0.9),
                        angle(target.reshape(D)),
                        start.reshape(D),
                        100)
                .params();
        return new Growth(
                Drive.norm(done.params()),
                Drive.norm(plain),
                Drive.norm(still),
                missed[0],
                worst[0],
                Drive.largest(vector.minus(plain.reshape(D))));
    }

    /** Whether the test fires for a gradient of a given cosine with the weights. */
    private static boolean fires(Context context, double cosine) {
        Tensor w = unit(context.key(50)).reshape(1, D);
        Tensor other = unit(context.key(51)).reshape(1, D);
        Tensor across = other.minus(w.times(w.times(other).sum()));
        Tensor g = w.times(cosine).plus(across.times(Math.sqrt(1 - cosine * cosine) / Drive.norm(across)));
        return new RadialProjection().apply(w, g, g).fired().item() == 1;
    }

    @Override
    public Outcome run(Context context) {
        double worstProjected = 0;
        double leastPlain = Double.POSITIVE_INFINITY;
        double leastStill = Double.POSITIVE_INFINITY;
        double mostStill = 0;
        int missed = 0;
        double pythagoras = 0;
        double vector = 0;
        for (int seed = 0; seed < 10; seed++) {
            Growth growth = growth(context, seed);
            worstProjected = Math.max(worstProjected, growth.projected());
            leastPlain = Math.min(leastPlain, growth.plain());
            leastStill = Math.min(leastStill, growth.still());
            mostStill = Math.max(mostStill, growth.still());
            missed += growth.missed();
            pythagoras = Math.max(pythagoras, growth.pythagoras());
            vector = Math.max(vector, growth.vector());
        }
        Tensor w = unit(context.key(60)).reshape(1, D);
        Tensor other = unit(context.key(61)).reshape(1, D);
        Tensor g = other.minus(w.times(w.times(other).sum()));
        Tensor left = new RadialProjection().apply(w, g, g.plus(w)).update();
        double radial = Math.abs(left.times(w).sum().item());

        Fn<Tensor, Tensor> bowl = x -> x.minus(1).square().sum();
        Tensor far = Tensors.full(3, 1, D);
        int[] fired = {0};
        double[] different = {0};
        Tensor[] adam = new Tensor[1001];
        Drive.run(new Adam<Tensor>(1e-3), bowl, far, 1000, Key.of(0), (t, at) -> adam[t] = at.params());
        Drive.run(new AdamP<Tensor>(Schedules.constant(1e-3)), bowl, far, 1000, Key.of(0), (t, at) -> {
            different[0] = Math.max(different[0], Drive.largest(at.params().minus(adam[t])));
            Tensor slope = Gradus.grad(bowl).apply(at.params());
            fired[0] += new RadialProjection()
                                    .apply(at.params(), slope, slope)
                                    .fired()
                                    .item()
                            == 1
                    ? 1
                    : 0;
        });
        return new Outcome.Builder()
                .atMost("10 seeds: largest final norm with SGDP", 1.3, worstProjected)
                .atLeast("10 seeds: smallest final norm with momentum", 3.3, leastPlain)
                .atLeast("10 seeds: smallest final norm without momentum", 1.02, leastStill)
                .atMost("10 seeds: largest final norm without momentum", 1.09, mostStill)
                .close("10 seeds: steps without projection", 0, missed, 0)
                .atMost("10 seeds: largest | |w+|^2 - |w|^2 - lr^2 |p|^2 |", 1e-7, pythagoras)
                .holds("a cosine of 0.05 does not fire", !fires(context, 0.05))
                .holds("a cosine of 0.01 fires", fires(context, 0.01))
                .atMost("radial part of a projected update of radial part 1", 1e-7, radial)
                .close("not scale-invariant: times that the projection fires", 0, fired[0], 0)
                .close("not scale-invariant: largest difference of AdamP from Adam", 0, different[0], 0)
                .close("as a vector: largest difference of SGDP from momentum", 0, vector, 1e-12)
                .done();
    }
}
