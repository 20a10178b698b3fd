package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Wrong labels found by tuning: some of the training labels are flipped, a weight for each training row is tuned on clean
 * validation rows, and the rows with small weights are compared with those that were flipped. What is compared with is the
 * unweighted fit to the same labels, with the best single penalty of the grid.
 */
class NoisyLabelsTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("gradus.root", ".."), "examples");
    private static final double SHARE = 0.3;

    /** What came of one seed: accuracy on the test rows, and the AUROC of low weight against flip. */
    private record Run(double unweighted, double weighted, double auroc) {}

    private static Run run(String table, String target, int iterations, long seed) {
        TuneOptions options = new TuneOptions(
                EXAMPLES.resolve(table + ".csv"),
                target,
                Optional.empty(),
                Hyper.EXAMPLE_WEIGHTS,
                SplitShares.DEFAULT,
                iterations,
                seed,
                Optional.empty());
        Problem clean = Preparation.prepare(TableReader.read(options.table()), options);
        Target.Classes labels = (Target.Classes) clean.train().target();
        boolean[] flipped = flips(labels.labels().length, seed);
        Problem noisy = with(clean, flip(labels, flipped, seed));
        TuneOutcome outcome = new HypergradientTuner().tune(noisy, options, TuneListener.NONE);
        double[] weights = outcome.hyperparameters().stream()
                .mapToDouble(Hyperparameter::value)
                .toArray();
        return new Run(outcome.grid().testScore(), outcome.tuned().testScore(), auroc(weights, flipped));
    }

    private static boolean[] flips(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(1000 + seed);
        int[] order = IntStream.range(0, rows).toArray();
        boolean[] flipped = new boolean[rows];
        for (int i = 0; i < Math.round(SHARE * rows); i++) {
            int j = random.nextInt(i, rows);
            int chosen = order[j];
            order[j] = order[i];
            order[i] = chosen;
            flipped[chosen] = true;
        }
        return flipped;
    }

    private static Target.Classes flip(Target.Classes labels, boolean[] flipped, long seed) {
        SplittableRandom random = new SplittableRandom(2000 + seed);
        int k = labels.classes();
        int[] wrong = IntStream.range(0, flipped.length)
                .map(i -> flipped[i] ? (labels.labels()[i] + random.nextInt(1, k)) % k : labels.labels()[i])
                .toArray();
        return new Target.Classes(wrong, k);
    }

    private static Problem with(Problem p, Target target) {
        Part train = new Part(p.train().rows(), p.train().columns(), p.train().features(), target, p.train().numbers());
        return new Problem(
                p.table(),
                p.rows(),
                p.target(),
                p.task(),
                p.choice(),
                p.features(),
                p.scales(),
                p.dropped(),
                p.preprocessing(),
                p.findings(),
                train,
                p.validation(),
                p.test());
    }

    /** The probability that a flipped row has a smaller weight than one that is not, with ties half. */
    private static double auroc(double[] weights, boolean[] flipped) {
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                if (flipped[i] && !flipped[j]) {
                    sum += weights[i] < weights[j] ? 1 : weights[i] == weights[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    private static List<Run> runs(String table, String target, int iterations, int seeds, TestReporter reporter) {
        List<Run> runs = IntStream.range(0, seeds)
                .mapToObj(seed -> run(table, target, iterations, seed))
                .toList();
        runs.forEach(r -> reporter.publishEntry(
                table,
                String.format(
                        Locale.ROOT,
                        "test accuracy %.4f unweighted, %.4f weighted; AUROC %.4f",
                        r.unweighted,
                        r.weighted,
                        r.auroc)));
        reporter.publishEntry(
                table + ", mean of " + seeds,
                String.format(
                        Locale.ROOT,
                        "test accuracy %.4f unweighted, %.4f weighted; AUROC %.4f",
                        mean(runs, Run::unweighted),
                        mean(runs, Run::weighted),
                        mean(runs, Run::auroc)));
        return runs;
    }

    private static double mean(List<Run> runs, ToDoubleFunction<Run> value) {
        return runs.stream().mapToDouble(value).average().orElseThrow();
    }

    @Test
    void aurocOfKnownOrders() {
        boolean[] flipped = {true, false, true, false};
        assertThat(auroc(new double[] {0, 1, 0, 1}, flipped)).isEqualTo(1);
        assertThat(auroc(new double[] {1, 0, 1, 0}, flipped)).isEqualTo(0);
        assertThat(auroc(new double[] {1, 1, 1, 1}, flipped)).isEqualTo(0.5);
        assertThat(Arrays.equals(flips(10, 1), flips(10, 1))).isTrue();
    }

    @Test
    void weightsFindWrongLabelsAndLiftTheTestAccuracy(TestReporter reporter) {
        List<Run> runs = runs("breast_cancer", "diagnosis", 10, 3, reporter);
        assertThat(mean(runs, Run::weighted) - mean(runs, Run::unweighted)).isGreaterThan(0.05);
        assertThat(mean(runs, Run::auroc)).isGreaterThan(0.9);
    }

    @Test
    @EnabledIfSystemProperty(named = "gradus.full", matches = "true")
    void overTenSeedsOnTwoTables(TestReporter reporter) {
        List<Run> cancer = runs("breast_cancer", "diagnosis", 20, 10, reporter);
        assertThat(mean(cancer, Run::weighted) - mean(cancer, Run::unweighted)).isGreaterThan(0.05);
        assertThat(mean(cancer, Run::auroc)).isGreaterThan(0.9);
        List<Run> digits = runs("digits", "digit", 20, 10, reporter);
        assertThat(mean(digits, Run::weighted) - mean(digits, Run::unweighted)).isGreaterThan(0.03);
        assertThat(mean(digits, Run::auroc)).isGreaterThan(0.9);
    }
}
