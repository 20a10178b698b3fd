package org.gradus.array;

/**
 * A floating-point format too narrow to be an element type here. {@code Tensors.roundTo} rounds numbers to its values, so
 * that arithmetic in it can be studied. All have a sign, subnormal numbers and signed zeros.
 */
public enum NarrowFormat {
    /** IEEE 754 binary16: 5 exponent bits, 11 significant bits, to 65504; overflow gives infinity. */
    FLOAT16,
    /** bfloat16, the upper half of a float: 8 exponent bits, 8 significant bits; overflow gives infinity. */
    BFLOAT16,
    /**
     * FP8 E4M3 of the OCP 8-bit floating point specification: 4 exponent bits, 4 significant bits, to 448. It has NaN but no
     * infinity, so overflow and infinity give NaN.
     */
    FLOAT8_E4M3FN,
    /** FP8 E5M2 of the same specification: 5 exponent bits, 3 significant bits, to 57344; overflow gives infinity. */
    FLOAT8_E5M2,
    /**
     * FP4 E2M1 of the OCP microscaling specification: 0, ½, 1, 1½, 2, 3, 4, 6 and their negatives. It has neither NaN nor
     * infinity: overflow and infinity give the largest value. NaN stays NaN, so that no error is hidden.
     */
    FLOAT4_E2M1FN
}
