package org.gradus.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Errors against tables of proven values, made by {@code src/test/python/references.py}. Larger tables in a folder named by
 * {@code -Dgradus.references=FOLDER} are read instead, if given.
 */
class ReferenceTableTest {
    private static final double EXACT_ENOUGH = 0x1p-1022;

    /** One line: the true value is {@code value + rest ulp(value)}. */
    record Row(double[] arguments, double value, double rest) {
        double error(double actual) {
            return Math.abs((actual - value) - rest * Math.ulp(value));
        }

        double ulps(double actual) {
            return error(actual) / Math.ulp(value);
        }

        double relative(double actual) {
            return value == actual
                    ? 0
                    : Math.abs(value) < EXACT_ENOUGH ? 0x1p-52 * ulps(actual) : error(actual) / Math.abs(value);
        }
    }

    /** How far off a result is. */
    interface Measure {
        double error(Row row, double actual);
    }

    record Bound(Accuracy.NumberFunction function, String unit, Measure measure, double limit) {}

    private static final Map<String, Bound> BOUNDS = new LinkedHashMap<>();

    private static void ulps(String name, DoubleUnaryOperator f, double limit) {
        BOUNDS.put(name, new Bound(a -> f.applyAsDouble(a[0]), "ulp", Row::ulps, limit));
    }

    private static void ulps(String name, DoubleBinaryOperator f, double limit) {
        BOUNDS.put(name, new Bound(a -> f.applyAsDouble(a[0], a[1]), "ulp", Row::ulps, limit));
    }

    private static void relative(String name, Accuracy.NumberFunction f, double limit) {
        BOUNDS.put(name, new Bound(f, "relative", Row::relative, limit));
    }

    private static void scaled(String name, DoubleUnaryOperator f, DoubleUnaryOperator scale, double limit) {
        Measure measure = (row, actual) -> row.error(actual) / scale.applyAsDouble(row.arguments[0]);
        BOUNDS.put(name, new Bound(a -> f.applyAsDouble(a[0]), "of the scale", measure, limit));
    }

    static {
        ulps("exp2", Exponentials::exp2, 1.05);
        ulps("log2", Exponentials::log2, 0.7);
        ulps("log10", Exponentials::log10, 0.7);
        ulps("tan", Trigonometry::tan, 1);
        ulps("asin", Trigonometry::asin, 0.65);
        ulps("acos", Trigonometry::acos, 0.65);
        ulps("atan", Trigonometry::atan, 0.8);
        ulps("atan2", Trigonometry::atan2, 0.8);
        ulps("sinh", Hyperbolic::sinh, 0.8);
        ulps("cosh", Hyperbolic::cosh, 0.8);
        ulps("asinh", Hyperbolic::asinh, 1);
        ulps("acosh", Hyperbolic::acosh, 1);
        ulps("atanh", Hyperbolic::atanh, 0.8);
        ulps("cbrt", Roots::cbrt, 0.52);
        ulps("rsqrt", Roots::rsqrt, 0.51);
        ulps("hypot", Roots::hypot, 0.51);
        BOUNDS.put(
                "logaddexp",
                new Bound(
                        a -> Exponentials.logaddexp(a[0], a[1]),
                        "ulp of the largest term",
                        (row, actual) -> {
                            double first = Math.max(row.arguments[0], row.arguments[1]);
                            double size = Math.max(Math.abs(row.value), Math.max(Math.abs(first), row.value - first));
                            return row.error(actual) / Math.ulp(size);
                        },
                        1.6));
        ulps("erf", ErrorFunctions::erf, 1.5);
        ulps("erfc", ErrorFunctions::erfc, 1.1);
        ulps("erfcx", ErrorFunctions::erfcx, 1.5);
        ulps("normalCdf", ErrorFunctions::normalCdf, 1.1);
        ulps("logNormalCdf", ErrorFunctions::logNormalCdf, 1.7);
        ulps("erfinv", InverseErrorFunctions::erfinv, 3.6);
        ulps("erfcinv", InverseErrorFunctions::erfcinv, 3.6);
        ulps("lgamma", GammaFunctions::lgamma, 3);
        scaled(
                "lgammaOfNegative",
                GammaFunctions::lgamma,
                x -> Math.max(Math.max(1, -x), Math.abs(GammaFunctions.lgamma(x))),
                1e-15);
        ulps("digamma", GammaFunctions::digamma, 3.5);
        scaled("digammaOfNegative", GammaFunctions::digamma, ReferenceTableTest::digammaTerms, 1e-15);
        ulps("trigamma", GammaFunctions::trigamma, 4.5);
        ulps("trigammaOfNegative", GammaFunctions::trigamma, 6);
        for (int n : new int[] {2, 3, 4, 5, 8, 13, 30, 100}) {
            relative("polygamma:" + n, a -> GammaFunctions.polygamma(n, a[0]), 2e-15);
            DoubleUnaryOperator f = x -> GammaFunctions.polygamma(n, x);
            scaled("polygammaOfNegative:" + n, f, x -> polygammaTerms(n, x), 2e-15);
        }
        relative("gammainc", a -> IncompleteGamma.gammainc(a[0], a[1]), 2e-13);
        relative("gammaincc", a -> IncompleteGamma.gammaincc(a[0], a[1]), 2e-13);
        relative("gammaincDerivative", a -> IncompleteGamma.gammaincDerivative(a[0], a[1]), 3e-13);
        relative("betainc", a -> IncompleteBeta.betainc(a[0], a[1], a[2]), 4e-13);
        relative("betaincc", a -> IncompleteBeta.betaincc(a[0], a[1], a[2]), 4e-13);
        relative("betaincDerivative", a -> IncompleteBeta.betaincDerivative(a[0], a[1], a[2]), 4e-13);
    }

    /** The larger of the terms of the reflection formula of ψ. */
    private static double digammaTerms(double x) {
        double r = x - Math.rint(x);
        return Math.max(Math.abs(GammaFunctions.digamma(1 - x)), Math.PI / Math.abs(Math.tan(Math.PI * r)));
    }

    /** The value for odd n; for even n the terms nearest to x, n! (|r|^-(n+1) + (1-|r|)^-(n+1)). */
    private static double polygammaTerms(int n, double x) {
        if ((n & 1) == 1) {
            return GammaFunctions.polygamma(n, x);
        }
        double r = Math.abs(x - Math.rint(x));
        double sum = Math.pow(r, -n - 1) + Math.pow(1 - r, -n - 1);
        return Math.exp(GammaFunctions.lgamma(n + 1) + Math.log(sum));
    }

    private static List<String> lines(String family) throws IOException {
        String folder = System.getProperty("gradus.references");
        if (folder != null) {
            return Files.readAllLines(Path.of(folder, family + ".tsv"));
        }
        try (InputStream in = ReferenceTableTest.class.getResourceAsStream(family + ".tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static Map<String, List<Row>> rows(String family) throws IOException {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (String line : lines(family)) {
            String[] cells = line.split("\t");
            int n = cells.length - 3;
            double[] arguments = Arrays.stream(cells, 1, n + 1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            Row row = new Row(arguments, Double.parseDouble(cells[n + 1]), Double.parseDouble(cells[n + 2]));
            rows.computeIfAbsent(cells[0], _ -> new ArrayList<>()).add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"elementary", "error-functions", "gamma-functions", "incomplete-functions"})
    void everyFunctionStaysWithinItsBound(String family) throws IOException {
        List<String> exceeded = new ArrayList<>();
        Map<String, List<Row>> table = rows(family);
        table.forEach((name, rows) -> {
            Bound bound = BOUNDS.get(name);
            assertThat(bound).as("bound of %s", name).isNotNull();
            double worst = 0;
            Row worstRow = rows.getFirst();
            for (Row row : rows) {
                double error = bound.measure.error(row, bound.function.at(row.arguments));
                if (!(error <= worst)) {
                    worst = error;
                    worstRow = row;
                }
            }
            String text = String.format(
                    "%s: largest error %.3g %s at %s (%d points)",
                    name, worst, bound.unit, Arrays.toString(worstRow.arguments), rows.size());
            System.out.println(text);
            if (!(worst <= bound.limit)) {
                exceeded.add(text + ", more than " + bound.limit);
            }
        });
        assertThat(table).isNotEmpty();
        assertThat(exceeded).isEmpty();
    }
}
