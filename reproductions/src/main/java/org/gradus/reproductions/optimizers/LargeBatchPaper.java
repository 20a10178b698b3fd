package org.gradus.reproductions.optimizers;

import org.gradus.array.DType;
import org.gradus.optim.Adam;
import org.gradus.optim.GradientTransformation;
import org.gradus.optim.Info;
import org.gradus.optim.InjectHyperparameters;
import org.gradus.optim.Lamb;
import org.gradus.optim.Lars;
import org.gradus.optim.LayerScope;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.optim.Sgd;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.reproductions.optimizers.Nets.Net;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Steps by hand, and the whole data as one batch with equal tuning for each method. */
final class LargeBatchPaper implements Reproduction {
    private static final int STEPS = 60;
    private static final int WARM_UP = 5;
    private static final int SEEDS = 5;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "large-batch-reality-check",
                "A Large Batch Optimizer Reality Check: Traditional, Generic Optimizers Suffice Across Batch Sizes",
                2021);
    }

    @Override
    public String claim() {
        return "Tuned alike, Nesterov momentum matches LARS and Adam matches LAMB at large batches.";
    }

    private static Schedule c(double value) {
        return Schedules.constant(value);
    }

    /** The rate as a part of the state, so that one compiled step serves all rates. */
    record Rate(Tensor value) {}

    /** Up to the rate in 5 steps, then down to 0 in a straight line. */
    private static Schedule schedule(Tensor rate) {
        return t -> {
            Tensor step = t.to(DType.FLOAT64).plus(1);
            Tensor up = step.div(WARM_UP);
            Tensor down = Tensors.minus(1, step.minus(WARM_UP).div(STEPS - WARM_UP));
            return Tensors.minimum(up, down).times(rate);
        };
    }

    private static Lars<Net> lars(Schedule rate) {
        return new Lars<>(rate, c(0.9), 0, 0.01, 0, LayerScope.MATRICES);
    }

    private static <S> double best(
            Context context, Fn<Schedule, GradientTransformation<Net, S>> method, double... rates) {
        var injected = new InjectHyperparameters<Net, Rate, S>(
                new Rate(Tensors.scalar(rates[0])), rate -> method.apply(schedule(rate.value())));
        var trainer = new Drive.Trainer<>(injected, Nets.loss(false));
        double sum = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var split = Nets.digits(context, context.key(2L * seed), 1024);
            Net start = Nets.net(context.key(2L * seed + 1), 64, 1);
            double best = 0;
            for (double rate : rates) {
                Rate own = new Rate(Tensors.scalar(rate));
                Net end = trainer.run(
                        start,
                        state -> new InjectHyperparameters.State<>(own, state.inner()),
                        STEPS,
                        _ -> split.train());
                best = Math.max(best, Nets.accuracy(end, split.test(), false));
            }
            sum += best;
        }
        return sum / SEEDS;
    }

    @Override
    public Outcome run(Context context) {
        Tensor x = Tensors.tensor(3.0, 4.0);
        Lars<Tensor> lars = new Lars<>(c(1), c(0), 0, 0.01, 0, LayerScope.ALL);
        Tensor g = Tensors.tensor(0.0, 1.0);
        Tensor moved = x.plus(
                lars.update(g, lars.init(x), Info.of(x, Tensors.scalar(0), 0)).update());
        Lamb<Tensor> lamb = new Lamb<>(c(1), c(0), c(0.9), c(0.999), 1e-6, Double.POSITIVE_INFINITY, LayerScope.ALL);
        Tensor both = Tensors.ones(2);
        Tensor step = lamb.update(both, lamb.init(x), Info.of(x, Tensors.scalar(0), 0))
                .update();

        double nesterov = best(context, a -> new Sgd<>(a, c(0.9), true), 0.2, 0.4, 0.6, 0.8, 1, 1.3);
        double layered = best(context, LargeBatchPaper::lars, 1, 2, 3, 5, 8, 12);
        double adam = best(context, Adam::new, 0.005, 0.01, 0.02, 0.04, 0.07, 0.1);
        double layeredAdam = best(context, Lamb::new, 0.02, 0.04, 0.07, 0.1, 0.15, 0.2);
        return new Outcome.Builder()
                .close("LARS by hand: theta[0]", 3, moved.get(0).item(), 1e-15)
                .close("LARS by hand: theta[1]", 3.95, moved.get(1).item(), 1e-15)
                .close("LAMB's first step[0]", -5 / Math.sqrt(2), step.get(0).item(), 1e-5)
                .close("LAMB's first step[1]", -5 / Math.sqrt(2), step.get(1).item(), 1e-5)
                .atLeast("digits: points that Nesterov is ahead of LARS", -2.5, nesterov - layered)
                .atLeast("digits: points that Adam is ahead of LAMB", -2.5, adam - layeredAdam)
                .atLeast("digits: accuracy with Nesterov", 95, nesterov)
                .atLeast("digits: accuracy with LARS", 95, layered)
                .atLeast("digits: accuracy with Adam", 95, adam)
                .atLeast("digits: accuracy with LAMB", 95, layeredAdam)
                .done();
    }
}
