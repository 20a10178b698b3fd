package org.gradus.optim;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * The worst mean of losses under weights near a spectrum: max over q in P(σ) of Σ qᵢ·lᵢ − ν·D(q‖1/n), P(σ) the convex hull
 * of the permutations of σ (Mehta, Roulet, Pillutla and Harchaoui 2023, "Distributionally Robust Optimization with Bias
 * and Variance Reduction").
 *
 * @param spectrum σ, rising, of sum 1
 * @param shift ν, positive
 * @param penalty D
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpectralRisk(double[] spectrum, double shift, Penalty penalty) {

    /** The distances from equal weights. */
    public enum Penalty {
        /** n/2·‖q − 1/n‖². */
        CHI_SQUARE,

        /** Σ q·log(n·q). */
        KULLBACK_LEIBLER
    }

    /**
     * Copies and checks the spectrum.
     *
     * @throws ArgumentException when it does not rise, is negative or does not sum to 1, or ν is not positive
     */
    public SpectralRisk {
        spectrum = spectrum.clone();
        Settings.positive("SpectralRisk", "shift", shift);
        double before = 0;
        for (double s : spectrum) {
            if (!(s >= before)) {
                throw new ArgumentException(
                        "SpectralRisk: the spectrum falls to " + s + " after " + before,
                        "give weights from the smallest, for the smallest loss, to the largest");
            }
            before = s;
        }
        double sum = Arrays.stream(spectrum).sum();
        if (Math.abs(sum - 1) > 1e-9) {
            throw new ArgumentException("SpectralRisk: the spectrum sums to " + sum, "divide it by its sum");
        }
    }

    /**
     * The extremile of order r: σᵢ = (iʳ − (i − 1)ʳ)/nʳ.
     *
     * @param n losses, one or more
     * @param order r, one or more; 1 is the mean
     * @return the spectrum
     */
    public static double[] extremile(int n, double order) {
        double[] s = new double[n];
        Arrays.setAll(s, i -> Math.pow((i + 1.0) / n, order) - Math.pow((double) i / n, order));
        return s;
    }

    /**
     * The mean of the largest share of the losses (CVaR, superquantile); one weight is a part where the share is no whole
     * number of losses.
     *
     * @param n losses, one or more
     * @param share in (0, 1]
     * @return the spectrum
     */
    public static double[] superquantile(int n, double share) {
        Settings.positive("superquantile", "share", share);
        Settings.share("superquantile", "share", share);
        double[] s = new double[n];
        Arrays.setAll(s, i -> Math.max(0, Math.min(1.0 / n, (i + 1.0) / n - (1 - share))) / share);
        return s;
    }

    /**
     * Exponential weights: σᵢ in proportion to e^(ρ·i/n) − e^(ρ·(i − 1)/n).
     *
     * @param n losses, one or more
     * @param rho ρ, positive
     * @return the spectrum
     */
    public static double[] exponential(int n, double rho) {
        Settings.positive("exponential", "rho", rho);
        double[] s = new double[n];
        Arrays.setAll(s, i -> Math.exp(rho * (i + 1.0) / n - rho) * -Math.expm1(-rho / n) / -Math.expm1(-rho));
        return s;
    }

    /**
     * The weights that attain the maximum: isotonic regression of the sorted losses by pooling adjacent violators.
     *
     * @param losses n numbers
     * @return q, of sum 1, which is the gradient of {@link #value} with respect to the losses
     */
    public double[] weights(double... losses) {
        int n = spectrum.length;
        if (losses.length != n) {
            throw new ArgumentException(
                    "SpectralRisk: " + losses.length + " losses for a spectrum of " + n, "make one of that length");
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(i -> losses[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] q = new double[n];
        if (penalty == Penalty.CHI_SQUARE) {
            double[] target = new double[n];
            for (int i = 0; i < n; i++) {
                target[i] = losses[order[i]] / (n * shift) + 1.0 / n - spectrum[i];
            }
            double[] pooled = rising(target);
            for (int i = 0; i < n; i++) {
                q[order[i]] = losses[order[i]] / (n * shift) - pooled[i] + 1.0 / n;
            }
            return q;
        }
        double[] scaled = new double[n];
        for (int i = 0; i < n; i++) {
            scaled[i] = losses[order[i]] / shift;
        }
        double[] pooled = risingLogarithms(scaled);
        for (int i = 0; i < n; i++) {
            q[order[i]] = Math.exp(scaled[i] - pooled[i]) / n;
        }
        return q;
    }

    /** The nearest rising sequence: means of pools. */
    private static double[] rising(double[] y) {
        int n = y.length;
        double[] mean = new double[n];
        int[] size = new int[n];
        int pools = 0;
        for (double value : y) {
            mean[pools] = value;
            size[pools++] = 1;
            while (pools > 1 && mean[pools - 2] >= mean[pools - 1]) {
                int both = size[pools - 2] + size[pools - 1];
                mean[pools - 2] += (mean[pools - 1] - mean[pools - 2]) * size[pools - 1] / both;
                size[pools - 2] = both;
                pools--;
            }
        }
        return spread(mean, size, pools, n);
    }

    /** As {@link #rising} for the Kullback-Leibler penalty, where a pool's value is a difference of logarithms of sums. */
    private double[] risingLogarithms(double[] scaled) {
        int n = scaled.length;
        double[] up = new double[n];
        double[] down = new double[n];
        double[] value = new double[n];
        int[] size = new int[n];
        int pools = 0;
        for (int i = 0; i < n; i++) {
            up[pools] = scaled[i];
            down[pools] = Math.log(spectrum[i]);
            value[pools] = up[pools] - down[pools] - Math.log(n);
            size[pools++] = 1;
            while (pools > 1 && value[pools - 2] >= value[pools - 1]) {
                up[pools - 2] = logSum(up[pools - 2], up[pools - 1]);
                down[pools - 2] = logSum(down[pools - 2], down[pools - 1]);
                value[pools - 2] = up[pools - 2] - down[pools - 2] - Math.log(n);
                size[pools - 2] += size[pools - 1];
                pools--;
            }
        }
        return spread(value, size, pools, n);
    }

    private static double logSum(double a, double b) {
        double top = Math.max(a, b);
        return top == Double.NEGATIVE_INFINITY ? top : top + Math.log(Math.exp(a - top) + Math.exp(b - top));
    }

    private static double[] spread(double[] value, int[] size, int pools, int n) {
        double[] out = new double[n];
        int at = 0;
        for (int k = 0; k < pools; k++) {
            for (int j = 0; j < size[k]; j++) {
                out[at++] = value[k];
            }
        }
        return out;
    }

    /**
     * The risk, with its derivative to first order (Danskin's theorem: the weights are constants). Losses must have
     * numbers: inside {@code jit} they have none.
     *
     * @param losses a vector of n
     * @return a scalar
     */
    public Tensor value(Tensor losses) {
        double[] q = weights(losses.toDoubles());
        int n = q.length;
        double distance = 0;
        for (double w : q) {
            distance += penalty == Penalty.CHI_SQUARE
                    ? 0.5 * n * (w - 1.0 / n) * (w - 1.0 / n)
                    : w > 0 ? w * Math.log(n * w) : 0;
        }
        return losses.times(Tensors.tensor(q).to(losses.dtype())).sum().minus(shift * distance);
    }
}
