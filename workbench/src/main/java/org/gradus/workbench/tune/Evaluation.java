package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.ndtri;
import static org.gradus.tensor.Tensors.scalar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.workbench.report.Json;

/**
 * How good the tuned model's predictions of the test rows are, beyond one loss and one score.
 *
 * @param constantLoss the test loss of a model that knows the training targets' shares or mean, and no feature
 * @param constantScore its accuracy or R²
 * @param better the mean over the test rows of the loss (of a process that predicts numbers, the squared error) of the best single
 *     penalty or length scale minus the tuned model's: above 0 the tuning
 *     helps
 * @param betterError the standard error of that mean
 * @param scoreLow the lower end of the 95 % interval of the accuracy (Wilson's), NaN for numbers
 * @param scoreHigh its upper end
 * @param classes what there is to know of probabilities, for classes
 * @param numbers what there is to know of residuals, for numbers
 */
record Evaluation(
        double constantLoss,
        double constantScore,
        double better,
        double betterError,
        double scoreLow,
        double scoreHigh,
        Optional<Classes> classes,
        Optional<Residuals> numbers) {
    private static final double NORMAL_95 = 1.959964;
    private static final int BINS = 10;

    /**
     * The predictions of classes.
     *
     * @param bins the calibration: of two classes by the probability of the second, of more by that of the predicted one
     * @param error the expected calibration error: the mean distance of probability and share, weighted by rows
     * @param chance what a model with true probabilities would have of it, by chance
     * @param stated the probabilities that the bins are of, one a row
     * @param confusion how often each class is predicted as each
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Classes(List<Bin> bins, double error, double chance, double[] stated, List<List<Integer>> confusion) {}

    /**
     * Rows whose probabilities lie in one interval.
     *
     * @param rows how many
     * @param stated their mean probability
     * @param share the share for which it came true
     * @param low the lower end of the 95 % interval of that share (Wilson's)
     * @param high its upper end
     */
    record Bin(int rows, double stated, double share, double low, double high) {}

    /**
     * The errors of predicted numbers, in the table's unit.
     *
     * @param predicted the predictions
     * @param residual the true value minus the prediction, in the same order
     * @param spread the rank correlation of the residual's size with the prediction
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Residuals(double[] predicted, double[] residual, double spread) {
        double mean() {
            return Arrays.stream(residual).average().orElse(Double.NaN);
        }

        double deviation() {
            double mean = mean();
            return Math.sqrt(Arrays.stream(residual)
                    .map(r -> (r - mean) * (r - mean))
                    .average()
                    .orElse(Double.NaN));
        }

        /** The residuals in ascending order. */
        double[] sorted() {
            return Arrays.stream(residual).sorted().toArray();
        }

        /** The quantile that a normal distribution has where the i-th of n sorted values stands. */
        static double normal(int i, int n) {
            return ndtri(scalar((i + 0.5) / n)).item();
        }
    }

    /** Looks at a result; nothing when its tuner computed no diagnostics. */
    static Optional<Evaluation> of(TuneResult result) {
        return result.outcome().diagnostics().map(d -> of(result.problem(), d));
    }

    static Evaluation of(Problem problem, Diagnostics d) {
        return switch (problem.test().target()) {
            case Target.Classes(int[] labels, int k) -> classes(problem, d, labels, k);
            case Target.Values(double[] values) -> numbers(problem, d, values);
        };
    }

    private static Evaluation classes(Problem problem, Diagnostics d, int[] labels, int k) {
        int n = labels.length;
        double[][] tuned = probabilities(d.tuned(), n, k);
        double[][] grid = probabilities(d.grid(), n, k);
        double[] shares = new double[k];
        int[] train = ((Target.Classes) problem.train().target()).labels();
        for (int label : train) {
            shares[label] += 1.0 / train.length;
        }
        int often = best(shares);
        double[] gain = new double[n];
        double loss = 0;
        int common = 0;
        int right = 0;
        int[][] confusion = new int[k][k];
        for (int i = 0; i < n; i++) {
            gain[i] = Math.log(tuned[i][labels[i]]) - Math.log(grid[i][labels[i]]);
            loss -= Math.log(shares[labels[i]]) / n;
            common += labels[i] == often ? 1 : 0;
            int predicted = best(tuned[i]);
            confusion[labels[i]][predicted]++;
            right += predicted == labels[i] ? 1 : 0;
        }
        double[] wilson = wilson(right, n);
        return new Evaluation(
                loss,
                common / (double) n,
                mean(gain),
                standardError(gain),
                wilson[0],
                wilson[1],
                Optional.of(calibration(tuned, labels, k, confusion)),
                Optional.empty());
    }

    private static Classes calibration(double[][] p, int[] labels, int k, int[][] confusion) {
        int n = labels.length;
        double[] stated = new double[n];
        int[] rows = new int[BINS];
        double[] sum = new double[BINS];
        int[] hits = new int[BINS];
        for (int i = 0; i < n; i++) {
            int of = k == 2 ? 1 : best(p[i]);
            stated[i] = p[i][of];
            int bin = Math.clamp((int) (stated[i] * BINS), 0, BINS - 1);
            rows[bin]++;
            sum[bin] += stated[i];
            hits[bin] += labels[i] == of ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        double chance = 0;
        for (int b = 0; b < BINS; b++) {
            if (rows[b] > 0) {
                double mean = sum[b] / rows[b];
                double share = hits[b] / (double) rows[b];
                double[] interval = wilson(hits[b], rows[b]);
                bins.add(new Bin(rows[b], mean, share, interval[0], interval[1]));
                error += rows[b] * Math.abs(share - mean) / n;
                // The mean distance of a share from its probability, where the share is nearly normal.
                chance += rows[b] * Math.sqrt(2 * mean * (1 - mean) / (Math.PI * rows[b])) / n;
            }
        }
        List<List<Integer>> counts = Arrays.stream(confusion)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
        return new Classes(bins, error, chance, stated, counts);
    }

    private static Evaluation numbers(Problem problem, Diagnostics d, double[] values) {
        int n = values.length;
        var scale = ((Task.Regression) problem.task()).scale();
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> v * v).average().orElse(Double.NaN);
        // Of standardized targets a model without features knows the mean, 0, and where it states one, the variance, 1.
        double loss = problem.model().process() ? 0.5 * (squares + Math.log(2 * Math.PI)) : squares;
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElse(Double.NaN);
        double[] gain = new double[n];
        double[] predicted = new double[n];
        double[] residual = new double[n];
        for (int i = 0; i < n; i++) {
            double ours = values[i] - d.tuned()[i];
            double theirs = values[i] - d.grid()[i];
            gain[i] = theirs * theirs - ours * ours;
            predicted[i] = scale.mean() + scale.deviation() * d.tuned()[i];
            residual[i] = scale.deviation() * ours;
        }
        double[] sizes = Arrays.stream(residual).map(Math::abs).toArray();
        return new Evaluation(
                loss,
                1 - squares / variance,
                mean(gain),
                standardError(gain),
                Double.NaN,
                Double.NaN,
                Optional.empty(),
                Optional.of(new Residuals(predicted, residual, Ranks.correlation(predicted, sizes))));
    }

    /** Whether the test rows tell the tuned model from that of the best single penalty: −1 worse, 0 not, 1 better. */
    int verdict() {
        double margin = NORMAL_95 * betterError;
        return better > margin ? 1 : better < -margin ? -1 : 0;
    }

    double margin() {
        return NORMAL_95 * betterError;
    }

    private static double[][] probabilities(double[] z, int n, int k) {
        double[][] p = new double[n][k];
        for (int i = 0; i < n; i++) {
            double[] logits =
                    z.length == n && k == 2 ? new double[] {0, z[i]} : Arrays.copyOfRange(z, i * k, (i + 1) * k);
            double most = Arrays.stream(logits).max().orElseThrow();
            double sum = Arrays.stream(logits).map(v -> Math.exp(v - most)).sum();
            for (int c = 0; c < k; c++) {
                // No probability is taken for zero, whose logarithm nothing can be done with.
                p[i][c] = Math.max(Math.exp(logits[c] - most) / sum, Double.MIN_NORMAL);
            }
        }
        return p;
    }

    private static int best(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((a, b) -> values[b] > values[a] ? b : a)
                .orElseThrow();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        int n = values.length;
        return n < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / (n - 1.0) / n);
    }

    /** Wilson's 95 % interval of a probability (1927). */
    static double[] wilson(int hits, int rows) {
        double z2 = NORMAL_95 * NORMAL_95;
        double p = hits / (double) rows;
        double middle = (p + z2 / (2 * rows)) / (1 + z2 / rows);
        double half = NORMAL_95 * Math.sqrt(p * (1 - p) / rows + z2 / (4.0 * rows * rows)) / (1 + z2 / rows);
        return new double[] {Math.max(0, middle - half), Math.min(1, middle + half)};
    }

    /** What goes into the object that {@code --json} prints. */
    Map<String, Object> json(Problem problem, Diagnostics diagnostics) {
        Map<String, Object> object = Json.object(
                "constant", Json.object("test_loss", constantLoss, "test_score", constantScore),
                "tuned_better_than_grid",
                        Json.object(
                                "mean",
                                better,
                                "standard_error",
                                betterError,
                                "rows",
                                problem.test().rows()));
        classes.ifPresent(c -> {
            List<Object> bins = new ArrayList<>();
            c.bins()
                    .forEach(b -> bins.add(Json.object(
                            "rows",
                            b.rows(),
                            "stated",
                            b.stated(),
                            "share",
                            b.share(),
                            "low",
                            b.low(),
                            "high",
                            b.high())));
            object.put("accuracy_interval", List.of(scoreLow, scoreHigh));
            object.put(
                    "calibration",
                    Json.object("expected_error", c.error(), "expected_by_chance", c.chance(), "bins", bins));
            object.put(
                    "confusion",
                    Json.object("classes", ((Task.Classification) problem.task()).classes(), "counts", c.confusion()));
        });
        numbers.ifPresent(r -> {
            int[] shown = Sample.of(r.predicted().length);
            object.put(
                    "residuals",
                    Json.object(
                            "mean", r.mean(),
                            "deviation", r.deviation(),
                            "rank_correlation_of_size_with_prediction", r.spread(),
                            "predicted", list(r.predicted(), shown),
                            "residual", list(r.residual(), shown)));
        });
        List<Object> learning = new ArrayList<>();
        diagnostics
                .learning()
                .forEach(p -> learning.add(Json.object(
                        "rows", p.rows(), "train_loss", p.trainLoss(), "validation_loss", p.validationLoss())));
        object.put("learning_curve", learning);
        return object;
    }

    private static List<Double> list(double[] values, int[] shown) {
        return Arrays.stream(shown).mapToObj(i -> values[i]).toList();
    }
}
