package org.gradus.reproductions.optimizers;

import org.gradus.optim.Adam;
import org.gradus.optim.EscapeVelocity;
import org.gradus.optim.Info;
import org.gradus.optim.MatrixNorm;
import org.gradus.optim.Polar;
import org.gradus.optim.Schedules;
import org.gradus.optim.SteepestDescent;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Shampoo, Adam and Prodigy without averages as steepest descent, and the duality of each norm. */
final class NormsPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("old-optimizer-new-norm", "Old Optimizer, New Norm: An Anthology", 2024);
    }

    @Override
    public String claim() {
        return "Adam, Shampoo and Prodigy without averages are steepest descent in the largest-entry, spectral and"
                + " largest-entry norms: choose norms by the role of a layer.";
    }

    /** A^(−1/4) on the range of A. */
    private static Tensor root(Tensor a) {
        Linalg.Eigh eigen = Linalg.eigh(a);
        Tensor values = eigen.values();
        Tensor kept = values.gt(values.max().times(1e-10));
        Tensor powers = Tensors.where(kept, Tensors.where(kept, values, 1.0).pow(-0.25), 0.0);
        return eigen.vectors().times(powers).matmul(eigen.vectors().t());
    }

    /** Two layers. */
    record Layers(Tensor a, Tensor b) {}

    private static double product(Layers g, Layers d) {
        return g.a().times(d.a()).sum().item() + g.b().times(d.b()).sum().item();
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder out = new Outcome.Builder();
        Tensor g = Random.normal(context.key(1), 5, 8);
        Tensor shampoo = root(g.matmul(g.t())).matmul(g).matmul(root(g.t().matmul(g)));
        out.atMost("Shampoo without sums: distance from UV'", 1e-8, Drive.largest(shampoo.minus(Polar.exact(g))));
        Adam<Tensor> adam = new Adam<>(1.0, 0, 0, 0);
        Tensor signs =
                adam.update(g, adam.init(g), Info.of(g, Tensors.scalar(0), 0)).update();
        out.close("Adam without averages: distance from -sign(G)", 0, Drive.largest(signs.plus(g.sign())), 0);
        for (MatrixNorm norm : MatrixNorm.values()) {
            duality(context, norm, g, out);
        }
        prodigy(out);
        modular(context, out);
        return out.done();
    }

    private static void duality(Context context, MatrixNorm norm, Tensor g, Outcome.Builder out) {
        Tensor t = norm.direction(g);
        double dual = norm.dual(g).item();
        out.atMost(norm + ": |<G,T> - dual|", 1e-10, Math.abs(g.times(t).sum().item() - dual));
        out.atMost(norm + ": | |T| - 1 |", 1e-10, Math.abs(norm.norm(t).item() - 1));
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < 1000; k++) {
            Tensor other = Random.normal(context.key(1000 + k), 5, 8);
            double product = g.times(other).sum().item() / norm.norm(other).item();
            most = Math.max(most, product);
        }
        out.atMost(norm + ": most that 1000 random T gain over <G,T>", 1e-12, most - dual);
    }

    private static void prodigy(Outcome.Builder out) {
        double[] steps = new double[20];
        Tensor target = Tensors.tensor(1.0, -2.0, 1.5);
        Tensor[] last = {Tensors.zeros(3)};
        Drive.run(
                new EscapeVelocity<Tensor>(1e-6),
                (Tensor x) -> x.minus(target).abs().sum(),
                last[0],
                20,
                org.gradus.tensor.Key.of(0),
                (t, at) -> {
                    steps[t - 1] = at.params().minus(last[0]).abs().max().item();
                    last[0] = at.params();
                });
        out.close("Prodigy on a 1-norm: 16th step", 0.016384, steps[15], 1e-12);
        out.close("Prodigy on a 1-norm: 20th step", 0.262144, steps[19], 1e-12);
    }

    private static void modular(Context context, Outcome.Builder out) {
        Layers g = new Layers(Random.normal(context.key(3), 5, 8), Random.normal(context.key(4), 4, 3));
        double lambda = 2;
        SteepestDescent<Layers> method = new SteepestDescent<>(
                Schedules.constant(1 / lambda),
                (path, leaf) -> path.equals(".a")
                        ? new SteepestDescent.Role(MatrixNorm.SPECTRAL, 1)
                        : new SteepestDescent.Role(MatrixNorm.MAX, 3),
                Schedules.constant(0),
                SteepestDescent.Sizing.DUAL);
        Layers d = method.update(g, method.init(g), Info.of(g, Tensors.scalar(0), 0))
                .update();
        double dual = MatrixNorm.SPECTRAL.dual(g.a()).item()
                + MatrixNorm.MAX.dual(g.b()).item() / 3;
        double least = -dual * dual / (2 * lambda);
        double norm = method.norm(d).item();
        double value = product(g, d) + lambda / 2 * norm * norm;
        double better = 0;
        for (int k = 0; k < 10_000; k++) {
            double scale = Math.pow(10, -6 + 6 * (k % 100) / 99.0);
            var keys = context.key(50_000 + k).split(2);
            Layers other = new Layers(
                    d.a().plus(Random.normal(keys.get(0), 5, 8).times(scale)),
                    d.b().plus(Random.normal(keys.get(1), 4, 3).times(scale)));
            double size = method.norm(other).item();
            better = Math.max(better, value - (product(g, other) + lambda / 2 * size * size));
        }
        double first = MatrixNorm.SPECTRAL.norm(d.a()).item();
        double second = 3 * MatrixNorm.MAX.norm(d.b()).item();
        out.atMost("two layers: relative error of the least value", 1e-10, Math.abs(value / least - 1));
        out.atMost("two layers: most that 10000 perturbations lower it", 1e-10, better);
        out.atMost("two layers: difference of s·|D|", 1e-10, Math.abs(first - second));
    }
}
