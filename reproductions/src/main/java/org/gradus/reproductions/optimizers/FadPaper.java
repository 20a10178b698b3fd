package org.gradus.reproductions.optimizers;

import org.gradus.optim.Fad;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Objective;
import org.gradus.optim.Sam;
import org.gradus.optim.Scale;
import org.gradus.optim.Sgd;
import org.gradus.optim.Stateless;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A closed form on a quadratic, SAM as a special case, and the flattest point of a valley. */
final class FadPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "fad-flatness-aware-dg", "Flatness-Aware Minimization for Domain Generalization", 2023);
    }

    @Override
    public String claim() {
        return "Zeroth- and first-order flatness together find flatter optima than SGD, SAM and GAM.";
    }

    /** The gradient that a wrapper hands to its inner method. */
    static Tensor combined(
            Fn<GradientTransformation<Tensor, Stateless>, GradientTransformation<Tensor, Stateless>> wrap,
            Fn<Tensor, Tensor> f,
            Tensor x) {
        Tensor g = org.gradus.Gradus.grad(f).apply(x);
        Info<Tensor> info = Info.of(x, f.apply(x), 0).withObjective(Objective.of(f));
        return wrap.apply(new Scale<>(1)).update(g, new Stateless(), info).update();
    }

    /** u² + v² averaged over the last iterates, and the largest |uv − 1| among them. */
    static double[] flatness(GradientTransformation<Tensor, ?> method, int last) {
        return flat(method, last);
    }

    private static <S> double[] flat(GradientTransformation<Tensor, S> method, int last) {
        double[] sum = {0, 0};
        int steps = 4000;
        Drive.run(method, Drive::valley, Tensors.tensor(3.0, 0.5), steps, org.gradus.tensor.Key.of(0), (t, at) -> {
            if (t > steps - last) {
                double[] x = at.params().toDoubles();
                sum[0] += (x[0] * x[0] + x[1] * x[1]) / last;
                sum[1] = Math.max(sum[1], Math.abs(x[0] * x[1] - 1));
            }
        });
        return sum;
    }

    @Override
    public Outcome run(Context context) {
        int n = 5;
        Tensor a = Random.normal(context.key(1), n, n);
        Tensor h = a.matmul(a.t()).plus(Tensors.eye(n));
        Tensor x = Random.normal(context.key(2), n);
        Fn<Tensor, Tensor> f = Drive.quadratic(h, Tensors.zeros(n));
        double rho = 0.1;
        Tensor g = combined(m -> new Fad<>(m, rho, 0.3, 0.7), f, x);
        Tensor slope = h.matmul(x);
        Tensor u = slope.div(Drive.norm(slope));
        Tensor curved = h.matmul(u);
        Tensor adverse = x.plus(curved.times(rho / Drive.norm(curved)));
        Tensor there = h.matmul(adverse);
        Tensor w = there.div(Drive.norm(there));
        Tensor closed =
                slope.plus(h.matmul(u).times(0.3).plus(h.matmul(w).times(0.7)).times(0.7 * rho));

        Tensor fad = Drive.run(
                        new Fad<>(new Sgd<Tensor>(0.02), 0.1, 1, 1), Drive::valley, Tensors.tensor(3.0, 0.5), 100)
                .params();
        Tensor sam = Drive.run(new Sam<>(new Sgd<Tensor>(0.02), 0.1), Drive::valley, Tensors.tensor(3.0, 0.5), 100)
                .params();
        double[] flat = flatness(new Fad<>(new Sgd<Tensor>(0.02), 0.1, 0.5, 1), 200);
        return new Outcome.Builder()
                .atMost("quadratic: largest difference from the closed form", 1e-10, Drive.largest(g.minus(closed)))
                .atMost("share 1, weight 1: difference from SAM after 100 steps", 1e-12, Drive.largest(fad.minus(sam)))
                .close("valley: gradient descent ends at u²+v²", 8.973, flatness(new Sgd<>(0.02), 200)[0], 0.01)
                .close("valley: SAM ends at u²+v²", 2.54, flatness(new Sam<>(new Sgd<Tensor>(0.02), 0.1), 200)[0], 0.08)
                .atMost("valley: FAD ends at u²+v²", 2.06, flat[0])
                .atMost("valley: FAD's largest |uv-1|", 0.02, flat[1])
                .done();
    }
}
