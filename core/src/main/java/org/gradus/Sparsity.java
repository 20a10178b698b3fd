package org.gradus;

import java.util.Arrays;

/** Which elements of a matrix may differ from zero, by compressed rows as in {@link SparseMatrix}. */
@SuppressWarnings("ArrayRecordComponent")
record Sparsity(int rows, int columns, int[] rowStart, int[] column) {

    /** The same by columns: the rows of each, ascending, and where by rows the entry is. */
    record ByColumns(int[] start, int[] row, int[] position) {}

    /** From the columns of each row, ascending. */
    static Sparsity of(int[][] columnsOfRows, int columns) {
        int rows = columnsOfRows.length;
        int[] rowStart = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            rowStart[i + 1] = Math.addExact(rowStart[i], columnsOfRows[i].length);
        }
        int[] column = new int[rowStart[rows]];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(columnsOfRows[i], 0, column, rowStart[i], columnsOfRows[i].length);
        }
        return new Sparsity(rows, columns, rowStart, column);
    }

    static Sparsity of(SparseMatrix matrix) {
        return new Sparsity(matrix.rows(), matrix.columns(), matrix.rowStart(), matrix.column());
    }

    int count(int row) {
        return rowStart[row + 1] - rowStart[row];
    }

    int[] columnsOf(int row) {
        return Arrays.copyOfRange(column, rowStart[row], rowStart[row + 1]);
    }

    ByColumns byColumns() {
        int[] start = new int[columns + 1];
        for (int j : column) {
            start[j + 1]++;
        }
        for (int j = 0; j < columns; j++) {
            start[j + 1] += start[j];
        }
        int[] next = Arrays.copyOf(start, columns);
        int[] row = new int[column.length];
        int[] position = new int[column.length];
        for (int i = 0; i < rows; i++) {
            for (int p = rowStart[i]; p < rowStart[i + 1]; p++) {
                int q = next[column[p]]++;
                row[q] = i;
                position[q] = p;
            }
        }
        return new ByColumns(start, row, position);
    }

    /** All entries of both, which have one shape. */
    Sparsity union(Sparsity other) {
        int[][] united = new int[rows][];
        for (int i = 0; i < rows; i++) {
            int[] both = Arrays.copyOf(columnsOf(i), count(i) + other.count(i));
            System.arraycopy(other.column, other.rowStart[i], both, count(i), other.count(i));
            Arrays.sort(both);
            int length = 0;
            for (int j : both) {
                if (length == 0 || both[length - 1] != j) {
                    both[length++] = j;
                }
            }
            united[i] = Arrays.copyOf(both, length);
        }
        return of(united, columns);
    }
}
