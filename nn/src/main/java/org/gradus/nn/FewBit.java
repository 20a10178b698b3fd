package org.gradus.nn;

import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.error.Require;
import org.gradus.nn.StepFunction.Fit;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * An activation with exact values whose derivative takes few values, so that a few bits an element are kept for the backward
 * pass instead of the argument: y = f(x), ∂y/∂x = q(x). Everything else stays as it is, the optimizer among others; the
 * gradient is biased by q alone. Novikov, Bershatsky, Gusak, Shonenkov, Dimitrov and Oseledets, "Few-bit backward: quantized
 * gradients of activation functions for memory footprint reduction", 2022, who replace every activation by its version of 3 or
 * 4 bits.
 *
 * <p>Both modes use q. Since q is constant between its boundaries, second derivatives by x are zero.
 *
 * {@snippet :
 * FewBit gelu = FewBit.gelu(3);
 * Tensor y = gelu.apply(x);
 * gelu.bytes(8000);    // → 3000
 * }
 *
 * @param f the activation
 * @param derivative q
 */
public record FewBit(Fn<Tensor, Tensor> f, StepFunction derivative) {

    /** Refuses null. */
    public FewBit {
        Require.notNull(f, "fewBit", "the activation");
        Require.notNull(derivative, "fewBit", "the derivative");
    }

    /**
     * Any elementwise activation with the best derivative of few bits.
     *
     * @param f the activation
     * @param fit how the derivative is fitted
     * @return the activation with that derivative
     * @throws org.gradus.error.ArgumentException when the fit makes no sense
     */
    public static FewBit of(Fn<Tensor, Tensor> f, Fit fit) {
        return new FewBit(f, StepFunction.ofDerivative(f, fit));
    }

    /**
     * {@code max(x, 0)}, for which one bit is exact. At 0 the derivative is that of the right side, 1.
     *
     * @return the activation
     */
    public static FewBit relu() {
        return of(Tensors::relu, Fit.ofBits(1));
    }

    /**
     * {@link Tensors#leakyRelu(Tensor, double)}, for which one bit is exact.
     *
     * @param slope for negative arguments
     * @return the activation
     */
    public static FewBit leakyRelu(double slope) {
        return of(x -> Tensors.leakyRelu(x, slope), Fit.ofBits(1));
    }

    /**
     * {@link Tensors#gelu}, in its exact form.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit gelu(int bits) {
        return of(Tensors::gelu, Fit.ofBits(bits));
    }

    /**
     * {@link Tensors#silu}.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit silu(int bits) {
        return of(Tensors::silu, Fit.ofBits(bits));
    }

    /**
     * {@link Tensors#selu}.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit selu(int bits) {
        return of(Tensors::selu, Fit.ofBits(bits));
    }

    /**
     * {@link Tensors#softplus}.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit softplus(int bits) {
        return of(Tensors::softplus, Fit.ofBits(bits));
    }

    /**
     * {@link Tensors#sigmoid}, whose derivative is even.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit sigmoid(int bits) {
        return of(Tensors::sigmoid, Fit.ofBits(bits).ofEven());
    }

    /**
     * {@link Tensors#tanh}, whose derivative is even.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit tanh(int bits) {
        return of(Tensors::tanh, Fit.ofBits(bits).ofEven());
    }

    /**
     * {@code x·clamp(x + 3, 0, 6)/6}.
     *
     * @param bits 1 to 8
     * @return the activation
     */
    public static FewBit hardSwish(int bits) {
        return of(x -> x.times(x.plus(3).clamp(0.0, 6.0)).div(6), Fit.ofBits(bits));
    }

    /**
     * The activation.
     *
     * @param x floating-point numbers of any shape
     * @return f(x)
     */
    public Tensor apply(Tensor x) {
        return Gradus.<Tensor, Tensor>customJvp(f, (at, tangent) -> {
                    Tensor packed = derivative.encode(at);
                    // A checkpoint keeps what goes into it, the packed codes, and decodes when the derivative is
                    // applied.
                    return Gradus.checkpoint(
                                    (Linear in) -> in.tangent().times(derivative.decode(in.packed(), in.tangent())))
                            .apply(new Linear(packed, tangent));
                })
                .apply(x);
    }

    /** What the derivative reads. */
    record Linear(Tensor packed, Tensor tangent) {}

    /**
     * What is kept of an argument for the backward pass.
     *
     * @param elements how many there are
     * @return bytes, {@code bits/8} an element, in whole words of 8
     */
    public long bytes(int elements) {
        ArrayType type =
                Gradus.shapeOf(derivative::encode, Tensors.zeros(elements)).getFirst();
        return (long) type.shape().size() * type.dtype().bytes();
    }
}
