package org.gradus.compile;

/** Generated straight-line code on numbers in arrays. */
interface ScalarCode {
    /**
     * Runs the code.
     *
     * @param reals the floating-point numbers: inputs and constants first, results and intermediate ones after them
     * @param wholes the whole numbers and truth values, likewise
     * @param functions kernels that the code calls by their number
     */
    void run(double[] reals, long[] wholes, Object[] functions);
}
