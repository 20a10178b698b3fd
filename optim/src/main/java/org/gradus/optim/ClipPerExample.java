package org.gradus.optim;

import java.util.Set;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The mean of the examples' gradients, each shortened to a length, in place of the gradient (Abadi et al. 2016, DP-SGD):
 * u = mean of gᵢ·min(1, δ/‖gᵢ‖) + σ·δ/n·N(0, I).
 *
 * @param <P> the parameters' type
 * @param <D> the data's type
 * @param loss of one example, of which the objective is the mean
 * @param maxNorm δ, positive
 * @param noise σ, zero or more; 0 for clipping alone
 */
public record ClipPerExample<P, D>(Fn2<P, D, Tensor> loss, double maxNorm, double noise)
        implements GradientTransformation<P, Stateless> {

    /**
     * Checks the settings.
     *
     * @throws org.gradus.error.ArgumentException when one is out of its range
     */
    public ClipPerExample {
        Settings.positive("ClipPerExample", "maximum", maxNorm);
        Settings.notNegative("ClipPerExample", "noise", noise);
    }

    @Override
    public Stateless init(P params) {
        return new Stateless();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Step<P, Stateless> update(P gradient, Stateless state, Info<P> info) {
        D batch = (D) info.data();
        P mean = PerExample.clippedMean(PerExample.gradients(loss, info.params(), batch), maxNorm);
        if (noise == 0) {
            return new Step<>(mean, state);
        }
        int examples = Tree.flatten(batch).leaves().getFirst().dim(0);
        double deviation = noise * maxNorm / examples;
        return new Step<>(AddNoise.normal(mean, info.key(), deviation), state);
    }

    @Override
    public Set<Need> needs() {
        return noise == 0 ? Set.of(Need.DATA) : Set.of(Need.DATA, Need.KEY);
    }
}
