package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.div;
import static org.gradus.tensor.Tensors.logSoftmax;
import static org.gradus.tensor.Tensors.sigmoidCrossEntropy;
import static org.gradus.tensor.Tensors.softmaxCrossEntropy;
import static org.gradus.tensor.Tensors.tensor;
import static org.gradus.tensor.Tensors.zeros;

import java.util.Arrays;
import java.util.List;
import org.gradus.array.NdArray;
import org.gradus.array.Shape;
import org.gradus.tensor.Tensor;

/**
 * The linear models as functions of tensors: predictions z = x·w + b, a loss, and the penalty ½ Σⱼ λⱼ Σₖ w²ⱼₖ.
 *
 * @param model which
 * @param features number of features d
 * @param classes number of classes K of a softmax
 */
record LinearModel(Model model, int features, int classes) {
    private static final double LEAST_PENALTY = 1e-7;
    private static final double LARGEST_PENALTY = 1e6;

    /**
     * Parameters.
     *
     * @param w {@code [d]}, or {@code [d, K]} for a softmax
     * @param b a scalar, or {@code [K]} for a softmax
     */
    record Weights(Tensor w, Tensor b) {}

    /**
     * Rows of a table.
     *
     * @param x features {@code [n, d]}
     * @param y labels or targets {@code [n]}
     */
    record Examples(Tensor x, Tensor y) {}

    static LinearModel of(Problem problem) {
        int classes = problem.train().target() instanceof Target.Classes(var _, int k) ? k : 1;
        return new LinearModel(problem.model(), problem.train().columns(), classes);
    }

    Weights start() {
        return model == Model.SOFTMAX
                ? new Weights(zeros(features, classes), zeros(classes))
                : new Weights(zeros(features), zeros());
    }

    Examples examples(Part part) {
        Tensor x = tensor(NdArray.wrap(Shape.of(part.rows(), part.columns()), part.features()));
        Tensor y = switch (part.target()) {
            case Target.Values(double[] values) -> tensor(values);
            case Target.Classes(int[] labels, int _) ->
                model == Model.SOFTMAX
                        ? tensor(labels)
                        : tensor(Arrays.stream(labels).asDoubleStream().toArray());
        };
        return new Examples(x, y);
    }

    Tensor predictions(Weights weights, Tensor x) {
        return x.matmul(weights.w()).plus(weights.b());
    }

    /** The mean loss of the examples, without penalty. */
    Tensor loss(Weights weights, Examples examples) {
        Tensor z = predictions(weights, examples.x());
        return switch (model) {
            case LOGISTIC -> sigmoidCrossEntropy(z, examples.y()).mean();
            case SOFTMAX -> softmaxCrossEntropy(z, examples.y()).mean();
            case RIDGE -> z.minus(examples.y()).square().mean();
        };
    }

    /**
     * The penalties λ = 1e-7 + 1/(e^−θ + 1e-6), which are e^θ between 1e-7 and 1e6. Without a least one, classes that can be
     * told apart perfectly would have no minimum that the arithmetic can find; beyond the largest a weight is zero anyway.
     *
     * @param logPenalties θ, one number for all features or one for each
     */
    static Tensor penalties(Tensor logPenalties) {
        return div(1, logPenalties.unaryMinus().exp().plus(1 / LARGEST_PENALTY)).plus(LEAST_PENALTY);
    }

    /** The θ of a penalty between the least and the largest. */
    static double logPenalty(double penalty) {
        return -Math.log(1 / (penalty - LEAST_PENALTY) - 1 / LARGEST_PENALTY);
    }

    /** The penalty of a θ. */
    static double penaltyOf(double logPenalty) {
        return 1 / (Math.exp(-logPenalty) + 1 / LARGEST_PENALTY) + LEAST_PENALTY;
    }

    /**
     * The penalty ½ Σⱼ λⱼ Σₖ w²ⱼₖ, whose size does not depend on the number of rows, as the mean loss's does not.
     *
     * @param weights the parameters
     * @param logPenalties θ, one number for all features or one for each
     */
    Tensor penalty(Weights weights, Tensor logPenalties) {
        Tensor squares = weights.w().square();
        Tensor byFeature = model == Model.SOFTMAX ? squares.sum(1) : squares;
        return byFeature.times(penalties(logPenalties)).sum().times(0.5);
    }

    /** Accuracy, or R² against the mean of the examples' own targets. */
    double score(Weights weights, Examples examples) {
        Tensor z = predictions(weights, examples.x());
        Tensor y = examples.y();
        return switch (model) {
            case LOGISTIC -> z.gt(0).to(y.dtype()).eq(y).to(z.dtype()).mean().item();
            case SOFTMAX ->
                logSoftmax(z, -1).argmax(-1).eq(y).to(z.dtype()).mean().item();
            case RIDGE -> {
                double residual = z.minus(y).square().mean().item();
                double spread = y.minus(y.mean()).square().mean().item();
                yield 1 - residual / spread;
            }
        };
    }

    List<NamedArray> arrays(Weights weights) {
        return List.of(named("weight", weights.w()), named("intercept", weights.b()));
    }

    private static NamedArray named(String name, Tensor tensor) {
        List<Long> shape =
                tensor.shape().asList().stream().map(Integer::longValue).toList();
        return new NamedArray(name, shape, tensor.toDoubles());
    }
}
