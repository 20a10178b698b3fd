package org.gradus.reproductions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.gradus.array.Shape;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Tensor;
import org.gradus.tensor.Tensors;

/**
 * A table of features and classes.
 *
 * @param x the features, f64[rows, columns]
 * @param y the classes, i64[rows], numbered in the order of their sorted names
 * @param classes their names
 */
public record Table(Tensor x, Tensor y, List<String> classes) {

    /** Copies the names. */
    public Table {
        classes = List.copyOf(classes);
    }

    static Table bundled(String name) {
        String file = "data/" + name + ".csv";
        try (InputStream in = Table.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new ArgumentException(
                        "table: no table '" + name + "' is bundled", "use digits, iris or breast_cancer");
            }
            return parsed(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table parsed(BufferedReader in) throws IOException {
        int columns = in.readLine().split(",").length - 1;
        List<Double> features = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] cells = line.split(",");
            for (int j = 0; j < columns; j++) {
                features.add(Double.parseDouble(cells[j]));
            }
            labels.add(cells[columns]);
        }
        List<String> classes = List.copyOf(new TreeSet<>(labels));
        double[] x = features.stream().mapToDouble(d -> d).toArray();
        long[] y = labels.stream().mapToLong(classes::indexOf).toArray();
        return new Table(Tensors.tensor(Shape.of(y.length, columns), x), Tensors.tensor(y), classes);
    }
}
