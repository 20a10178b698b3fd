package org.gradus.nn;

import org.gradus.error.Require;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * Weighted means of positive numbers over the last axis, with a parameter that leads from the smallest number to the largest.
 * They are differentiable in the numbers, the weights and the exponents, to every order, and homogeneous of degree one in the
 * numbers and zero in the weights. Powers are taken relative to the largest one, so that no exponent overflows.
 */
public final class Means {
    /** Below it the quotient of the Gini mean loses more digits than its expansion. */
    private static final double NEAR = 1e-4;

    private Means() {}

    /**
     * The Lehmer mean {@code Σ wᵢ·xᵢᵖ / Σ wᵢ·xᵢᵖ⁻¹}: harmonic for p = 0, arithmetic for 1, contraharmonic for 2, and the smallest
     * or largest number with a weight for p = ∓∞. It does not decrease with p where no weight is negative.
     *
     * @param x positive numbers {@code [..., n]}
     * @param w weights {@code [n]} or of a shape that broadcasts with x
     * @param p the exponent, of a shape that broadcasts with the result
     * @return {@code [...]}
     * @throws ShapeException when x or w has no axis
     */
    public static Tensor lehmer(Tensor x, Tensor w, Tensor p) {
        check("lehmerMean", x, w);
        Require.notNull(p, "lehmerMean", "the exponent");
        Tensor infinite = p.isInf();
        Tensor finite = Tensors.where(infinite, 1.0, p).expandDims(-1);
        Power above = Power.of(x, w, finite);
        Power below = Power.of(x, w, finite.minus(1));
        Tensor mean = above.sum()
                .div(below.sum())
                .times(above.shift().minus(below.shift()).exp());
        Tensor counted = w.ne(0);
        Tensor largest = Tensors.where(counted, x, Double.NEGATIVE_INFINITY).max(-1);
        Tensor smallest = Tensors.where(counted, x, Double.POSITIVE_INFINITY).min(-1);
        return Tensors.where(infinite, Tensors.where(p.gt(0), largest, smallest), mean);
    }

    /**
     * The Lehmer mean of a fixed exponent.
     *
     * @param x positive numbers {@code [..., n]}
     * @param w weights {@code [n]} or of a shape that broadcasts with x
     * @param p the exponent; may be infinite
     * @return {@code [...]}
     */
    public static Tensor lehmer(Tensor x, Tensor w, double p) {
        return lehmer(x, w, Tensors.scalar(p).to(x.dtype()));
    }

    /**
     * The Gini mean {@code (Σ wᵢ·xᵢʳ / Σ wᵢ·xᵢˢ)^(1/(r−s))}, with its limit {@code exp(Σ wᵢ·xᵢˢ·ln xᵢ / Σ wᵢ·xᵢˢ)} for r = s. Where
     * |r − s| &lt; 1e-4 its logarithm is taken from the expansion {@code μ + δ·V/2 + δ²·K/6}, with mean, variance and third central
     * moment of ln x under the weights w·xˢ: the quotient has no correct digits of its derivatives there.
     *
     * @param x positive numbers {@code [..., n]}
     * @param w weights {@code [n]} or of a shape that broadcasts with x
     * @param r an exponent, of a shape that broadcasts with the result
     * @param s an exponent, of a shape that broadcasts with the result
     * @return {@code [...]}; {@code lehmer(x, w, p)} for r = p, s = p − 1
     * @throws ShapeException when x or w has no axis
     */
    public static Tensor gini(Tensor x, Tensor w, Tensor r, Tensor s) {
        return logGini(x, w, r, s).exp();
    }

    /**
     * The logarithm of {@link #gini}.
     *
     * @param x positive numbers {@code [..., n]}
     * @param w weights {@code [n]} or of a shape that broadcasts with x
     * @param r an exponent
     * @param s an exponent
     * @return {@code [...]}
     */
    public static Tensor logGini(Tensor x, Tensor w, Tensor r, Tensor s) {
        check("giniMean", x, w);
        Require.notNull(r, "giniMean", "the exponent r");
        Require.notNull(s, "giniMean", "the exponent s");
        Tensor delta = r.minus(s);
        Tensor near = delta.abs().lt(NEAR);
        Power above = Power.of(x, w, r.expandDims(-1));
        Power below = Power.of(x, w, s.expandDims(-1));
        Tensor quotient = above.sum()
                .div(below.sum())
                .log()
                .plus(above.shift().minus(below.shift()))
                .div(Tensors.where(near, 1.0, delta));
        Tensor share = below.terms().div(below.sum().expandDims(-1));
        Tensor log = x.log();
        Tensor mean = share.times(log).sum(-1);
        Tensor centered = log.minus(mean.expandDims(-1));
        Tensor variance = share.times(centered.square()).sum(-1);
        Tensor third = share.times(centered.square()).times(centered).sum(-1);
        Tensor expansion = mean.plus(delta.times(variance).div(2))
                .plus(delta.square().times(third).div(6));
        return Tensors.where(near, expansion, quotient);
    }

    /**
     * How fast the Lehmer mean changes with its exponent at the arithmetic mean: ∂L/∂p at p = 1, the weighted covariance of x and
     * ln x, by leading order variance/mean. Divided by the mean it tells how unlike the selected inputs are: near 0, they agree.
     *
     * @param x positive numbers {@code [..., n]}
     * @param w weights {@code [n]} or of a shape that broadcasts with x
     * @return {@code [...]}
     */
    public static Tensor slope(Tensor x, Tensor w) {
        check("meanSlope", x, w);
        Tensor share = w.div(w.sum(-1).expandDims(-1));
        Tensor mean = share.times(x).sum(-1);
        return share.times(x.minus(mean.expandDims(-1))).times(x.log()).sum(-1);
    }

    private static void check(String operation, Tensor x, Tensor w) {
        Require.notNull(x, operation, "the numbers");
        Require.notNull(w, operation, "the weights");
        if (x.rank() == 0 || w.rank() == 0) {
            throw new ShapeException(
                    operation + ": numbers " + x.type() + " and weights " + w.type() + " need an axis to average over",
                    "give tensors of shape [..., n]");
        }
    }

    /** Σ wᵢ·xᵢᵖ as sum·exp(shift), where no power exceeds one. */
    private record Power(Tensor terms, Tensor sum, Tensor shift) {
        static Power of(Tensor x, Tensor w, Tensor p) {
            Tensor exponents = x.log().times(p);
            Tensor largest =
                    Tensors.where(w.ne(0), exponents, Double.NEGATIVE_INFINITY).max(-1);
            // The mean does not depend on the shift, so its derivative is left out.
            Tensor shift = Tensors.stopGradient(largest);
            Tensor powers = Tensors.where(w.ne(0), exponents, shift.expandDims(-1))
                    .minus(shift.expandDims(-1))
                    .exp();
            Tensor terms = w.times(Tensors.where(w.ne(0), powers, bounded(exponents, shift)));
            return new Power(terms, terms.sum(-1), shift);
        }

        /** The powers of numbers without weight, whose derivative by the weight they are; no larger than they can be held. */
        private static Tensor bounded(Tensor exponents, Tensor shift) {
            return exponents.minus(shift.expandDims(-1)).clamp(-700.0, 700.0).exp();
        }
    }
}
