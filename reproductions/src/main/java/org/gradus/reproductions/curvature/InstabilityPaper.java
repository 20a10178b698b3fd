package org.gradus.reproductions.curvature;

import org.gradus.linear.LinearOperator;
import org.gradus.optim.ClipByGlobalNorm;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.optim.curvature.HessianSpectrum;
import org.gradus.optim.curvature.MonitorSharpness;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** A product of four numbers: large rates diverge from a sharp start, unless warm-up or clipping leads to flatter places. */
final class InstabilityPaper implements Reproduction {
    private static final Fn<Tensor, Tensor> LOSS =
            w -> w.prod().minus(1).square().times(0.5);
    private static final Tensor START = Tensors.tensor(2, 2.1, 1.9, 2.05);
    private static final int STEPS = 2000;

    @Override
    public PaperRef paper() {
        return CurvaturePapers.paper(
                "curvature-training-instability",
                "A Loss Curvature Perspective on Training Instability in Deep Learning",
                2021);
    }

    @Override
    public String claim() {
        return "Warm-up helps as much as normalization or careful initialization, because instability is early"
                + " ill-conditioning.";
    }

    private static double sharpness(Tensor w) {
        return HessianSpectrum.of(LinearOperator.hessian(LOSS, w), w).largest();
    }

    private static Trajectory<Tensor, ?> run(GradientTransformation<Tensor, ?> method) {
        return Trajectory.of(method, LOSS, START, STEPS, Key.of(0));
    }

    @Override
    public Outcome run(Context context) {
        var monitored = Trajectory.of(new MonitorSharpness<Tensor>(), LOSS, START, 1, Key.of(0));
        Outcome.Builder outcome = new Outcome.Builder()
                .close(
                        "largest eigenvalue at the start, by the monitor",
                        451.974,
                        monitored.states().get(0).sharpness().item(),
                        0.01);
        for (double rate : new double[] {0.1, 0.3, 0.45}) {
            String at = "rate " + rate + ": ";
            Schedule warm = step -> Tensors.minimum(step.plus(1L).div(200.0), 1).times(rate);
            var cold = run(new Sgd<>(rate));
            var warmed = run(new Sgd<>(warm));
            var clipped = run(new ClipByGlobalNorm<Tensor>(0.1).then(new Sgd<>(Schedules.constant(rate))));
            double end = sharpness(warmed.end());
            outcome.holds(at + "without warm-up it diverges", !(cold.last() < 1e10))
                    .atMost(at + "loss after warm-up", 1e-20, warmed.last())
                    .between(at + "largest eigenvalue after warm-up", 4.0, 4.3, end)
                    .atMost(at + "rate times that eigenvalue", 2, rate * end)
                    .atMost(at + "loss with clipping at norm 0.1", 1e-20, clipped.last());
        }
        return outcome.atMost(
                        "rate 0.02 without warm-up: loss",
                        1e-20,
                        run(new Sgd<>(0.02)).last())
                .done();
    }
}
