package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gradus.error.ConvergenceException;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.Diagnostics.LearningPoint;

/**
 * Fits the model to growing shares of the training rows, each holding the smaller ones and each class in proportion, at the
 * tuned hyperparameters.
 *
 * @param <P> the model's parameters
 */
final class LearningCurve<P> {
    private static final double[] SHARES = {0.1, 0.2, 0.4, 0.7};
    private static final int FEWEST = 5;
    /** The copies of rows stay below 80 MB. */
    private static final long MOST_NUMBERS = 10_000_000;

    private final TunedModel<P> model;
    private final Problem problem;
    private final TuneOptions options;
    private final double penalty;

    LearningCurve(TunedModel<P> model, Problem problem, TuneOptions options, double penalty) {
        this.model = model;
        this.problem = problem;
        this.options = options;
        this.penalty = penalty;
    }

    /**
     * The curve.
     *
     * @param theta the tuned hyperparameters
     * @param parameters the tuned model, before hyperparameters are absorbed
     * @param all how it does: the last point
     */
    List<LearningPoint> points(double[] theta, P parameters, Fit all) {
        Part train = problem.train();
        int[] order = order(train, options.seed());
        List<LearningPoint> points = new ArrayList<>();
        // A process holds its rows, and a schedule ends before a minimum: neither is refitted so, nor what fills the
        // memory.
        boolean refits = options.hyper() != Hyper.KERNEL
                && options.hyper() != Hyper.LEARNING_RATE_SCHEDULE
                && (long) train.rows() * train.columns() <= 2 * MOST_NUMBERS;
        for (double share : refits ? SHARES : new double[0]) {
            int k = (int) Math.round(share * train.rows());
            if (k >= FEWEST && k < train.rows() && (long) k * train.columns() <= MOST_NUMBERS) {
                point(Arrays.copyOf(order, k), theta, parameters, points);
            }
        }
        points.add(new LearningPoint(train.rows(), all.trainLoss(), all.validationLoss()));
        return points;
    }

    private void point(int[] rows, double[] theta, P parameters, List<LearningPoint> points) {
        Examples some = model.examples(part(problem.train(), rows));
        HyperSpace<P> space = HyperSpace.tuning(options, model, problem.features(), some, penalty);
        Tensor own = tensor(
                options.hyper() == Hyper.EXAMPLE_WEIGHTS
                        ? Arrays.stream(rows).mapToDouble(row -> theta[row]).toArray()
                        : theta);
        InnerProblem<P> inner = new InnerProblem<>(model, space, Estimator.IMPLICIT_CG, some);
        inner.startFrom(model.convex() ? parameters : model.start());
        try {
            P fitted = inner.solve(own);
            points.add(new LearningPoint(
                    rows.length,
                    space.outer(fitted, own, some).item(),
                    space.outer(fitted, own, model.examples(problem.validation()))
                            .item()));
        } catch (ConvergenceException _) {
            // So few rows may have no minimum: the curve has no point there.
        }
    }

    /** Rows in an order whose every beginning has the classes in proportion. */
    static int[] order(Part part, long seed) {
        int n = part.rows();
        int[] shuffled = IntStream.range(0, n).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        if (!(part.target() instanceof Target.Classes(int[] labels, int classes))) {
            return shuffled;
        }
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        int[] seen = new int[classes];
        double[] place = new double[n];
        for (int row : shuffled) {
            int label = labels[row];
            place[row] = (seen[label]++ + 0.5) / counts[label];
        }
        return IntStream.of(shuffled)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> place[row]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static Part part(Part part, int[] rows) {
        int d = part.columns();
        double[] all = part.features();
        double[] features = new double[rows.length * d];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(all, rows[i] * d, features, i * d, d);
        }
        Target target = switch (part.target()) {
            case Target.Classes(int[] labels, int classes) ->
                new Target.Classes(Arrays.stream(rows).map(row -> labels[row]).toArray(), classes);
            case Target.Values(double[] values) ->
                new Target.Values(
                        Arrays.stream(rows).mapToDouble(row -> values[row]).toArray());
        };
        int[] numbers = Arrays.stream(rows).map(row -> part.numbers()[row]).toArray();
        return new Part(rows.length, d, features, target, numbers);
    }
}
