package org.gradus.reproductions.optimizers;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.optim.Adam;
import org.gradus.optim.ClipByGlobalNorm;
import org.gradus.optim.Info;
import org.gradus.optim.learned.EvolutionStrategies;
import org.gradus.optim.learned.MetaTrainer;
import org.gradus.optim.learned.SmallFc;
import org.gradus.optim.learned.Unroll;
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
import org.gradus.tree.Tree;

/** A network of 197 numbers learns to minimize small least-squares problems. */
final class SmallFcPaper implements Reproduction {
    private static final int STEPS = 50;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "small-fc-lopt",
                "Practical tradeoffs between memory, compute, and performance in learned optimizers",
                2022);
    }

    @Override
    public String claim() {
        return "A learned optimizer of 197 numbers is faster and lighter than earlier ones, and as good or better.";
    }

    /** Mean of the losses after each of 50 steps, relative to the first, on the task of a key. */
    private static Tensor score(SmallFc.Weights weights, Key key) {
        List<Key> keys = key.split(2);
        Tensor a = Random.normal(keys.get(0), 4, 4).times(0.5);
        Tensor target = Random.normal(keys.get(1), 4, 3).times(0.05);
        Fn<Tensor, Tensor> f = w -> a.matmul(w.minus(target)).square().mean().times(0.5);
        Tensor start = Tensors.zeros(4, 3);
        return Unroll.losses(new SmallFc<Tensor>(weights), f, start, STEPS)
                .div(f.apply(start))
                .mean();
    }

    /** The gradient's own feature shows in the first step alone: what scaling the gradient changes there. */
    private static Tensor first(SmallFc.Weights weights, Tensor g) {
        SmallFc<Tensor> method = new SmallFc<>(weights);
        return method.update(g, method.init(g), Info.of(Tensors.ones(4, 3), Tensors.scalar(0), 0))
                .update();
    }

    /** Weights that let nothing but the feature of the gradient through: u = −1e-3·relu(feature). */
    private static SmallFc.Weights gradientOnly() {
        Tensor one = Tensors.eye(39).slice(1, 0, 1);
        return new SmallFc.Weights(
                Tensors.concatenate(1, one, Tensors.zeros(39, 3)),
                Tensors.zeros(4),
                Tensors.eye(4),
                Tensors.zeros(4),
                Tensors.concatenate(1, Tensors.eye(4).slice(1, 0, 1), Tensors.zeros(4, 1)),
                Tensors.zeros(2),
                Tensors.zeros(7));
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        SmallFc.Weights drawn = SmallFc.Weights.init(context.key(1));
        out.close("numbers to be learned", 197, Tree.size(drawn), 0);
        SmallFc.Weights silent = new SmallFc.Weights(
                drawn.w1(), drawn.b1(), drawn.w2(), drawn.b2(), Tensors.zeros(4, 2), Tensors.zeros(2), drawn.decays());
        Tensor g = Random.normal(context.key(2), 4, 3);
        out.close("largest update with a last layer of zeros", 0, Drive.largest(first(silent, g)), 0);
        Tensor large = g.abs().plus(1);
        Tensor once = first(gradientOnly(), large);
        Tensor ten = first(gradientOnly(), large.times(10));
        out.atMost(
                "normalized gradient: relative change where the gradient is ten times as large",
                1e-4,
                Drive.largest(ten.minus(once).div(once)));

        Fn2<SmallFc.Weights, Key, Tensor> loss = (w, key) -> score(w, key).log();
        var trainer = MetaTrainer.of(
                new EvolutionStrategies(16, 0.03, 10),
                loss,
                new ClipByGlobalNorm<SmallFc.Weights>(1).then(new Adam<>(1e-2)));
        Fn2<SmallFc.Weights, Key, Tensor> held =
                Gradus.jit((w, keys) -> Gradus.vmap((Key key) -> score(w, key)).apply(keys));
        double mean = 0;
        double worst = 0;
        for (int seed = 0; seed < 3; seed++) {
            SmallFc.Weights start = SmallFc.Weights.init(context.key(10 + seed));
            var trained = trainer.train(start, 300, context.key(20 + seed));
            double reached = held.apply(trained.weights(), context.key(30).splitBatch(64))
                    .mean()
                    .item();
            mean += reached / 3;
            worst = Math.max(worst, reached);
        }
        out.atMost("mean score of 64 unseen tasks after 300 outer steps, worst of 3 seeds", 0.15, worst);
        out.atMost("the same, mean of 3 seeds", 0.12, mean);
        return out.done();
    }
}
