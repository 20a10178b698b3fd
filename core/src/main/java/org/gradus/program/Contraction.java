package org.gradus.program;

/** Sums of products. */
public sealed interface Contraction extends Op {

    /**
     * Product of matrices in the last two axes; the leading axes are equal batches.
     *
     * @param transposeLeft whether the left operand is {@code [..., k, m]} instead of {@code [..., m, k]}
     * @param transposeRight whether the right operand is {@code [..., n, k]} instead of {@code [..., k, n]}
     */
    record MatMul(boolean transposeLeft, boolean transposeRight) implements Contraction {
        @Override
        public String mnemonic() {
            return "matmul";
        }

        @Override
        public String attributes() {
            return (transposeLeft ? "left^T" : "")
                    + (transposeLeft && transposeRight ? " " : "")
                    + (transposeRight ? "right^T" : "");
        }
    }

    /**
     * Sums over a moving window: {@code y[n, o, p] = Σ_{c, k} x[n, c, p·stride + k·dilation − low] · w[o, c, k]}, what
     * learning libraries call a convolution. The operands are x {@code [n, channels, spatial…]} and the kernel
     * {@code [outputs, channels / groups, window…]}. Outputs and channels are cut into equal groups; an output sums over
     * the channels of its group alone.
     *
     * @param windows how the kernel moves over the spatial axes
     * @param groups number of groups, one or more
     * @param flip whether the kernel is read from its end along each spatial axis, as convolution is defined in
     *     mathematics
     */
    record Convolution(Windows windows, int groups, boolean flip) implements Contraction {
        @Override
        public String mnemonic() {
            return "convolution";
        }

        @Override
        public String attributes() {
            return ((flip ? " flip" : "") + windows.attributes() + (groups == 1 ? "" : " groups=" + groups)).strip();
        }
    }
}
