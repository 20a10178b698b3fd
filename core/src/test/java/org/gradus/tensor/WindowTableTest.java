package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.Shape;
import org.gradus.tensor.Resizing.Interpolation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions, pools and resized arrays as NumPy and SciPy make them; {@code src/test/python/window_tables.py} wrote the
 * table. All inputs are small multiples of 1/4, so sums are compared bit for bit.
 */
class WindowTableTest {
    record Line(List<String> fields) {
        String operation() {
            return fields.getFirst();
        }

        int[] ints(int i) {
            String text = fields.get(i);
            return text.isEmpty()
                    ? new int[0]
                    : Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
        }

        double[] result() {
            return Arrays.stream(fields.get(10).split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }

        Window window(int... size) {
            return Window.of(size).stride(ints(3)).padding(ints(4), ints(5)).dilation(ints(6));
        }

        @Override
        public String toString() {
            return String.join(" ", fields.subList(0, 10));
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = WindowTableTest.class.getResourceAsStream("windows.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> new Line(List.of(line.split("\t", -1))))
                    .toList();
        }
    }

    private static Tensor sample(int[] dims, int factor, int modulus, DType dtype) {
        Shape shape = Shape.of(dims);
        double[] elements = new double[shape.size()];
        Arrays.setAll(elements, i -> ((i * factor + 3) % modulus - modulus / 2) / 4.0);
        return Tensors.tensor(shape, elements).to(dtype);
    }

    private static Tensor run(Line line, Tensor x) {
        int groups = Integer.parseInt(line.fields.get(7));
        return switch (line.operation()) {
            case "convolve" -> Convolutions.convolve(x, sample(line.ints(2), 5, 13, x.dtype()), line.window(), groups);
            case "convolveTransposed" ->
                Convolutions.convolveTransposed(
                        x, sample(line.ints(2), 5, 13, x.dtype()), line.window(), groups, line.ints(8));
            case "maxPool" -> Pooling.maxPool(x, line.window(line.ints(2)));
            case "sumPool" -> Pooling.sumPool(x, line.window(line.ints(2)));
            case "averagePool" -> Pooling.averagePool(x, line.window(line.ints(2)));
            case "averagePoolInside" -> Pooling.averagePool(x, line.window(line.ints(2)), false);
            case "unfold" -> Convolutions.unfold(x, line.window(line.ints(2)));
            case "adaptiveAveragePool" -> Pooling.adaptiveAveragePool(x, line.ints(8));
            case "nearest" -> Resizing.resize(x, Interpolation.NEAREST, line.ints(8));
            case "linear" -> Resizing.resize(x, Interpolation.LINEAR, line.ints(8));
            case "linearCorners" -> Resizing.resize(x, Interpolation.LINEAR, true, line.ints(8));
            case "cubic" -> Resizing.resize(x, Interpolation.CUBIC, line.ints(8));
            case "cubicCorners" -> Resizing.resize(x, Interpolation.CUBIC, true, line.ints(8));
            default -> throw new AssertionError(line.operation());
        };
    }

    private static double tolerance(Line line, DType dtype) {
        boolean exact = List.of("convolve", "convolveTransposed", "maxPool", "sumPool", "unfold", "nearest")
                .contains(line.operation());
        return exact ? 0 : dtype == DType.FLOAT64 ? 1e-14 : 1e-6;
    }

    @ParameterizedTest
    @MethodSource("lines")
    void asNumPy(Line line) {
        double[] expected = line.result();
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor x = sample(line.ints(1), 7, 11, dtype);
            Tensor y = run(line, x);
            assertThat(y.dtype()).isEqualTo(dtype);
            assertThat(y.shape()).isEqualTo(Shape.of(line.ints(9)));
            double[] actual = y.toDoubles();
            for (int i = 0; i < expected.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("%s element %d: %s, NumPy's %s", dtype, i, actual[i], expected[i])
                        .isLessThanOrEqualTo(tolerance(line, dtype) * Math.max(1, Math.abs(expected[i])));
            }
            Tensor staged = Gradus.jit((Tensor a) -> run(line, a)).apply(x);
            assertThat(staged.array().sameBits(y.array())).as("jit").isTrue();
        }
    }
}
