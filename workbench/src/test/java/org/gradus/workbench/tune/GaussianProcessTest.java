package org.gradus.workbench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.scalar;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.softmax;
import static org.gradus.tensor.Tensors.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.gradus.Gradus;
import org.gradus.linear.DenseSolve;
import org.gradus.tensor.Key;
import org.gradus.tensor.Linalg;
import org.gradus.tensor.Random;
import org.gradus.tensor.Shapes;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.data.SplitShares;
import org.gradus.workbench.data.TableReader;
import org.gradus.workbench.tune.GaussianProcess.Latent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gaussian processes against closed forms written out here, and as the command uses them. */
class GaussianProcessTest {
    private static final int N = 12;
    private static final int D = 2;
    private static final Tensor X = Random.normal(Key.of(1), N, D);
    private static final Tensor Z = Random.normal(Key.of(2), 5, D);
    private static final Tensor Y = Random.normal(Key.of(3), N);
    private static final List<String> NAMES = List.of("a", "b");

    @TempDir
    Path folder;

    private static double kernel(double[] lengths, double signal, Tensor x, int i, Tensor z, int j) {
        double sum = 0;
        for (int k = 0; k < D; k++) {
            double difference = (x.get(i, k).item() - z.get(j, k).item()) / lengths[k];
            sum += difference * difference;
        }
        return signal * Math.exp(-0.5 * sum);
    }

    /** Gaussian elimination: the solution of A·x = b, and log |A|. */
    private static double[] eliminate(double[][] given, double[] right, double[] logDeterminant) {
        int n = right.length;
        double[][] a = Arrays.stream(given).map(double[]::clone).toArray(double[][]::new);
        double[] b = right.clone();
        logDeterminant[0] = 0;
        for (int k = 0; k < n; k++) {
            logDeterminant[0] += Math.log(a[k][k]);
            for (int i = k + 1; i < n; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < n; j++) {
                    a[i][j] -= factor * a[k][j];
                }
                b[i] -= factor * b[k];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int j = k + 1; j < n; j++) {
                b[k] -= a[k][j] * b[j];
            }
            b[k] /= a[k][k];
        }
        return b;
    }

    private static Latent solved(GaussianProcess process, Tensor theta) {
        HyperSpace<Latent> space = new HyperSpace<>(Hyper.KERNEL, process, NAMES, N, 1);
        Latent found = new InnerProblem<>(process, space, Estimator.IMPLICIT_CG, Examples.of(process.x(), process.y()))
                .solve(theta);
        assertThat(found.kernel().toDoubles()).containsExactly(theta.toDoubles(), within(1e-9));
        return space.finished(found, theta);
    }

    @Test
    void whatARowIsWorthIsWhatTheProcessLosesWithoutIt() {
        KernelParameters parameters = new KernelParameters(D, true);
        Tensor theta = tensor(-0.4, 0.3, 0.5, 1.1);
        Examples others = Examples.of(Z, tensor(0.3, -1.0, 0.2, 2.0, 0.0));
        GaussianProcess all = new GaussianProcess(Output.NUMBER, parameters, X, Y, scalar(0));
        double[] told = all.leftOut(theta, others).toDoubles();
        double before = all.loss(solved(all, theta), others).item();
        assertThat(told).hasSize(N);
        for (int row = 0; row < N; row++) {
            Tensor x = concatenate(0, X.slice(0, 0, row), X.slice(0, row + 1, N));
            Tensor y = concatenate(0, Y.slice(0, 0, row), Y.slice(0, row + 1, N));
            GaussianProcess rest = new GaussianProcess(Output.NUMBER, parameters, x, y, scalar(0));
            double after = rest.loss(solved(rest, theta), others).item();
            assertThat(told[row]).isCloseTo(after - before, within(1e-9));
        }
    }

    /** det(I + K/σ²) is what the log marginal likelihood has; of classes, Laplace's determinant. */
    @Test
    void thePrecisionIsThatOfTheEvidence() {
        KernelParameters parameters = new KernelParameters(D, true);
        Tensor theta = tensor(-0.4, 0.3, 0.5, 1.1);
        GaussianProcess process = new GaussianProcess(Output.NUMBER, parameters, X, Y, scalar(0));
        Latent found = solved(process, theta);
        Tensor precision = DenseSolve.matrix(process.precision(found, theta), Y);
        double[] eigenvalues = Linalg.eigh(precision).values().toDoubles();
        double noise = parameters.diagonal(theta).item();
        double logs = java.util.Arrays.stream(eigenvalues).map(Math::log).sum();
        double fit = found.w().square().sum().item();
        assertThat(-0.5 * (fit + logs + N * Math.log(2 * Math.PI * noise)))
                .isCloseTo(process.logMarginalLikelihood(found).orElseThrow(), within(1e-9));
    }

    @Test
    void numbersHaveTheExactPosterior() {
        KernelParameters parameters = new KernelParameters(D, true);
        Tensor theta = tensor(-0.4, 0.3, 0.5, 1.1);
        GaussianProcess process = new GaussianProcess(Output.NUMBER, parameters, X, Y, scalar(0));
        double[] lengths = parameters.lengthScales(theta).toDoubles();
        double signal = parameters.signal(theta).item();
        double noise = parameters.diagonal(theta).item();
        assertThat(noise).isCloseTo(0.1 * Math.exp(6 * Math.tanh(1.1 / 6)), within(1e-15));
        assertThat(parameters.value(0, -0.4)).isCloseTo(lengths[0], within(1e-15));
        double[][] a = new double[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                a[i][j] = kernel(lengths, signal, X, i, X, j) + (i == j ? noise : 0);
            }
        }
        double[] logDeterminant = new double[1];
        double[] alpha = eliminate(a, Y.toDoubles(), logDeterminant);
        double fit = 0;
        for (int i = 0; i < N; i++) {
            fit += alpha[i] * Y.get(i).item();
        }
        Latent found = solved(process, theta);
        assertThat(process.logMarginalLikelihood(found).orElseThrow())
                .isCloseTo(-0.5 * (fit + logDeterminant[0] + N * Math.log(2 * Math.PI)), within(1e-9));
        Tensor targets = tensor(0.3, -1.0, 0.2, 2.0, 0.0);
        double loss = 0;
        for (int j = 0; j < 5; j++) {
            double[] across = new double[N];
            double mean = 0;
            double variance = signal + noise;
            for (int i = 0; i < N; i++) {
                across[i] = kernel(lengths, signal, X, i, Z, j);
                mean += across[i] * alpha[i];
            }
            double[] explained = eliminate(a, across, new double[1]);
            for (int i = 0; i < N; i++) {
                variance -= explained[i] * across[i];
            }
            assertThat(process.predictions(found, Z).get(j).item()).isCloseTo(mean, within(1e-9));
            double error = targets.get(j).item() - mean;
            loss += 0.5 * (Math.log(2 * Math.PI * variance) + error * error / variance) / 5;
        }
        assertThat(process.loss(found, Examples.of(Z, targets)).item()).isCloseTo(loss, within(1e-9));
    }

    /** What a single length scale starts with is the best of all variances nearby. */
    @Test
    void theVariancesOfTheGridHaveTheLargestMarginalLikelihood() {
        Tensor y = X.t().get(0).sin();
        GaussianProcess process =
                new GaussianProcess(Output.NUMBER, new KernelParameters(D, true), X, y.plus(Y.times(0.2)), scalar(0));
        double[] best = process.single(1.5);
        double at = likelihood(process, best);
        for (int k = D; k < D + 2; k++) {
            for (double step : new double[] {-0.3, 0.3}) {
                double[] moved = best.clone();
                moved[k] += step;
                assertThat(likelihood(process, moved)).isLessThan(at);
            }
        }
    }

    private static double likelihood(GaussianProcess process, double[] theta) {
        return process.logMarginalLikelihood(solved(process, tensor(theta))).orElseThrow();
    }

    /** f − m = K∇log p(y|f) at the mode (Rasmussen and Williams, equation 3.17); the evidence from the whole Hessian. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void classesHaveTheirModeAndLaplacesEvidence(int classes) {
        KernelParameters parameters = new KernelParameters(D, false);
        Tensor theta = tensor(-0.4, 0.3, 0.9);
        int[] labels = new int[N];
        Arrays.setAll(labels, i -> i * 7 % classes);
        boolean two = classes == 2;
        Tensor y = two ? tensor(Arrays.stream(labels).asDoubleStream().toArray()) : tensor(labels);
        Tensor mean = two ? scalar(0.2) : tensor(0.2, -0.1, 0.3);
        Output output = two ? Output.TWO_CLASSES : Output.CLASSES;
        GaussianProcess process = new GaussianProcess(output, parameters, X, y, mean);
        Latent found = solved(process, theta);
        Tensor factor = parameters.factor(theta, X);
        Tensor latent = factor.matmul(found.w()).plus(mean);
        Tensor gradient =
                two ? y.minus(sigmoid(latent)) : oneHot(labels, classes).minus(softmax(latent, 1));
        Tensor right = factor.matmul(factor.t()).matmul(gradient);
        assertThat(latent.minus(mean).toDoubles()).containsExactly(right.toDoubles(), within(1e-8));
        assertThat(process.predictions(found, X).toDoubles()).containsExactly(latent.toDoubles(), within(1e-4));

        Tensor prepared = process.prepared(theta);
        Tensor flat = found.w().reshape(found.w().size());
        Tensor hessian = Gradus.hessian((Tensor w) ->
                        process.heldInner(new Latent(w.reshape(found.w().shape()), theta), theta, prepared))
                .apply(flat);
        double halfLogDeterminant =
                Shapes.diagonal(Linalg.cholesky(hessian)).log().sum().item();
        double inner = process.heldInner(found, theta, prepared).item();
        assertThat(process.logMarginalLikelihood(found).orElseThrow())
                .isCloseTo(-inner - halfLogDeterminant, within(1e-9));
        assertThat(Linalg.eigvalsh(hessian).max().item())
                .isLessThan(process.curvatureBound(prepared).item());
    }

    private static Tensor oneHot(int[] labels, int classes) {
        double[][] rows = new double[labels.length][classes];
        for (int i = 0; i < labels.length; i++) {
            rows[i][labels[i]] = 1;
        }
        return tensor(rows);
    }

    private Path made() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        StringBuilder text = new StringBuilder("relevant,also,n1,n2,n3,n4,y\n");
        for (int i = 0; i < 240; i++) {
            double[] x = random.doubles(6, -2, 2).toArray();
            double y = Math.sin(2 * x[0]) + 0.5 * x[1] * x[1] + 0.1 * random.nextGaussian();
            for (double v : x) {
                text.append(v).append(',');
            }
            text.append(y).append('\n');
        }
        return Files.writeString(folder.resolve("made.csv"), text);
    }

    private TuneResult tune(Path table, String target, int iterations) {
        TuneOptions options = new TuneOptions(
                table,
                target,
                Optional.of(Model.GP),
                Hyper.KERNEL,
                SplitShares.DEFAULT,
                iterations,
                0,
                Optional.of(folder.resolve("out")));
        return new TuneRun(new HypergradientTuner(), ModelFile::write)
                .run(options, "gradus tune", TuneRun.Progress.NONE);
    }

    /** The features that say nothing get long length scales, and their loss is that of the noise. */
    @Test
    void relevantFeaturesAreFound() throws IOException {
        TuneOutcome outcome = tune(made(), "y", 100).outcome();
        double[] values = outcome.hyperparameters().stream()
                .mapToDouble(Hyperparameter::value)
                .toArray();
        double shortest = Arrays.stream(values, 2, 6).min().orElseThrow();
        assertThat(Math.max(values[0], values[1])).isLessThan(shortest / 3);
        assertThat(outcome.hyperparameters().getLast().name()).isEqualTo("noise variance");
        assertThat(outcome.tuned().testScore()).isGreaterThan(0.97);
        assertThat(outcome.tuned().testLoss()).isLessThan(outcome.grid().testLoss() - 0.3);
        assertThat(outcome.measures().getFirst().tuned())
                .isGreaterThan(outcome.measures().getFirst().grid());
    }

    /** Numbers, two classes and three: the saved model says what the tuned one did, here and in Python. */
    @ParameterizedTest
    @ValueSource(strings = {"number", "two", "three"})
    void theSavedModelIsTheTunedOne(String kind) throws Exception {
        List<String> rows = new ArrayList<>(List.of("a,b,y"));
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 60; i++) {
            double a = random.nextDouble(-2, 2);
            double b = random.nextDouble(-2, 2);
            double y = 10 * Math.sin(a) + b + 0.3 * random.nextGaussian();
            String label = kind.equals("two") ? (y > 0 ? "up" : "down") : y > 4 ? "high" : y < -4 ? "low" : "mid";
            rows.add(a + "," + b + "," + (kind.equals("number") ? Double.toString(y) : label));
        }
        Path file = Files.write(folder.resolve("t.csv"), rows);
        TuneResult result = tune(file, "y", 3);
        SavedModel model = SavedModel.read(result.out());
        Predictions predictions = model.predict(TableReader.read(file));
        Predictions.Fit fit = predictions.fit();
        Fit tuned = result.outcome().tuned();
        Problem problem = result.problem();
        double sum = tuned.trainLoss() * problem.train().rows()
                + tuned.validationLoss() * problem.validation().rows()
                + tuned.testLoss() * problem.test().rows();
        assertThat(fit.loss()).isCloseTo(sum / 60, within(1e-9));
        boolean number = kind.equals("number");
        assertThat(predictions.deviations()).hasSize(number ? 60 : 0);
        assertThat(predictions.csv().lines().findFirst().orElseThrow())
                .isEqualTo(
                        switch (kind) {
                            case "number" -> "row,prediction,standard deviation";
                            case "two" -> "row,prediction,probability of down,probability of up";
                            default -> "row,prediction,probability of high,probability of low,probability of mid";
                        });
        assumeThat(python("-c", "import numpy")).as("python3 with numpy").isNotNull();
        List<String> lines = python(
                Path.of("src/test/python/read_model.py").toString(),
                result.out().toString(),
                file.toString());
        int width = predictions.values().length / 60;
        for (int i = 0; i < 60; i++) {
            double[] row = Arrays.stream(lines.get(i).split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            assertThat(Arrays.copyOf(row, width))
                    .containsExactly(
                            Arrays.copyOfRange(predictions.values(), i * width, (i + 1) * width), within(1e-8));
            if (number) {
                assertThat(row[1]).isCloseTo(predictions.deviations()[i], within(1e-8));
            }
        }
    }

    /** The lines that it printed; null when there is no Python, or it failed. */
    private static List<String> python(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(words));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = process.inputReader().lines().toList();
            boolean done = process.waitFor(60, TimeUnit.SECONDS);
            return done && process.exitValue() == 0 ? lines : null;
        } catch (IOException e) {
            return null;
        }
    }
}
