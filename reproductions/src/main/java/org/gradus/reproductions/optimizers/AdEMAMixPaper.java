package org.gradus.reproductions.optimizers;

import org.gradus.optim.AdEMAMix;
import org.gradus.optim.AdamW;
import org.gradus.optim.Schedule;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;

/** AdamW as a special case, an impulse, and the warm-up of the slow average. */
final class AdEMAMixPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("ademamix", "The AdEMAMix Optimizer: Better, Faster, Older", 2024);
    }

    @Override
    public String claim() {
        return "A second, slow average of the gradient: a 1.3B model on 101B tokens matches AdamW on 197B, and forgets"
                + " more slowly.";
    }

    private static Schedule c(double value) {
        return Schedules.constant(value);
    }

    private static AdEMAMix<Tensor> method(double rate, double decay, double mix) {
        return new AdEMAMix<>(c(rate), c(decay), c(0.9), c(0.999), c(0.9999), c(mix), 1e-8);
    }

    @Override
    public Outcome run(Context context) {
        double[] values = {0.1, 0.5, 1, 2, 5};
        Tensor h = Drive.symmetric(context.key(1), values);
        Fn<Tensor, Tensor> f = Drive.quadratic(h, Random.normal(context.key(2), 5));
        Tensor start = Random.normal(context.key(3), 5);
        Tensor mixed = Drive.run(method(1e-2, 0.1, 0), f, start, 50).params();
        Tensor plain = Drive.run(new AdamW<>(1e-2, 0.1), f, start, 50).params();

        double[] impulse = new double[100];
        impulse[0] = 1;
        double[] path = Drive.feed(method(1, 0, 5), 0, impulse);
        double[] adam = Drive.feed(method(1, 0, 0), 0, impulse);
        double later =
                AdEMAMix.slowDecay(0.9, 0.9999, 1000).at(Drive.number(499)).item();
        return new Outcome.Builder()
                .close(
                        "largest difference from AdamW after 50 steps with mix 0",
                        0,
                        Drive.largest(mixed.minus(plain)),
                        1e-14)
                .close("impulse: update / rate at t = 1", -1.00049999, path[0], 1e-8)
                .close("impulse: update / rate at t = 2", -0.670765458, path[1] - path[0], 1e-8)
                .close("impulse: update / rate at t = 100", -0.005106182, path[99] - path[98], 1e-8)
                .close("impulse: the part of Adam at t = 100", -3.0260e-5, adam[99] - adam[98], 1e-8)
                .close("slow decay at step 500 of 1000", 0.9998002, later, 1e-7)
                .done();
    }
}
