package org.gradus.reproductions.autodiff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.gradus.Gradus;
import org.gradus.nn.Dense;
import org.gradus.nn.LocalLosses;
import org.gradus.nn.LocalLosses.Network;
import org.gradus.optim.ForwardGradient;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn3;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Guesses from local losses against random ones, as estimates and in training. */
final class LocalLossPaper implements Reproduction {
    private static final int STEPS = 1500;
    private static final int SEEDS = 3;
    private static final double[] RATES = {.02, .005, .001};
    private static final LocalLosses<Dense, Dense> LOSSES =
            new LocalLosses<>((b, x) -> Tensors.relu(b.apply(x)), Dense::apply, Tensors::softmaxCrossEntropy);

    /** What is trained to classify: no heads. */
    record Body(List<Dense> blocks, Dense output) {}

    /** A network after a step, and the cosine between the step's estimate and the gradient. */
    record Stepped(Network<Dense, Dense> network, Tensor cosine) {}

    /** How a run ended: the test accuracy, and the mean cosine. */
    record Run(double accuracy, double cosine) {}

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper("local-loss-forward-gradient", "Can Forward Gradient Match Backpropagation?", 2023);
    }

    @Override
    public String claim() {
        return "Guesses from local losses raise the accuracy of forward gradients drastically over random guesses; a gap to"
                + " backpropagation remains.";
    }

    private static Network<Dense, Dense> drawn(Key key) {
        List<Key> keys = key.split(7);
        int[] widths = {64, 128, 128, 128};
        List<Dense> blocks = new ArrayList<>();
        List<Dense> heads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            blocks.add(dense(keys.get(2 * i), widths[i], 128, Math.sqrt(2.0 / widths[i])));
            heads.add(dense(keys.get(2 * i + 1), 128, 10, Math.sqrt(1.0 / 128)));
        }
        return new Network<>(blocks, heads, dense(keys.get(6), 128, 10, Math.sqrt(2.0 / 128)));
    }

    private static Dense dense(Key key, int inputs, int outputs, double deviation) {
        return new Dense(Random.normal(key, inputs, outputs).times(deviation), Tensors.zeros(outputs));
    }

    private static Body body(Network<Dense, Dense> network) {
        return new Body(network.blocks(), network.output());
    }

    private static Tensor value(Body body, Network<Dense, Dense> at, Digits.Batch batch) {
        return LOSSES.value(new Network<>(body.blocks(), at.heads(), body.output()), batch.x(), batch.y());
    }

    private static Tensor cosine(Body a, Body b) {
        return Tree.dot(a, b).div(Tree.norm(a).times(Tree.norm(b)));
    }

    private static Stepped local(Network<Dense, Dense> at, Digits.Batch batch, double rate) {
        Network<Dense, Dense> estimate = LOSSES.gradients(at, batch.x(), batch.y());
        Body gradient = Gradus.grad((Body b) -> value(b, at, batch)).apply(body(at));
        return new Stepped(Tree.axpy(-rate, estimate, at), cosine(body(estimate), gradient));
    }

    private static Stepped random(Network<Dense, Dense> at, Digits.Batch batch, Tensor rate, Key key) {
        Fn<Body, Tensor> f = b -> value(b, at, batch);
        Body estimate = new ForwardGradient().valueAndGrad(f, body(at), key).gradient();
        Body gradient = Gradus.grad(f).apply(body(at));
        Body next = Tree.axpy(rate.unaryMinus(), estimate, body(at));
        return new Stepped(new Network<>(next.blocks(), at.heads(), next.output()), cosine(estimate, gradient));
    }

    /** A rate and a key. */
    record Chance(Tensor rate, Key key) {}

    private interface Trainer {
        Stepped step(Network<Dense, Dense> at, Digits.Batch batch, int t);
    }

    private static Run run(Context context, int seed, Trainer trainer) {
        Digits.Split data = Digits.split(context, context.key(10 + seed));
        IntFunction<Digits.Batch> batches = Digits.batches(data.train(), context.key(20 + seed), 64);
        Network<Dense, Dense> at = drawn(context.key(30 + seed));
        double cosines = 0;
        for (int t = 0; t < STEPS; t++) {
            Stepped next = trainer.step(at, batches.apply(t), t);
            double cosine = next.cosine().item();
            if (!Double.isFinite(cosine)) {
                return new Run(0.1, Double.NaN);
            }
            cosines += cosine;
            at = next.network();
        }
        Tensor logits = LOSSES.logits(at, data.test().x());
        boolean finite = logits.allFinite();
        return new Run(finite ? Digits.accuracy(logits, data.test().y()) : 0.1, cosines / STEPS);
    }

    private static void estimates(Outcome.Builder outcome, Context context) {
        int n = 50;
        int draws = 100_000;
        Tensor a = Random.normal(context.key(0), n, n);
        Tensor h = a.matmul(a.t()).div(n).plus(Tensors.eye(n));
        Fn<Tensor, Tensor> f = x -> Tree.dot(x, h.matmul(x)).times(0.5);
        Tensor at = Random.normal(context.key(1), n);
        Tensor g = h.matmul(at);
        Tensor samples = Gradus.vmap(
                        (Key k) -> new ForwardGradient().valueAndGrad(f, at, k).gradient())
                .apply(context.key(2).splitBatch(draws));
        Tensor deviations =
                samples.mean(0).minus(g).div(Tensors.std(samples, 1, 0).div(Math.sqrt(draws)));
        double variance = samples.minus(g).square().sum(1).mean().item()
                / g.square().sum().item();
        outcome.atMost(
                        "normal guesses: largest deviation of a mean coordinate, in standard errors",
                        5,
                        deviations.abs().max().item())
                .close("normal guesses: E|ĝ − g|²/|g|²", 51, variance, 0.05 * 51);
        double alignment = 0;
        double length = 0;
        for (int i = 0; i < 10; i++) {
            Tensor v = ForwardGradient.unit(Random.normal(context.key(3).fold(i), n));
            Tensor estimate = ForwardGradient.along(f, at, v).gradient();
            double slope = g.times(v).sum().item();
            alignment = Math.max(alignment, Math.abs(estimate.times(g).sum().item() / (slope * slope) - 1));
            length = Math.max(length, Math.abs(Tree.norm(estimate).item() / Math.abs(slope) - 1));
        }
        Tensor own = ForwardGradient.along(f, at, ForwardGradient.unit(g)).gradient();
        outcome.atMost("unit guesses: ĝ·g against d², relative", 1e-12, alignment)
                .atMost("unit guesses: |ĝ| against |d|, relative", 1e-12, length)
                .atMost(
                        "the gradient as its own guess: |ĝ − g|/|g|",
                        1e-12,
                        Tree.norm(own.minus(g)).item() / Tree.norm(g).item());
        Tensor q = Linalg.qr(a).q();
        Tensor sum = Tensors.zeros(n);
        for (int i = 0; i < n; i++) {
            sum = sum.plus(ForwardGradient.along(f, at, q.get(i)).gradient());
        }
        outcome.atMost(
                "sum over an orthonormal basis of guesses: |Σĝ − g|/|g|",
                1e-12,
                Tree.norm(sum.minus(g)).item() / Tree.norm(g).item());
    }

    private static boolean locality(Context context) {
        Digits.Batch data = Digits.split(context, context.key(10)).train();
        Digits.Batch batch = Digits.batches(data, context.key(20), 64).apply(0);
        Network<Dense, Dense> at = drawn(context.key(30));
        Network<Dense, Dense> other = drawn(context.key(31));
        Network<Dense, Dense> mixed = new Network<>(
                List.of(
                        at.blocks().get(0),
                        other.blocks().get(1),
                        other.blocks().get(2)),
                List.of(at.heads().get(0), other.heads().get(1), other.heads().get(2)),
                other.output());
        Dense before = LOSSES.localGradients(at, batch.x(), batch.y()).blocks().getFirst();
        Dense after =
                LOSSES.localGradients(mixed, batch.x(), batch.y()).blocks().getFirst();
        return before.weight().array().sameBits(after.weight().array())
                && before.bias().array().sameBits(after.bias().array());
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        estimates(outcome, context);
        outcome.holds("the guess of block 1 has the same bits with other blocks after it", locality(context));

        Fn3<Network<Dense, Dense>, Digits.Batch, Tensor, Stepped> locally =
                Gradus.jit((at, batch, t) -> local(at, batch, .2));
        List<Double> accuracies = new ArrayList<>();
        List<Double> cosines = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = run(context, seed, (at, batch, t) -> locally.apply(at, batch, Tensors.scalar(t)));
            accuracies.add(run.accuracy());
            cosines.add(run.cosine());
        }
        outcome.atLeast("local guess: mean test accuracy", .965, Digits.mean(accuracies))
                .atLeast("local guess: mean cosine with the gradient", .5, Digits.mean(cosines));

        Fn3<Network<Dense, Dense>, Digits.Batch, Chance, Stepped> randomly =
                Gradus.jit((at, batch, chance) -> random(at, batch, chance.rate(), chance.key()));
        Run best = new Run(-1, Double.NaN);
        for (double rate : RATES) {
            List<Double> found = new ArrayList<>();
            List<Double> along = new ArrayList<>();
            for (int seed = 0; seed < SEEDS; seed++) {
                Key key = context.key(40 + seed);
                Run run = run(
                        context,
                        seed,
                        (at, batch, t) -> randomly.apply(at, batch, new Chance(Tensors.scalar(rate), key.fold(t))));
                found.add(run.accuracy());
                along.add(run.cosine());
            }
            Run mean = new Run(Digits.mean(found), Digits.mean(along));
            best = mean.accuracy() > best.accuracy() ? mean : best;
        }
        return outcome.atMost("normal guess, best rate: mean test accuracy", .90, best.accuracy())
                .atMost("normal guess, best rate: mean cosine with the gradient", .02, best.cosine())
                .done();
    }
}
