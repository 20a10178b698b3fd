package org.gradus.reproductions.optimizers;

import org.gradus.optim.ScheduleRefinement;
import org.gradus.optim.ScheduleRefinement.Kind;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Linear decay, warm-up from large early gradients, and the bound on the last iterate. */
final class RefinementPaper implements Reproduction {
    private static final int T = 100;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "schedule-refinement", "When, Why and How Much? Adaptive Learning Rate Scheduling by Refinement", 2023);
    }

    @Override
    public String claim() {
        return "Linear decay matches or beats every usual schedule; refined from the gradient norms of an earlier run it"
                + " is better still; the last iterate has the rate DG/sqrt(T).";
    }

    /** f(x_T) for max of linear pieces, by steps of a schedule. */
    private static double last(double[][] pieces, double[] start, double[] rates) {
        double[] x = start.clone();
        double value = 0;
        for (int t = 0; t < T; t++) {
            int best = 0;
            value = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < pieces.length; k++) {
                double v = 0;
                for (int i = 0; i < x.length; i++) {
                    v += pieces[k][i] * x[i];
                }
                if (v > value) {
                    value = v;
                    best = k;
                }
            }
            if (t < T - 1) {
                for (int i = 0; i < x.length; i++) {
                    x[i] -= rates[t] * pieces[best][i];
                }
            }
        }
        return value;
    }

    private static double[][] pieces(Context context, int seed, int d) {
        double[] flat = Random.sphere(context.key(seed), d, 19).toDoubles();
        double[][] pieces = new double[20][d];
        double length = 0;
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < 19; k++) {
                pieces[k][i] = flat[k * d + i];
                pieces[19][i] -= flat[k * d + i];
            }
            length += pieces[19][i] * pieces[19][i];
        }
        double scale = Math.max(1, Math.sqrt(length));
        for (int i = 0; i < d; i++) {
            pieces[19][i] /= scale;
        }
        return pieces;
    }

    @Override
    public Outcome run(Context context) {
        double[] constant = new double[T];
        java.util.Arrays.fill(constant, 3.7);
        double[] refined = ScheduleRefinement.refine(constant);
        double[] adam = ScheduleRefinement.refine(constant, 0.1, Kind.ADAM);
        double worst = 0;
        for (int t = 1; t <= T; t++) {
            double line = (T - t) / (T - 1.0);
            worst = Math.max(worst, Math.max(Math.abs(refined[t - 1] - line), Math.abs(adam[t - 1] - line)));
        }
        double[] early = new double[T];
        java.util.Arrays.setAll(early, t -> t < 10 ? 2 : 1);
        double[] warm = ScheduleRefinement.refine(early, 0, Kind.SGD);
        int top = 0;
        for (int t = 1; t < T; t++) {
            top = warm[t] > warm[top] ? t : top;
        }
        double[] linear = new double[T];
        double[] flat = new double[T];
        java.util.Arrays.setAll(linear, t -> (1 - (t + 1.0) / T) / Math.sqrt(T));
        java.util.Arrays.fill(flat, 1 / Math.sqrt(T));
        double largest = 0;
        int wins = 0;
        for (int seed = 0; seed < 50; seed++) {
            double[][] pieces = pieces(context, seed, 5);
            Tensor start = Random.sphere(context.key(500 + seed), 5, 1);
            double own = last(pieces, start.toDoubles(), linear);
            largest = Math.max(largest, own);
            wins += own < last(pieces, start.toDoubles(), flat) ? 1 : 0;
        }
        double[] ones = new double[20];
        java.util.Arrays.fill(ones, 1);
        Tensor squares = Tensors.ones(20);
        double[] best = ScheduleRefinement.minimizedBound(ones, 1);
        double[] decay = new double[20];
        java.util.Arrays.setAll(decay, t -> (1 - (t + 1.0) / 21) / Math.sqrt(20));
        double bound =
                ScheduleRefinement.bound(Tensors.tensor(best), squares, 1).item();
        double ofLine =
                ScheduleRefinement.bound(Tensors.tensor(decay), squares, 1).item();
        return new Outcome.Builder()
                .atMost("constant norms: largest difference from linear decay", 1e-12, worst)
                .close("large early norms: step of the largest rate", 11, top + 1, 0)
                .close("large early norms: rate at t = 1", 0.2591292, warm[0], 5e-8)
                .close("large early norms: rate at t = 10", 0.2528090, warm[9], 5e-8)
                .close("large early norms: rate at t = 100", 0, warm[T - 1], 0)
                .atMost("50 polyhedral functions: largest value of the last iterate", 0.1, largest)
                .atLeast("50 polyhedral functions: wins over the constant step", 45, wins)
                .atMost("numeric variant, constant norms: its bound / that of linear decay", 1, bound / ofLine)
                .done();
    }
}
