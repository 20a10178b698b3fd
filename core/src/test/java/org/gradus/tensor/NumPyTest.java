package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.gradus.Gradus;
import org.gradus.array.ArrayType;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.GradusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Element types, shapes and elements as NumPy 2 gives them. {@code src/test/python/numpy_tables.py} wrote the table; where
 * NumPy throws, Gradus throws an error of its own.
 */
class NumPyTest {
    record Line(String operation, List<String> arguments, String result) {
        @Override
        public String toString() {
            return operation + " " + String.join(" ", arguments);
        }

        Tensor array(int i) {
            String text = arguments.get(i);
            boolean more = text.endsWith("+1");
            Tensor sample = sample(type(more ? text.substring(0, text.length() - 2) : text));
            if (!more) {
                return sample;
            }
            // NumPy's True + True is True.
            return sample.dtype() == DType.BOOL ? Tensors.onesLike(sample) : sample.plus(1L);
        }

        int number(int i) {
            return Integer.parseInt(arguments.get(i));
        }

        double real(int i) {
            return Double.parseDouble(arguments.get(i));
        }

        int[] list(int i) {
            return ints(arguments.get(i));
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = NumPyTest.class.getResourceAsStream("numpy.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(f -> new Line(f[0], List.of(f).subList(1, f.length - 1), f[f.length - 1]))
                    .toList();
        }
    }

    private static int[] ints(String list) {
        String inner = list.substring(1, list.length() - 1);
        return inner.isEmpty()
                ? new int[0]
                : Arrays.stream(inner.split(",")).mapToInt(Integer::parseInt).toArray();
    }

    private static ArrayType type(String text) {
        int bracket = text.indexOf('[');
        DType dtype = Arrays.stream(DType.values())
                .filter(d -> d.symbol().equals(text.substring(0, bracket)))
                .findFirst()
                .orElseThrow();
        return new ArrayType(dtype, Shape.of(ints(text.substring(bracket))));
    }

    private static Tensor sample(ArrayType type) {
        double[] elements = new double[type.shape().size()];
        for (int i = 0; i < elements.length; i++) {
            int number = (i * 7 + 3) % 11 - 4;
            elements[i] = type.dtype() == DType.BOOL ? (number > 0 ? 1 : 0) : number;
        }
        return Tensors.tensor(type.shape(), elements).to(type.dtype());
    }

    private static Tensor arange(Shape shape, int modulus) {
        long[] elements = new long[shape.size()];
        Arrays.setAll(elements, i -> i % modulus);
        return Tensors.tensor(NdArray.wrap(shape, elements));
    }

    private static Tensor run(Line line) {
        return switch (line.operation) {
            case "plus", "minus", "times", "div", "maximum", "minimum", "gt", "le", "eq", "ne" ->
                binary(line.operation).apply(line.array(0), line.array(1));
            case "plusWhole" -> line.array(0).plus((long) line.number(1));
            case "timesWhole" -> line.array(0).times((long) line.number(1));
            case "minusWhole" -> line.array(0).minus((long) line.number(1));
            case "plusReal" -> line.array(0).plus(line.real(1));
            case "timesReal" -> line.array(0).times(line.real(1));
            case "divReal" -> line.array(0).div(line.real(1));
            case "gtReal" -> line.array(0).gt(line.real(1));
            case "powReal" -> line.array(0).pow(line.real(1));
            case "sum" -> line.array(0).sum(line.list(1));
            case "mean" -> line.array(0).mean(line.list(1));
            case "max" -> line.array(0).max(line.list(1));
            case "min" -> line.array(0).min(line.list(1));
            case "all" -> line.array(0).all(line.list(1));
            case "any" -> line.array(0).any(line.list(1));
            case "argmax" -> line.array(0).argmax(line.number(1));
            case "matmul" -> line.array(0).matmul(line.array(1));
            case "reshape" -> line.array(0).reshape(line.list(1));
            case "transpose" -> line.array(0).transpose(line.list(1));
            case "expandDims" -> line.array(0).expandDims(line.number(1));
            case "slice" -> line.array(0).slice(line.number(1), line.number(2), line.number(3), line.number(4));
            case "get" -> line.array(0).get(line.list(1));
            case "broadcastTo" -> line.array(0).broadcastTo(line.list(1));
            case "take" -> {
                Tensor x = line.array(0);
                yield Indexing.take(x, arange(Shape.of(line.list(1)), x.dim(line.number(2))), line.number(2));
            }
            case "takeAlong" -> {
                Tensor x = line.array(0);
                yield Indexing.takeAlong(x, arange(Shape.of(line.list(1)), x.dim(line.number(2))), line.number(2));
            }
            case "concatenate" -> Tensors.concatenate(line.number(2), line.array(0), line.array(1));
            case "stack" -> Tensors.stack(line.number(2), List.of(line.array(0), line.array(1)));
            case "where" -> Tensors.where(line.array(0), line.array(1), line.array(2));
            case "tril" -> Linalg.tril(line.array(0), line.number(1));
            case "triu" -> Linalg.triu(line.array(0), line.number(1));
            default -> throw new AssertionError(line.operation);
        };
    }

    private static BiFunction<Tensor, Tensor, Tensor> binary(String operation) {
        return switch (operation) {
            case "plus" -> Tensor::plus;
            case "minus" -> Tensor::minus;
            case "times" -> Tensor::times;
            case "div" -> Tensor::div;
            case "maximum" -> Tensors::maximum;
            case "minimum" -> Tensors::minimum;
            case "gt" -> Tensor::gt;
            case "le" -> Tensor::le;
            case "eq" -> Tensor::eq;
            case "ne" -> Tensor::ne;
            default -> throw new AssertionError(operation);
        };
    }

    @ParameterizedTest
    @MethodSource("lines")
    void asNumPy(Line line) {
        if (line.result.equals("error")) {
            Throwable error = catchThrowable(() -> run(line));
            assertThat(error).isInstanceOf(GradusException.class);
            assertThat(((GradusException) error).remedy()).isNotEmpty();
            return;
        }
        Tensor eager = run(line);
        demandResult(line, eager);
        Tensor compiled = Gradus.jit((Tensor _) -> run(line)).apply(Tensors.scalar(0));
        assertThat(compiled.array().sameBits(eager.array())).isTrue();
    }

    /** The type and the elements of a line of the table. */
    static void demandResult(Line line, Tensor actual) {
        int space = line.result.indexOf(' ');
        String wanted = space < 0 ? line.result : line.result.substring(0, space);
        double[] elements = space < 0
                ? new double[0]
                : Arrays.stream(line.result.substring(space + 1).split(" "))
                        .mapToDouble(NumPyTest::number)
                        .toArray();
        assertThat(actual.type()).hasToString(wanted);
        assertThat(actual.toDoubles()).containsExactly(elements);
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }
}
