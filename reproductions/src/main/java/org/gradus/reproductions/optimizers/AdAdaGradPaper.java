package org.gradus.reproductions.optimizers;

import java.util.List;
import org.gradus.optim.AdaptiveBatch;
import org.gradus.optim.AdaptiveBatch.Test;
import org.gradus.optim.PerExample;
import org.gradus.reproductions.Context;
import org.gradus.reproductions.Outcome;
import org.gradus.reproductions.PaperRef;
import org.gradus.reproductions.Reproduction;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/** The tests of batch sizes on four gradients by hand, also spread over two workers. */
final class AdAdaGradPaper implements Reproduction {
    @Override
    public PaperRef paper() {
        return OptimizerPapers.paper(
                "adadagrad", "AdAdaGrad: Adaptive Batch Size Schemes for Adaptive Gradient Methods", 2024);
    }

    @Override
    public String claim() {
        return "Batches that grow with the spread of gradients keep AdaGrad-Norm's rate O(1/K) and generalize better than"
                + " fixed large batches.";
    }

    private static int next(Test test, double eta, Tensor gradients) {
        return new AdaptiveBatch(test, eta, 1000).next(gradients);
    }

    @Override
    public Outcome run(Context context) {
        Tensor g = Tensors.tensor(new double[][] {{1, 0}, {3, 0}, {2, 2}, {2, -2}});
        double[] mean = g.mean(0).toDoubles();
        double[] variance = Tensors.var(g, 1, 0).toDoubles();
        var pooled = AdaptiveBatch.pooled(List.of(g.slice(0, 0, 2), g.slice(0, 2, 4)));
        // The same gradients as those of a loss, through vmap.
        Tensor made =
                PerExample.gradients((Tensor p, Tensor row) -> p.times(row).sum(), Tensors.zeros(2), g);
        return new Outcome.Builder()
                .close("mean[0]", 2, mean[0], 0)
                .close("mean[1]", 0, mean[1], 0)
                .close("variance[0]", 2.0 / 3, variance[0], 1e-15)
                .close("variance[1]", 8.0 / 3, variance[1], 1e-15)
                .close("norm test, eta 0.1: next size", 84, next(Test.NORM, 0.1, g), 0)
                .close("norm test, eta 1: next size", 4, next(Test.NORM, 1, g), 0)
                .close("inner-product test, 0.1: next size", 17, next(Test.INNER_PRODUCT, 0.1, g), 0)
                .close("orthogonality test, 0.5: next size", 4, next(Test.ORTHOGONALITY, 0.5, g), 0)
                .close("orthogonality test, 0.25: next size", 11, next(Test.ORTHOGONALITY, 0.25, g), 0)
                .close("two workers: mean[0]", 2, pooled.mean().get(0).item(), 0)
                .close(
                        "two workers: variance[0]",
                        2.0 / 3,
                        pooled.variance().get(0).item(),
                        1e-15)
                .close(
                        "two workers: variance[1]",
                        8.0 / 3,
                        pooled.variance().get(1).item(),
                        1e-15)
                .close("gradients of examples: largest error", 0, Drive.largest(made.minus(g)), 0)
                .done();
    }
}
