package org.gradus.reproductions.optimizers;

import org.gradus.optim.Kappa;
import org.gradus.optim.LionK;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** The problems that Lion and its kin solve, and the function that falls along their flow. */
final class LionKPaper implements Reproduction {
    private static final double[] A = {2, -0.3, 0.7, -5};
    private static final int STEPS = 4000;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "lion-k", "Lion Secretly Solves Constrained Optimization: As Lyapunov Predicts", 2023);
    }

    @Override
    public String claim() {
        return "Lion minimizes f subject to |x| <= 1/lambda entry by entry; with other convex functions in place of the"
                + " 1-norm it minimizes f plus a conjugate.";
    }

    private static Tensor value(Tensor x) {
        return x.minus(Tensors.tensor(A)).square().sum().times(0.5);
    }

    private static double missed(Kappa kappa, double lambda, double... expected) {
        LionK<Tensor> method = new LionK<>(kappa, Schedules.linear(0.05, 0, STEPS), lambda);
        Tensor end =
                Drive.run(method, LionKPaper::value, Tensors.zeros(4), STEPS).params();
        return Drive.largest(end.minus(Tensors.tensor(expected)));
    }

    private static double[] scaled(double factor) {
        return java.util.Arrays.stream(A).map(a -> a * factor).toArray();
    }

    @Override
    public Outcome run(Context context) {
        double length = Drive.norm(Tensors.tensor(A));
        LionK<Tensor> exact = new LionK<>(new Kappa.Squared(), Schedules.constant(0.05), 0.5);
        var two = Drive.run(exact, LionKPaper::value, Tensors.zeros(4), 2);
        return new Outcome.Builder()
                .atMost(
                        "1-norm, lambda 1: distance from (1, -.3, .7, -1)",
                        1e-3,
                        missed(new Kappa.L1(), 1, 1, -0.3, 0.7, -1))
                .atMost(
                        "1-norm, lambda .5: distance from (2, -.3, .7, -2)",
                        1e-3,
                        missed(new Kappa.L1(), 0.5, 2, -0.3, 0.7, -2))
                .atMost("2-norm, lambda 1: distance from a/|a|", 1e-3, missed(new Kappa.L2(), 1, scaled(1 / length)))
                .atMost(
                        "half square, lambda .5: distance from a/1.5",
                        1e-4,
                        missed(new Kappa.Squared(), 0.5, scaled(1 / 1.5)))
                .atMost(
                        "two steps: |x - 0.0103 a|",
                        1e-14,
                        Drive.largest(two.params().minus(Tensors.tensor(scaled(0.0103)))))
                .atMost(
                        "two steps: |m - 0.01985 a|",
                        1e-14,
                        Drive.largest(two.state().momentum().minus(Tensors.tensor(scaled(0.01985)))))
                .atMost(
                        "flow with e·g = 0.5: largest rise of H in a step",
                        1e-9,
                        rise(new LionK.Flow(new Kappa.Squared(), 1, 1, 0.5, 0.5))[0])
                .atLeast(
                        "flow with e·g = 3: rise of H above its minimum",
                        0.5,
                        rise(new LionK.Flow(new Kappa.Squared(), 1, 1, 3, 0.5))[1])
                .done();
    }

    /** The largest rise of H in one Runge-Kutta step, and above its running minimum. */
    private static double[] rise(LionK.Flow flow) {
        Fn<LionK.Flow.Point<Tensor>, LionK.Flow.Point<Tensor>> rhs =
                at -> flow.derivative(at, at.x().minus(Tensors.tensor(A)));
        double dt = 1e-3;
        Fn<LionK.Flow.Point<Tensor>, LionK.Flow.Point<Tensor>> step = org.gradus.Gradus.jit(at -> {
            var k1 = rhs.apply(at);
            var k2 = rhs.apply(Tree.axpy(dt / 2, k1, at));
            var k3 = rhs.apply(Tree.axpy(dt / 2, k2, at));
            var k4 = rhs.apply(Tree.axpy(dt, k3, at));
            var sum = Tree.plus(Tree.plus(k1, k4), Tree.scale(2, Tree.plus(k2, k3)));
            return Tree.axpy(dt / 6, sum, at);
        });
        Fn<LionK.Flow.Point<Tensor>, Tensor> h = org.gradus.Gradus.jit(at -> flow.lyapunov(at, value(at.x())));
        var at = new LionK.Flow.Point<>(Tensors.tensor(3.0, -2.0, 1.0, 4.0), Tensors.tensor(1.0, 2.0, -1.0, 0.5));
        double before = h.apply(at).item();
        double least = before;
        double[] rise = {0, 0};
        for (int k = 0; k < 20_000; k++) {
            at = step.apply(at);
            double now = h.apply(at).item();
            rise[0] = Math.max(rise[0], now - before);
            least = Math.min(least, now);
            rise[1] = Math.max(rise[1], now - least);
            before = now;
        }
        return rise;
    }
}
