package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.error.GradusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reductions, scans, sorts, searches and segments as NumPy, SciPy and exact arithmetic give them: element types, shapes,
 * signs of zero, NaN and infinities. {@code src/test/python/order_tables.py} wrote the table.
 */
class OrderTablesTest {
    record Line(String operation, List<String> settings, List<String> arrays, int ulps, String result) {
        @Override
        public String toString() {
            return operation + " " + settings + " " + arrays;
        }

        int number(int i) {
            return Integer.parseInt(settings.get(i));
        }
    }

    static List<Line> lines() throws IOException {
        try (InputStream in = OrderTablesTest.class.getResourceAsStream("order.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(f -> new Line(
                            f[0],
                            Arrays.stream(f[1].split(" "))
                                    .filter(s -> !s.isEmpty())
                                    .toList(),
                            List.of(f[2].split(" \\| ")),
                            Integer.parseInt(f[3]),
                            f[4]))
                    .toList();
        }
    }

    private static double number(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> Double.parseDouble(text);
        };
    }

    private static Tensor tensor(String text) {
        String[] parts = text.strip().split(" ");
        int bracket = parts[0].indexOf('[');
        String symbol = parts[0].substring(0, bracket);
        String dims = parts[0].substring(bracket + 1, parts[0].length() - 1);
        Shape shape = dims.isEmpty()
                ? Shape.SCALAR
                : Shape.of(Arrays.stream(dims.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray());
        DType dtype = Arrays.stream(DType.values())
                .filter(d -> d.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
        if (dtype.isInteger()) {
            long[] elements = new long[shape.size()];
            Arrays.setAll(elements, i -> Long.parseLong(parts[i + 1]));
            return Tensors.tensor(NdArray.wrap(shape, elements)).to(dtype);
        }
        double[] elements = new double[shape.size()];
        Arrays.setAll(elements, i -> number(parts[i + 1]));
        return Tensors.tensor(shape, elements).to(dtype);
    }

    private static Tensor run(Line line, Tensor... x) {
        Tensor a = x[0];
        return switch (line.operation) {
            case "ptp" -> a.ptp(line.number(0));
            case "argmin" -> a.argmin(line.number(0));
            case "argmax" -> a.argmax(line.number(0));
            case "countNonZero" -> a.countNonZero(line.number(0));
            case "cummax" -> Scans.cummax(a, line.number(0));
            case "cummin" -> Scans.cummin(a, line.number(0));
            case "sort" -> a.sort(line.number(0));
            case "argsort" -> a.argsort(line.number(0));
            case "argsortDown" -> Order.argsort(a, line.number(0), true);
            case "topK" -> Order.topK(a, line.number(1), line.number(0)).values();
            case "prod" -> a.prod(line.number(0));
            case "cumsum" -> a.cumsum(line.number(0));
            case "cumprod" -> a.cumprod(line.number(0));
            case "cumLogSumExp" -> Scans.cumLogSumExp(a, line.number(0));
            case "var" -> Tensors.var(a, line.number(1), line.number(0));
            case "std" -> Tensors.std(a, line.number(1), line.number(0));
            case "median" -> a.median(line.number(0));
            case "norm" -> a.pNorm(number(line.settings.get(1)), line.number(0));
            case "rank" -> Order.rank(a, line.number(0), ties(line.settings.get(1)));
            case "quantile" -> {
                int[] axes = line.settings.stream()
                        .skip(1)
                        .mapToInt(Integer::parseInt)
                        .toArray();
                String method = line.settings.getFirst().toUpperCase(Locale.ROOT);
                yield Order.quantile(a, x[1], Order.QuantileMethod.valueOf(method), axes);
            }
            case "searchSorted" -> {
                String side = line.settings.getFirst().toUpperCase(Locale.ROOT);
                yield Order.searchSorted(a, x[1], Order.Side.valueOf(side));
            }
            case "histogram" -> Order.histogram(a, x[1]);
            case "interp" -> Order.interp(a, x[1], x[2]);
            case "interpBeyond" -> {
                Tensor left = Tensors.scalar(number(line.settings.get(0)));
                yield Order.interp(a, x[1], x[2], left, Tensors.scalar(number(line.settings.get(1))));
            }
            case "bincount" -> Scans.bincount(a, line.number(0));
            case "segmentSum" -> Scans.segmentSum(a, x[1], line.number(0));
            case "segmentProd" -> Scans.segmentProd(a, x[1], line.number(0));
            case "segmentMax" -> Scans.segmentMax(a, x[1], line.number(0));
            case "segmentMin" -> Scans.segmentMin(a, x[1], line.number(0));
            case "segmentMean" -> Scans.segmentMean(a, x[1], line.number(0));
            default -> throw new AssertionError(line.operation);
        };
    }

    private static Order.Ties ties(String name) {
        return switch (name) {
            case "min" -> Order.Ties.LOWEST;
            case "max" -> Order.Ties.HIGHEST;
            default -> Order.Ties.valueOf(name.toUpperCase(Locale.ROOT));
        };
    }

    @ParameterizedTest
    @MethodSource("lines")
    void asTheTable(Line line) {
        Tensor[] arrays = line.arrays.stream().map(OrderTablesTest::tensor).toArray(Tensor[]::new);
        if (line.result.equals("error")) {
            Throwable error = catchThrowable(() -> run(line, arrays));
            assertThat(error).isInstanceOf(GradusException.class);
            assertThat(((GradusException) error).remedy()).isNotEmpty();
            return;
        }
        Tensor expected = tensor(line.result);
        Tensor eager = run(line, arrays);
        assertThat(eager.type()).isEqualTo(expected.type());
        for (int i = 0; i < expected.size(); i++) {
            double wanted = expected.array().getDouble(i);
            double given = eager.array().getDouble(i);
            boolean signed = !line.operation.startsWith("cumm") && !line.operation.equals("ptp");
            boolean same = signed
                    ? Double.compare(wanted, given) == 0
                    : wanted == given || (Double.isNaN(wanted) && Double.isNaN(given));
            double unit = expected.dtype() == DType.FLOAT32 ? Math.ulp((float) wanted) : Math.ulp(wanted);
            if (line.operation.equals("cumLogSumExp")) {
                // Near 0 the logarithm is a difference of numbers near 1.
                unit = Math.max(unit, Math.ulp(1.0));
            }
            boolean near = line.ulps > 0 && Math.abs(wanted - given) <= line.ulps * unit;
            assertThat(same || near)
                    .as("element %d is %s, expected %s", i, given, wanted)
                    .isTrue();
        }
        Tensor compiled = Gradus.jit((List<Tensor> x) -> run(line, x.toArray(Tensor[]::new)))
                .apply(List.of(arrays));
        assertThat(compiled.array().sameBits(eager.array())).isTrue();
        Tensor batched = Gradus.vmap((List<Tensor> x) -> run(line, x.toArray(Tensor[]::new)))
                .apply(Arrays.stream(arrays).map(x -> Tensors.stack(x, x)).toList());
        assertThat(batched.get(1).array().sameBits(eager.array())).isTrue();
    }
}
