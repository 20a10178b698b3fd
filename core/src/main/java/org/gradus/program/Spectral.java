package org.gradus.program;

/** Discrete Fourier transforms of pairs of real and imaginary parts. */
public sealed interface Spectral extends Op {

    /**
     * {@code fft(re, im)}: X_k = Σ_j x_j·exp(∓2πi·jk/n) along an axis, without a factor, as two results: the real parts and
     * the imaginary parts. Linear; the transpose is the transform of the other sign.
     *
     * @param axis the axis
     * @param inverse whether the exponent is positive
     */
    record Fft(int axis, boolean inverse) implements Spectral {
        @Override
        public String mnemonic() {
            return inverse ? "inverse_fft" : "fft";
        }

        @Override
        public String attributes() {
            return "axis=" + axis;
        }
    }
}
