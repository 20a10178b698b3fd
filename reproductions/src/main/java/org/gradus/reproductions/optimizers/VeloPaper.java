package org.gradus.reproductions.optimizers;

import java.util.List;
import org.gradus.Gradus;
import org.gradus.optim.Adam;
import org.gradus.optim.ClipByGlobalNorm;
import org.gradus.optim.Info;
import org.gradus.optim.Step;
import org.gradus.optim.learned.EvolutionStrategies;
import org.gradus.optim.learned.MetaTrainer;
import org.gradus.optim.learned.Unroll;
import org.gradus.optim.learned.Velo;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Networks that mix networks learn to minimize quadratics. */
final class VeloPaper implements Reproduction {
    private static final int STEPS = 50;
    private static final int N = 10;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "velo-learned-optimizer", "VeLO: Training Versatile Learned Optimizers by Scaling Up", 2022);
    }

    @Override
    public String claim() {
        return "Meta-trained at scale, an optimizer without anything to tune beats tuned Adam and Shampoo on most of 83 tasks.";
    }

    /** log of final over initial loss on the quadratic of a key. */
    private static Tensor ratio(Velo.Weights weights, Key key) {
        List<Key> keys = key.split(4);
        Tensor values = Random.uniform(keys.get(0), N)
                .times(2)
                .minus(1)
                .times(Math.log(10))
                .exp();
        Tensor q = Linalg.qr(Random.normal(keys.get(1), N, N)).q();
        Tensor target = Random.normal(keys.get(2), N);
        Tensor start = Random.normal(keys.get(3), N);
        org.gradus.tensor.Fn<Tensor, Tensor> f =
                x -> x.minus(target).matmul(q).square().times(values).sum().times(0.5);
        return Unroll.losses(new Velo<Tensor>(weights, STEPS), f, start, STEPS)
                .get(STEPS - 1)
                .div(f.apply(start));
    }

    private static Velo.Weights with(Velo.Weights w, Tensor control, Tensor controlBias, double rate) {
        return new Velo.Weights(
                w.shared(),
                w.sharedBias(),
                w.own(),
                w.ownBias(),
                w.input(),
                w.recurrent(),
                w.gates(),
                w.hidden(),
                w.memory(),
                control,
                controlBias,
                w.rate().times(rate),
                w.rateBias().times(rate),
                w.bank());
    }

    /** The updates of three steps on given gradients. */
    private static List<Tensor> three(Velo.Weights weights, Tensor start, Tensor gradients) {
        Velo<Tensor> method = new Velo<>(weights, STEPS);
        Velo.State state = method.init(start);
        Tensor x = start;
        List<Tensor> updates = new java.util.ArrayList<>();
        for (int t = 0; t < 3; t++) {
            Step<Tensor, Velo.State> made =
                    method.update(gradients.get(t), state, Info.of(x, Tensors.scalar(3 - 0.5 * t), t));
            state = made.state();
            x = x.plus(made.update());
            updates.add(made.update());
        }
        return updates;
    }

    private static Tensor permuted(Tensor x, Tensor rows, Tensor columns) {
        return Indexing.take(Indexing.take(x, rows, -2), columns, -1);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        Velo.Weights weights = Velo.Weights.init(context.key(1), 32, 64);
        Tensor start = Random.normal(context.key(2), 5, 3);
        Tensor gradients = Random.normal(context.key(3), 3, 5, 3);
        Velo.Weights silent = with(weights, Tensors.zeros(32, 64), Tensors.zeros(64), 1);
        List<Tensor> made = three(weights, start, gradients);
        double still = 0;
        for (Tensor update : three(silent, start, gradients)) {
            still = Math.max(still, Drive.largest(update));
        }
        out.close("largest update with controls of zero", 0, still, 0);
        Velo.Weights twice = with(weights, weights.control(), weights.controlBias(), 2);
        Tensor doubled = three(twice, start, gradients).getFirst();
        out.atMost(
                "twice the rate's weights: relative distance to twice the update",
                1e-12,
                Drive.norm(doubled.minus(made.getFirst().times(2))) / Drive.norm(doubled));

        Tensor rows = Random.permutation(context.key(4), 5);
        Tensor columns = Random.permutation(context.key(5), 3);
        List<Tensor> moved = three(weights, permuted(start, rows, columns), permuted(gradients, rows, columns));
        double apart = 0;
        for (int t = 0; t < 3; t++) {
            Tensor expected = permuted(made.get(t), rows, columns);
            apart = Math.max(apart, Drive.norm(moved.get(t).minus(expected)) / Drive.norm(expected));
        }
        out.atMost("rows and columns permuted: largest relative change over 3 steps", 1e-10, apart);

        Tensor target = Random.normal(context.key(6), 5);
        Tensor at = Random.normal(context.key(7), 5);
        var many = new EvolutionStrategies(20_000, 0.01, 1e6);
        Tensor estimate = many.gradient(
                        (Tensor x, Key _) -> x.minus(target).square().sum().times(0.5), at, context.key(8))
                .gradient();
        out.atMost(
                "gradient of a quadratic from 20000 pairs: relative error",
                0.06,
                Drive.norm(estimate.minus(at.minus(target))) / Drive.norm(at.minus(target)));

        Fn2<Velo.Weights, Key, Tensor> loss = (w, key) -> ratio(w, key).log();
        var trainer = MetaTrainer.of(
                new EvolutionStrategies(16, 0.01, 20),
                loss,
                new ClipByGlobalNorm<Velo.Weights>(1).then(new Adam<>(3e-3)));
        Fn2<Velo.Weights, Key, Tensor> unseen =
                Gradus.jit((w, keys) -> Gradus.vmap((Key key) -> ratio(w, key)).apply(keys));
        for (int seed = 0; seed < 2; seed++) {
            Velo.Weights first = Velo.Weights.init(context.key(10 + seed), 32, 64);
            var trained = trainer.train(first, 150, context.key(20 + seed));
            Key tasks = context.key(30).splitBatch(20);
            double before = unseen.apply(first, tasks).mean().item();
            double after = unseen.apply(trained.weights(), tasks).mean().item();
            out.atLeast(
                    "seed " + (seed + 1) + ": untrained / trained, final loss of 20 unseen tasks", 5, before / after);
        }
        return out.done();
    }
}
