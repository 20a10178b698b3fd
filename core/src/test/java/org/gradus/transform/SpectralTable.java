package org.gradus.transform;

import static org.gradus.transform.Draw.uniform;

import java.util.ArrayList;
import java.util.List;
import org.gradus.array.Shape;
import org.gradus.program.Spectral.Fft;

/** The rows of Fourier transforms. */
final class SpectralTable {
    private final List<OpCase> rows = new ArrayList<>();

    private SpectralTable() {}

    static List<OpCase> rows() {
        SpectralTable table = new SpectralTable();
        for (int n : new int[] {1, 2, 3, 4, 5, 7, 8, 12, 37, 45}) {
            table.fft(0, Shape.of(n));
        }
        table.fft(1, Shape.of(3, 8));
        table.fft(0, Shape.of(6, 3));
        table.fft(1, Shape.of(2, 5, 3));
        table.fft(0, Shape.of(4, 0));
        table.fft(1, Shape.of(0, 4));
        table.fft(2, Shape.of(1, 2, 1));
        return table.rows;
    }

    private void fft(int axis, Shape shape) {
        for (boolean inverse : new boolean[] {false, true}) {
            rows.add(new OpCase(new Fft(axis, inverse), List.of(uniform(shape, -1, 1), uniform(shape, -1, 1)), false));
        }
    }
}
