package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands minimize and check as a person uses them. */
class MinimizeCommandTest {
    @TempDir
    Path folder;

    private static CommandRun gradus(String... words) {
        return CommandRun.of(words);
    }

    private String file(String name, String body) throws IOException {
        Path path = folder.resolve(name + ".java");
        Files.writeString(path, body);
        return path.toString();
    }

    /** A class around methods. */
    private String model(String name, String methods) throws IOException {
        return file(name, "public class " + name + " {\n" + methods + "\n}\n");
    }

    private static final String ROSENBROCK = """
                public static double objective(double[] x) {
                    double a = x[1] - x[0] * x[0];
                    return 100 * a * a + (1 - x[0]) * (1 - x[0]);
                }
                public static double[] start() { return new double[] {-1.2, 1}; }
            """;

    private static List<Double> doubles(Object list) {
        return ((List<?>) list)
                .stream()
                        .map(n -> n == null ? Double.NaN : ((Number) n).doubleValue())
                        .toList();
    }

    @Test
    void jsonHasAllKeysAndNothingElse() throws IOException {
        CommandRun run = gradus("minimize", model("Rosen", ROSENBROCK), "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        Map<String, Object> json = run.json();
        assertThat(json)
                .containsKeys(
                        "command",
                        "solution",
                        "value",
                        "gradient_norm",
                        "max_violation",
                        "status",
                        "reason",
                        "method",
                        "iterations",
                        "function_evaluations",
                        "gradient_evaluations",
                        "standard_deviations",
                        "seconds")
                .containsEntry("command", "minimize")
                .containsEntry("status", "converged")
                .containsEntry("method", "trust-region-newton-cg");
        assertThat(doubles(json.get("solution"))).allSatisfy(x -> assertThat(x).isCloseTo(1, within(1e-7)));
        assertThat((double) json.get("gradient_norm")).isLessThan(1e-8);
    }

    @Test
    void tellsMethodAndWhyAndTheSolution() throws IOException {
        CommandRun run = gradus("minimize", model("Rosen", ROSENBROCK));
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("Rosen: converged: the gradient's largest entry is within 1.0e-08")
                .contains("method: trust-region-newton-cg (2 variables, second derivatives)")
                .contains("x[0] = ");
    }

    @Test
    void packagesSeveralClassesRecordsConstraintsAndPrintsAreFine() throws IOException {
        String path = file("Hs14", """
                package some.place;

                class Helper {
                    static double square(double z) { return z * z; }
                }

                public class Hs14 {
                    public static double objective(double[] x) {
                        System.out.println("called");
                        return Helper.square(x[0] - 2) + Helper.square(x[1] - 1);
                    }
                    public static double[] equalities(double[] x) { return new double[] {x[0] - 2 * x[1] + 1}; }
                    public static double[] inequalities(double[] x) {
                        return new double[] {0.25 * x[0] * x[0] + x[1] * x[1] - 1};
                    }
                    public static double[] start() { return new double[] {2, 2}; }
                }
                """);
        CommandRun run = gradus("minimize", path, "--json");
        // Printing is refused inside a differentiated method, or goes to standard error; never to the JSON.
        assertThat(run.out().lines()).hasSize(1);
        Files.writeString(Path.of(path), Files.readString(Path.of(path)).replaceAll(".*println.*\n", ""));
        Map<String, Object> json = gradus("minimize", path, "--json").json();
        assertThat((double) json.get("value")).isCloseTo(1.3934649807, within(1e-8));
        assertThat((double) json.get("max_violation")).isLessThan(1e-8);
        assertThat(json).containsEntry("method", "sqp").containsKey("multipliers");
        for (String method : List.of("augmented-lagrangian", "sqp")) {
            Map<String, Object> asked =
                    gradus("minimize", path, "--json", "--method", method).json();
            assertThat((double) asked.get("value")).isCloseTo(1.3934649807, within(1e-6));
        }
    }

    @Test
    void boundsAreKeptAndTold() throws IOException {
        String path = model("Bounded", ROSENBROCK + """
                public static double[] lower() { return new double[] {Double.NEGATIVE_INFINITY, 1.5}; }
            """);
        Map<String, Object> json =
                gradus("minimize", path, "--json", "--start", "2,2").json();
        assertThat(doubles(json.get("solution")).get(1)).isEqualTo(1.5);
        assertThat(json.get("active_bounds")).isEqualTo(List.of(Json.object("index", 1L, "bound", "lower")));
        CommandRun refused = gradus("minimize", path, "--method", "lbfgs");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("lbfgs takes no bounds", "use trust-region-newton-cg or lbfgs-b");
    }

    @Test
    void residualsHaveStandardDeviations() throws IOException {
        String path = model("Line", """
                public static double[] residuals(double[] x) {
                    double[] y = {1, 3.1, 4.9, 7.2};
                    double[] r = new double[4];
                    for (int i = 0; i < 4; i++) {
                        r[i] = x[0] + x[1] * i - y[i];
                    }
                    return r;
                }
                public static double[] start() { return new double[] {0, 0}; }
            """);
        Map<String, Object> json = gradus("minimize", path, "--json").json();
        // By hand: residuals 0.01, 0.07, 0.17, 0.09; variance 0.042/2; Σ(t - 1.5)² = 5.
        assertThat(doubles(json.get("solution")))
                .satisfiesExactly(
                        a -> assertThat(a).isCloseTo(0.99, within(1e-10)),
                        b -> assertThat(b).isCloseTo(2.04, within(1e-10)));
        assertThat(doubles(json.get("standard_deviations")))
                .satisfiesExactly(
                        a -> assertThat(a).isCloseTo(Math.sqrt(0.0147), within(1e-9)),
                        b -> assertThat(b).isCloseTo(Math.sqrt(0.0042), within(1e-9)));
        assertThat(json).containsEntry("method", "levenberg-marquardt");
        assertThat(gradus("minimize", path, "--method", "trust-region-newton-cg")
                        .err())
                .contains("needs second derivatives");
    }

    @Test
    void statusTellsTheTruth() throws IOException {
        CommandRun unbounded = gradus("minimize", model("Down", """
                public static double objective(double[] x) { return x[0]; }
                public static double[] start() { return new double[] {0}; }
            """), "--json");
        assertThat(unbounded.status()).isEqualTo(1);
        assertThat(unbounded.json()).containsEntry("status", "failed");
        assertThat(unbounded.json().get("reason").toString()).contains("falling without bound");

        CommandRun nan = gradus("minimize", model("Log", """
                public static double objective(double[] x) { return Math.log(x[0]); }
                public static double[] start() { return new double[] {-1}; }
            """), "--json");
        assertThat(nan.status()).isEqualTo(1);
        assertThat(nan.json()).containsEntry("status", "failed").containsEntry("value", null);
        assertThat(nan.json().get("reason").toString()).contains("the value at the start is NaN", "value is NaN");

        CommandRun infeasible = gradus("minimize", model("Never", """
                public static double objective(double[] x) { return x[0] * x[0]; }
                public static double[] inequalities(double[] x) { return new double[] {x[0] + 1, 1 - x[0]}; }
                public static double[] start() { return new double[] {5}; }
            """), "--json");
        assertThat(infeasible.status()).isEqualTo(1);
        assertThat(infeasible.json()).containsEntry("status", "failed");
        assertThat(infeasible.json().get("reason").toString()).contains("the least violation found is 1");
        assertThat((double) infeasible.json().get("max_violation")).isCloseTo(1, within(1e-6));

        CommandRun limited = gradus("minimize", model("Rosen", ROSENBROCK), "--json", "--max-iterations", "3");
        assertThat(limited.status()).isEqualTo(3);
        assertThat(limited.json()).containsEntry("status", "stopped").containsEntry("iterations", 3L);
    }

    @Test
    void globalListsDistinctMinima() throws IOException {
        String path = model("Waves", """
                public static double objective(double[] x) { return Math.sin(3 * x[0]) + 0.1 * x[0] * x[0]; }
                public static double[] start() { return new double[] {4}; }
                public static double[] lower() { return new double[] {-6}; }
                public static double[] upper() { return new double[] {6}; }
            """);
        CommandRun run = gradus("minimize", path, "--json", "--global", "30");
        Map<String, Object> json = run.json();
        assertThat(doubles(json.get("solution")).getFirst()).isCloseTo(-0.5122328, within(1e-4));
        assertThat((List<?>) json.get("minima")).hasSizeGreaterThan(3);
        assertThat(gradus("minimize", path, "--json", "--global", "30").json().get("minima"))
                .isEqualTo(json.get("minima"));
    }

    @Test
    void plotsAreWritten() throws IOException {
        Path plots = folder.resolve("plots");
        CommandRun run = gradus("minimize", model("Rosen", ROSENBROCK), "--plot", plots.toString());
        assertThat(run.status()).isZero();
        assertThat(plots.resolve("convergence.png")).isNotEmptyFile();
        assertThat(plots.resolve("convergence.svg")).content().contains("gradient norm");
    }

    @Test
    void compileErrorsHaveTheirLine() throws IOException {
        CommandRun run = gradus(
                "minimize", model("Bad", "  public static double objective(double[] x) { return y; }"), "--json");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).contains("Bad.java:2", "cannot find symbol", "return y;");
        assertThat(run.json()).containsKey("error").containsEntry("status", "failed");
    }

    @Test
    void signaturesAreExplained() throws IOException {
        wrong("A", "public double objective(double[] x) { return 0; }", "A.objective(double[]) is not static");
        wrong("B", "static double objective(double[] x) { return 0; }", "B.objective(double[]) is not public");
        wrong("C", "public static float objective(double[] x) { return 0; }", "returns float, not double");
        wrong("D", "public static double objective(float[] x) { return 0; }", "does not take one double[]");
        wrong("E", "public static double value(double[] x) { return 0; }", "has neither objective nor residuals");
        wrong("F", "public static double objective(double[] x) { return 0; }", "F has no start");
        wrong(
                "G",
                ROSENBROCK + "public static double[] lower() { return new double[] {1}; }",
                "lower has 1 numbers and the start 2");
        wrong(
                "H",
                ROSENBROCK + "public static double[] lower() { return new double[] {1, 2}; }"
                        + "public static double[] upper() { return new double[] {0, 3}; }",
                "no number is between lower[0] = 1.0 and upper[0] = 0.0");
        wrong("I", ROSENBROCK + "public static double[] residuals(double[] x) { return x; }", "has both");
    }

    private void wrong(String name, String methods, String said) throws IOException {
        CommandRun run = gradus("minimize", model(name, methods));
        assertThat(run.status()).as(run.out() + run.err()).isEqualTo(2);
        assertThat(run.err()).contains(said);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void wrongOptionsAreRefused() throws IOException {
        String path = model("Rosen", ROSENBROCK);
        assertThat(gradus("minimize", path, "--start", "1,two").err()).contains("'two' is not a number");
        assertThat(gradus("minimize", path, "--method", "newton").status()).isEqualTo(2);
        assertThat(gradus("minimize", path, "--global", "0").err()).contains("--global 0 is no number of starts");
        assertThat(gradus("minimize", path, "--tolerance", "-1").status()).isEqualTo(2);
        assertThat(gradus("minimize", folder.resolve("None.java").toString()).err())
                .contains("no file at");
        assertThat(gradus("minimize", path, "--start", "1").status()).isNotZero();
    }

    @Test
    void errorsOfTheFileHaveTheirLine() throws IOException {
        CommandRun thrown = gradus("minimize", model("Throws", """
                public static double objective(double[] x) {
                    double[] y = new double[1];
                    return y[1] + x[0];
                }
                public static double[] start() { return new double[] {1}; }
            """));
        assertThat(thrown.status()).isEqualTo(1);
        assertThat(thrown.err()).contains("objective threw", "ArrayIndexOutOfBounds", "where: Throws.java:4");

        CommandRun deep = gradus("minimize", model("Deep", """
                static double f(double x) { return f(x + 1) + 1; }
                public static double objective(double[] x) { return f(x[0]); }
                public static double[] start() { return new double[] {1}; }
            """));
        assertThat(deep.status()).isEqualTo(1);
        assertThat(deep.err()).contains("calls itself without end", "Deep.java:2");

        CommandRun endless = gradus("minimize", model("Endless", """
                public static double objective(double[] x) {
                    double s = 0;
                    while (!Thread.currentThread().isInterrupted()) {
                        s += x[0];
                    }
                    return s;
                }
                public static double[] start() { return new double[] {1}; }
            """), "--call-limit", "0.5");
        assertThat(endless.status()).isEqualTo(1);
        assertThat(endless.err()).contains("has not returned for", "Endless.java:");
    }

    @Test
    void checkComparesDerivatives() throws IOException {
        CommandRun run = gradus("check", model("Rosen", ROSENBROCK), "--json");
        Map<String, Object> json = run.json();
        assertThat(run.status()).isZero();
        assertThat(json)
                .containsKeys(
                        "value",
                        "gradient_reverse",
                        "gradient_forward",
                        "finite_difference",
                        "max_relative_difference",
                        "warnings")
                .containsEntry("warnings", List.of());
        assertThat((double) json.get("max_relative_difference")).isLessThan(1e-9);
        assertThat(doubles(json.get("gradient_reverse")).getFirst()).isCloseTo(-215.6, within(1e-9));

        CommandRun stepped = gradus("check", model("Steps", """
                public static double objective(double[] x) {
                    int k = (int) x[0];
                    return k + Math.floor(x[1]) + Math.abs(x[2]) + x[0] * x[1];
                }
                public static double[] start() { return new double[] {1.5, 2.5, 0}; }
            """), "--json");
        assertThat(stepped.json().get("warnings").toString())
                .contains("Steps.java:3", "a cast to an integer", "Steps.java:4", "Math.floor", "x[2]: a kink");
        CommandRun elsewhere = gradus("check", model("Rosen", ROSENBROCK), "--at", "1,1", "--json");
        assertThat(doubles(elsewhere.json().get("gradient_forward"))).allMatch(slope -> slope == 0);
    }

    @Test
    void checkOfResidualsAndConstraints() throws IOException {
        String path = model("Circle", """
                public static double[] residuals(double[] x) { return new double[] {x[0] - 3, x[0] * x[1], Math.exp(x[1])}; }
                public static double[] equalities(double[] x) { return new double[] {x[0] * x[0] + x[1] * x[1] - 1}; }
                public static double[] start() { return new double[] {0.6, 0.8}; }
            """);
        CommandRun run = gradus("check", path);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("derivatives agree", "equalities: 1 compared with differences");
        assertThat(gradus("minimize", path, "--json").json()).containsEntry("status", "converged");
    }

    private static final String OUTLIER = """
            public class Line {
                static final double[] Y = {1.1, 2.9, 5.2, 30, 8.8, 11.1, 13.0};
                public static double[] start() { return new double[] {0, 0}; }
                public static double[] residuals(double[] x) {
                    double[] r = new double[Y.length];
                    for (int i = 0; i < r.length; i++) {
                        r[i] = x[0] + x[1] * i - Y[i];
                    }
                    return r;
                }
            }
            """;

    /** The line by weighted least squares with the weights of its own residuals, again and again. */
    private static double[] reweighted(java.util.function.DoubleUnaryOperator weight) {
        double[] y = {1.1, 2.9, 5.2, 30, 8.8, 11.1, 13.0};
        double a = 1;
        double b = 2;
        for (int k = 0; k < 2000; k++) {
            double w = 0;
            double wt = 0;
            double wtt = 0;
            double wy = 0;
            double wty = 0;
            for (int i = 0; i < y.length; i++) {
                double one = weight.applyAsDouble(Math.abs(a + b * i - y[i]));
                w += one;
                wt += one * i;
                wtt += one * i * i;
                wy += one * y[i];
                wty += one * i * y[i];
            }
            double det = w * wtt - wt * wt;
            a = (wtt * wy - wt * wty) / det;
            b = (w * wty - wt * wy) / det;
        }
        return new double[] {a, b};
    }

    @Test
    void robustLosses() throws IOException {
        String path = file("Line", OUTLIER);
        double[] huber = reweighted(r -> r <= 0.5 ? 1 : 0.5 / r);
        double[] cauchy = reweighted(r -> 1 / (1 + r * r / (2.385 * 2.385)));
        for (boolean isHuber : new boolean[] {true, false}) {
            Map<String, Object> json = gradus("minimize", path, "--json", "--loss", isHuber ? "huber:0.5" : "cauchy")
                    .json();
            List<?> solution = (List<?>) json.get("solution");
            double[] expected = isHuber ? huber : cauchy;
            for (int i = 0; i < 2; i++) {
                assertThat(((Number) solution.get(i)).doubleValue())
                        .isCloseTo(expected[i], org.assertj.core.api.Assertions.within(1e-6));
            }
        }
    }

    @Test
    void lossesAreForResiduals() throws IOException {
        CommandRun objective = gradus("minimize", model("Rosen", ROSENBROCK), "--loss", "huber");
        assertThat(objective.err())
                .contains("--loss huber is for least squares by levenberg-marquardt, not for an objective");
        CommandRun unknown = gradus("minimize", file("Line", OUTLIER), "--loss", "tukey");
        assertThat(unknown.err()).contains("'tukey' is no loss; give huber, cauchy, or one with its scale, as huber:2");
        CommandRun scale = gradus("minimize", file("Line", OUTLIER), "--loss", "cauchy:-1");
        assertThat(scale.err()).contains("the scale '-1' is not a positive number");
    }
}
