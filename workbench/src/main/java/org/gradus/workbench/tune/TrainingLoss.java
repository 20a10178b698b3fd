package org.gradus.workbench.tune;

import java.util.Optional;
import java.util.function.LongFunction;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Fn2;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.tree.Tree;

/**
 * The loss of a model on a table's training rows, for whoever minimizes it: the mean of the rows' losses, plus a penalty where the
 * model is linear, without which classes that can be told apart have no minimum.
 *
 * @param <P> the model's parameters
 * @param outputs of parameters and rows
 * @param losses of outputs and rows, one a row {@code [n]}
 * @param penalty of the parameters; empty for networks
 * @param rows all training rows
 * @param start where to begin, of a seed
 */
public record TrainingLoss<P>(
        Fn2<P, Rows, Tensor> outputs,
        Fn2<Tensor, Rows, Tensor> losses,
        Optional<Fn<P, Tensor>> penalty,
        Rows rows,
        LongFunction<P> start) {

    /** What the sum of the squared weights of a linear model is multiplied by. */
    public static final double PENALTY = 1e-3;

    /** Starts of linear models, which have no usual one but zero, differ by this. */
    private static final double JITTER = 0.1;

    /**
     * Some rows.
     *
     * @param x features {@code [n, d]}, standardized
     * @param y labels or standardized targets {@code [n]}
     */
    public record Rows(Tensor x, Tensor y) {}

    /**
     * The loss of a problem's model.
     *
     * @param command whose errors begin with its name
     * @param problem the table made ready
     * @return the loss
     * @throws ArgumentException when the model is a Gaussian process, which has no mean of losses
     */
    public static TrainingLoss<?> of(String command, Problem problem) {
        if (problem.model().process()) {
            throw new ArgumentException(
                    command + ": --model " + problem.model() + " has no loss that is a mean over rows",
                    "choose logistic, softmax, ridge or mlp",
                    SourceLine.UNKNOWN,
                    null);
        }
        return problem.model().network()
                ? of(problem, seed -> Perceptron.of(problem, seed), false)
                : of(problem, _ -> LinearModel.of(problem), true);
    }

    private static <P> TrainingLoss<P> of(Problem problem, LongFunction<TunedModel<P>> models, boolean linear) {
        TunedModel<P> model = models.apply(0);
        Examples examples = model.examples(problem.train());
        Fn<P, Tensor> penalty = p -> model.layers(p).stream()
                .map(w -> w.square().sum())
                .reduce(Tensor::plus)
                .orElseThrow()
                .times(PENALTY);
        return new TrainingLoss<>(
                (p, rows) -> model.predictions(p, rows.x()),
                (z, rows) -> model.output().losses(z, rows.y()),
                linear ? Optional.of(penalty) : Optional.empty(),
                new Rows(examples.x(), examples.y()),
                linear
                        ? seed -> near(model.start(), seed)
                        : seed -> models.apply(seed).start());
    }

    private static <P> P near(P start, long seed) {
        Tree.Raveled<P> raveled = Tree.ravel(start);
        Tensor moved = raveled.vector()
                .plus(Random.normal(Key.of(seed), raveled.vector().size()).times(JITTER));
        return raveled.unravel().apply(moved);
    }
}
