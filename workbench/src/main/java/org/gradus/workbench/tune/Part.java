package org.gradus.workbench.tune;

/**
 * The rows of one part of a split, ready for a model.
 *
 * @param rows the number of rows
 * @param columns the number of features
 * @param features the standardized features, row after row: feature j of row i at {@code i * columns + j}
 * @param target the target of the rows
 * @param numbers the number of each row in the table, from 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record Part(int rows, int columns, double[] features, Target target, int[] numbers) {}
