package org.gradus.reproductions.optimizers;

import org.gradus.optim.Adam;
import org.gradus.optim.Grams;
import org.gradus.optim.Schedules;
import org.gradus.optim.SignFromGradient;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Tensor;

/** Two steps by hand. */
final class GramsPaper implements Reproduction {
    private static final double DIGITS = 5e-9;

    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper("grams", "Grams: Gradient Descent with Adaptive Momentum Scaling", 2024);
    }

    @Override
    public String claim() {
        return "The size of Adam's update in the direction of the current gradient converges faster and generalizes"
                + " better than Adam and Lion.";
    }

    @Override
    public Outcome run(Context context) {
        Grams<Tensor> grams = new Grams<>(
                Schedules.constant(0.1), Schedules.constant(0), Schedules.constant(0.9), Schedules.constant(0.999), 0);
        Adam<Tensor> adam = new Adam<>(0.1, 0.9, 0.999, 0);
        double[] turned = Drive.feed(grams, 0, 1, -1);
        double[] half = Drive.feed(grams, 0, 1, -0.5);
        double[] wrapped = Drive.feed(new SignFromGradient<>(adam), 0, 1, -0.5);
        return new Outcome.Builder()
                .close("w after g = 1", -0.1, turned[0], 1e-15)
                .close("w after g = 1, -1", -0.09473684, turned[1], DIGITS)
                .close("w after g = 1, -0.5", -0.07336630, half[1], DIGITS)
                .close("Adam after g = 1, -0.5", -0.12663370, Drive.feed(adam, 0, 1, -0.5)[1], DIGITS)
                .close("the wrapper around Adam after g = 1, -0.5", half[1], wrapped[1], 1e-15)
                .done();
    }
}
