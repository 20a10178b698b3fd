package org.gradus.reproductions.optimizers;

import java.util.ArrayList;
import java.util.List;
import org.gradus.optim.Gam;
import org.gradus.optim.Objective;
import org.gradus.optim.Sam;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** The flattest point of a valley, a closed form on a quadratic, and the meters of flatness. */
final class GamPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "gam-first-order-flatness",
                "Gradient Norm Aware Minimization Seeks First-Order Flatness and Improves Generalization",
                2023);
    }

    @Override
    public String claim() {
        return "Lowering the largest gradient norm nearby finds minima with smaller top Hessian eigenvalue and trace than"
                + " SGD and SAM.";
    }

    @Override
    public Outcome run(Context context) {
        Sgd<Tensor> sgd = new Sgd<>(0.02);
        int n = 10;
        double[] values = new double[n];
        java.util.Arrays.setAll(values, i -> 0.1 * Math.pow(100, i / (n - 1.0)));
        Tensor h = Drive.symmetric(context.key(1), values);
        Fn<Tensor, Tensor> f = Drive.quadratic(h, Tensors.zeros(n));
        Tensor x = Random.normal(context.key(2), n);
        double rho = 0.05;
        double outer = 0.2;
        double alpha = 0.8;
        Tensor g = FadPaper.combined(m -> new Gam<>(m, rho, outer, new Gam.Plain(alpha)), f, x);
        Tensor slope = h.matmul(x);
        Tensor curved = h.matmul(slope);
        Tensor adverse = x.plus(curved.times(outer / Drive.norm(curved)));
        Tensor there = h.matmul(adverse);
        Tensor closed = slope.plus(h.matmul(there.div(Drive.norm(there))).times(alpha * rho));

        double[] spectrum = {7, 5, 3, 1, 0.5};
        Tensor meter = Drive.symmetric(context.key(3), spectrum);
        Objective<Tensor> bowl = Objective.of(Drive.quadratic(meter, Tensors.zeros(5)));
        Tensor top = Linalg.eigh(meter).vectors().t().get(4);
        List<Tensor> starts = new ArrayList<>(List.of(top, top.unaryMinus()));
        for (int i = 0; i < 3; i++) {
            starts.add(Random.normal(context.key(10 + i), 5));
        }
        Tensor minimum = Tensors.zeros(5);
        return new Outcome.Builder()
                .atMost(
                        "valley: plain GAM ends at u²+v²",
                        2.06,
                        FadPaper.flatness(new Gam<>(sgd, 0.1, 0.1, new Gam.Plain(1)), 500)[0])
                .atMost(
                        "valley: official GAM ends at u²+v²",
                        2.06,
                        FadPaper.flatness(new Gam<>(sgd, 0.1, 0.1, new Gam.Official(0.5, 0.6, 0.03)), 500)[0])
                .close("valley: gradient descent ends at u²+v²", 8.973, FadPaper.flatness(sgd, 500)[0], 0.01)
                .close("valley: SAM ends at u²+v²", 2.51, FadPaper.flatness(new Sam<>(sgd, 0.1), 1)[0], 0.02)
                .atMost(
                        "quadratic: relative difference from the closed form",
                        1e-9,
                        Drive.norm(g.minus(closed)) / Drive.norm(closed))
                .close(
                        "meter: R1 at a minimum with largest curvature 7",
                        0.07,
                        Gam.firstOrderFlatness(bowl, minimum, starts, 0.1, 20).item(),
                        1e-6)
                .close(
                        "meter: R0 at a minimum with largest curvature 7",
                        0.035,
                        Gam.sharpness(bowl, minimum, starts, 0.1, 20).item(),
                        1e-6)
                .done();
    }
}
