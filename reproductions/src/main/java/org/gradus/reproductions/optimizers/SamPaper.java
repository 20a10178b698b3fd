package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Sam;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.optimizers.Nets.Batch;
import org.gradus.reproductions.optimizers.Nets.Net;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Closed forms, the flat end of a valley, and digits with wrong labels. */
final class SamPaper implements Reproduction {
    private static final int TRAINING = 1000;
    private static final int SEEDS = 5;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "sam", "Sharpness-Aware Minimization for Efficiently Improving Generalization", 2020);
    }

    @Override
    public String claim() {
        return "The gradient at the worst point nearby generalizes better, and is robust to wrong labels.";
    }

    /** Test accuracy after training on labels of which 40 % are wrong. */
    private static double digits(Context context, int seed, Drive.Trainer<Net, Sgd.State<Net>, Batch> trainer) {
        var split = Nets.digits(context, context.key(10L * seed), TRAINING);
        double[] right = split.train().y().toDoubles();
        double[] turn = Random.integers(context.key(10L * seed + 1), 1, Nets.CLASSES, TRAINING)
                .toDoubles();
        long[] wrong = Random.permutation(context.key(10L * seed + 2), TRAINING).toLongs();
        for (int i = 0; i < TRAINING * 4 / 10; i++) {
            int at = (int) wrong[i];
            right[at] = (right[at] + turn[at]) % Nets.CLASSES;
        }
        Tensor labels = Tensors.tensor(right).to(split.train().y().dtype());
        Batch noisy = new Batch(split.train().x(), labels);
        Net start = Nets.net(context.key(10L * seed + 3), 64, 2);
        var batches = Nets.batches(noisy, context.key(10L * seed + 4), 50);
        Net end = trainer.run(start, state -> state, 60 * TRAINING / 50, batches);
        return Nets.accuracy(end, split.test(), true);
    }

    private static Drive.Trainer<Net, Sgd.State<Net>, Batch> trainer(
            GradientTransformation<Net, Sgd.State<Net>> method) {
        return new Drive.Trainer<>(method, Nets.loss(true));
    }

    private static double gain(Context context, double[] plain, double radius) {
        double sum = 0;
        var trainer = trainer(new Sam<>(new Sgd<Net>(0.05, 0.9), radius));
        for (int seed = 0; seed < SEEDS; seed++) {
            sum += digits(context, seed, trainer) - plain[seed];
        }
        return sum / SEEDS;
    }

    @Override
    public Outcome run(Context context) {
        int n = 10;
        Tensor a = Random.normal(context.key(1), n, n);
        Tensor h = a.matmul(a.t()).plus(Tensors.eye(n));
        Tensor w = Random.normal(context.key(2), n);
        Fn<Tensor, Tensor> f = Drive.quadratic(h, Tensors.zeros(n));
        Tensor g = FadPaper.combined(m -> new Sam<>(m, 0.1), f, w);
        Tensor slope = h.matmul(w);
        Tensor closed = h.matmul(w.plus(h.matmul(w).times(0.1 / Drive.norm(slope))));
        Tensor after = Drive.run(new Sam<>(new Sgd<Tensor>(0.01), 0.1), f, w, 1).params();
        Tensor exact = FadPaper.combined(m -> new Sam<>(m, 0.1, 2, Sam.Form.EXACT), f, w);
        Tensor whole = Gradus.grad((Tensor x) -> {
                    Tensor at = h.matmul(x);
                    return f.apply(x.plus(at.times(0.1).div(at.square().sum().sqrt())));
                })
                .apply(w);

        double cycle = Math.abs(
                Drive.run(new Sam<>(new Sgd<Tensor>(0.1), 0.1), (Tensor x) -> x.square(), Tensors.scalar(1), 200)
                        .params()
                        .item());
        Sam<Tensor, Sgd.State<Tensor>> cube =
                new Sam<>(new Sgd<Tensor>(0.1), 0.3, Double.POSITIVE_INFINITY, Sam.Form.FIRST_ORDER);
        Tensor e = cube.perturbation(Tensors.tensor(2.0, 0.0, -1e-9), Tensors.zeros(3));
        double[] plain = new double[SEEDS];
        var sgd = trainer(new Sgd<>(0.05, 0.9));
        for (int seed = 0; seed < SEEDS; seed++) {
            plain[seed] = digits(context, seed, sgd);
        }
        return new Outcome.Builder()
                .atMost(
                        "quadratic: relative difference from H(w + rho Hw/|Hw|)",
                        1e-11,
                        Drive.norm(g.minus(closed)) / Drive.norm(closed))
                .atMost(
                        "quadratic: the step is taken from w",
                        1e-12,
                        Drive.largest(after.minus(w.minus(closed.times(0.01)))))
                .atMost(
                        "quadratic: exact form against the derivative of L(w + e(w))",
                        1e-9,
                        Drive.norm(exact.minus(whole)) / Drive.norm(whole))
                .close("h = 2: |w_200|", 1.0 / 90, cycle, 1e-9)
                .close(
                        "valley: SAM ends at u²+v²",
                        2.51,
                        FadPaper.flatness(new Sam<>(new Sgd<Tensor>(0.02), 0.1), 1)[0],
                        0.02)
                .close("valley: gradient descent ends at u²+v²", 8.973, FadPaper.flatness(new Sgd<>(0.02), 1)[0], 0.001)
                .close(
                        "p = infinity: distance from rho·sign(g)",
                        0,
                        Drive.largest(e.minus(Tensors.tensor(0.3, 0.0, -0.3))),
                        0)
                .atLeast("digits with wrong labels: points gained by SAM(0.2)", 5, gain(context, plain, 0.2))
                .atLeast("digits with wrong labels: points gained by SAM(0.5)", 10, gain(context, plain, 0.5))
                .done();
    }
}
