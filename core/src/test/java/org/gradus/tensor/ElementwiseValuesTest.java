package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.Gradus;
import org.gradus.array.DType;
import org.gradus.array.NarrowFormat;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of every elementwise function: true ones of normal arguments to a bound in units in the last place, NumPy's and
 * SciPy's at zeros, infinities, NaN and the ends of the range to the bit. {@code src/test/python/elementwise_tables.py} wrote
 * the tables.
 */
class ElementwiseValuesTest {
    /** One line: the true value is {@code value + rest ulp(value)}, or {@code value} to the bit. */
    record Row(double[] arguments, double value, double rest, boolean exact) {
        @Override
        public String toString() {
            return Arrays.toString(arguments) + ", which is " + value;
        }
    }

    /** A function and the largest error in ulp of f64, of the result or of {@code floor} where the result is smaller. */
    record Bound(Fn<List<Tensor>, Tensor> f, double ulps, double floor) {}

    private static final Map<String, Bound> BOUNDS = new LinkedHashMap<>();

    /** Largest errors in ulp of f32 of functions made of several operations; the others are rounded once, from f64. */
    private static final Map<String, Double> NARROW = Map.of("geluTanh", 2.0, "celu2", 1.1, "selu", 1.5);

    private static void one(String name, Fn<Tensor, Tensor> f, double ulps) {
        BOUNDS.put(name, new Bound(x -> f.apply(x.get(0)), ulps, 0));
    }

    private static void two(String name, Fn2<Tensor, Tensor, Tensor> f, double ulps) {
        BOUNDS.put(name, new Bound(x -> f.apply(x.get(0), x.get(1)), ulps, 0));
    }

    private static void three(String name, Fn3<Tensor, Tensor, Tensor, Tensor> f, double ulps) {
        BOUNDS.put(name, new Bound(x -> f.apply(x.get(0), x.get(1), x.get(2)), ulps, 0));
    }

    static {
        elementary();
        activations();
        special();
        pairs();
    }

    private static void elementary() {
        one("sqrt", Tensors::sqrt, 0.5);
        one("rsqrt", Tensors::rsqrt, 0.51);
        one("cbrt", Tensors::cbrt, 0.52);
        one("reciprocal", Tensors::reciprocal, 0.5);
        one("square", Tensors::square, 0.5);
        one("exp", Tensors::exp, 0.9);
        one("exp2", Tensors::exp2, 0.7);
        one("expm1", Tensors::expm1, 1);
        one("log", Tensors::log, 1);
        one("log2", Tensors::log2, 0.7);
        one("log10", Tensors::log10, 0.7);
        one("log1p", Tensors::log1p, 1.1);
        one("sin", Tensors::sin, 1);
        one("cos", Tensors::cos, 1);
        one("tan", Tensors::tan, 1);
        one("asin", Tensors::asin, 0.65);
        one("acos", Tensors::acos, 0.65);
        one("atan", Tensors::atan, 0.8);
        one("sinh", Tensors::sinh, 0.8);
        one("cosh", Tensors::cosh, 0.8);
        one("tanh", Tensors::tanh, 0.8);
        one("asinh", Tensors::asinh, 1);
        one("acosh", Tensors::acosh, 1);
        one("atanh", Tensors::atanh, 0.8);
        one("sinc", Tensors::sinc, 2.5);
        one("floor", Tensors::floor, 0);
        one("ceil", Tensors::ceil, 0);
        one("round", Tensors::round, 0);
        one("trunc", Tensors::trunc, 0);
        one("sign", Tensors::sign, 0);
        one("abs", Tensors::abs, 0);
        one("roundTo16", x -> Tensors.roundTo(x, NarrowFormat.FLOAT16), 0);
        one("isNan", Tensors::isNan, 0);
        one("isInf", Tensors::isInf, 0);
        one("isFinite", Tensors::isFinite, 0);
    }

    private static void activations() {
        one("sigmoid", Tensors::sigmoid, 1.5);
        one("logSigmoid", Tensors::logSigmoid, 2);
        one("softplus", Tensors::softplus, 2);
        one("logit", Tensors::logit, 2);
        one("relu", Tensors::relu, 0);
        one("silu", Tensors::silu, 2);
        one("gelu", Tensors::gelu, 2);
        BOUNDS.put("geluTanh", new Bound(x -> Tensors.geluTanh(x.get(0)), 4, 0.1));
        one("mish", Tensors::mish, 3.5);
        one("softsign", Tensors::softsign, 1.1);
        one("elu", Tensors::elu, 1);
        one("celu2", x -> Tensors.celu(x, 2), 1);
        one("selu", Tensors::selu, 2.5);
        one("leakyRelu2", x -> Tensors.leakyRelu(x, 0.25), 0);
        one("relu6", Tensors::relu6, 0);
        one("hardTanh", Tensors::hardTanh, 0);
    }

    private static void special() {
        one("erf", Tensors::erf, 1.5);
        one("erfc", Tensors::erfc, 1.1);
        one("erfcx", Tensors::erfcx, 1.5);
        one("erfinv", Tensors::erfinv, 3.6);
        one("erfcinv", Tensors::erfcinv, 3.6);
        one("ndtr", Tensors::ndtr, 1.1);
        one("logNdtr", Tensors::logNdtr, 1.7);
        one("ndtri", Tensors::ndtri, 6);
        one("lgamma", Tensors::lgamma, 3);
        one("digamma", Tensors::digamma, 3.5);
        BOUNDS.put("lbeta", new Bound(x -> Tensors.lbeta(x.get(0), x.get(1)), 8, 1));
        BOUNDS.put("beta", new Bound(x -> Tensors.beta(x.get(0), x.get(1)), 40, 0));
        two("gammainc", Tensors::gammainc, 400);
        two("gammaincc", Tensors::gammaincc, 400);
        three("betainc", Tensors::betainc, 400);
        three("betaincc", Tensors::betaincc, 400);
    }

    private static void pairs() {
        two("maximum", Tensors::maximum, 0);
        two("minimum", Tensors::minimum, 0);
        two("copysign", Tensors::copysign, 0);
        two("floorDivide", Tensors::floorDivide, 0);
        two("mod", Tensors::mod, 0);
        two("fmod", Tensors::fmod, 0);
        two("atan2", Tensors::atan2, 0.8);
        two("hypot", Tensors::hypot, 0.51);
        two("logaddexp", Tensors::logaddexp, 1.6);
        two("pow", Tensor::pow, 1);
        two("xlogy", Tensors::xlogy, 2);
        two("xlog1py", Tensors::xlog1py, 2.1);
        three("clamp", Tensors::clamp, 0);
    }

    static Set<String> functions() {
        return BOUNDS.keySet();
    }

    private static List<String[]> lines(String table) throws IOException {
        try (InputStream in = ElementwiseValuesTest.class.getResourceAsStream(table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
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

    private static List<Row> rows(String function) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String[] f : lines("elementwise.tsv")) {
            if (f[0].equals(function)) {
                double[] arguments = new double[f.length - 3];
                for (int i = 0; i < arguments.length; i++) {
                    arguments[i] = number(f[i + 1]);
                }
                boolean exact = f[f.length - 1].equals("exact");
                double rest = exact ? 0 : Double.parseDouble(f[f.length - 1]);
                rows.add(new Row(arguments, number(f[f.length - 2]), rest, exact));
            }
        }
        return rows;
    }

    private static List<Tensor> columns(List<Row> rows, DType dtype) {
        List<Tensor> columns = new ArrayList<>();
        for (int i = 0; i < rows.getFirst().arguments.length; i++) {
            int column = i;
            double[] x = rows.stream().mapToDouble(r -> r.arguments[column]).toArray();
            columns.add(Tensors.tensor(x).to(dtype));
        }
        return columns;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void wide(String function) throws IOException {
        Bound bound = BOUNDS.get(function);
        List<Row> rows = rows(function);
        Tensor y = bound.f.apply(columns(rows, DType.FLOAT64));
        double[] values = y.toDoubles();
        for (int i = 0; i < values.length; i++) {
            Row row = rows.get(i);
            if (row.exact || !Double.isFinite(values[i])) {
                assertThat(values[i]).as("%s%s", function, row).isEqualTo(Double.valueOf(row.value));
            } else {
                double unit = Math.ulp(Math.max(Math.abs(row.value), bound.floor));
                double error = Math.abs((values[i] - row.value) - row.rest * Math.ulp(row.value)) / unit;
                assertThat(error)
                        .as("ulps of %s%s: %s", function, row, values[i])
                        .isLessThanOrEqualTo(bound.ulps);
            }
        }
    }

    /** Arguments that are numbers of f32: the error is half a unit of f32 and what the f64 result has. */
    @ParameterizedTest
    @MethodSource("functions")
    void narrow(String function) throws IOException {
        Bound bound = BOUNDS.get(function);
        List<Row> rows = new ArrayList<>();
        for (Row row : rows(function)) {
            boolean fits = true;
            for (double x : row.arguments) {
                fits &= Double.isNaN(x) || (float) x == x;
            }
            if (fits) {
                rows.add(row);
            }
        }
        assertThat(rows).hasSizeGreaterThan(8);
        Tensor y = bound.f.apply(columns(rows, DType.FLOAT32));
        assertThat(y.dtype()).isIn(DType.FLOAT32, DType.BOOL);
        double[] values = y.toDoubles();
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            Row row = rows.get(i);
            float nearest = (float) row.value;
            if (row.exact || Float.isInfinite(nearest) || nearest == 0) {
                assertThat(values[i]).as("%s%s", function, row).isEqualTo(Double.valueOf(nearest));
            } else {
                double error =
                        Math.abs(values[i] - row.value) / Math.ulp(Math.max(Math.abs(nearest), (float) bound.floor));
                worst = Math.max(worst, error);
            }
        }
        assertThat(worst).isLessThanOrEqualTo(NARROW.getOrDefault(function, 0.5001));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void oneByOneAndCompiledHaveTheSameBits(String function) throws IOException {
        Fn<List<Tensor>, Tensor> f = BOUNDS.get(function).f;
        List<Row> rows = rows(function);
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            List<Tensor> all = columns(rows, dtype);
            NdArray values = f.apply(all).array();
            assertThat(Gradus.jit(f).apply(all).array().sameBits(values)).isTrue();
            for (int i = 0; i < rows.size(); i += 7) {
                int at = i;
                Tensor one = f.apply(all.stream().map(t -> t.get(at)).toList());
                assertThat(one.item()).isEqualTo(Double.valueOf(values.getDouble(i)));
            }
        }
    }

    @Test
    void everyFunctionOfTheTableIsChecked() throws IOException {
        Set<String> names = new LinkedHashSet<>();
        lines("elementwise.tsv").forEach(f -> names.add(f[0]));
        names.remove("polygamma"); // its order is no tensor
        assertThat(BOUNDS.keySet()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void polygamma() throws IOException {
        for (Row row : rows("polygamma")) {
            Tensor x = Tensors.scalar(row.arguments[1]);
            double value = Tensors.polygamma((int) row.arguments[0], x).item();
            if (row.exact) {
                assertThat(value).as("polygamma%s", row).isEqualTo(Double.valueOf(row.value));
            } else {
                double error = Math.abs((value - row.value) - row.rest * Math.ulp(row.value));
                assertThat(error / Math.abs(row.value))
                        .as("polygamma%s: %s", row, value)
                        .isLessThanOrEqualTo(2e-15);
            }
        }
    }

    @Test
    void wholeNumbersAreThoseOfNumPy() throws IOException {
        int count = 0;
        for (String[] f : lines("whole-numbers.tsv")) {
            DType dtype = f[1].equals("i32") ? DType.INT32 : DType.INT64;
            List<Tensor> x = new ArrayList<>();
            for (int i = 2; i < f.length - 1; i++) {
                long[] number = {Long.parseLong(f[i])};
                x.add(Tensors.tensor(number).to(dtype));
            }
            Tensor y = whole(f[0], x);
            assertThat(y.dtype()).isEqualTo(dtype);
            assertThat(y.toLongs()).as(String.join(" ", f)).containsExactly(Long.parseLong(f[f.length - 1]));
            count++;
        }
        assertThat(count).isGreaterThan(3000);
    }

    private static Tensor whole(String function, List<Tensor> x) {
        Tensor a = x.getFirst();
        Tensor b = x.size() > 1 ? x.get(1) : null;
        return switch (function) {
            case "floorDivide" -> Tensors.floorDivide(a, b);
            case "mod" -> Tensors.mod(a, b);
            case "fmod" -> Tensors.fmod(a, b);
            case "and" -> a.and(b);
            case "or" -> a.or(b);
            case "xor" -> a.xor(b);
            case "maximum" -> Tensors.maximum(a, b);
            case "shiftLeft" -> Tensors.shiftLeft(a, b);
            case "shiftRight" -> Tensors.shiftRight(a, b);
            case "not" -> a.not();
            case "abs" -> a.abs();
            case "sign" -> a.sign();
            case "floor" -> Tensors.floor(a);
            case "round" -> Tensors.round(a);
            case "clamp" -> Tensors.clamp(a, b, x.get(2));
            default -> throw new AssertionError(function);
        };
    }

    @Test
    void roundingToFormats() {
        double[] x = {0.3, -0.0, 1e9, -7, 448.5, 464.1, 5, Double.NaN, Double.POSITIVE_INFINITY, 3e-8};
        for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT32)) {
            Tensor all = Tensors.tensor(x).to(dtype);
            assertThat(Tensors.roundTo(all, NarrowFormat.FLOAT8_E4M3FN).toDoubles())
                    .containsExactly(0.3125, -0.0, Double.NaN, -7, 448, Double.NaN, 5, Double.NaN, Double.NaN, 0);
            assertThat(Tensors.roundToSaturating(all, NarrowFormat.FLOAT8_E4M3FN)
                            .toDoubles())
                    .containsExactly(0.3125, -0.0, 448, -7, 448, 448, 5, Double.NaN, 448, 0);
            assertThat(Tensors.roundTo(all, NarrowFormat.FLOAT4_E2M1FN).toDoubles())
                    .containsExactly(0.5, -0.0, 6, -6, 6, 6, 4, Double.NaN, 6, 0);
            double inf = Double.POSITIVE_INFINITY;
            assertThat(Tensors.roundTo(all, NarrowFormat.FLOAT8_E5M2).toDoubles())
                    .containsExactly(0.3125, -0.0, inf, -7, 448, 448, 5, Double.NaN, inf, 0);
            assertThat(Tensors.roundTo(all, NarrowFormat.BFLOAT16).toDoubles())
                    .containsExactly(0.30078125, -0.0, 0x1.dcp29, -7, 448, 464, 5, Double.NaN, inf, 0x1.02p-25);
            assertThat(Tensors.roundToSaturating(all, NarrowFormat.BFLOAT16).toDoubles()[8])
                    .isEqualTo(0x1.fep127);
            assertThat(Tensors.roundTo(all, NarrowFormat.FLOAT16).shape()).isEqualTo(Shape.of(x.length));
        }
    }
}
