package org.gradus.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gradus.Gradus;
import org.gradus.array.NarrowFormat;
import org.gradus.error.ArgumentException;
import org.gradus.error.NotDifferentiableException;
import org.gradus.transform.Same;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivatives of orders 1 to 3 near zeros, in tails and at large arguments, relative to true values of 1200 bits that
 * {@code src/test/python/elementwise_tables.py} wrote.
 */
class ElementwiseDerivativesTest {
    private static final double USUAL = 4e-14;

    record Row(String function, int order, double x, double value) {}

    private static final Map<String, Fn<Tensor, Tensor>> FUNCTIONS = new LinkedHashMap<>();
    /** Derivatives of third order whose terms cancel at points of the table. */
    private static final Map<String, Double> LOOSER = Map.of("logNdtr 3", 2e-9, "betainc24 3", 1e-8);

    static {
        FUNCTIONS.put("rsqrt", Tensors::rsqrt);
        FUNCTIONS.put("cbrt", Tensors::cbrt);
        FUNCTIONS.put("exp2", Tensors::exp2);
        FUNCTIONS.put("log2", Tensors::log2);
        FUNCTIONS.put("log10", Tensors::log10);
        FUNCTIONS.put("tan", Tensors::tan);
        FUNCTIONS.put("asin", Tensors::asin);
        FUNCTIONS.put("acos", Tensors::acos);
        FUNCTIONS.put("atan", Tensors::atan);
        FUNCTIONS.put("sinh", Tensors::sinh);
        FUNCTIONS.put("cosh", Tensors::cosh);
        FUNCTIONS.put("asinh", Tensors::asinh);
        FUNCTIONS.put("acosh", Tensors::acosh);
        FUNCTIONS.put("atanh", Tensors::atanh);
        FUNCTIONS.put("sinc", Tensors::sinc);
        FUNCTIONS.put("erf", Tensors::erf);
        FUNCTIONS.put("erfc", Tensors::erfc);
        FUNCTIONS.put("erfcx", Tensors::erfcx);
        FUNCTIONS.put("erfinv", Tensors::erfinv);
        FUNCTIONS.put("ndtr", Tensors::ndtr);
        FUNCTIONS.put("logNdtr", Tensors::logNdtr);
        FUNCTIONS.put("lgamma", Tensors::lgamma);
        FUNCTIONS.put("logit", Tensors::logit);
        FUNCTIONS.put("sigmoid", Tensors::sigmoid);
        FUNCTIONS.put("softplus", Tensors::softplus);
        FUNCTIONS.put("logSigmoid", Tensors::logSigmoid);
        FUNCTIONS.put("silu", Tensors::silu);
        FUNCTIONS.put("gelu", Tensors::gelu);
        FUNCTIONS.put("mish", Tensors::mish);
        FUNCTIONS.put("softsign", Tensors::softsign);
        FUNCTIONS.put("gammainc3", x -> Tensors.gammainc(scalar(3), x));
        FUNCTIONS.put("gammaincc3", x -> Tensors.gammaincc(scalar(3), x));
        FUNCTIONS.put("betainc24", x -> Tensors.betainc(scalar(2), scalar(4), x));
    }

    static Set<String> functions() {
        return FUNCTIONS.keySet();
    }

    private static List<Row> rows() throws IOException {
        try (InputStream in = ElementwiseDerivativesTest.class.getResourceAsStream("derivatives.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(f -> new Row(f[0], Integer.parseInt(f[1]), Double.parseDouble(f[2]), Double.parseDouble(f[3])))
                    .toList();
        }
    }

    private static Fn<Tensor, Tensor> derivative(Fn<Tensor, Tensor> f, int order) {
        Fn<Tensor, Tensor> d = f;
        for (int i = 0; i < order; i++) {
            Fn<Tensor, Tensor> inner = d;
            d = i % 2 == 0
                    ? Gradus.grad((Tensor x) -> inner.apply(x).sum())
                    : x -> Gradus.jvp(inner, x, Tensors.onesLike(x)).tangent();
        }
        return d;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void keepTheirDigits(String function) throws IOException {
        for (int order = 1; order <= 3; order++) {
            int n = order;
            List<Row> rows = rows().stream()
                    .filter(r -> r.function.equals(function) && r.order == n)
                    .toList();
            assertThat(rows).isNotEmpty();
            Tensor x = tensor(rows.stream().mapToDouble(Row::x).toArray());
            double[] values = derivative(FUNCTIONS.get(function), n).apply(x).toDoubles();
            for (int i = 0; i < values.length; i++) {
                Row row = rows.get(i);
                double error = Math.abs(values[i] - row.value) / Math.max(Math.abs(row.value), 1e-290);
                double tolerance = LOOSER.getOrDefault(function + " " + n, USUAL);
                assertThat(error).as("%s: %s", row, values[i]).isLessThanOrEqualTo(tolerance);
            }
        }
    }

    @Test
    void shapesHaveNoDerivative() {
        Tensor x = tensor(0.3, 0.6);
        Map<String, Fn<Tensor, Tensor>> wrong = Map.of(
                "gammainc: has no derivative with respect to its shape, the first operand",
                a -> Tensors.gammainc(a, x).sum(),
                "gammaincc: has no derivative with respect to its shape, the first operand",
                a -> Tensors.gammaincc(a, x).sum(),
                "betainc: has no derivative with respect to its shapes, the first two operands",
                a -> Tensors.betainc(x, a, x).sum(),
                "betaincc: has no derivative with respect to its shapes, the first two operands",
                a -> Tensors.betaincc(a, x, x).sum());
        wrong.forEach((problem, f) -> {
            assertThatThrownBy(() -> Gradus.grad(f).apply(x))
                    .isInstanceOf(NotDifferentiableException.class)
                    .hasMessageStartingWith(problem)
                    .hasMessageContaining("stopGradient");
            assertThatThrownBy(() -> Gradus.jvp(f, x, x)).isInstanceOf(NotDifferentiableException.class);
            Fn<Tensor, Tensor> stopped = a -> f.apply(Tensors.stopGradient(a));
            assertThat(Gradus.grad(stopped).apply(x).toDoubles()).containsExactly(0, 0);
        });
    }

    @Test
    void straightThroughKeepsTheBitsOfTheValue() {
        Tensor x = tensor(-0.2, 0.2, 1e300, -1e-320, Double.POSITIVE_INFINITY, Double.NaN);
        for (Tensor value : List.of(Tensors.round(x), Tensors.roundTo(x, NarrowFormat.BFLOAT16), x.times(3))) {
            Same.bits("value", value, Tensors.straightThrough(value, x));
            Same.bits(
                    "compiled",
                    value,
                    Gradus.jit((Tensor v, Tensor a) -> Tensors.straightThrough(v, a))
                            .apply(value, x));
        }
    }

    @Test
    void polygammaOfANegativeOrder() {
        assertThatThrownBy(() -> Tensors.polygamma(-1, scalar(2)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("polygamma: there is no derivative of order -1");
    }

    @Test
    void everyFunctionOfTheTableIsChecked() throws IOException {
        assertThat(rows().stream().map(Row::function).collect(Collectors.toSet()))
                .isEqualTo(FUNCTIONS.keySet());
    }
}
