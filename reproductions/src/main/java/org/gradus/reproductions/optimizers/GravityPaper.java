package org.gradus.reproductions.optimizers;

import org.gradus.optim.Gravity;
import org.gradus.optim.Info;
import org.gradus.optim.Schedules;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** Two steps by hand. */
final class GravityPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "gravity-optimizer", "Gravity Optimizer: a Kinematic Approach on Optimization in Deep Learning", 2021);
    }

    @Override
    public String claim() {
        return "A ball rolling on an inclined plane: more stable than Adam and RMSProp on five data sets with VGG nets.";
    }

    @Override
    public Outcome run(Context context) {
        Gravity<Tensor> gravity = new Gravity<>(Schedules.constant(0.1), 0, 0.9, 0);
        Tensor x = Tensors.zeros(2);
        Tensor g = Tensors.tensor(1.0, 2.0);
        var first = gravity.update(g, gravity.init(x), Info.of(x, Tensors.scalar(0), 0));
        double[] one = first.update().toDoubles();
        var second = gravity.update(g, first.state(), Info.of(x.plus(first.update()), Tensors.scalar(0), 1));
        double[] two = second.state().velocity().toDoubles();
        double beta = 1.9 / 3;
        double zeta1 = 1.0 / 5;
        double zeta2 = 2.0 / 17;
        return new Outcome.Builder()
                .close("first change of W[0]", -0.01, one[0], 1e-12)
                .close("first change of W[1]", -0.1 * 0.5 * zeta2, one[1], 1e-12)
                .close("second V[0]", beta * 0.5 * zeta1 + (1 - beta) * zeta1, two[0], 1e-12)
                .close("second V[1]", beta * 0.5 * zeta2 + (1 - beta) * zeta2, two[1], 1e-12)
                .done();
    }
}
