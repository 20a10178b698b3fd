package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.workbench.data.TableReader;
import org.gradus.workbench.plot.Plot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How good predictions are, by hand. */
class EvaluationTest {
    @TempDir
    Path folder;

    private Problem flowers() throws IOException {
        Path table = Fixtures.flowers(folder, "length");
        return Preparation.prepare(TableReader.read(table), Fixtures.options(table, "species", null, null));
    }

    /** Logits that give one class a probability, and the others the rest. */
    private static void logits(double[] z, int row, int predicted, double probability) {
        z[3 * row + predicted] = Math.log(probability / ((1 - probability) / 2));
    }

    @Test
    void sixRowsOfThreeClasses() throws IOException {
        Problem problem = flowers();
        int[] labels = ((Target.Classes) problem.test().target()).labels();
        assertThat(labels).hasSize(6);
        double[] tuned = new double[18];
        double[] grid = new double[18];
        for (int i = 0; i < 6; i++) {
            logits(tuned, i, i == 0 ? (labels[0] + 1) % 3 : labels[i], 0.9);
        }
        Evaluation evaluation = Evaluation.of(problem, new Diagnostics(tuned, grid, List.of()));
        // The training rows are six of each class.
        assertThat(evaluation.constantLoss()).isCloseTo(Math.log(3), within(1e-14));
        assertThat(evaluation.constantScore()).isCloseTo(1 / 3.0, within(1e-15));
        // Log losses: −ln 0.9 five times and −ln 0.05 once, against ln 3 each.
        double right = Math.log(3) + Math.log(0.9);
        double wrong = Math.log(3) + Math.log(0.05);
        double mean = (5 * right + wrong) / 6;
        assertThat(evaluation.better()).isCloseTo(mean, within(1e-14));
        double variance = (5 * Math.pow(right - mean, 2) + Math.pow(wrong - mean, 2)) / 5;
        assertThat(evaluation.betterError()).isCloseTo(Math.sqrt(variance / 6), within(1e-14));
        assertThat(evaluation.verdict()).isZero();
        // scipy: binomtest(5, 6).proportion_ci(method="wilson")
        assertThat(evaluation.scoreLow()).isCloseTo(0.43649718, within(1e-7));
        assertThat(evaluation.scoreHigh()).isCloseTo(0.96994663, within(1e-7));
        Evaluation.Classes classes = evaluation.classes().orElseThrow();
        assertThat(classes.bins()).hasSize(1);
        assertThat(classes.bins().getFirst().share()).isCloseTo(5 / 6.0, within(1e-15));
        assertThat(classes.error()).isCloseTo(0.9 - 5 / 6.0, within(1e-14));
        assertThat(classes.chance()).isCloseTo(Math.sqrt(2 * 0.09 / (Math.PI * 6)), within(1e-14));
        assertThat(classes.confusion().get(labels[0]).get((labels[0] + 1) % 3)).isEqualTo(1);
        assertThat(classes.confusion().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(6);
        assertThat(EvaluationText.confusion(classes, List.of("a", "b", "c")))
                .startsWith("1 test row is predicted wrong; ");
    }

    @Test
    void hugeLogitsHaveFiniteLosses() throws IOException {
        Problem problem = flowers();
        double[] tuned = new double[18];
        tuned[0] = 1e6;
        tuned[4] = -1e6;
        Evaluation evaluation = Evaluation.of(problem, new Diagnostics(tuned, new double[18], List.of()));
        assertThat(evaluation.better()).isFinite();
        assertThat(evaluation.classes().orElseThrow().error()).isFinite();
    }

    @Test
    void residualsAreInTheTablesUnit() throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            text.append(i).append(',').append(100 + i * 1.5).append('\n');
        }
        Path table = Files.writeString(folder.resolve("t.csv"), text);
        Problem problem = Preparation.prepare(TableReader.read(table), Fixtures.options(table, "y", null, null));
        double[] values = ((Target.Values) problem.test().target()).values();
        var scale = ((Task.Regression) problem.task()).scale();
        double[] tuned =
                Arrays.stream(values).map(v -> v - 2 / scale.deviation()).toArray();
        Evaluation evaluation = Evaluation.of(problem, new Diagnostics(tuned, new double[values.length], List.of()));
        Evaluation.Residuals residuals = evaluation.numbers().orElseThrow();
        assertThat(Arrays.stream(residuals.residual())).allMatch(r -> Math.abs(r - 2) < 1e-10);
        assertThat(residuals.mean()).isCloseTo(2, within(1e-10));
        assertThat(residuals.deviation()).isCloseTo(0, within(1e-10));
        // The grid's model predicts the mean, so that is the gain.
        double gain = evaluation.constantLoss() - 4 / (scale.deviation() * scale.deviation());
        assertThat(evaluation.better()).isCloseTo(gain, within(1e-12));
        assertThat(evaluation.verdict()).isEqualTo(1);
        assertThat(Evaluation.Residuals.normal(0, 1)).isCloseTo(0, within(1e-15));
        assertThat(Evaluation.Residuals.normal(974, 1000)).isCloseTo(1.95148, within(1e-5));
    }

    @Test
    void ranksShareTheirMeanWhereTheyAreTied() {
        assertThat(Ranks.of(new double[] {3, 1, 3, 2, 3})).containsExactly(3, 0, 3, 1, 3);
        assertThat(Ranks.correlation(new double[] {1, 2, 3, 4}, new double[] {1, 8, 27, 64}))
                .isEqualTo(1);
        // scipy.stats.spearmanr([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) is 0.8
        assertThat(Ranks.correlation(new double[] {1, 2, 3, 4, 5}, new double[] {2, 1, 4, 3, 5}))
                .isCloseTo(0.8, within(1e-15));
    }

    @Test
    void everyBeginningOfTheLearningOrderHasTheClassesInProportion() throws IOException {
        Part train = flowers().train();
        int[] labels = ((Target.Classes) train.target()).labels();
        int[] order = LearningCurve.order(train, 4);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(java.util.stream.IntStream.range(0, train.rows()).toArray());
        for (int k = 3; k <= train.rows(); k += 3) {
            int[] counts = new int[3];
            Arrays.stream(order, 0, k).forEach(row -> counts[labels[row]]++);
            assertThat(counts).containsOnly(k / 3);
        }
        assertThat(LearningCurve.order(train, 4)).isEqualTo(order);
        assertThat(LearningCurve.order(train, 5)).isNotEqualTo(order);
    }

    @Test
    void aRealRunHasAllOfIt() throws IOException {
        Path table = Fixtures.flowers(folder, "length");
        TuneOptions options = Fixtures.options(table, "species", null, folder.resolve("out"));
        TuneResult result = new TuneRun(new HypergradientTuner(), ModelFile::write)
                .run(options, "gradus tune t.csv", TuneRun.Progress.NONE);
        Map<String, Plot> plots = TunePlots.of(result);
        assertThat(plots.keySet())
                .containsExactly(
                        "convergence", "hyperparameters", "grid", "gap", "calibration", "confusion", "learning");
        Map<String, Object> json = TuneJson.of(result);
        assertThat(json)
                .containsKeys(
                        "constant",
                        "tuned_better_than_grid",
                        "accuracy_interval",
                        "calibration",
                        "confusion",
                        "learning_curve",
                        "data");
        var points = result.outcome().diagnostics().orElseThrow().learning();
        assertThat(points.getLast().rows()).isEqualTo(result.problem().train().rows());
        assertThat(points.getLast().validationLoss())
                .isEqualTo(result.outcome().tuned().validationLoss());
        assertThat(points).extracting(Diagnostics.LearningPoint::rows).isSorted();
        String html = Files.readString(result.out().resolve("report.html"));
        assertThat(html)
                .contains("class=\"verdict\"")
                .contains("Predictions of the test rows")
                .contains("Learning curve")
                .contains("SHA-256 " + result.data().getFirst().sha256())
                .contains("id=\"figure-7-title\"", "id=\"narrow-7-title\"");
        for (String name : plots.keySet()) {
            assertThat(result.out().resolve(name + ".png")).exists();
        }
    }
}
