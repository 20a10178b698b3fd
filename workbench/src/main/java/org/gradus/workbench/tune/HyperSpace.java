package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.sigmoid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.gradus.error.ArgumentException;
import org.gradus.error.SourceLine;
import org.gradus.tensor.Tensor;

/**
 * What the vector θ of hyperparameters does to the inner and the outer problem:
 *
 * <pre>
 * l2, l2-per-feature, l2-per-layer   λ(θ), see {@link Penalties}:   mean loss + ½ Σ λⱼ·w²ⱼ
 * example-weights                    2·σ(θᵢ), at first 1:          mean of 2σ(θᵢ)·lossᵢ + ½ λ Σ w²
 * feature-scales                     e^(6·tanh(θⱼ/6)), at first 1:  the model sees xⱼ times it
 * </pre>
 *
 * <p>The size of a penalty does not depend on the number of rows, as the mean loss's does not.
 *
 * @param <P> the model's parameters
 */
final class HyperSpace<P> {
    /** Scales stay between e⁻⁶ and e⁶. */
    private static final double WIDEST = 6;

    private final Hyper hyper;
    private final TunedModel<P> model;
    private final List<String> features;
    private final int rows;
    private final double penalty;

    /**
     * Makes the space.
     *
     * @param hyper the kind
     * @param model the model
     * @param features their names
     * @param rows the number of training rows
     * @param penalty where penalties start, or stay when they are not tuned
     */
    HyperSpace(Hyper hyper, TunedModel<P> model, List<String> features, int rows, double penalty) {
        this.hyper = hyper;
        this.model = model;
        this.features = features;
        this.rows = rows;
        this.penalty = penalty;
    }

    /** Refuses what there is nothing of. */
    static void check(Hyper hyper, Model model, TunedModel<?> tuned) {
        if (hyper == Hyper.L2_PER_LAYER && tuned.layerNames().size() < 2) {
            throw new ArgumentException(
                    "tune: --hyper l2-per-layer: " + model + " has no layers",
                    "use --hyper l2, which is the same here, or --model mlp",
                    SourceLine.UNKNOWN,
                    null);
        }
    }

    /** The number of hyperparameters. */
    static int count(Hyper hyper, TunedModel<?> model, int rows) {
        int layers = model.layerNames().size();
        return switch (hyper) {
            case L2 -> 1;
            case L2_PER_FEATURE -> model.features() + layers - 1;
            case L2_PER_LAYER -> layers;
            case EXAMPLE_WEIGHTS -> rows;
            case FEATURE_SCALES -> model.features();
        };
    }

    /** Where tuning begins: at the model of the single penalty. */
    double[] start() {
        double[] theta = new double[count(hyper, model, rows)];
        Arrays.fill(theta, hyper.penalizes() ? Penalties.log(penalty) : 0);
        return theta;
    }

    /** The inner problem. */
    Tensor inner(P parameters, Tensor theta, Examples train) {
        Tensor losses = model.output().losses(model.predictions(parameters, seen(theta, train.x())), train.y());
        Tensor loss = rowWeights(theta).map(losses::times).orElse(losses).mean();
        return loss.plus(penalty(parameters, theta));
    }

    private Tensor penalty(P parameters, Tensor theta) {
        List<Tensor> layers = model.layers(parameters);
        Tensor sum = null;
        for (int i = 0; i < layers.size(); i++) {
            Tensor squares = layers.get(i).square();
            Tensor byRow = squares.rank() == 2 ? squares.sum(1) : squares;
            Tensor term = byRow.times(penalties(theta, i)).sum().times(0.5);
            sum = sum == null ? term : sum.plus(term);
        }
        return sum;
    }

    /** The penalties of a layer: one number, or one for each of its inputs. */
    private Tensor penalties(Tensor theta, int layer) {
        return switch (hyper) {
            case L2 -> Penalties.of(theta);
            case L2_PER_FEATURE -> {
                if (model.layerNames().size() == 1) {
                    yield Penalties.of(theta);
                }
                int d = model.features();
                yield Penalties.of(layer == 0 ? theta.slice(0, 0, d) : theta.get(d + layer - 1));
            }
            case L2_PER_LAYER -> Penalties.of(theta.get(layer));
            case EXAMPLE_WEIGHTS, FEATURE_SCALES -> full(penalty);
        };
    }

    private Optional<Tensor> rowWeights(Tensor theta) {
        return hyper == Hyper.EXAMPLE_WEIGHTS ? Optional.of(sigmoid(theta).times(2)) : Optional.empty();
    }

    private static Tensor scales(Tensor theta) {
        return theta.div(WIDEST).tanh().times(WIDEST).exp();
    }

    /** The rows as the model sees them. */
    Tensor seen(Tensor theta, Tensor x) {
        return hyper == Hyper.FEATURE_SCALES ? x.times(scales(theta)) : x;
    }

    /** The outer problem. */
    Tensor outer(P parameters, Tensor theta, Examples examples) {
        return model.loss(parameters, new Examples(seen(theta, examples.x()), examples.y()));
    }

    /** The parameters of a model that does without hyperparameters. */
    P finished(P parameters, Tensor theta) {
        return hyper == Hyper.FEATURE_SCALES ? model.absorb(parameters, scales(theta)) : parameters;
    }

    /** The curvature of the inner problem. */
    Optional<Curvature> curvature(P parameters, Tensor theta, Examples train) {
        return model.curvature(parameters, seen(theta, train.x()), penalties(theta, 0), rowWeights(theta));
    }

    /** An upper bound of the curvature of the inner problem wherever the parameters are. */
    Optional<Curvature> curvatureBound(Tensor theta, Examples train) {
        return model.curvatureBound(seen(theta, train.x()), penalties(theta, 0), rowWeights(theta));
    }

    /** The hyperparameters by name. */
    List<Hyperparameter> named(double[] theta) {
        List<String> names = names();
        return IntStream.range(0, theta.length)
                .mapToObj(j -> new Hyperparameter(names.get(j), value(theta[j])))
                .toList();
    }

    private double value(double theta) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER -> Penalties.of(theta);
            case EXAMPLE_WEIGHTS -> 2 / (1 + Math.exp(-theta));
            case FEATURE_SCALES -> Math.exp(WIDEST * Math.tanh(theta / WIDEST));
        };
    }

    private List<String> names() {
        List<String> layers = model.layerNames();
        return switch (hyper) {
            case L2 -> List.of("l2");
            case L2_PER_FEATURE -> {
                List<String> all = new ArrayList<>(features);
                all.addAll(layers.subList(1, layers.size()));
                yield all;
            }
            case L2_PER_LAYER -> layers;
            case EXAMPLE_WEIGHTS ->
                IntStream.rangeClosed(1, rows)
                        .mapToObj(i -> "training row " + i)
                        .toList();
            case FEATURE_SCALES -> features;
        };
    }
}
