package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.concatenate;

import java.util.Arrays;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;

/**
 * Training rows with noise, of a scale a feature: xᵢ becomes
 *
 * <pre>
 * xᵢ + σ(θ)⊙εᵢₖ,  xᵢ − σ(θ)⊙εᵢₖ,   k = 1 … K/2
 * </pre>
 *
 * with ε ~ N(0, I) drawn once, so that the inner problem is a fixed function of θ and its derivative by σ is that of the
 * copies (the reparameterization of Kingma and Welling, Auto-encoding variational Bayes, 2014); pairs of opposite sign
 * cancel what noise shifts to first order. Augmentation as a hyperparameter that is differentiated through the fit is that
 * of Lorraine, Vicol and Duvenaud, Optimizing Millions of Hyperparameters by Implicit Differentiation, 2020, section 5.3,
 * here with noise in place of a network that makes the copies. To second order noise is a penalty on a feature's slopes, with
 * a weight σⱼ² (Bishop, Training with noise is equivalent to Tikhonov regularization, 1995). Validation and test rows have
 * no noise.
 *
 * @param noise ε, {@code [K/2, n, d]}
 */
record Augmentation(Tensor noise) {
    /** Scales stay between e⁻⁶ and e⁶ times the first. */
    private static final double WIDEST = 6;

    /** The first scale, in deviations of a feature: enough to have a slope, too little to do harm. */
    private static final double FIRST = 0.1;
    /** Half of the copies of a row. More change the fit of the example tables little and cost in proportion. */
    private static final int PAIRS = 2;

    static Augmentation of(int rows, int features, long seed) {
        return new Augmentation(Random.normal(Key.of(seed), PAIRS, rows, features));
    }

    private static Tensor scales(Tensor theta) {
        return theta.div(WIDEST).tanh().times(WIDEST).exp().times(FIRST);
    }

    /** A scale as it is reported. */
    static double value(double theta) {
        return FIRST * Math.exp(WIDEST * Math.tanh(theta / WIDEST));
    }

    /** The copies, {@code [K·n, d]}: all with the first noise, then all with its opposite, and so on. */
    Tensor rows(Tensor theta, Tensor x) {
        Tensor shifts = noise.times(scales(theta));
        return concatenate(1, x.plus(shifts), x.minus(shifts)).reshape(2 * noise.dim(0) * x.dim(0), x.dim(1));
    }

    /** The targets of the copies. */
    Tensor targets(Tensor y) {
        Tensor[] copies = new Tensor[2 * noise.dim(0)];
        Arrays.fill(copies, y);
        return concatenate(0, copies);
    }
}
