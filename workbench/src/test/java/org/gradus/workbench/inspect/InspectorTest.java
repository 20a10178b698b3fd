package org.gradus.workbench.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.gradus.tensor.Tensors.tensor;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gradus.linear.DenseSolve;
import org.gradus.optim.Minimizer;
import org.gradus.optim.NewtonCg;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Tensor;
import org.gradus.transform.Derivatives;
import org.gradus.workbench.inspect.Inspection.Row;
import org.gradus.workbench.inspect.Inspection.Sensitivity;
import org.gradus.workbench.tune.FinishedRuns;
import org.gradus.workbench.tune.FittedRun;
import org.gradus.workbench.tune.Hyper;
import org.gradus.workbench.tune.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What derivatives at the solution say, against refits. */
class InspectorTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("gradus.root", ".."), "examples");

    static Stream<Arguments> runs() {
        return Stream.concat(
                minima(),
                Stream.of(
                        Arguments.of("diabetes", "progression", Model.GP_REGRESSOR, Hyper.KERNEL),
                        Arguments.of("breast_cancer", "diagnosis", Model.LOGISTIC, Hyper.LEARNING_RATE_SCHEDULE),
                        Arguments.of("iris", "species", Model.MLP, Hyper.LEARNING_RATE_SCHEDULE)));
    }

    /** Those whose objective is a sum over rows that is minimized. */
    static Stream<Arguments> minima() {
        return Stream.of(
                Arguments.of("iris", "species", Model.GP, Hyper.KERNEL),
                Arguments.of("diabetes", "progression", null, Hyper.L2_PER_FEATURE),
                Arguments.of("iris", "species", null, Hyper.L2_PER_FEATURE),
                Arguments.of("iris", "species", null, Hyper.EXAMPLE_WEIGHTS),
                Arguments.of("breast_cancer", "diagnosis", Model.LOGISTIC, Hyper.L2),
                Arguments.of("diabetes", "progression", null, Hyper.FEATURE_SCALES));
    }

    private static FittedRun run(String table, String target, Model model, Hyper hyper) {
        return FinishedRuns.tuned(EXAMPLES.resolve(table + ".csv"), target, model, hyper, 5);
    }

    /** The solution when a training row has no weight. */
    private static Tensor without(FittedRun run, int row) {
        double share = run.rowWeights()[row] * run.share();
        Fn<Tensor, Tensor> rest = w -> run.objective(w, run.theta())
                .minus(run.trainLosses(w, run.theta()).get(row).times(share));
        return Minimizer.of(rest)
                .method(new NewtonCg())
                .tolerance(1e-9)
                .maxIterations(100)
                .run(run.point())
                .point();
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("minima")
    void theInfluenceOfARowIsThatOfLeavingItOut(
            String table, String target, Model model, Hyper hyper, TestReporter reporter) {
        FittedRun run = run(table, target, model, hyper);
        Inspection seen = Inspector.inspect(run, 3);
        List<Row> rows = seen.influence().rows();
        int[] order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -Math.abs(rows.get(i).effect())))
                .mapToInt(Integer::intValue)
                .toArray();
        double largest = Math.abs(rows.get(order[0]).effect());
        double before = run.validationLoss(run.point(), run.theta()).item();
        assertThat(seen.influence().validationLoss()).isEqualTo(before);
        int right = 0;
        double worst = 0;
        double[] predicted = new double[12];
        double[] actual = new double[12];
        // The six strongest rows and six of the others.
        for (int k = 0; k < 12; k++) {
            int row = k < 6 ? order[k] : order[(k - 5) * order.length / 8];
            predicted[k] = rows.get(row).effect();
            actual[k] = run.validationLoss(without(run, row), run.theta()).item() - before;
            worst = Math.max(worst, Math.abs(predicted[k] - actual[k]) / largest);
            right += Math.signum(predicted[k]) == Math.signum(actual[k]) ? 1 : 0;
        }
        reporter.publishEntry(
                table + " " + hyper,
                String.format(
                        Locale.ROOT,
                        "correlation %.4f, worst error %.3f of the largest effect, %d of 12 signs",
                        correlation(predicted, actual),
                        worst,
                        right));
        // First order in the weight: rows that hold the fit in place alone do more than it says.
        assertThat(correlation(predicted, actual)).isGreaterThan(0.9);
        assertThat(right).isGreaterThanOrEqualTo(11);
    }

    /** To first order in the weight of a row the influence is exact: a small step of the weight shows it to four digits. */
    @Test
    void theInfluenceIsTheDerivativeByTheWeight() {
        FittedRun run = run("iris", "species", null, Hyper.L2_PER_FEATURE);
        List<Row> rows = Inspector.inspect(run, 1).influence().rows();
        int n = rows.size();
        double h = 1e-3;
        for (int row : new int[] {0, 17, n - 1}) {
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                double change = side == 0 ? -h : h;
                Fn<Tensor, Tensor> moved = w -> run.objective(w, run.theta())
                        .plus(run.trainLosses(w, run.theta()).get(row).times(change / n));
                Tensor w = Minimizer.of(moved)
                        .method(new NewtonCg())
                        .tolerance(1e-12)
                        .maxIterations(100)
                        .run(run.point())
                        .point();
                losses[side] = run.validationLoss(w, run.theta()).item();
            }
            double derivative = (losses[1] - losses[0]) / (2 * h);
            assertThat(-rows.get(row).effect()).isCloseTo(derivative, within(1e-8 + 1e-4 * Math.abs(derivative)));
        }
    }

    /** So it is where the fit is a number of steps: here they are taken one by one. */
    @Test
    void theInfluenceOnStepsIsTheDerivativeByTheWeight() {
        FittedRun run = run("breast_cancer", "diagnosis", Model.LOGISTIC, Hyper.LEARNING_RATE_SCHEDULE);
        List<Row> rows = Inspector.inspect(run, 1).influence().rows();
        assertThat(run.stepped()).isTrue();
        int strongest = IntStream.range(0, rows.size())
                .boxed()
                .max(Comparator.comparingDouble(i -> Math.abs(rows.get(i).effect())))
                .orElseThrow();
        double h = 1e-3;
        for (int row : new int[] {0, 100, strongest}) {
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                double change = side == 0 ? -h : h;
                Fn<Tensor, Tensor> moved = w -> run.objective(w, run.theta())
                        .plus(run.trainLosses(w, run.theta()).get(row).times(change * run.share()));
                losses[side] =
                        run.validationLoss(steps(moved, run), run.theta()).item();
            }
            double derivative = (losses[1] - losses[0]) / (2 * h);
            assertThat(-rows.get(row).effect()).isCloseTo(derivative, within(1e-9 + 1e-4 * Math.abs(derivative)));
        }
    }

    /** A hundred steps of the heavy ball; between the eight knots the logits of the rates are linear in the step. */
    private static Tensor steps(Fn<Tensor, Tensor> f, FittedRun run) {
        int last = 99;
        double[] values = run.values();
        double[] theta = run.theta().toDoubles();
        double most = values[0] * (1 + Math.exp(-theta[0]));
        Tensor w = tensor(new double[run.point().size()]);
        Tensor velocity = w;
        for (int t = 0; t <= last; t++) {
            double place = 7.0 * t / last;
            int knot = Math.min(6, (int) place);
            double logit = theta[knot] + (place - knot) * (theta[knot + 1] - theta[knot]);
            velocity = Derivatives.valueAndGrad(f, w).gradient().plus(velocity.times(values[8]));
            w = w.minus(velocity.times(most / (1 + Math.exp(-logit))));
        }
        return w;
    }

    /** The precision of a process: eigenvalues of I + K/σ², whose product the log marginal likelihood has. */
    @Test
    void aProcessIsDeterminedByRowsThatAreNear() {
        FittedRun run = run("diabetes", "progression", Model.GP_REGRESSOR, Hyper.KERNEL);
        Inspection seen = Inspector.inspect(run, 3);
        assertThat(seen.curvature().unknowns()).isEqualTo(run.problem().train().rows());
        assertThat(seen.curvature().smallest()).isBetween(1 - 1e-9, 1.5);
        double[] values = run.values();
        double signal = values[values.length - 2];
        double noise = values[values.length - 1];
        // The kernel of a row with itself is the signal variance.
        assertThat(seen.curvature().density().mean(v -> v))
                .isCloseTo(1 + signal / noise, within(1e-9 * signal / noise));
        assertThat(run.leftOutIsExact()).isTrue();
        assertThat(InspectionText.lines(seen, 3).getFirst())
                .startsWith("curvature: the process has 265 latent values, in units of which")
                .contains("as if they told ");
    }

    private static double correlation(double[] x, double[] y) {
        double mx = java.util.Arrays.stream(x).average().orElseThrow();
        double my = java.util.Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("runs")
    void theSensitivityIsThatOfRefits(String table, String target, Model model, Hyper hyper) {
        FittedRun run = run(table, target, model, hyper);
        Inspection seen = Inspector.inspect(run, 4);
        assertThat(seen.sensitivities().size()).isLessThanOrEqualTo(run.theta().size());
        List<String> names = run.names();
        // Steps are a function as smooth as another; a refit is good to some digits only.
        double h = run.stepped() ? 1e-4 : 1e-2;
        for (Sensitivity sensitivity : seen.sensitivities().stream().limit(4).toList()) {
            int j = names.indexOf(sensitivity.name());
            Tensor[] theta = {moved(run.theta(), j, -h), moved(run.theta(), j, h)};
            Tensor[] w = {run.refit(theta[0]), run.refit(theta[1])};
            double rate = run.logRates()[j];
            Tensor slope = run.predictions(w[1], theta[1])
                    .minus(run.predictions(w[0], theta[0]))
                    .div(2 * h * rate);
            double size =
                    Math.sqrt(slope.square().sum().item() / run.problem().test().rows());
            assertThat(sensitivity.predictions()).isCloseTo(size, within(5e-4 * size + 1e-7));
            double loss = (run.validationLoss(w[1], theta[1]).item()
                            - run.validationLoss(w[0], theta[0]).item())
                    / (2 * h * rate);
            assertThat(sensitivity.validationLoss()).isCloseTo(loss, within(1e-3 * Math.abs(loss) + 1e-6));
        }
    }

    private static Tensor moved(Tensor theta, int j, double h) {
        double[] values = theta.toDoubles();
        values[j] += h;
        return tensor(values);
    }

    /** With many hyperparameters only the strongest are looked at, and these are found without a system for each. */
    @Test
    void theStrongestOfManyAreFound() {
        FittedRun run =
                FinishedRuns.tuned(EXAMPLES.resolve("diabetes.csv"), "progression", null, Hyper.EXAMPLE_WEIGHTS, 2);
        assertThat(run.theta().size()).isGreaterThan(200);
        Inspection some = Inspector.inspect(run, 10);
        assertThat(some.sensitivities()).hasSize(10);
        assertThat(some.hyperparameters()).isEqualTo(run.theta().size());
        double h = 1e-4;
        double[] sizes = IntStream.range(0, run.theta().size())
                .filter(j -> j % 20 == 0)
                .mapToDouble(j -> {
                    Tensor moved = moved(run.theta(), j, h);
                    return Math.sqrt(run.predictions(run.refit(moved), moved)
                            .minus(run.predictions(run.point(), run.theta()))
                            .div(h * run.logRates()[j])
                            .square()
                            .mean()
                            .item());
                })
                .toArray();
        double median = java.util.Arrays.stream(sizes).sorted().toArray()[sizes.length / 2];
        assertThat(some.sensitivities()).allMatch(s -> s.predictions() > 1.5 * median);
    }

    @Test
    void theCurvatureIsThatOfTheWholeHessian() {
        FittedRun run = run("iris", "species", null, Hyper.L2_PER_FEATURE);
        double[] exact = Linalg.eigh(DenseSolve.matrix(run.hessian(), run.point()))
                .values()
                .toDoubles();
        Inspection.Curvature curvature = Inspector.inspect(run, 3).curvature();
        int n = exact.length;
        assertThat(curvature.unknowns()).isEqualTo(n);
        assertThat(curvature.exact()).isTrue();
        assertThat(curvature.top()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(curvature.top().get(i)).isCloseTo(exact[n - 1 - i], within(1e-9));
        }
        // The classes' common intercept has no curvature: one of fifteen unknowns.
        assertThat(exact[0]).isCloseTo(0, within(1e-12));
        assertThat(curvature.smallest()).isCloseTo(0, within(1e-12));
        assertThat(curvature.negative()).isFalse();
        assertThat(curvature.condition()).isCloseTo(exact[n - 1] / exact[1], within(1e-3 * curvature.condition()));
        assertThat(curvature.density().mean(v -> v)).isCloseTo(trace(exact) / n, within(1e-9));
    }

    private static double trace(double[] values) {
        return java.util.Arrays.stream(values).sum();
    }

    @Test
    void networksAreLookedIntoWithDamping() {
        FittedRun run = run("iris", "species", Model.MLP, Hyper.L2_PER_LAYER);
        Inspection seen = Inspector.inspect(run, 5);
        assertThat(seen.damping()).isEqualTo(1e-4);
        assertThat(seen.curvature().unknowns()).isEqualTo(4 * 16 + 16 + 16 * 3 + 3);
        assertThat(seen.sensitivities()).extracting(Sensitivity::name).contains("hidden layer", "output layer");
        assertThat(seen.influence().rows()).allMatch(row -> Double.isFinite(row.effect()));
        double h = 0.02;
        int j = 1;
        Tensor[] theta = {moved(run.theta(), j, -h), moved(run.theta(), j, h)};
        Tensor slope = run.predictions(run.refit(theta[1]), theta[1])
                .minus(run.predictions(run.refit(theta[0]), theta[0]))
                .div(2 * h);
        double size =
                Math.sqrt(slope.square().sum().item() / run.problem().test().rows());
        double told = seen.sensitivities().stream()
                .filter(s -> s.name().equals("output layer"))
                .findFirst()
                .orElseThrow()
                .predictions();
        assertThat(told).isCloseTo(size, within(0.1 * size));
    }

    @Test
    void namesAreThoseOfTheTable() {
        FittedRun run = run("iris", "species", null, Hyper.EXAMPLE_WEIGHTS);
        int[] numbers = run.problem().train().numbers();
        assertThat(run.names().get(4)).isEqualTo("row " + numbers[4]);
        Row first = Inspector.inspect(run, 1).influence().rows().getFirst();
        assertThat(first.number()).isEqualTo(numbers[0]);
        assertThat(first.target()).isEqualTo("setosa");
    }
}
