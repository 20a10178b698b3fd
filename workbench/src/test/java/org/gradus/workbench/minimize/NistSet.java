package org.gradus.workbench.minimize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A set of NIST's Statistical Reference Datasets for nonlinear regression, and the plain Java file that states its fit.
 *
 * @param name as published
 * @param starts the two starts
 * @param certified parameters
 * @param deviations their certified standard deviations
 * @param residualSum the certified sum of squared residuals
 * @param rows y, x (Nelson: y, x1, x2)
 */
@SuppressWarnings("ArrayRecordComponent")
record NistSet(
        String name,
        List<double[]> starts,
        double[] certified,
        double[] deviations,
        double residualSum,
        List<double[]> rows) {

    /** The models as Java expressions of b and x; Nelson's response is log y. */
    static final Map<String, String> MODELS = new TreeMap<>(Map.ofEntries(
            Map.entry("Bennett5", "b[0] * Math.pow(b[1] + x, -1 / b[2])"),
            Map.entry("BoxBOD", "b[0] * (1 - Math.exp(-b[1] * x))"),
            Map.entry("Chwirut1", "Math.exp(-b[0] * x) / (b[1] + b[2] * x)"),
            Map.entry("Chwirut2", "Math.exp(-b[0] * x) / (b[1] + b[2] * x)"),
            Map.entry("DanWood", "b[0] * Math.pow(x, b[1])"),
            Map.entry(
                    "ENSO",
                    "b[0] + b[1] * Math.cos(2 * Math.PI * x / 12) + b[2] * Math.sin(2 * Math.PI * x / 12)"
                            + " + b[4] * Math.cos(2 * Math.PI * x / b[3]) + b[5] * Math.sin(2 * Math.PI * x / b[3])"
                            + " + b[7] * Math.cos(2 * Math.PI * x / b[6]) + b[8] * Math.sin(2 * Math.PI * x / b[6])"),
            Map.entry("Eckerle4", "b[0] / b[1] * Math.exp(-0.5 * square((x - b[2]) / b[1]))"),
            Map.entry("Gauss1", gauss()),
            Map.entry("Gauss2", gauss()),
            Map.entry("Gauss3", gauss()),
            Map.entry("Hahn1", cubics()),
            Map.entry("Kirby2", "(b[0] + x * (b[1] + x * b[2])) / (1 + x * (b[3] + x * b[4]))"),
            Map.entry("Lanczos1", lanczos()),
            Map.entry("Lanczos2", lanczos()),
            Map.entry("Lanczos3", lanczos()),
            Map.entry("MGH09", "b[0] * (x * x + x * b[1]) / (x * x + x * b[2] + b[3])"),
            Map.entry("MGH10", "b[0] * Math.exp(b[1] / (x + b[2]))"),
            Map.entry("MGH17", "b[0] + b[1] * Math.exp(-x * b[3]) + b[2] * Math.exp(-x * b[4])"),
            Map.entry("Misra1a", "b[0] * (1 - Math.exp(-b[1] * x))"),
            Map.entry("Misra1b", "b[0] * (1 - Math.pow(1 + b[1] * x / 2, -2))"),
            Map.entry("Misra1c", "b[0] * (1 - Math.pow(1 + 2 * b[1] * x, -0.5))"),
            Map.entry("Misra1d", "b[0] * b[1] * x / (1 + b[1] * x)"),
            Map.entry("Nelson", "b[0] - b[1] * x * Math.exp(-b[2] * x2)"),
            Map.entry("Rat42", "b[0] / (1 + Math.exp(b[1] - b[2] * x))"),
            Map.entry("Rat43", "b[0] / Math.pow(1 + Math.exp(b[1] - b[2] * x), 1 / b[3])"),
            Map.entry("Roszman1", "b[0] - b[1] * x - Math.atan(b[2] / (x - b[3])) / Math.PI"),
            Map.entry("Thurber", cubics())));

    private static String gauss() {
        return "b[0] * Math.exp(-b[1] * x) + b[2] * Math.exp(-square((x - b[3]) / b[4]))"
                + " + b[5] * Math.exp(-square((x - b[6]) / b[7]))";
    }

    private static String cubics() {
        return "(b[0] + x * (b[1] + x * (b[2] + x * b[3]))) / (1 + x * (b[4] + x * (b[5] + x * b[6])))";
    }

    private static String lanczos() {
        return "b[0] * Math.exp(-b[1] * x) + b[2] * Math.exp(-b[3] * x) + b[4] * Math.exp(-b[5] * x)";
    }

    /** Reads the set of a name. */
    static NistSet of(String name) {
        try (InputStream in = NistSet.class.getResourceAsStream("nist/" + name + ".dat")) {
            return parse(
                    name,
                    new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NistSet parse(String name, List<String> lines) {
        List<double[]> parameters = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        double sum = Double.NaN;
        boolean data = false;
        for (String line : lines) {
            if (line.matches("\\s*b\\d+ =.*")) {
                parameters.add(numbers(line.substring(line.indexOf('=') + 1)));
            } else if (line.startsWith("Residual Sum of Squares:")) {
                sum = Double.parseDouble(line.substring(line.indexOf(':') + 1).strip());
            } else if (line.matches("Data:\\s+y\\s+x.*")) {
                data = true;
            } else if (data && !line.isBlank()) {
                rows.add(numbers(line));
            }
        }
        return new NistSet(
                name,
                List.of(column(parameters, 0), column(parameters, 1)),
                column(parameters, 2),
                column(parameters, 3),
                sum,
                rows);
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.strip().split("\\s+", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] column(List<double[]> rows, int j) {
        return rows.stream().mapToDouble(row -> row[j]).toArray();
    }

    /** The fit as a person would write it. */
    String java(int start) {
        boolean nelson = name.equals("Nelson");
        String response = nelson ? "Math.log(Y[i])" : "Y[i]";
        return """
                /** Generated from NIST's %1$s.dat; residuals are model minus data. */
                public class %1$s {
                    static final double[] Y = {%2$s};
                    static final double[] X = {%3$s};
                %4$s
                    public static double[] residuals(double[] b) {
                        double[] r = new double[X.length];
                        for (int i = 0; i < r.length; i++) {
                            r[i] = model(b, %5$s) - %6$s;
                        }
                        return r;
                    }

                    static double model(double[] b, %7$s) {
                        return %8$s;
                    }

                    static double square(double z) {
                        return z * z;
                    }

                    public static double[] start() {
                        return new double[] {%9$s};
                    }
                }
                """.formatted(
                        name,
                        list(column(rows, 0)),
                        list(column(rows, 1)),
                        nelson ? "    static final double[] X2 = {" + list(column(rows, 2)) + "};" : "",
                        nelson ? "X[i], X2[i]" : "X[i]",
                        response,
                        nelson ? "double x, double x2" : "double x",
                        MODELS.get(name),
                        list(starts.get(start)));
    }

    private static String list(double[] numbers) {
        return Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(", "));
    }

    /** The fewest digits of a number that agree with a certified one: −log₁₀ of the relative difference, at most 11. */
    static double digits(double[] found, double[] right) {
        double fewest = 11;
        for (int i = 0; i < right.length; i++) {
            double difference = Math.abs(found[i] - right[i]) / Math.abs(right[i]);
            fewest = Math.min(fewest, Double.isNaN(difference) ? 0 : -Math.log10(Math.max(difference, 1e-11)));
        }
        return fewest;
    }
}
