package org.gradus.workbench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;
import org.gradus.workbench.data.Column;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableReader;

/**
 * A table of numbers that comes with the program: examples/README.md tells its source and licence.
 *
 * @param x features {@code [n, d]}
 * @param labels whole numbers {@code [n]}, i64
 */
record Bundled(Tensor x, Tensor labels) {

    /** Reads a table whose last column holds the labels. */
    static Bundled read(String name) {
        Table table = table(name);
        int rows = table.rows();
        int columns = table.columns().size() - 1;
        double[] x = new double[rows * columns];
        for (int j = 0; j < columns; j++) {
            double[] values = numbers(table, j);
            for (int i = 0; i < rows; i++) {
                x[i * columns + j] = values[i];
            }
        }
        Tensor labels = Tensors.tensor(numbers(table, columns)).to(DType.INT64);
        return new Bundled(Tensors.tensor(NdArray.wrap(Shape.of(rows, columns), x)), labels);
    }

    private static double[] numbers(Table table, int column) {
        if (table.columns().get(column) instanceof Column.Numbers numbers) {
            return numbers.values();
        }
        throw new IllegalStateException(table.columns().get(column).name() + " holds no numbers");
    }

    private static Table table(String name) {
        try (InputStream in = Bundled.class.getResourceAsStream(name)) {
            Path file = Files.createTempFile("gradus-", "-" + name);
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return TableReader.read(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each feature with mean 0 and deviation 1; constant ones become 0. */
    Bundled standardized() {
        Tensor centered = x.minus(x.mean(0));
        Tensor deviation = centered.square().mean(0).sqrt();
        return new Bundled(Tensors.where(deviation.gt(0), centered.div(deviation), 0), labels);
    }
}
