package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import java.util.Optional;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.LinearModel.Weights;

/**
 * The linear models: outputs z = x·w + b.
 *
 * @param output what the outputs stand for
 * @param features number of features d
 * @param classes number of classes K of a softmax
 */
record LinearModel(Output output, int features, int classes) implements TunedModel<Weights> {

    /**
     * Parameters.
     *
     * @param w {@code [d]}, or {@code [d, K]} for a softmax
     * @param b a scalar, or {@code [K]} for a softmax
     */
    record Weights(Tensor w, Tensor b) {}

    static LinearModel of(Problem problem) {
        return new LinearModel(Output.of(problem), problem.train().columns(), Output.classes(problem));
    }

    @Override
    public Weights start() {
        return output == Output.CLASSES
                ? new Weights(zeros(features, classes), zeros(classes))
                : new Weights(zeros(features), zeros());
    }

    @Override
    public Tensor predictions(Weights weights, Tensor x) {
        return x.matmul(weights.w()).plus(weights.b());
    }

    @Override
    public List<Tensor> layers(Weights weights) {
        return List.of(weights.w());
    }

    @Override
    public List<String> layerNames() {
        return List.of("all weights");
    }

    @Override
    public Weights absorb(Weights weights, Tensor scales) {
        Tensor w = weights.w();
        return new Weights(w.times(w.rank() == 2 ? scales.expandDims(1) : scales), weights.b());
    }

    @Override
    public List<NamedArray> arrays(Weights weights) {
        return List.of(NamedArray.of("weight", weights.w()), NamedArray.of("intercept", weights.b()));
    }

    @Override
    public boolean convex() {
        return true;
    }

    @Override
    public Optional<Curvature> curvature(Weights weights, Rows rows, Tensor penalties) {
        return Optional.of(Curvature.of(this, weights, rows, penalties));
    }

    @Override
    public Optional<Curvature> curvatureBound(Rows rows, Tensor penalties) {
        return Optional.of(Curvature.bound(this, rows, penalties));
    }
}
