package org.gradus.workbench.tune;

import org.gradus.workbench.data.FeatureMatrix;

/**
 * The rows of one part of a split, ready for a model.
 *
 * @param rows the number of rows
 * @param columns the number of features
 * @param matrix the standardized features, in memory or in a temporary file
 * @param target the target of the rows
 * @param numbers the number of each row in the table, from 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record Part(int rows, int columns, FeatureMatrix matrix, Target target, int[] numbers) implements AutoCloseable {

    /**
     * A part in memory.
     *
     * @param rows the number of rows
     * @param columns the number of features
     * @param features the standardized features, row after row: feature j of row i at {@code i * columns + j}
     * @param target the target of the rows
     * @param numbers the number of each row in the table, from 1
     */
    public Part(int rows, int columns, double[] features, Target target, int[] numbers) {
        this(rows, columns, FeatureMatrix.of(rows, columns, features), target, numbers);
    }

    /**
     * All features at once, for what cannot do with batches.
     *
     * @return row after row
     */
    public double[] features() {
        return matrix.all();
    }

    /** Removes the temporary file, if there is one. */
    @Override
    public void close() {
        matrix.close();
    }
}
