package org.gradus.workbench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that compares methods on built-in problems, files and tables. */
class CompareCommandTest {
    private CommandRun last;

    @TempDir
    Path folder;

    private int run(String... arguments) {
        last = CommandRun.of(arguments);
        return last.status();
    }

    private String out() {
        return last.out();
    }

    private String err() {
        return last.err();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private Path bowl(String more) throws IOException {
        return write("Bowl.java", """
                class Bowl {
                    public static double objective(double[] x) {
                        return (x[0] - 3) * (x[0] - 3) + 10 * (x[1] + 1) * (x[1] + 1);
                    }

                    public static double[] start() {
                        return new double[] {1, 1};
                    }
                    %s
                }
                """.formatted(more));
    }

    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("a,b,class\n");
        for (int i = 0; i < 60; i++) {
            double a = Math.sin(i * 1.7);
            double b = Math.cos(i * 0.9);
            text.append(a)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(a + 0.3 * b > 0 ? "yes" : "no")
                    .append('\n');
        }
        return write("points.csv", text.toString());
    }

    @Test
    @SuppressWarnings("unchecked")
    void aFileATableAndABuiltInProblemTogether() throws IOException {
        int status = run(
                "compare",
                "--problem",
                bowl("").toString(),
                "--problem",
                table().toString(),
                "--problem",
                "beale",
                "--target",
                "class",
                "--methods",
                "sgd,lbfgs",
                "--budget",
                "40",
                "--tune",
                "2",
                "--seeds",
                "2",
                "--json");
        assertThat(err()).doesNotContain("error");
        assertThat(status).isZero();
        Map<String, Object> all = Json.read(out().strip());
        assertThat(all.keySet())
                .containsExactly(
                        "command", "problems", "profiles", "recommendation", "tune", "seeds", "seed", "seconds");
        List<Map<String, Object>> problems = (List<Map<String, Object>>) all.get("problems");
        assertThat(problems.stream().map(p -> p.get("problem"))).containsExactly("bowl", "points", "beale");
        assertThat(problems.getFirst().keySet())
                .containsExactly("problem", "title", "budget", "winner", "verdict", "close", "methods", "left_out");
        Map<String, Object> best =
                ((List<Map<String, Object>>) problems.getFirst().get("methods")).getFirst();
        assertThat(best.keySet())
                .containsExactly(
                        "method",
                        "learning_rate",
                        "median_loss",
                        "losses",
                        "score",
                        "score_interval",
                        "broken_runs",
                        "tried",
                        "curve",
                        "seconds");
        assertThat(best).containsEntry("method", "lbfgs");
        assertThat(((Number) best.get("median_loss")).doubleValue()).isLessThan(1e-12);
        assertThat((String) problems.get(1).get("title"))
                .isEqualTo("logistic of 'class' in points.csv: 36 training rows, 2 features");
    }

    /** Within x₀ ≤ 2 the least value is 1, and every kind of method stays inside. */
    @Test
    @SuppressWarnings("unchecked")
    void boundsOfAFileHold() throws IOException {
        Path file = bowl("public static double[] upper() { return new double[] {2, 5}; }");
        int status = run(
                "compare",
                "--problem",
                file.toString(),
                "--methods",
                "sgd,lbfgsb,trust-region-newton-cg,lbfgs",
                "--budget",
                "300",
                "--tune",
                "3",
                "--seeds",
                "2",
                "--json");
        assertThat(status).isZero();
        Map<String, Object> problem =
                ((List<Map<String, Object>>) Json.read(out().strip()).get("problems")).getFirst();
        for (Map<String, Object> method : (List<Map<String, Object>>) problem.get("methods")) {
            double loss = ((Number) method.get("median_loss")).doubleValue();
            assertThat(loss).as("%s", method.get("method")).isBetween(1 - 1e-9, 1 + 1e-6);
        }
        assertThat((List<Object>) problem.get("left_out"))
                .containsExactly("lbfgs: it takes no bounds, and this problem has them");
    }

    @Test
    void wrongProblemsAreTold() throws IOException {
        assertThat(run("compare", "--problem", "rosenbrok")).isEqualTo(2);
        assertThat(err()).contains("no problem is called 'rosenbrok'", "choose among rosenbrock");
        assertThat(run("compare", "--problem", folder.resolve("None.java").toString()))
                .isEqualTo(2);
        assertThat(err()).contains("compare: no file at ");
        assertThat(run(
                        "compare",
                        "--problem",
                        write("Half.java", "class Half { int x }").toString()))
                .isEqualTo(2);
        assertThat(err()).contains("compare: Half.java does not compile");
        assertThat(run("compare", "--problem", table().toString())).isEqualTo(2);
        assertThat(err()).contains("which column of points.csv is to be predicted is not said", "--target COLUMN");
        assertThat(run("compare", "--problem", table().toString(), "--target", "nope"))
                .isEqualTo(1);
        assertThat(err()).contains("no column 'nope'");
        assertThat(run("compare", "--problem", "beale", "--target", "y")).isEqualTo(2);
        assertThat(err()).contains("--target, --model and --batch belong to a table");
        Path constrained = bowl("public static double[] equalities(double[] x) { return x; }");
        assertThat(run("compare", "--problem", constrained.toString())).isEqualTo(2);
        assertThat(err()).contains("has equalities or inequalities", "use gradus minimize");
    }

    @Test
    void theReportIsWritten() throws IOException {
        Path to = folder.resolve("report");
        int status = run(
                "compare",
                "--problem",
                bowl("").toString(),
                "--methods",
                "sgd,lbfgs",
                "--budget",
                "30",
                "--tune",
                "2",
                "--seeds",
                "2",
                "--out",
                to.toString());
        assertThat(status).isZero();
        assertThat(Files.readString(to.resolve("report.html"))).contains("Which method for bowl?");
        assertThat(to.resolve("bowl-convergence.png")).exists();
        assertThat(to.resolve("result.json")).exists();
    }

    @Test
    void methodsOfTheCatalogueAreCited() {
        assertThat(run("cite", "adam")).isZero();
        assertThat(out()).contains("@misc{adam,", "author = {Kingma and Ba}", "year = {2015}");
        assertThat(run("cite", "no-such-method")).isEqualTo(2);
    }
}
