package org.gradus.nn;

import org.gradus.Gradus;
import org.gradus.error.ArgumentException;
import org.gradus.error.ShapeException;
import org.gradus.tensor.Convolutions;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.tensor.Window;
import org.gradus.transform.WithResiduals;

/**
 * First layers whose weights move so that their outputs change as the gradient asks (Petersen, Borgelt and Ermon 2024,
 * TrAct). Values are those of the plain layer; backward, the gradient of the weights is multiplied by the inverse of the
 * inputs' second moments, (XᵀX/B + λI)⁻¹·XᵀG for rows X of inputs and G of output gradients, so that inputs of low contrast
 * teach as much as others. Gradients of bias and inputs are the plain ones. Large λ gives the plain gradient divided by λ.
 *
 * <p>The derivative is the layer's own in reverse mode; forward mode and second derivatives see that same rule.
 */
public final class Tract {
    private Tract() {}

    /** What a dense layer is made of. */
    record DenseParts(Tensor x, Tensor weight, Tensor bias) {}

    /** What a convolution is made of. */
    record ConvParts(Tensor x, Tensor kernel) {}

    /**
     * A dense layer x·W + b.
     *
     * @param x the inputs, {@code [B, inputs]}
     * @param weight W, {@code [inputs, outputs]}
     * @param bias b, {@code [outputs]}
     * @param lambda λ, positive; 0.1 is usual for inputs of unit variance
     * @return {@code [B, outputs]}
     * @throws ArgumentException when λ is not positive
     * @throws ShapeException when x is no matrix
     */
    public static Tensor dense(Tensor x, Tensor weight, Tensor bias, double lambda) {
        check(lambda);
        if (x.rank() != 2) {
            throw new ShapeException(
                    "tract: the inputs are " + x.type() + ", not one row an example", "reshape them to two axes");
        }
        return Gradus.<DenseParts, Tensor, DenseParts>customVjp(
                        p -> new WithResiduals<>(p.x().matmul(p.weight()).plus(p.bias()), p),
                        (p, g) -> new DenseParts(g.matmul(p.weight().t()), weightGradient(p.x(), g, lambda), g.sum(0)))
                .apply(new DenseParts(x, weight, bias));
    }

    /**
     * A convolution, without bias.
     *
     * @param x the inputs, {@code [n, channels, spatial…]}
     * @param kernel {@code [outputs, channels, window…]}
     * @param window strides, padding and dilation; its size is the kernel's
     * @param lambda λ, positive
     * @return {@code [n, outputs, spatial…]}
     * @throws ArgumentException when λ is not positive
     */
    public static Tensor convolve(Tensor x, Tensor kernel, Window window, double lambda) {
        check(lambda);
        return Gradus.<ConvParts, Tensor, ConvParts>customVjp(
                        p -> new WithResiduals<>(Convolutions.convolve(p.x(), p.kernel(), window), p), (p, g) -> {
                            Tensor inputs = Gradus.vjp(
                                            (Tensor a) -> Convolutions.convolve(a, p.kernel(), window), p.x())
                                    .apply(g);
                            // One row a place of the window, one column a weight.
                            Tensor patches = Convolutions.unfold(p.x(), window).transpose(0, 2, 1);
                            Tensor rows = patches.reshape(patches.dim(0) * patches.dim(1), patches.dim(2));
                            Tensor flat = g.reshape(g.dim(0), g.dim(1), g.size() / (g.dim(0) * g.dim(1)));
                            Tensor slopes = flat.transpose(0, 2, 1).reshape(rows.dim(0), g.dim(1));
                            Tensor weights =
                                    weightGradient(rows, slopes, lambda).t();
                            return new ConvParts(
                                    inputs, weights.reshape(p.kernel().shape()));
                        })
                .apply(new ConvParts(x, kernel));
    }

    /**
     * (XᵀX/B + λI)⁻¹·XᵀG, by a system of the smaller of the two sizes.
     *
     * @param x X, {@code [B, inputs]}
     * @param g G, {@code [B, outputs]}
     * @param lambda λ, positive
     * @return {@code [inputs, outputs]}
     */
    public static Tensor weightGradient(Tensor x, Tensor g, double lambda) {
        return x.dim(0) >= x.dim(1) ? byInputs(x, g, lambda) : byExamples(x, g, lambda);
    }

    /**
     * {@link #weightGradient} by a system of as many unknowns as inputs.
     *
     * @param x X
     * @param g G
     * @param lambda λ
     * @return {@code [inputs, outputs]}
     */
    public static Tensor byInputs(Tensor x, Tensor g, double lambda) {
        Tensor moments = x.t().matmul(x).div(x.dim(0));
        return Linalg.solveDefinite(moments.plus(eye(moments).times(lambda)), x.t().matmul(g));
    }

    /**
     * {@link #weightGradient} by a system of as many unknowns as examples: Xᵀ·(XXᵀ/B + λI)⁻¹·G, which is the same.
     *
     * @param x X
     * @param g G
     * @param lambda λ
     * @return {@code [inputs, outputs]}
     */
    public static Tensor byExamples(Tensor x, Tensor g, double lambda) {
        Tensor gram = x.matmul(x.t()).div(x.dim(0));
        return x.t().matmul(Linalg.solveDefinite(gram.plus(eye(gram).times(lambda)), g));
    }

    private static Tensor eye(Tensor like) {
        return Tensors.eye(like.dim(0)).to(like.dtype());
    }

    private static void check(double lambda) {
        if (!(lambda > 0)) {
            throw new ArgumentException("tract: lambda " + lambda + " is not positive", "0.1 is usual");
        }
    }
}
