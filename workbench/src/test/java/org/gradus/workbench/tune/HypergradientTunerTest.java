package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.gradus.solve.Hypergradient;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableReader;
import org.gradus.workbench.tune.LinearModel.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tuner on the example tables: what it promises, and its hypergradients against differences of the whole inner solve. */
class HypergradientTunerTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("gradus.root", ".."), "examples");

    private static TuneOptions options(String table, String target, Hyper hyper, int iterations, long seed) {
        return new TuneOptions(
                EXAMPLES.resolve(table + ".csv"),
                target,
                Optional.empty(),
                hyper,
                SplitShares.DEFAULT,
                iterations,
                seed,
                Optional.empty());
    }

    private static Problem problem(TuneOptions options) {
        return Preparation.prepare(TableReader.read(options.table()), options);
    }

    @ParameterizedTest
    @CsvSource({
        "breast_cancer, diagnosis,   L2_PER_FEATURE, 100, 0",
        "breast_cancer, diagnosis,   L2_PER_FEATURE, 100, 1",
        "breast_cancer, diagnosis,   L2,             100, 0",
        "diabetes,      progression, L2_PER_FEATURE, 100, 0",
        "diabetes,      progression, L2,             100, 2",
        "iris,          species,     L2_PER_FEATURE, 100, 0",
        "iris,          species,     L2,             100, 3",
        "digits,        digit,       L2_PER_FEATURE, 4,   0",
        "digits,        digit,       L2,             4,   0"
    })
    void betterThanTheGridAndTunedOrOutOfBudget(String table, String target, Hyper hyper, int iterations, long seed) {
        TuneOptions options = options(table, target, hyper, iterations, seed);
        TuneOutcome outcome = new HypergradientTuner().tune(problem(options), options, TuneListener.NONE);
        assertThat(outcome.tuned().validationLoss()).isLessThan(outcome.grid().validationLoss());
        assertThat(outcome.gridCurve()).hasSize(25);
        double best = outcome.gridCurve().stream()
                .mapToDouble(GridPoint::validationLoss)
                .min()
                .orElseThrow();
        assertThat(outcome.grid().validationLoss()).isEqualTo(best);
        boolean tuned = outcome.lastNorm() <= outcome.firstNorm() / 100;
        assertThat(tuned || outcome.outerIterations() == iterations)
                .as(
                        "hypergradient norm from %s to %s in %d iterations",
                        outcome.firstNorm(), outcome.lastNorm(), outcome.outerIterations())
                .isTrue();
        assertThat(outcome.history()).allSatisfy(i -> {
            assertThat(i.optimalityResidual()).isLessThan(1e-6);
            assertThat(i.linearResidual()).isLessThan(1e-9);
        });
        for (int k = 1; k < outcome.history().size(); k++) {
            assertThat(outcome.history().get(k).validationLoss())
                    .isLessThanOrEqualTo(outcome.history().get(k - 1).validationLoss() + 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"breast_cancer, diagnosis", "diabetes, progression", "iris, species"})
    void hypergradientsAgreeWithDifferencesOfTheWholeInnerSolve(String table, String target) {
        Problem problem = problem(options(table, target, Hyper.L2_PER_FEATURE, 1, 0));
        LinearModel model = LinearModel.of(problem);
        Examples validation = model.examples(problem.validation());
        HyperSpace<Weights> space = new HyperSpace<>(
                Hyper.L2_PER_FEATURE, model, problem.features(), problem.train().rows(), 1e-2);
        InnerProblem<Weights> inner =
                new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, model.examples(problem.train()));
        Fn2<Weights, Tensor, Tensor> outer = (weights, logPenalties) -> model.loss(weights, validation);
        double[] at = space.start();
        Hypergradient<Weights, Tensor> h = inner.hypergradient(outer, tensor(at));
        double[] gradient = h.gradient().toDoubles();
        double largest = DoubleStream.of(gradient).map(Math::abs).max().orElseThrow();
        for (int j = 0; j < at.length; j++) {
            double difference =
                    (8 * (moved(inner, model, validation, at, j, 0.01) - moved(inner, model, validation, at, j, -0.01))
                                    - (moved(inner, model, validation, at, j, 0.02)
                                            - moved(inner, model, validation, at, j, -0.02)))
                            / 0.12;
            assertThat(gradient[j]).as("feature %d", j).isCloseTo(difference, within(1e-5 * largest));
        }
    }

    private static double moved(
            InnerProblem<Weights> inner, LinearModel model, Examples validation, double[] at, int j, double step) {
        double[] point = at.clone();
        point[j] += step;
        return model.loss(inner.solve(tensor(point)), validation).item();
    }
}
