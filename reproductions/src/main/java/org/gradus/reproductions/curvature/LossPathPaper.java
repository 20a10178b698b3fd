package org.gradus.reproductions.curvature;

import org.gradus.array.DType;
import org.gradus.optim.Minimizer;
import org.gradus.optim.Sgd;
import org.gradus.optim.curvature.LossPath;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.Table;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Losses on straight lines: a parabola, a network on digits, and a barrier between two minima. */
final class LossPathPaper implements Reproduction {
    private record Net(Tensor w1, Tensor b1, Tensor w2, Tensor b2) {}

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "linear-path-loss-profile", "Qualitatively characterizing neural network optimization problems", 2014);
    }

    @Override
    public String claim() {
        return "On the straight path from initialization to solution, networks of the day meet no significant obstacle.";
    }

    private static double parabola(Context context) {
        Tensor root = Random.normal(context.key(1), 20, 20);
        Tensor h = root.matmul(root.t());
        Tensor c = Random.normal(context.key(2), 20);
        Fn<Tensor, Tensor> f = x -> Tree.dot(x.minus(c), h.matmul(x.minus(c))).times(0.5);
        double[] j = LossPath.between(f, Random.normal(context.key(3), 20), Random.normal(context.key(4), 20), 20)
                .values();
        double worst = 0;
        double scale = 0;
        for (int i = 0; i < j.length; i++) {
            scale = Math.max(scale, j[i]);
            if (i >= 3) {
                worst = Math.max(worst, Math.abs(j[i] - 3 * j[i - 1] + 3 * j[i - 2] - j[i - 3]));
            }
        }
        return worst / scale;
    }

    private static LossPath network(Context context, int seed) {
        Table digits = context.table("digits");
        Tensor x = digits.x().slice(0, 0, 500).div(16);
        Tensor y = digits.y().slice(0, 0, 500).to(DType.INT64);
        var keys = context.key(10 + seed).split(2);
        Net start = new Net(
                Random.normal(keys.get(0), 64, 32).div(8),
                Tensors.zeros(32),
                Random.normal(keys.get(1), 32, 10).div(Math.sqrt(32)),
                Tensors.zeros(10));
        Fn<Net, Tensor> loss = p -> Tensors.softmaxCrossEntropy(
                        x.matmul(p.w1()).plus(p.b1()).tanh().matmul(p.w2()).plus(p.b2()), y)
                .mean();
        Net end = Minimizer.of(loss)
                .method(new Sgd<>(0.2, 0.9))
                .maxIterations(300)
                .tolerance(1e-300)
                .run(start)
                .point();
        return LossPath.between(loss, start, end, 20);
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder()
                .atMost("quadratic: largest third difference / largest value", 1e-10, parabola(context));
        for (int seed = 0; seed < 3; seed++) {
            LossPath path = network(context, seed);
            double[] j = path.values();
            double smallest = Double.POSITIVE_INFINITY;
            for (int i = 1; i < j.length; i++) {
                smallest = Math.min(smallest, j[i - 1] - j[i]);
            }
            String at = "digits, seed " + (seed + 1) + ": ";
            outcome.atLeast(at + "smallest drop between neighbors", Double.MIN_VALUE, smallest)
                    .between(at + "loss at the start", 2, 2.7, j[0])
                    .atMost(at + "loss at the end", 0.02, j[j.length - 1])
                    .chart(new Outcome.Chart(
                            "path-" + (seed + 1),
                            "Loss from start to solution",
                            "fraction of the way",
                            "loss",
                            false,
                            java.util.List.of(new Outcome.Curve("digits", path.at(), j))));
        }
        Fn<Tensor, Tensor> product = x -> x.prod().minus(1).square().times(0.5);
        LossPath between = LossPath.between(product, Tensors.tensor(2, 0.5), Tensors.tensor(-2, -0.5), 20);
        return outcome.close("barrier between the two minima of a product", 0.5, between.barrier(), 0)
                .close("loss in the middle between them", 0.5, between.values()[10], 0)
                .done();
    }
}
