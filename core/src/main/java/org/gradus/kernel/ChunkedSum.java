package org.gradus.kernel;

/** A long sum in the order of {@link Reductions}, by callers that have its elements a chunk at a time. */
public final class ChunkedSum {
    /** Elements of a chunk. */
    public static final int CHUNK = RowReductions.CHUNK;

    private ChunkedSum() {}

    /**
     * The sum of one chunk.
     *
     * @param x the elements: double[] or float[]
     * @param n how many, at most {@link #CHUNK}
     * @param buffer room for a chunk of float[]; not used for double[]
     * @return Σ x
     */
    public static double ofChunk(Object x, int n, double[] buffer) {
        if (x instanceof double[] elements) {
            return RowReductions.sum(elements, 0, n);
        }
        float[] narrow = (float[]) x;
        for (int i = 0; i < n; i++) {
            buffer[i] = narrow[i];
        }
        return RowReductions.sum(buffer, 0, n);
    }

    /**
     * The sum of all chunks.
     *
     * @param partial the chunks' sums in order; overwritten
     * @return their sum, added in pairs
     */
    public static double ofChunks(double[] partial) {
        return RowReductions.inPairs(partial, partial.length, Double::sum);
    }
}
