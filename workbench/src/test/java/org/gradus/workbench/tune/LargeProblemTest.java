package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.zeros;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.data.Large;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.Table;
import org.gradus.workbench.data.TableSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tuning by batches from temporary files: the bits of tuning in memory, the numbers of one batch, and its memory. */
class LargeProblemTest {
    private static final Path EXAMPLES = Path.of("../examples");

    @TempDir
    Path folder;

    private static Problem prepare(TuneOptions options) {
        try (Table table = TableSource.of(options.table()).read(Set.of())) {
            return Preparation.prepare(table, options);
        }
    }

    private static TuneOutcome tune(TuneOptions options) {
        try (Problem problem = prepare(options)) {
            return new HypergradientTuner().tune(problem, options, TuneListener.NONE);
        }
    }

    private static TuneOptions options(Path table, String target, Model model, Hyper hyper, int iterations) {
        return new TuneOptions(
                table, target, Optional.of(model), hyper, SplitShares.DEFAULT, iterations, 3, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "breast_cancer.csv, diagnosis, LOGISTIC, L2_PER_FEATURE, 3",
        "breast_cancer.csv, diagnosis, LOGISTIC, EXAMPLE_WEIGHTS, 2",
        "iris.csv, species, SOFTMAX, L2_PER_FEATURE, 3",
        "diabetes.csv, progression, RIDGE, FEATURE_SCALES, 2"
    })
    void bitsDoNotDependOnWhereTheRowsAre(String table, String target, Model model, Hyper hyper, int iterations)
            throws Exception {
        TuneOptions options = options(EXAMPLES.resolve(table), target, model, hyper, iterations);
        TuneOutcome held = Large.held(64, () -> tune(options));
        TuneOutcome spooled = Large.spooled(64, () -> tune(options));
        TuneOutcome one = tune(options);
        assertThat(spooled.hyperparameters()).isEqualTo(held.hyperparameters());
        assertThat(spooled.tuned()).isEqualTo(held.tuned());
        assertThat(spooled.grid()).isEqualTo(held.grid());
        assertThat(spooled.history().stream().map(OuterIteration::hypergradientNorm))
                .isEqualTo(held.history().stream()
                        .map(OuterIteration::hypergradientNorm)
                        .toList());
        assertThat(held.tuned().validationLoss()).isCloseTo(one.tuned().validationLoss(), within(1e-6));
        assertThat(held.grid().testLoss()).isCloseTo(one.grid().testLoss(), within(1e-9));
        assertThat(held.history().getFirst().hypergradientNorm())
                .isCloseTo(one.history().getFirst().hypergradientNorm(), within(1e-8));
    }

    /** Rows with a few features, two classes, and labels of which some are wrong. */
    private Path noisy(int rows, int features) throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < features; j++) {
            text.append("x").append(j).append(',');
        }
        text.append("y\n");
        for (int i = 0; i < rows; i++) {
            double z = 0;
            for (int j = 0; j < features; j++) {
                double x = Math.rint(random.nextGaussian() * 1000) / 1000;
                z += x * (j % 3 - 1);
                text.append(x).append(',');
            }
            text.append(z + random.nextGaussian() > 0 ^ random.nextInt(5) == 0 ? "yes" : "no")
                    .append('\n');
        }
        return Files.writeString(folder.resolve("noisy.csv"), text);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Memory in use after few and after many inner iterations, by the same hypergradient. */
    private static long[] usedAfter(Problem problem, int few, int many) {
        LinearModel model = LinearModel.of(problem);
        HyperSpace<LinearModel.Weights> space = new HyperSpace<>(
                Hyper.EXAMPLE_WEIGHTS,
                model,
                problem.features(),
                problem.train().rows(),
                1e-3);
        InnerProblem<LinearModel.Weights> inner =
                new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, model.examples(problem.train()));
        Examples validation = model.examples(problem.validation());
        Tensor theta = zeros(problem.train().rows());
        long[] used = new long[2];
        for (int k = 1; k <= many; k++) {
            inner.startFrom(model.start());
            Tensor gradient = inner.hypergradient((p, t) -> space.outer(p, t, validation), theta)
                    .gradient();
            theta = theta.minus(gradient.times(100.0));
            if (k == few || k == many) {
                used[k == few ? 0 : 1] = used();
            }
        }
        return used;
    }

    @Test
    void memoryDoesNotGrowWithInnerIterations() throws Exception {
        TuneOptions options = options(noisy(20_000, 8), "y", Model.LOGISTIC, Hyper.EXAMPLE_WEIGHTS, 1);
        long[] used = Large.spooled(1024, () -> {
            try (Problem problem = prepare(options)) {
                return usedAfter(problem, 2, 10);
            }
        });
        // Forty inner iterations more, of 12 000 rows; a vector of them is 96 kB.
        assertThat(used[1] - used[0]).isLessThan(2_000_000);
    }

    @Test
    @EnabledIfSystemProperty(named = "gradus.full", matches = "true")
    void aMillionExampleWeights() throws Exception {
        TuneOptions options = options(noisy(1_000_000, 8), "y", Model.LOGISTIC, Hyper.EXAMPLE_WEIGHTS, 3);
        TuneOutcome outcome = Large.spooled(65_536, () -> tune(options));
        assertThat(outcome.hyperparameters()).hasSize(600_000);
        assertThat(outcome.tuned().validationLoss()).isLessThan(outcome.grid().validationLoss());
    }
}
