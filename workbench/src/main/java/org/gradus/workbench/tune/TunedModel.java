package org.gradus.workbench.tune;

import java.util.List;
import java.util.Optional;
import org.gradus.tensor.Tensor;

/**
 * A model as functions of tensors: what tuning needs to know of it.
 *
 * @param <P> its parameters, a tree of tensors
 */
interface TunedModel<P> {

    /**
     * The model of a problem.
     *
     * @param problem the data, with the model chosen
     * @param seed of starts that are drawn
     */
    static TunedModel<?> of(Problem problem, long seed) {
        return switch (problem.model()) {
            case LOGISTIC, SOFTMAX, RIDGE -> LinearModel.of(problem);
            case MLP, MLP_REGRESSOR -> Perceptron.of(problem, seed);
            case GP, GP_REGRESSOR -> GaussianProcess.of(problem);
        };
    }

    /** What the outputs stand for. */
    Output output();

    /** The number of features d. */
    int features();

    /** Where fitting begins. */
    P start();

    /** The outputs for rows {@code [n, d]}. */
    Tensor predictions(P parameters, Tensor x);

    /** The weights that penalties act on, by layer; the first axis of the first is that of the features. */
    List<Tensor> layers(P parameters);

    /** The names of the layers. */
    List<String> layerNames();

    /**
     * Parameters that give for x the outputs that these give for x·scales.
     *
     * @param scales one number a feature
     */
    P absorb(P parameters, Tensor scales);

    /** The parameters by name, as they are saved. */
    List<NamedArray> arrays(P parameters);

    /** Whether the inner problem has one minimum only. */
    default boolean convex() {
        return false;
    }

    /**
     * The curvature of the inner problem, to precondition with; nothing where it is not known.
     *
     * @param parameters where
     * @param x the training rows
     * @param penalties one number, or one a feature
     * @param rowWeights one number a row, where rows are weighted
     */
    default Optional<Curvature> curvature(P parameters, Tensor x, Tensor penalties, Optional<Tensor> rowWeights) {
        return Optional.empty();
    }

    /** An upper bound of the curvature wherever the parameters are; nothing where there is none. */
    default Optional<Curvature> curvatureBound(Tensor x, Tensor penalties, Optional<Tensor> rowWeights) {
        return Optional.empty();
    }

    /** Itself, when it is a Gaussian process. */
    default Optional<GaussianProcess> process() {
        return Optional.empty();
    }

    /**
     * The parameters of a process with another kernel.
     *
     * @param parameters of which all but the kernel's stay
     * @param theta the kernel's
     */
    default P with(P parameters, Tensor theta) {
        return parameters;
    }

    /**
     * The inner problem of a process.
     *
     * @param parameters where
     * @param theta the kernel's parameters
     * @param prepared what {@link GaussianProcess#prepared} made of them
     */
    default Tensor heldInner(P parameters, Tensor theta, Tensor prepared) {
        throw new IllegalStateException("not a process");
    }

    /** The log marginal likelihood of a process's training rows. */
    default Optional<Double> logMarginalLikelihood(P parameters) {
        return Optional.empty();
    }

    /** A part's rows. */
    default Examples examples(Part part) {
        return Examples.of(part, output());
    }

    /** The mean loss of the examples, without penalty. */
    default Tensor loss(P parameters, Examples examples) {
        return output().losses(predictions(parameters, examples.x()), examples.y())
                .mean();
    }

    /** Accuracy, or R² against the mean of the examples' own targets. */
    default double score(P parameters, Examples examples) {
        return output().score(predictions(parameters, examples.x()), examples.y());
    }
}
