package org.gradus.workbench.tune;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
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

    /** Training rows as a model sees them. */
    sealed interface Rows {
        /** The sum over batches of a function of their features and of the weights of their rows. */
        Tensor sum(BiFunction<Tensor, Optional<Tensor>, Tensor> f);

        /** Enough of the rows to know a sum of them well. */
        Rows sample(long least);

        /** How many there are. */
        int count();

        /**
         * Rows by batches.
         *
         * @param examples the rows
         * @param scales what features are multiplied by, if by anything
         * @param weights one number a row, where rows are weighted
         */
        record Seen(Examples examples, Optional<Tensor> scales, Optional<Tensor> weights) implements Rows {
            /** The features of a batch. */
            Tensor seen(Tensor x) {
                return scales.map(x::times).orElse(x);
            }

            @Override
            public Tensor sum(BiFunction<Tensor, Optional<Tensor>, Tensor> f) {
                return examples.sum(
                        weights.stream().toList(),
                        (batch, own) -> f.apply(seen(batch.x()), own.stream().findFirst()));
            }

            @Override
            public Rows sample(long least) {
                Examples some = examples.sample(least);
                return new Seen(some, scales, weights.map(some::own));
            }

            @Override
            public int count() {
                return examples.rows();
            }
        }

        /**
         * Rows that depend on hyperparameters, all at once.
         *
         * @param x features {@code [n, d]}
         */
        record Whole(Tensor x) implements Rows {
            @Override
            public Tensor sum(BiFunction<Tensor, Optional<Tensor>, Tensor> f) {
                return f.apply(x, Optional.empty());
            }

            @Override
            public Rows sample(long least) {
                return this;
            }

            @Override
            public int count() {
                return x.dim(0);
            }
        }
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
     * @param rows the training rows as the model sees them
     * @param penalties one number, or one a feature
     */
    default Optional<Curvature> curvature(P parameters, Rows rows, Tensor penalties) {
        return Optional.empty();
    }

    /** An upper bound of the curvature wherever the parameters are; nothing where there is none. */
    default Optional<Curvature> curvatureBound(Rows rows, Tensor penalties) {
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
        return examples.sum(
                        List.of(),
                        (batch, _) -> output().losses(predictions(parameters, batch.x()), batch.y())
                                .sum())
                .div(examples.rows());
    }

    /** Accuracy, or R² against the mean of the examples' own targets. */
    default double score(P parameters, Examples examples) {
        return output().score(examples.map(x -> predictions(parameters, x)), examples.y());
    }
}
