package org.gradus.reproductions.curvature;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import org.gradus.linear.InverseRoot;
import org.gradus.optim.Adagrad;
import org.gradus.optim.DistributedShampoo;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Contractions;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Inverse fourth roots, and a problem whose curvature is a Kronecker product. */
final class DistributedShampooPaper implements Reproduction {
    private static final double[] RATES = {0.03, 0.1, 0.3, 1, 2, 3};

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "distributed-shampoo", "Scalable Second Order Optimization for Deep Learning", 2020);
    }

    @Override
    public String claim() {
        return "Shampoo made practical: far fewer steps, and less time, than first-order methods on large models.";
    }

    /** Symmetric with n eigenvalues from 1 down to a least one, on a log scale. */
    private static Tensor definite(Key key, int n, double least) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> Math.pow(least, i / (n - 1.0)));
        Tensor q = Linalg.qr(Random.normal(key, n, n)).q();
        return q.times(Tensors.tensor(values)).matmul(q.t());
    }

    private static double largest(Tensor x) {
        return x.abs().max().item();
    }

    private static Fn<Tensor, Tensor> product(Key key) {
        var keys = key.split(3);
        Tensor a = definite(keys.get(0), 20, Math.pow(10, -1.5));
        Tensor b = definite(keys.get(1), 15, Math.pow(10, -1.5));
        Tensor c = a.matmul(Random.normal(keys.get(2), 20, 15)).matmul(b);
        return w -> a.matmul(w).matmul(b).minus(c).square().sum().times(0.5);
    }

    /** The least last value over the rates. */
    private static double best(DoubleFunction<GradientTransformation<Tensor, ?>> method, Fn<Tensor, Tensor> f) {
        double best = Double.POSITIVE_INFINITY;
        for (double rate : RATES) {
            double last = Trajectory.of(method.apply(rate), f, Tensors.zeros(20, 15), 300, Key.of(0))
                    .last();
            best = last < best ? last : best;
        }
        return best;
    }

    private static DistributedShampoo<Tensor> shampoo(double rate, double epsilon) {
        return new DistributedShampoo<>(Schedules.constant(rate), DistributedShampoo.Options.BARE.epsilon(epsilon));
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        InverseRoot.Newton newton = new InverseRoot.Newton();
        for (double condition : new double[] {1e2, 1e4, 1e6}) {
            double worst = 0;
            double most = 0;
            for (int seed = 0; seed < 5; seed++) {
                Tensor a = definite(context.key(seed), 20, 1 / condition);
                InverseRoot.Newton.Result found = newton.run(a, 4);
                Tensor exact = new InverseRoot.Eigen(newton.ridge()).of(a, 4);
                worst = Math.max(worst, largest(found.root().minus(exact)) / largest(exact));
                most = Math.max(most, found.iterations().item());
            }
            String name = "inverse 4th root at condition 1e" + Math.round(Math.log10(condition));
            out.atMost(name + ": largest relative error", 1e-5, worst);
            out.atMost(name + ": iterations", 30, most);
        }

        double ours = 0;
        double diagonal = 0;
        double plain = 0;
        for (int seed = 0; seed < 3; seed++) {
            Fn<Tensor, Tensor> f = product(context.key(10 + seed));
            ours += Math.log(best(rate -> shampoo(rate, 1e-6), f)) / 3;
            diagonal += Math.log(best(rate -> new Adagrad<>(rate), f)) / 3;
            plain += Math.log(best(rate -> new Sgd<>(rate), f)) / 3;
        }
        out.atMost("AWB = C, mean over 3 seeds: Shampoo after 300 steps", 1e-3, Math.exp(ours));
        out.atLeast("AWB = C: diagonal Adagrad", 3e-3, Math.exp(diagonal));
        out.atLeast("AWB = C: gradient descent", 3e-3, Math.exp(plain));
        out.atLeast("AWB = C: Adagrad / Shampoo", 30, Math.exp(diagonal - ours));
        out.atLeast("AWB = C: gradient descent / Shampoo", 30, Math.exp(plain - ours));

        Tensor u = Random.normal(context.key(20), 20);
        Tensor v = Random.normal(context.key(21), 15);
        Tensor one = Contractions.outer(u.div(Tree.norm(u)), v.div(Tree.norm(v)));
        var first = shampoo(1, 1e-12);
        Tensor g = one.times(7);
        Tensor step =
                first.update(g, first.init(g), Info.of(g, Tensors.scalar(0), 0)).update();
        out.atMost("first step on 7·uvᵀ: distance to uvᵀ", 1e-5, largest(step.plus(one)));
        out.close(
                "first step on 7·uvᵀ: singular value",
                1,
                Linalg.svdvals(step).max().item(),
                1e-5);
        return out.done();
    }
}
