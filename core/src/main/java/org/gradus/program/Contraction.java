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
}
