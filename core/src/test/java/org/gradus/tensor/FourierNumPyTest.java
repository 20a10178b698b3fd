package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gradus.array.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fourier transforms as numpy.fft in extended precision gives them: {@code src/test/python/fourier_tables.py} wrote the
 * table.
 */
class FourierNumPyTest {
    /** Relative to the root mean square of the result. */
    private static final double TOLERANCE = 4e-15;

    record Line(String operation, Shape shape, List<String> arguments, String result) {
        @Override
        public String toString() {
            return operation + " " + shape + " " + String.join(" ", arguments);
        }

        int number(int i) {
            return Integer.parseInt(arguments.get(i));
        }

        int[] list() {
            return ints(arguments.getFirst());
        }
    }

    private static int[] ints(String list) {
        String inner = list.substring(1, list.length() - 1);
        return inner.isEmpty()
                ? new int[0]
                : Arrays.stream(inner.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = FourierNumPyTest.class.getResourceAsStream("fourier.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(f ->
                            new Line(f[0], Shape.of(ints(f[1])), List.of(f).subList(2, f.length - 1), f[f.length - 1]))
                    .toList();
        }
    }

    static Tensor numbers(Shape shape, int seed) {
        double[] elements = new double[shape.size()];
        Arrays.setAll(elements, i -> (i * 7919L + seed) % 1009 / 1009.0 - 0.5);
        return Tensors.tensor(shape, elements);
    }

    static Complex pair(Shape shape) {
        return new Complex(numbers(shape, 3), numbers(shape, 577));
    }

    private static List<Tensor> run(Line line) {
        Complex x = pair(line.shape);
        return switch (line.operation) {
            case "fft" -> parts(Fourier.fft(x, line.number(0)));
            case "ifft" -> parts(Fourier.ifft(x, line.number(0)));
            case "rfft" -> parts(Fourier.rfft(x.re(), line.number(0)));
            case "irfft" -> List.of(Fourier.irfft(x, line.number(0), line.number(1)));
            case "fft2" -> parts(Fourier.fft2(x));
            case "ifft2" -> parts(Fourier.ifft2(x));
            case "fftn" -> parts(Fourier.fftn(x, line.list()));
            case "ifftn" -> parts(Fourier.ifftn(x, line.list()));
            case "fftfreq" -> List.of(Fourier.fftfreq(line.shape.dim(0), Double.parseDouble(line.arguments.get(0))));
            case "rfftfreq" -> List.of(Fourier.rfftfreq(line.shape.dim(0), Double.parseDouble(line.arguments.get(0))));
            case "fftshift" -> List.of(Fourier.fftshift(x.re(), line.list()));
            case "ifftshift" -> List.of(Fourier.ifftshift(x.re(), line.list()));
            default -> throw new AssertionError(line.operation);
        };
    }

    private static List<Tensor> parts(Complex x) {
        return List.of(x.re(), x.im());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void asNumPy(Line line) {
        String[] fields = line.result.split(" ");
        int step = Integer.parseInt(fields[1]);
        List<Tensor> parts = run(line);
        List<Double> actual = new ArrayList<>();
        for (Tensor part : parts) {
            assertThat(part.shape()).isEqualTo(Shape.of(ints(fields[0])));
        }
        for (int i = 0; i < parts.getFirst().size(); i += step) {
            for (Tensor part : parts) {
                actual.add(part.array().getDouble(i));
            }
        }
        double[] expected =
                Arrays.stream(fields).skip(2).mapToDouble(Double::parseDouble).toArray();
        assertThat(actual).hasSize(expected.length);
        double scale = rootMeanSquare(parts);
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(actual.get(i) - expected[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(TOLERANCE * scale);
    }

    private static double rootMeanSquare(List<Tensor> parts) {
        double sum = 0;
        int count = 0;
        for (Tensor part : parts) {
            for (double x : part.toDoubles()) {
                sum += x * x;
                count++;
            }
        }
        return Math.sqrt(sum / Math.max(1, count));
    }
}
