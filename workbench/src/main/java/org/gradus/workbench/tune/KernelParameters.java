package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.eye;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.tensor.Kernels;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;

/**
 * The parameters of a Gaussian process's kernel as functions of a vector θ of their bounded logarithms, b(t) = e^(6·tanh(t/6)):
 *
 * <pre>
 * length scale of feature j   √d·b(θⱼ)      √d: what standardized features are apart by
 * signal variance             b(θ_d)
 * noise variance              b(θ_d+1)/10   for numbers only
 * </pre>
 *
 * @param features their number d
 * @param noisy whether there is noise, as numbers have
 */
record KernelParameters(int features, boolean noisy) {
    /** Parameters stay within e⁻⁶ and e⁶ times the usual. */
    private static final double WIDEST = 6;

    private static final double USUAL_NOISE = 0.1;
    /** Of the signal variance, added to the diagonal where there is no noise: rounding leaves the matrix definite then. */
    private static final double JITTER = 1e-6;

    /** How many there are. */
    int count() {
        return features + (noisy ? 2 : 1);
    }

    /** θ of one length scale for all features and of variances, which are brought into their bounds. */
    double[] at(double lengthScale, double signal, double noise) {
        double[] theta = new double[count()];
        Arrays.fill(theta, 0, features, unbounded(lengthScale / usualLength()));
        theta[features] = unbounded(signal);
        if (noisy) {
            theta[features + 1] = unbounded(noise / USUAL_NOISE);
        }
        return theta;
    }

    /** The inverse of b, away from the bounds, where b is flat. */
    private static double unbounded(double value) {
        double share = Math.clamp(Math.log(value) / WIDEST, -0.95, 0.95);
        return WIDEST * 0.5 * Math.log((1 + share) / (1 - share));
    }

    /** √d. */
    double usualLength() {
        return Math.sqrt(features);
    }

    private static Tensor bounded(Tensor theta) {
        return theta.div(WIDEST).tanh().times(WIDEST).exp();
    }

    /** ℓ, {@code [d]}. */
    Tensor lengthScales(Tensor theta) {
        return bounded(theta.slice(0, 0, features)).times(usualLength());
    }

    /** s², a scalar. */
    Tensor signal(Tensor theta) {
        return bounded(theta.get(features));
    }

    /** What is added to the diagonal of the training rows' kernel matrix: the noise, or the jitter. */
    Tensor diagonal(Tensor theta) {
        return noisy
                ? bounded(theta.get(features + 1)).times(USUAL_NOISE)
                : signal(theta).times(JITTER);
    }

    /** The kernel of two sets of rows. */
    Tensor matrix(Tensor theta, Tensor x, Tensor z) {
        return Kernels.squaredExponential(x, z, lengthScales(theta)).times(signal(theta));
    }

    /** L of LLᵀ = K + diagonal for the training rows. */
    Tensor factor(Tensor theta, Tensor x) {
        return Linalg.cholesky(matrix(theta, x, x).plus(eye(x.dim(0)).times(diagonal(theta))));
    }

    /** One of them as it is reported. */
    double value(int index, double theta) {
        double bounded = Math.exp(WIDEST * Math.tanh(theta / WIDEST));
        return index < features ? usualLength() * bounded : index == features ? bounded : USUAL_NOISE * bounded;
    }

    /** The θ of one of them. */
    double theta(int index, double value) {
        double unit = index < features ? usualLength() : index == features ? 1 : USUAL_NOISE;
        double share = Math.log(value / unit) / WIDEST;
        return WIDEST * 0.5 * (Math.log1p(share) - Math.log1p(-share));
    }

    /** d log value / dθ. */
    static double logRate(double theta) {
        double t = Math.tanh(theta / WIDEST);
        return 1 - t * t;
    }

    /** Their names. */
    List<String> names(List<String> featureNames) {
        List<String> names = new ArrayList<>();
        featureNames.forEach(name -> names.add("length scale of " + name));
        names.add("signal variance");
        if (noisy) {
            names.add("noise variance");
        }
        return names;
    }
}
