package org.gradus.reproductions.autodiff;

import java.util.Locale;
import org.gradus.Gradus;
import org.gradus.optim.ForwardGradient;
import org.gradus.optim.ForwardGradient.Law;
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
import org.gradus.tree.Tree;

/** Estimates of a gradient in 20 dimensions, and descent along estimates in Rosenbrock's valley. */
final class ForwardGradientPaper implements Reproduction {
    private static final int N = 20;
    private static final int SAMPLES = 200_000;
    private static final int STEPS = 20_000;
    private static final double RATE = 5e-4;

    @Override
    public PaperRef paper() {
        return AutodiffPapers.paper("forward-gradient", "Gradients without Backpropagation", 2022);
    }

    @Override
    public String claim() {
        return "Unbiased estimates of the gradient from one forward pass, and no backward pass at all: training up to twice as"
                + " fast as backpropagation.";
    }

    private static Tensor rosenbrock(Tensor at) {
        Tensor x = at.get(0);
        Tensor y = at.get(1);
        return x.minus(1).square().plus(y.minus(x.square()).square().times(100));
    }

    private static Fn<Key, Tensor> descent(ForwardGradient estimator) {
        Fn2<Tensor, Key, Tensor> f = estimator.estimating(ForwardGradientPaper::rosenbrock);
        return Gradus.jit((Key key) -> rosenbrock(Gradus.scan(
                        (Tensor x, Tensor t) -> new Scanned<>(
                                x.minus(Gradus.grad(f).apply(x, key.fold(t)).times(RATE)), x.get(0)),
                        Tensors.tensor(-1.0, 0.0),
                        Tensors.arange(STEPS))
                .carry()));
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        Tensor g0 = Random.normal(context.key(0), N);
        // A function that is not linear, with gradient g₀ at 0.
        Fn<Tensor, Tensor> f = x -> x.times(g0).sin().sum().plus(x.square().sum());
        Tensor at = Tensors.zeros(N);
        double square = Tree.dot(g0, g0).item();
        for (Law law : Law.values()) {
            ForwardGradient estimator = new ForwardGradient().withLaw(law);
            Tensor samples = Gradus.vmap(
                            (Key key) -> estimator.valueAndGrad(f, at, key).gradient())
                    .apply(context.key(1 + law.ordinal()).splitBatch(SAMPLES));
            String name = law.name().toLowerCase(Locale.ROOT) + ": ";
            double error = Tree.norm(samples.mean(0).minus(g0)).item() / Math.sqrt(square);
            double second = samples.square().sum(1).mean().item() / square;
            double least = samples.matmul(g0).min().item();
            outcome.atMost(name + "relative error of the mean of 200000 estimates", 0.02, error);
            if (law == Law.NORMAL) {
                outcome.close(name + "E|g|²/|∇f|²", N + 2, second, 0.5);
            } else {
                outcome.close(name + "E|g|²/|∇f|²", N, second, 0.3);
            }
            outcome.atLeast(name + "least g·∇f of a sample", 0, least);
        }
        Key seeds = context.key(3);
        for (Law law : Law.values()) {
            Fn<Key, Tensor> descent = descent(new ForwardGradient().withLaw(law));
            double worst = 0;
            for (int seed = 0; seed < 5; seed++) {
                double end =
                        descent.apply(seeds.fold(10L * law.ordinal() + seed)).item();
                worst = Double.isNaN(end) ? end : Math.max(worst, end);
            }
            outcome.atMost(
                    law.name().toLowerCase(Locale.ROOT) + ": Rosenbrock after 20000 steps, worst of five seeds",
                    1e-4,
                    worst);
        }
        var cost = new ForwardGradient().cost(f, at, context.key(4));
        return outcome.close("nodes recorded for a backward pass", 0, (double) cost.forwardNodes(), 0)
                .atLeast(
                        "nodes that the reverse gradient records, by the same counter", 1, (double) cost.reverseNodes())
                .done();
    }
}
