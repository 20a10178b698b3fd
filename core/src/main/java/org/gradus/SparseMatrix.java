package org.gradus;

import java.util.Arrays;
import org.gradus.error.ArgumentException;
import org.gradus.error.Require;
import org.gradus.error.ShapeException;

/**
 * A matrix of few entries, by compressed rows (CSR): the entries of row i are {@code column[p]}, {@code value[p]} for
 * {@code rowStart[i] ≤ p < rowStart[i + 1]}, by ascending columns. All other elements are zero; an entry may be zero too. The
 * arrays are taken and given without a copy: whoever writes into them changes the matrix.
 *
 * @param rows the number of rows
 * @param columns the number of columns
 * @param rowStart where each row's entries begin, and last the number of entries; rows + 1 numbers from 0 up
 * @param column each entry's column, strictly ascending in a row
 * @param value each entry's value
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseMatrix(int rows, int columns, int[] rowStart, int[] column, double[] value) {

    /**
     * Checks the structure.
     *
     * @throws ArgumentException when an array is null or the structure is none of compressed rows
     */
    public SparseMatrix {
        Require.notNull(rowStart, "sparse matrix", "rowStart");
        Require.notNull(column, "sparse matrix", "column");
        Require.notNull(value, "sparse matrix", "value");
        if (rows < 0 || columns < 0 || rowStart.length != rows + 1 || column.length != value.length) {
            throw new ArgumentException(
                    "sparse matrix: " + rows + "×" + columns + " with " + rowStart.length + " row starts, "
                            + column.length + " columns and " + value.length + " values",
                    "give rows + 1 starts, and one column and one value for each entry");
        }
        if (rowStart[0] != 0 || rowStart[rows] != column.length) {
            throw new ArgumentException(
                    "sparse matrix: the row starts go from " + rowStart[0] + " to " + rowStart[rows] + ", there are "
                            + column.length + " entries",
                    "begin with 0 and end with the number of entries");
        }
        for (int i = 0; i < rows; i++) {
            int before = -1;
            if (rowStart[i + 1] < rowStart[i] || rowStart[i + 1] > column.length) {
                throw new ArgumentException(
                        "sparse matrix: row " + i + " goes from entry " + rowStart[i] + " to " + rowStart[i + 1],
                        "let the row starts ascend");
            }
            for (int p = rowStart[i]; p < rowStart[i + 1]; p++) {
                if (column[p] <= before || column[p] >= columns) {
                    throw new ArgumentException(
                            "sparse matrix: row " + i + " has column " + column[p] + " after " + before + ", of "
                                    + columns,
                            "sort the entries of a row by column, each column once, from 0 to columns − 1");
                }
                before = column[p];
            }
        }
    }

    /**
     * The matrix of the elements of a dense one that are not zero (NaN is not).
     *
     * @param dense rows of one length
     * @param columns that length, which a matrix without rows does not tell
     * @return the same matrix
     * @throws ShapeException when a row has another length
     */
    public static SparseMatrix of(double[][] dense, int columns) {
        int[] rowStart = new int[dense.length + 1];
        for (int i = 0; i < dense.length; i++) {
            if (dense[i].length != columns) {
                throw new ShapeException(
                        "sparse matrix: row " + i + " has " + dense[i].length + " elements of " + columns,
                        "give rows of one length");
            }
            rowStart[i + 1] = rowStart[i];
            for (double element : dense[i]) {
                rowStart[i + 1] += element != 0 ? 1 : 0;
            }
        }
        int[] column = new int[rowStart[dense.length]];
        double[] value = new double[column.length];
        int p = 0;
        for (double[] row : dense) {
            for (int j = 0; j < columns; j++) {
                if (row[j] != 0) {
                    column[p] = j;
                    value[p++] = row[j];
                }
            }
        }
        return new SparseMatrix(dense.length, columns, rowStart, column, value);
    }

    /**
     * The number of entries.
     *
     * @return how many elements are stored
     */
    public int entries() {
        return value.length;
    }

    /**
     * One element.
     *
     * @param row from 0
     * @param col the column, from 0
     * @return its value, zero where there is no entry
     * @throws ShapeException when there is no such element
     */
    public double get(int row, int col) {
        if (row < 0 || row >= rows || col < 0 || col >= columns) {
            throw new ShapeException(
                    "get: element (" + row + ", " + col + ") of a matrix " + rows + "×" + columns,
                    "count rows and columns from 0");
        }
        int p = Arrays.binarySearch(column, rowStart[row], rowStart[row + 1], col);
        return p < 0 ? 0 : value[p];
    }

    /**
     * All elements.
     *
     * @return a new array of rows
     */
    public double[][] toDense() {
        double[][] dense = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int p = rowStart[i]; p < rowStart[i + 1]; p++) {
                dense[i][column[p]] = value[p];
            }
        }
        return dense;
    }

    /**
     * The product with a vector, A·v. Elements without an entry annihilate: zero times an infinity adds nothing.
     *
     * @param v one number for each column
     * @return one for each row, a new array
     * @throws ShapeException when v has another length
     */
    public double[] times(double[] v) {
        checkLength("times", v, columns, "column");
        double[] product = new double[rows];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int p = rowStart[i]; p < rowStart[i + 1]; p++) {
                sum += value[p] * v[column[p]];
            }
            product[i] = sum;
        }
        return product;
    }

    /**
     * The product of the transposed matrix with a vector, Aᵀ·u. Elements without an entry annihilate.
     *
     * @param u one number for each row
     * @return one for each column, a new array
     * @throws ShapeException when u has another length
     */
    public double[] transposeTimes(double[] u) {
        checkLength("transposeTimes", u, rows, "row");
        double[] product = new double[columns];
        for (int i = 0; i < rows; i++) {
            for (int p = rowStart[i]; p < rowStart[i + 1]; p++) {
                product[column[p]] += value[p] * u[i];
            }
        }
        return product;
    }

    private void checkLength(String operation, double[] vector, int length, String of) {
        if (vector.length != length) {
            throw new ShapeException(
                    operation + ": the vector has " + vector.length + " elements, the matrix is " + rows + "×"
                            + columns,
                    "give one number for each " + of);
        }
    }

    /** Tells whether the other has the same entries, with values of the same bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SparseMatrix m
                && rows == m.rows
                && columns == m.columns
                && Arrays.equals(rowStart, m.rowStart)
                && Arrays.equals(column, m.column)
                && Arrays.equals(value, m.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(column) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "SparseMatrix[" + rows + "×" + columns + ", " + entries() + " entries]";
    }
}
