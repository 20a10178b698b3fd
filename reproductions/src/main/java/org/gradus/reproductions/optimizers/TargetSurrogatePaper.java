package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.TargetSurrogate;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.optimizers.Nets.Batch;
import org.gradus.reproductions.optimizers.Nets.Net;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.ValueAndGrad;
import org.gradus.tree.Tree;

/** The surrogate above the loss of a network on the digits, and its descent for each gradient of the loss. */
final class TargetSurrogatePaper implements Reproduction {
    private static final int HIDDEN = 32;
    private static final int OUTER = 30;
    private static final int SEEDS = 2;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "target-based-surrogates-sso", "Target-based Surrogates for Stochastic Optimization", 2023);
    }

    @Override
    public String claim() {
        return "Many cheap steps on a surrogate in target space for each dear gradient of the loss, with values that never"
                + " rise.";
    }

    private static final Fn2<Net, Batch, Tensor> MODEL = (net, b) -> Nets.logits(net, b.x(), false);

    private static final Fn2<Tensor, Batch, Tensor> LOSS =
            (z, b) -> Tensors.softmaxCrossEntropy(z, b.y()).mean();

    private static final Fn2<Net, Batch, Tensor> WHOLE = (net, b) -> LOSS.apply(MODEL.apply(net, b), b);

    private static Net shifted(Net net, Key key, double scale) {
        Tree.Raveled<Net> raveled = Tree.ravel(net);
        Tensor noise = Random.normal(key, raveled.vector().dim(0)).times(scale);
        return raveled.unravel().apply(raveled.vector().plus(noise));
    }

    /** A run's values after each outer step, with how often the oracle was asked. */
    private record Path(double[] values, int asked) {
        double rise() {
            double rise = Double.NEGATIVE_INFINITY;
            for (int t = 1; t < values.length; t++) {
                rise = Math.max(rise, values[t] - values[t - 1]);
            }
            return rise;
        }

        double last() {
            return values[values.length - 1];
        }
    }

    private static Path path(Batch all, Net start, double eta, int inner) {
        int[] asked = {0};
        Fn2<Tensor, Batch, ValueAndGrad<Tensor>> oracle =
                Gradus.jit((z, b) -> Gradus.valueAndGrad(LOSS).apply(z, b));
        var run = new TargetSurrogate(eta, inner).on(MODEL, (Tensor z, Batch b) -> {
            asked[0]++;
            return oracle.apply(z, b);
        });
        Fn2<Net, Batch, Tensor> value = Gradus.jit(WHOLE);
        double[] values = new double[OUTER + 1];
        Net net = start;
        values[0] = value.apply(net, all).item();
        for (int t = 1; t <= OUTER; t++) {
            net = run.step(net, all);
            values[t] = value.apply(net, all).item();
        }
        return new Path(values, asked[0]);
    }

    /** Gradient descent on the loss itself with the same search. */
    private static double descent(Batch all, Net start) {
        Fn2<Net, Batch, Tensor> value = Gradus.jit(WHOLE);
        Fn2<Net, Batch, ValueAndGrad<Net>> both =
                Gradus.jit((p, b) -> Gradus.valueAndGrad(WHOLE).apply(p, b));
        Net net = start;
        for (int t = 0; t < OUTER; t++) {
            ValueAndGrad<Net> at = both.apply(net, all);
            double square = Tree.dot(at.gradient(), at.gradient()).item();
            double step = 10;
            Net next = Tree.axpy(-step, at.gradient(), net);
            while (value.apply(next, all).item() > at.value().item() - 0.5 * step * square) {
                step *= 0.7;
                next = Tree.axpy(-step, at.gradient(), net);
            }
            net = next;
        }
        return value.apply(net, all).item();
    }

    @Override
    public Outcome run(Context context) {
        var split = Nets.digits(context, context.key(0), 1797);
        Batch all = split.train();
        double eta = 2.0 * all.y().dim(0);
        Outcome.Builder out = new Outcome.Builder();
        above(context, all, eta, out);
        double gd = 0;
        double one = 0;
        double twenty = 0;
        double hundred = 0;
        double rise = Double.NEGATIVE_INFINITY;
        int asked = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Net start = Nets.net(context.key(10 + seed), HIDDEN, 1);
            Path few = path(all, start, eta, 20);
            Path many = path(all, start, eta, 100);
            gd += descent(all, start) / SEEDS;
            one += path(all, start, eta / 2, 1).last() / SEEDS;
            twenty += few.last() / SEEDS;
            hundred += many.last() / SEEDS;
            rise = Math.max(rise, Math.max(few.rise(), many.rise()));
            asked = Math.max(asked, Math.max(few.asked(), many.asked()));
        }
        return out.atMost("m = 20 and 100: largest rise of the loss in 30 outer steps", 1e-12, rise)
                .close("gradients of the loss taken", OUTER, asked, 0)
                .atMost("loss with m = 100 / that of gradient descent", 0.5, hundred / gd)
                .atMost("loss with m = 20 / that of gradient descent", 0.97, twenty / gd)
                .atLeast("loss with m = 1, eta = 1 / that of gradient descent", 1, one / gd)
                .done();
    }

    private static void above(Context context, Batch all, double eta, Outcome.Builder out) {
        TargetSurrogate method = new TargetSurrogate(eta, 1);
        Net start = Nets.net(context.key(1), HIDDEN, 1);
        Tensor z = MODEL.apply(start, all);
        ValueAndGrad<Tensor> asked = Gradus.valueAndGrad(LOSS).apply(z, all);
        TargetSurrogate.Anchor anchor = new TargetSurrogate.Anchor(asked.value(), z, asked.gradient());
        Fn2<Net, Batch, Tensor> surrogate = (p, b) -> method.surrogate(anchor, MODEL.apply(p, b));
        Fn2<Net, Batch, Tensor> gap = Gradus.jit((p, b) -> surrogate.apply(p, b).minus(WHOLE.apply(p, b)));
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < 200; k++) {
            double scale = 1e-3 * Math.pow(3000, k / 199.0);
            Net other = shifted(start, context.key(1000 + k), scale);
            least = Math.min(least, gap.apply(other, all).item());
        }
        out.atLeast("200 points: least of surrogate - loss", -1e-9, least);
        out.atMost(
                "difference at the anchor",
                1e-12,
                Math.abs(gap.apply(start, all).item()));
        Net own = Gradus.grad(surrogate).apply(start, all);
        Net whole = Gradus.grad(WHOLE).apply(start, all);
        double relative = Drive.norm(Tree.minus(own, whole)) / Drive.norm(whole);
        out.atMost("relative difference of the gradients at the anchor", 1e-10, relative);
    }
}
