package org.gradus.compile;

/** A generated loop over buffers. */
interface LoopCode {
    /**
     * Runs the loop.
     *
     * @param arrays what it reads, then what it writes: all double[] or all float[]
     * @param constants the numbers in it
     * @param n elements
     */
    void run(Object[] arrays, double[] constants, int n);

    /** The same, with products in which zero annihilates; {@link #run} has plain ones. */
    void runCarefully(Object[] arrays, double[] constants, int n);
}
