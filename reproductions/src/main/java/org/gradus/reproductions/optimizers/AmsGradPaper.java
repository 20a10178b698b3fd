package org.gradus.reproductions.optimizers;

import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.optim.Adam;
import org.gradus.optim.AdamForm;
import org.gradus.optim.AdamNc;
import org.gradus.optim.AmsGrad;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.Moments;
import org.gradus.optim.ProjectBox;
import org.gradus.optim.ScaleByAdam;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.transform.Scanned;

/** Linear losses on [−1, 1] on which Adam goes to the worst point. */
final class AmsGradPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("amsgrad", "On the Convergence of Adam and Beyond", 2019);
    }

    @Override
    public String claim() {
        return "Adam can fail to converge on a simple convex problem; a second moment that never falls repairs it.";
    }

    /** One number, its projected method's state, and the step. */
    record Carry<S>(Tensor x, S state, Tensor t) {}

    private static Schedule c(double value) {
        return Schedules.constant(value);
    }

    private static Adam<Tensor> adam(double a, double b1, double b2) {
        return new Adam<>(Schedules.inverseRoot(a), c(b1), c(b2), 1e-8, 0, AdamForm.UNCORRECTED);
    }

    private static AmsGrad<Tensor> amsgrad(double a, double b1, double b2) {
        return new AmsGrad<>(Schedules.inverseRoot(a), c(b1), c(b2), 1e-8, AdamForm.UNCORRECTED);
    }

    /** What a run shows: where it ends, and √v/α at every step. */
    private record Path(double last, double[] weights) {
        /** How often the weight falls, by more than rounding. */
        int falls() {
            int falls = 0;
            for (int t = 1; t < weights.length; t++) {
                falls += weights[t] - weights[t - 1] < -1e-15 ? 1 : 0;
            }
            return falls;
        }
    }

    /** Losses C·x at the first of every period of steps, −d·x at the others. */
    private static <S> Path path(
            GradientTransformation<Tensor, S> method,
            Fn<S, Tensor> square,
            double a,
            double up,
            double down,
            int period,
            int steps) {
        var projected = method.then(new ProjectBox<>(-1, 1));
        Fn<Tensor, Scanned<Tensor, Tensor>> run = Gradus.jit(start -> {
            var first = new Carry<>(start, projected.init(start), Drive.number(0));
            var scanned = Gradus.scan(
                    carry -> {
                        Tensor g = Tensors.where(carry.t().mod((long) period).eq(0), up, Tensors.scalar(-down));
                        Info<Tensor> info = Info.of(carry.x(), g.times(carry.x()), carry.t());
                        var made = projected.update(g, carry.state(), info);
                        Tensor next = carry.x().plus(made.update());
                        Tensor inverse =
                                carry.t().to(DType.FLOAT64).plus(1).sqrt().div(a);
                        Tensor weight =
                                square.apply(made.state().first()).sqrt().times(inverse);
                        return new Scanned<>(
                                new Carry<>(next, made.state(), carry.t().plus(1L)), weight);
                    },
                    first,
                    steps);
            return new Scanned<>(scanned.carry().x(), scanned.ys());
        });
        Scanned<Tensor, Tensor> done = run.apply(Tensors.scalar(0));
        return new Path(done.carry().item(), done.ys().toDoubles());
    }

    @Override
    public Outcome run(Context context) {
        Fn<ScaleByAdam.State<Tensor>, Tensor> ofAdam = ScaleByAdam.State::square;
        Fn<AmsGrad.State<Tensor>, Tensor> ofAmsGrad = AmsGrad.State::largest;
        double b2 = 1.0 / 17;
        Path adam = path(adam(0.5, 0, b2), ofAdam, 0.5, 4, 1, 3, 6000);
        Path ams = path(amsgrad(0.5, 0, b2), ofAmsGrad, 0.5, 4, 1, 3, 6000);
        Path longAdam = path(adam(0.5, 0.9, 0.99), ofAdam, 0.5, 1010, 10, 101, 200_000);
        Path longAms = path(amsgrad(0.5, 0.9, 0.99), ofAmsGrad, 0.5, 1010, 10, 101, 200_000);
        Fn<Moments<Tensor>, Tensor> ofNc = Moments::square;
        Path nc = path(new AdamNc<>(Schedules.inverseRoot(0.5), c(0), 1e-8), ofNc, 0.5, 4, 1, 3, 6000);
        return new Outcome.Builder()
                .atLeast("C = 4: Adam ends at", 0.99, adam.last())
                .atMost("C = 4: AMSGrad ends at", -0.99, ams.last())
                .atLeast("1010/-10: Adam ends at", 0.98, longAdam.last())
                .close("1010/-10: AMSGrad ends at", -1, longAms.last(), 1e-9)
                .close("C = 4: steps in which AMSGrad's weight falls", 0, ams.falls(), 0)
                .close("1010/-10: steps in which AMSGrad's weight falls", 0, longAms.falls(), 0)
                .atLeast("C = 4: steps of 6000 in which Adam's weight falls", 3001, adam.falls())
                .close("C = 4: steps in which AdamNC's weight falls", 0, nc.falls(), 0)
                .done();
    }
}
