package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.concatenate;
import static org.gradus.tensor.Tensors.full;
import static org.gradus.tensor.Tensors.ones;
import static org.gradus.tensor.Tensors.sigmoid;
import static org.gradus.tensor.Tensors.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.gradus.solve.Unrolled;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.TunedModel.Rows;

/**
 * What the vector θ of hyperparameters does to the inner and the outer problem:
 *
 * <pre>
 * l2, l2-per-feature, l2-per-layer   λ(θ), see {@link Penalties}:   mean loss + ½ Σ λⱼ·w²ⱼ
 * example-weights                    2·σ(θᵢ), at first 1:          mean of 2σ(θᵢ)·lossᵢ + ½ λ Σ w²
 * feature-scales                     e^(6·tanh(θⱼ/6)), at first 1:  the model sees xⱼ times it
 * augmentation                       noise of copies of the rows, see {@link Augmentation}
 * learning-rate-schedule             the steps, not the problem, see {@link LearningRates}
 * kernel                             of a process, see {@link KernelParameters} and {@link GaussianProcess}
 * </pre>
 *
 * <p>The size of a penalty does not depend on the number of rows, as the mean loss's does not.
 *
 * @param <P> the model's parameters
 */
final class HyperSpace<P> {
    /** Scales stay between e⁻⁶ and e⁶. */
    private static final double WIDEST = 6;

    private static final double SMALLEST = 1e-6;
    private static final double LARGEST = 1e2;
    /** Times the usual length scale, which is one of the grid when it has nine points. */
    private static final double SHORTEST = 1.0 / 8;

    private static final double LONGEST = 32;

    private final Hyper hyper;
    private final TunedModel<P> model;
    private final List<String> features;
    private final int rows;
    private final double penalty;
    private final Optional<Augmentation> augmentation;
    private final Optional<LearningRates> learningRates;
    private P knownAt;
    private Examples knownOf;
    private Optional<Curvature> known = Optional.empty();

    /**
     * Makes the space that a run tunes in.
     *
     * @param options the kind of hyperparameters, the number of steps if it matters, and the seed
     * @param model the model
     * @param features their names
     * @param train the training rows
     * @param single the best of the grid
     */
    static <P> HyperSpace<P> tuning(
            TuneOptions options, TunedModel<P> model, List<String> features, Examples train, double single) {
        return tuning(options.hyper(), options.hypergradient(), options.seed(), model, features, train, single);
    }

    static <P> HyperSpace<P> tuning(
            Hyper hyper,
            Estimator estimator,
            long seed,
            TunedModel<P> model,
            List<String> features,
            Examples train,
            double single) {
        int rows = train.rows();
        Optional<Augmentation> augmentation = hyper == Hyper.AUGMENTATION
                ? Optional.of(Augmentation.of(rows, model.features(), seed))
                : Optional.empty();
        Optional<LearningRates> rates = Optional.empty();
        if (hyper == Hyper.LEARNING_RATE_SCHEDULE) {
            HyperSpace<P> plain = new HyperSpace<>(Hyper.L2, model, features, rows, SMALLEST);
            Tensor theta = tensor(plain.start());
            double rate = Unrolled.rate((P p, Tensor t) -> plain.inner(p, t, train), model.start(), theta);
            rates = Optional.of(
                    new LearningRates(model.convex() ? rate : InnerProblem.CAUTION * rate, estimator.steps()));
        }
        return new HyperSpace<>(hyper, model, features, rows, single, augmentation, rates);
    }

    /**
     * Makes the space of the grid: a single penalty, or a single length scale.
     *
     * @param model the model
     * @param features their names
     * @param rows the number of training rows
     */
    static <P> HyperSpace<P> grid(TunedModel<P> model, List<String> features, int rows) {
        return new HyperSpace<>(model.process().isPresent() ? Hyper.KERNEL : Hyper.L2, model, features, rows, 1);
    }

    /**
     * Makes a space of penalties, weights, scales or kernels.
     *
     * @param hyper the kind
     * @param model the model
     * @param features their names
     * @param rows the number of training rows
     * @param penalty where penalties start, or stay when they are not tuned; of a kernel, the single length scale
     */
    HyperSpace(Hyper hyper, TunedModel<P> model, List<String> features, int rows, double penalty) {
        this(hyper, model, features, rows, penalty, Optional.empty(), Optional.empty());
    }

    private HyperSpace(
            Hyper hyper,
            TunedModel<P> model,
            List<String> features,
            int rows,
            double penalty,
            Optional<Augmentation> augmentation,
            Optional<LearningRates> learningRates) {
        this.hyper = hyper;
        this.model = model;
        this.features = features;
        this.rows = rows;
        this.penalty = penalty;
        this.augmentation = augmentation;
        this.learningRates = learningRates;
    }

    /** The number of hyperparameters. */
    static int count(Hyper hyper, Estimator estimator, TunedModel<?> model, int rows) {
        int layers = model.layerNames().size();
        return switch (hyper) {
            case L2 -> 1;
            case L2_PER_FEATURE -> model.features() + layers - 1;
            case L2_PER_LAYER -> layers;
            case EXAMPLE_WEIGHTS -> rows;
            case FEATURE_SCALES, AUGMENTATION -> model.features();
            case LEARNING_RATE_SCHEDULE -> LearningRates.count(estimator.steps());
            case KERNEL -> model.process().orElseThrow().kernel().count();
        };
    }

    private KernelParameters kernel() {
        return model.process().orElseThrow().kernel();
    }

    /** The smallest and the largest value of the grid. */
    double[] gridRange() {
        if (hyper == Hyper.KERNEL) {
            double usual = kernel().usualLength();
            return new double[] {usual * SHORTEST, usual * LONGEST};
        }
        return new double[] {SMALLEST, LARGEST};
    }

    /** θ of a single value for all features, for the grid. */
    double[] single(double value) {
        return hyper == Hyper.KERNEL
                ? model.process().orElseThrow().single(value)
                : new double[] {Penalties.log(value)};
    }

    /** Where tuning begins: at the model of the single penalty, or near it. */
    double[] start() {
        if (hyper == Hyper.KERNEL) {
            return single(penalty);
        }
        int count = learningRates
                .map(rates -> LearningRates.count(rates.steps()))
                .orElseGet(() -> count(hyper, Estimator.IMPLICIT_CG, model, rows));
        double[] theta = new double[count];
        Arrays.fill(theta, hyper.penalizes() ? Penalties.log(penalty) : 0);
        return theta;
    }

    /** The descent to be differentiated, of hyperparameters that decide the steps. */
    Optional<Fn<List<Tensor>, Unrolled.Schedule>> schedule() {
        return learningRates.map(rates -> prepared -> rates.schedule(prepared.getFirst()));
    }

    /** θ, and what takes work and depends on it alone: it is done once a solve. */
    List<Tensor> prepare(Tensor theta, Examples train) {
        return switch (hyper) {
            case KERNEL -> List.of(theta, model.process().orElseThrow().prepared(theta));
            case AUGMENTATION -> List.of(theta, augmentation.orElseThrow().rows(theta, train.x()));
            case L2, L2_PER_FEATURE, L2_PER_LAYER, EXAMPLE_WEIGHTS, FEATURE_SCALES, LEARNING_RATE_SCHEDULE ->
                List.of(theta);
        };
    }

    /** The inner problem. */
    Tensor inner(P parameters, Tensor theta, Examples train) {
        return inner(parameters, prepare(theta, train), train);
    }

    /** The inner problem of what is prepared. */
    Tensor inner(P parameters, List<Tensor> prepared, Examples train) {
        Tensor theta = prepared.getFirst();
        if (hyper == Hyper.KERNEL) {
            return model.heldInner(parameters, theta, prepared.get(1));
        }
        if (augmentation.isPresent()) {
            Tensor y = augmentation.get().targets(train.y());
            Tensor losses = model.output().losses(model.predictions(parameters, prepared.get(1)), y);
            return losses.mean().plus(penalty(parameters, theta));
        }
        Rows.Seen rows = rows(theta, train);
        Tensor sum = train.sum(rows.weights().stream().toList(), (batch, own) -> {
            Tensor losses = model.output().losses(model.predictions(parameters, rows.seen(batch.x())), batch.y());
            return (own.isEmpty() ? losses : losses.times(own.getFirst())).sum();
        });
        return sum.div(train.rows()).plus(penalty(parameters, theta));
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
            case EXAMPLE_WEIGHTS, FEATURE_SCALES, AUGMENTATION -> full(penalty);
            // A descent that ends early is held back by that.
            case LEARNING_RATE_SCHEDULE -> full(SMALLEST);
            case KERNEL -> throw new IllegalStateException("a process has no penalty");
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
        return seenScales(theta).map(x::times).orElse(x);
    }

    private Optional<Tensor> seenScales(Tensor theta) {
        return hyper == Hyper.FEATURE_SCALES ? Optional.of(scales(theta)) : Optional.empty();
    }

    /** The training rows as the model sees them. */
    private Rows.Seen rows(Tensor theta, Examples train) {
        return new Rows.Seen(train, seenScales(theta), rowWeights(theta));
    }

    /** The outer problem. */
    Tensor outer(P parameters, Tensor theta, Examples examples) {
        if (model.process().isPresent()) {
            return model.loss(model.with(parameters, theta), examples);
        }
        Rows.Seen rows = new Rows.Seen(examples, seenScales(theta), Optional.empty());
        return examples.sum(
                        List.of(),
                        (batch, _) -> model.output()
                                .losses(model.predictions(parameters, rows.seen(batch.x())), batch.y())
                                .sum())
                .div(examples.rows());
    }

    /** The parameters of a model that does without hyperparameters. */
    P finished(P parameters, Tensor theta) {
        return hyper == Hyper.FEATURE_SCALES ? model.absorb(parameters, scales(theta)) : model.with(parameters, theta);
    }

    /** The curvature of the inner problem. */
    @SuppressWarnings("ReferenceEquality")
    Optional<Curvature> curvature(P parameters, List<Tensor> prepared, Examples train) {
        if (hyper == Hyper.KERNEL) {
            return Optional.empty();
        }
        Tensor theta = prepared.getFirst();
        if (hyper.penalizes() && knownAt == parameters && knownOf == train && known.isPresent()) {
            // Penalties leave the curvature of the loss as it is.
            return Optional.of(known.get().with(penalties(theta, 0)));
        }
        knownAt = parameters;
        knownOf = train;
        known = model.curvature(parameters, fitted(prepared, train), penalties(theta, 0));
        return known;
    }

    /** An upper bound of the curvature of the inner problem wherever the parameters are, as its inverse. */
    Optional<UnaryOperator<Tensor>> curvatureBound(List<Tensor> prepared, Examples train) {
        if (hyper == Hyper.KERNEL) {
            Tensor bound = model.process().orElseThrow().curvatureBound(prepared.get(1));
            // The kernel itself, the last of the parameters, is held with curvature one.
            Tensor rest = ones(kernel().count());
            return Optional.of(r -> r.div(concatenate(0, bound.broadcastTo(r.size() - rest.size()), rest)));
        }
        return model.curvatureBound(fitted(prepared, train), penalties(prepared.getFirst(), 0))
                .map(curvature -> curvature::inverse);
    }

    /** The rows that the model is fitted to. */
    private Rows fitted(List<Tensor> prepared, Examples train) {
        return augmentation.isPresent() ? new Rows.Whole(prepared.get(1)) : rows(prepared.getFirst(), train);
    }

    /** The hyperparameters by name. */
    List<Hyperparameter> named(double[] theta) {
        List<String> names = names();
        return IntStream.range(0, theta.length)
                .mapToObj(j -> new Hyperparameter(names.get(j), value(j, theta[j])))
                .toList();
    }

    private double value(int index, double theta) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER, EXAMPLE_WEIGHTS, FEATURE_SCALES, AUGMENTATION ->
                HyperValues.value(hyper, theta);
            case LEARNING_RATE_SCHEDULE -> learningRates.orElseThrow().value(index, theta);
            case KERNEL -> kernel().value(index, theta);
        };
    }

    /** The θ of values as they are reported; at an end of its range, one far out. */
    double[] thetas(double[] values) {
        double[] thetas = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            thetas[j] = HyperValues.within(values[j], theta(j, values[j]));
        }
        return thetas;
    }

    private double theta(int index, double value) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER, EXAMPLE_WEIGHTS, FEATURE_SCALES, AUGMENTATION ->
                HyperValues.theta(hyper, value);
            case LEARNING_RATE_SCHEDULE -> learningRates.orElseThrow().theta(index, value);
            case KERNEL -> kernel().theta(index, value);
        };
    }

    /** d log value / dθ of one of them. */
    double logRate(double theta) {
        return switch (hyper) {
            case L2, L2_PER_FEATURE, L2_PER_LAYER, EXAMPLE_WEIGHTS, FEATURE_SCALES, AUGMENTATION ->
                HyperValues.logRate(hyper, theta);
            case LEARNING_RATE_SCHEDULE -> LearningRates.logRate(theta);
            case KERNEL -> KernelParameters.logRate(theta);
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
            case FEATURE_SCALES, AUGMENTATION -> features;
            case LEARNING_RATE_SCHEDULE -> learningRates.orElseThrow().names();
            case KERNEL -> kernel().names(features);
        };
    }
}
