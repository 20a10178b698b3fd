package org.gradus.tensor;

import static org.gradus.tensor.Tensors.where;

import org.gradus.program.Elementwise.BinaryFunction;

/** Functions of one number made of a few operations; arguments are real. */
final class Activations {
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double GELU_SLOPE = 0x1.9884533d43651p+0; // 2 √(2/π)
    private static final double GELU_CUBE = GELU_SLOPE * 0.044715;

    private Activations() {}

    /** The condition is false for NaN, and expm1 keeps it. */
    static Tensor elu(Tensor x, double alpha) {
        return where(x.gt(0), x, x.expm1().times(alpha));
    }

    static Tensor celu(Tensor x, double alpha) {
        return where(x.gt(0), x, x.div(alpha).expm1().times(alpha));
    }

    static Tensor selu(Tensor x) {
        return elu(x, SELU_ALPHA).times(SELU_SCALE);
    }

    static Tensor leakyRelu(Tensor x, double slope) {
        return where(x.gt(0), x, x.times(slope));
    }

    /** x between two bounds, with derivative 0 at both. */
    static Tensor bounded(Tensor x, double low, double high) {
        return where(x.le(low), low, where(x.ge(high), high, x));
    }

    /** ½x(1 + tanh u) is x/(1 + e^(−2u)), which keeps its digits for negative u. */
    static Tensor geluTanh(Tensor x) {
        Tensor twice = x.times(x.square().times(GELU_CUBE).plus(GELU_SLOPE));
        return Operations.binary(BinaryFunction.ANNIHILATE, x, Tensors.sigmoid(twice));
    }

    static Tensor logSigmoid(Tensor x) {
        return Tensors.softplus(x.unaryMinus()).unaryMinus();
    }

    static Tensor straightThrough(Tensor value, Tensor x) {
        Tensor none = where(x.isFinite(), Tensors.stopGradient(x).minus(x), 0.0);
        return Tensors.stopGradient(value).minus(none);
    }
}
