package org.gradus.reproductions.curvature;

import org.gradus.linear.LinearOperator;
import org.gradus.optim.Minimizer;
import org.gradus.optim.NewtonCg;
import org.gradus.optim.Sgd;
import org.gradus.optim.curvature.HessianSpectrum;
import org.gradus.optim.curvature.Oasis;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A diagonal quadratic, where everything is known, and logistic regression with badly scaled features. */
final class OasisPaper implements Reproduction {
    private static final int N = 50;

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "oasis", "Doubly Adaptive Scaled Algorithm for Machine Learning Using Second-Order Information", 2021);
    }

    @Override
    public String claim() {
        return "Without a learning rate to choose it matches or beats tuned SGD, Adam, AdaHessian and AdGD.";
    }

    private static void quadratic(Context context, Outcome.Builder outcome) {
        Tensor d = Tensors.linspace(0, Math.log(1e4), N).exp();
        Fn<Tensor, Tensor> f = x -> x.square().times(d).sum().times(0.5);
        Tensor start = Random.normal(context.key(1), N);
        var run = Trajectory.of(new Oasis<Tensor>(0.1, 0.99, 1e-3, 10, false, true), f, start, 100, context.key(2));
        double rates = 0;
        double quarters = 0;
        for (int t = 2; t < 60; t++) {
            rates = Math.max(rates, Math.abs(run.states().get(t).rate().item() - 0.5));
            quarters = Math.max(
                    quarters, Math.abs(run.values().get(t + 1) / run.values().get(t) - 0.25));
        }
        double plain = Trajectory.of(new Oasis<Tensor>(0.1, 0.99, 1e-3, 1, false, false), f, start, 100, context.key(2))
                .last();
        outcome.close("quadratic: learning rate from the third step on", 0.5, 0.5 + rates, 1e-6)
                .atMost("quadratic: |f/f₋ − 1/4| from the third step on", 1e-5, quarters)
                .atMost("quadratic: f after 100 steps", 1e-40, run.last())
                .atLeast("quadratic: f of AdGD after 100 steps", 1, plain);
    }

    private static void logistic(Context context, int seed, Outcome.Builder outcome) {
        var keys = context.key(10 + seed).split(4);
        int n = 300;
        int d = 30;
        Tensor scales = Tensors.linspace(Math.log(1e-2), Math.log(10), d).exp();
        Tensor x = Random.normal(keys.get(0), n, d).times(scales);
        Tensor flip = Tensors.where(Random.uniform(keys.get(2), n).lt(0.1), Tensors.scalar(-1), Tensors.scalar(1));
        Tensor y = x.matmul(Random.normal(keys.get(1), d)).sign().times(flip);
        Fn<Tensor, Tensor> f = w -> Tensors.softplus(x.matmul(w).times(y).unaryMinus())
                .mean()
                .plus(w.square().sum().times(0.5 / n));
        Tensor start = Tensors.zeros(d);
        double best = Minimizer.of(f)
                .method(new NewtonCg())
                .tolerance(1e-12)
                .run(start)
                .value();
        double ours = Trajectory.of(new Oasis<Tensor>(0.1, 0.99, 1e-5, 100, false, true), f, start, 200, keys.get(3))
                .last();
        double smooth =
                HessianSpectrum.of(LinearOperator.hessian(f, start), start).largest();
        double descent = Trajectory.of(new Sgd<>(1 / smooth), f, start, 1000, keys.get(3))
                .last();
        double adaptive = Trajectory.of(
                        new Oasis<Tensor>(0.1, 0.99, 1e-5, 1, false, false), f, start, 1000, keys.get(3))
                .last();
        String at = "logistic, seed " + (seed + 1) + ": ";
        outcome.atMost(at + "gap of OASIS after 200 steps", 1e-10, ours - best)
                .atLeast(at + "gap of gradient descent after 1000", 1e-4, descent - best)
                .atLeast(at + "gap of AdGD after 1000", 1e-6, adaptive - best);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        quadratic(context, outcome);
        for (int seed = 0; seed < 5; seed++) {
            logistic(context, seed, outcome);
        }
        return outcome.done();
    }
}
