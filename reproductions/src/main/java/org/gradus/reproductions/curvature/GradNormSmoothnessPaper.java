package org.gradus.reproductions.curvature;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Iteration;
import org.gradus.optim.Minimizer;
import org.gradus.optim.curvature.GradRegNewton;
import org.gradus.optim.curvature.HessianModel;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** LogSumExp in 20 dimensions with the exact Hessian, the Gauss–Newton matrix, and none. */
final class GradNormSmoothnessPaper implements Reproduction {
    private static final double MU = 0.1;
    private static final int MOST = 300;

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "grad-norm-smoothness",
                "Gradient-Normalized Smoothness for Optimization with Approximate Hessians",
                2025);
    }

    @Override
    public String claim() {
        return "One adaptive method has the best known global rates of several classes with approximate Hessians.";
    }

    private record LogSumExp(Tensor a, Tensor b) {
        Tensor outputs(Tensor x) {
            return a.matmul(x).minus(b).div(MU);
        }

        static Tensor loss(Tensor outputs) {
            return outputs.logSumExp(0).times(MU);
        }

        Tensor value(Tensor x) {
            return loss(outputs(x));
        }
    }

    private static LogSumExp problem(Context context, int seed) {
        Tensor a = Random.uniform(context.key(2L * seed), 100, 20).times(2).minus(1);
        Tensor b = Random.uniform(context.key(2L * seed + 1), 100).times(2).minus(1);
        Tensor weights = Tensors.softmax(b.div(-MU), 0);
        return new LogSumExp(a.minus(weights.matmul(a)), b);
    }

    private static List<Iteration> run(LogSumExp f, HessianModel model) {
        List<Iteration> seen = new ArrayList<>();
        Minimizer.of((Tensor x) -> f.value(x))
                .method(new GradRegNewton(model, 1))
                .maxIterations(MOST)
                .tolerance(1e-12)
                .listener(seen::add)
                .run(Tensors.ones(20));
        return seen;
    }

    /** Accepted steps until the gap is below 1e-8; more than allowed when it never is. */
    private static double steps(List<Iteration> seen, double best) {
        return seen.stream()
                .filter(at -> at.value() - best < 1e-8)
                .mapToDouble(Iteration::k)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double rise(List<Iteration> seen) {
        double rise = 0;
        for (int k = 1; k < seen.size(); k++) {
            rise = Math.max(rise, seen.get(k).value() - seen.get(k - 1).value());
        }
        return rise;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        for (int seed = 0; seed < 3; seed++) {
            LogSumExp f = problem(context, seed);
            double best = f.value(Tensors.zeros(20)).item();
            List<Iteration> exact = run(f, HessianModel.exact());
            List<Iteration> gauss = run(f, HessianModel.gaussNewton(f::outputs, LogSumExp::loss));
            List<Iteration> none = run(f, HessianModel.none());
            String at = "seed " + (seed + 1) + ": ";
            outcome.atMost(at + "steps to a gap of 1e-8, exact Hessian", 30, steps(exact, best))
                    .atMost(at + "steps to a gap of 1e-8, Gauss-Newton", 150, steps(gauss, best))
                    .atLeast(
                            at + "gap after 300 steps, no Hessian",
                            1e-6,
                            none.getLast().value() - best)
                    .atMost(
                            at + "largest rise of a value",
                            0,
                            Math.max(rise(exact), Math.max(rise(gauss), rise(none))));
        }
        return outcome.done();
    }
}
