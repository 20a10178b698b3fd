package org.gradus.reproductions.curvature;

import org.gradus.optim.Info;
import org.gradus.optim.Objective;
import org.gradus.optim.curvature.FilteredNewton;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Indexing;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** Least squares in two dimensions with batches of five: filtered directions point better than plain ones. */
final class FilteredNewtonPaper implements Reproduction {
    private static final int PROBLEMS = 200;
    private static final int STEPS = 30;

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "filtered-stochastic-newton",
                "Discriminative Bayesian filtering lends momentum to the stochastic Newton method for minimizing"
                        + " log-convex functions",
                2021);
    }

    @Override
    public String claim() {
        return "Filtered directions have a smaller mean squared angular error than plain stochastic Newton in early steps;"
                + " old observations decay like Polyak's momentum.";
    }

    /** Sums over problems and steps 2 to 5 of squared angles; the worst of the rest. */
    private static final class Sums {
        double filtered;
        double plain;
        double difference;
        double least = Double.POSITIVE_INFINITY;
    }

    private static double angle(Tensor a, Tensor b) {
        double cosine =
                Tree.dot(a, b).item() / (Tree.norm(a).item() * Tree.norm(b).item());
        return Math.acos(Math.max(-1, Math.min(1, cosine)));
    }

    private static void problem(Key key, Sums sums) {
        var keys = key.split(5);
        Tensor covariance = Tensors.eye(2).times(0.9).plus(0.1);
        Tensor x = Random.normal(keys.get(0), 100, 2)
                .matmul(Linalg.cholesky(covariance).t());
        Tensor y = x.matmul(Random.normal(keys.get(1), 2)).plus(Random.normal(keys.get(2), 100));
        Tensor optimum = Linalg.lstsq(x, y);
        Tensor theta = Random.normal(keys.get(3), 2);
        var method = new FilteredNewton<Tensor>();
        var unfiltered = new FilteredNewton<Tensor>(0.9, 0.2, false);
        var state = method.init(theta);
        Tensor before = null;
        for (int t = 1; t <= STEPS; t++) {
            Tensor rows = Random.permutation(keys.get(4).fold(t), 100).slice(0, 0, 5);
            Tensor bx = Indexing.take(x, rows, 0);
            Tensor by = Indexing.take(y, rows, 0);
            Objective<Tensor> f = Objective.of(
                    (Tensor w) -> bx.matmul(w).minus(by).square().mean().times(0.5));
            var at = f.valueAndGradient(theta);
            Info<Tensor> info = Info.of(theta, at.value(), t).withObjective(f);
            Tensor old = state.covariance();
            var step = method.update(at.gradient(), state, info);
            state = step.state();
            Tensor d = step.update();
            sums.least = Math.min(
                    sums.least, Linalg.eigvalsh(state.covariance()).min().item());
            if (t >= 2) {
                Tensor momentum = Linalg.solve(
                                old.times(0.81).plus(Tensors.eye(2).times(0.2)), old.matmul(before))
                        .times(0.9);
                Tensor expected = momentum.minus(observed(bx).matmul(at.gradient()));
                sums.difference = Math.max(
                        sums.difference,
                        Tree.norm(d.minus(expected)).item()
                                / Tree.norm(expected).item());
            }
            if (t >= 2 && t <= 5) {
                Tensor plain = unfiltered
                        .update(at.gradient(), unfiltered.init(theta), info)
                        .update();
                Tensor goal = optimum.minus(theta);
                sums.filtered += Math.pow(angle(d, goal), 2);
                sums.plain += Math.pow(angle(plain, goal), 2);
            }
            before = d;
            theta = theta.plus(d.times(length(f, theta, at.value(), at.gradient(), d)));
        }
    }

    /** Q⁻¹, or Q⁻¹ + S⁻¹ where the safeguard acts. */
    private static Tensor observed(Tensor x) {
        Tensor sharp = Linalg.inverse(x.t().matmul(x).div(5).plus(Tensors.eye(2).times(1e-12)));
        Tensor prior = Tensors.eye(2).times(0.19 / 0.2);
        double least = Linalg.eigvalsh(sharp.minus(prior)).min().item();
        return least <= 1e-6 ? sharp.plus(prior) : sharp;
    }

    /** The official code's search: c = 0.99, the last length is taken anyway. */
    private static double length(Objective<Tensor> f, Tensor theta, Tensor value, Tensor g, Tensor d) {
        double slope = Tree.dot(d, g).item();
        double s = 1;
        for (; s > 1 / 16.0; s /= 2) {
            if (f.value(theta.plus(d.times(s))).item() - value.item() <= 0.99 * s * slope) {
                return s;
            }
        }
        return s;
    }

    @Override
    public Outcome run(Context context) {
        Sums sums = new Sums();
        for (int i = 0; i < PROBLEMS; i++) {
            problem(context.key(i), sums);
        }
        Outcome.Builder outcome = new Outcome.Builder()
                .atMost("largest relative difference of the two formulas", 1e-9, sums.difference)
                .atMost("mean squared angle, filtered / plain, steps 2 to 5", 0.75, sums.filtered / sums.plain)
                .atLeast("least eigenvalue of the covariance", Double.MIN_VALUE, sums.least);
        double[] f = {1, 0.5, -0.2, 0.3};
        double[] q = {0.5, 0.4, 2, 0.5};
        double[] covariance = {0.5, 0.31221778, 0.36927479, 0.32748704};
        double[] direction = {-2, -2.73760331, -1.40852438, -1.53790321};
        var method = new FilteredNewton<Tensor>();
        Tensor x = Tensors.zeros(1);
        var state = method.init(x);
        for (int t = 0; t < f.length; t++) {
            double curvature = q[t];
            Info<Tensor> info = Info.of(x, Tensors.scalar(0), t)
                    .withObjective(Objective.of((Tensor v) -> v.square().sum().times(curvature / 2)));
            var step = method.update(Tensors.tensor(new double[] {f[t]}), state, info);
            state = step.state();
            outcome.close(
                            "scalar trace: covariance " + (t + 1),
                            covariance[t],
                            state.covariance().get(0, 0).item(),
                            1e-7)
                    .close(
                            "scalar trace: direction " + (t + 1),
                            direction[t],
                            step.update().get(0).item(),
                            1e-7);
        }
        return outcome.done();
    }
}
