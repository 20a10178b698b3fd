package org.gradus.reproductions.curvature;

import org.gradus.optim.Adam;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Sgd;
import org.gradus.optim.curvature.Fosi;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tree.Tree;

/** A quadratic with ten large curvatures: Newton there, heavy ball elsewhere. */
final class FosiPaper implements Reproduction {
    private static final int N = 100;

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper("fosi", "FOSI: Hybrid First and Second Order Optimization", 2023);
    }

    @Override
    public String claim() {
        return "Newton steps in the directions of extreme curvature improve gradient descent, heavy ball and Adam, and beat"
                + " K-FAC and L-BFGS on several networks.";
    }

    private static double curvature(int i) {
        return i < 90 ? Math.pow(10, -2 + 2.0 * i / 89) : Math.pow(10, 0.5 + 2.5 * (i - 90) / 9.0);
    }

    private static Fn<Tensor, Tensor> quadratic(Key key) {
        Tensor q = Linalg.qr(Random.normal(key, N, N)).q();
        double[] values = new double[N];
        java.util.Arrays.setAll(values, FosiPaper::curvature);
        Tensor h = q.times(Tensors.tensor(values)).matmul(q.t());
        return x -> Tree.dot(x, h.matmul(x)).times(0.5);
    }

    private static <S> Trajectory<Tensor, Fosi.State<S>> fosi(
            GradientTransformation<Tensor, S> base, Fn<Tensor, Tensor> f, Tensor start, int steps) {
        var settings = new Fosi.Settings(10, 0, 1000, 0, 1, 0.9, false, 1);
        return Trajectory.of(new Fosi<>(base, settings), f, start, steps, Key.of(1));
    }

    /** The largest |⟨d₁, d₂⟩| − 1e-10·|d₁|·|d₂|. */
    private static <S> double overlap(Trajectory<Tensor, Fosi.State<S>> run) {
        double worst = 0;
        for (int t = 0; t < run.updates().size(); t++) {
            Tensor u = run.states().get(t).spectrum().vectors();
            Tensor newton = u.matmul(run.updates().get(t)).matmul(u);
            Tensor rest = run.updates().get(t).minus(newton);
            double allowed = 1e-10 * Tree.norm(newton).item() * Tree.norm(rest).item();
            worst = Math.max(worst, Math.abs(Tree.dot(newton, rest).item()) - allowed);
        }
        return worst;
    }

    @Override
    public Outcome run(Context context) {
        Outcome.Builder outcome = new Outcome.Builder();
        for (int seed = 0; seed < 5; seed++) {
            Fn<Tensor, Tensor> f = quadratic(context.key(2L * seed));
            Tensor start = Random.normal(context.key(2L * seed + 1), N);
            var ours = fosi(new Sgd<>(1.0, 0.9), f, start, 100);
            double base = Trajectory.of(new Sgd<>(1e-3, 0.9), f, start, 100, Key.of(1))
                    .last();
            String run = "seed " + (seed + 1) + ": ";
            outcome.atMost(
                            run + "f after 100 steps / f at the start",
                            1e-5,
                            ours.last() / ours.values().getFirst())
                    .atLeast(run + "f of the heavy ball alone", 1, base)
                    .atLeast(run + "that / f of FOSI", 200, base / ours.last())
                    .atMost(run + "overlap of the two parts, heavy ball", 1e-14, overlap(ours));
            double worst = 0;
            double[] found = ours.states().get(0).spectrum().values().toDoubles();
            for (int i = 0; i < 10; i++) {
                worst = Math.max(worst, Math.abs(found[i] / curvature(90 + i) - 1));
            }
            outcome.atMost(run + "largest relative error of the ten eigenvalues", 1e-8, worst);
            if (seed == 0) {
                outcome.atMost(
                        run + "overlap of the two parts, Adam", 1e-14, overlap(fosi(new Adam<>(0.01), f, start, 30)));
            }
        }
        return outcome.done();
    }
}
