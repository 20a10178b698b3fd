package org.gradus.workbench.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes the cells of a table that is held in memory. */
final class HeldColumns implements CellWriter {
    private final List<String> names;
    private final double[][] numbers;
    private final String[][] texts;
    private int row;

    HeldColumns(List<String> names, boolean[] numeric, int rows) {
        this.names = names;
        this.numbers = new double[numeric.length][];
        this.texts = new String[numeric.length][];
        for (int i = 0; i < numeric.length; i++) {
            if (numeric[i]) {
                numbers[i] = new double[rows];
                Arrays.fill(numbers[i], Double.NaN);
            } else {
                texts[i] = new String[rows];
            }
        }
    }

    @Override
    public void set(int column, double value) {
        numbers[column][row] = value;
    }

    @Override
    public void set(int column, String text) {
        texts[column][row] = text;
    }

    @Override
    public void endRow() {
        row++;
    }

    @Override
    public List<Column> finish() {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            columns.add(
                    numbers[i] == null
                            ? new Column.Texts(names.get(i), texts[i])
                            : new Column.Numbers(names.get(i), numbers[i]));
        }
        return columns;
    }

    @Override
    public void abandon() {
        // the garbage collector does it
    }
}
