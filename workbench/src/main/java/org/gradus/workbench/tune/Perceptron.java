package org.gradus.workbench.tune;

import static org.gradus.tensor.Tensors.zeros;

import java.util.List;
import org.gradus.tensor.Key;
import org.gradus.tensor.Random;
import org.gradus.tensor.Tensor;
import org.gradus.workbench.tune.Perceptron.Layers;

/**
 * A network with one hidden layer: z = tanh(x·V + a)·w + b. Tanh, because hypergradients need second derivatives
 * everywhere. Weights start at random with variance 2 / (inputs + outputs) (Glorot and Bengio, Understanding the difficulty
 * of training deep feedforward neural networks, 2010), intercepts at zero.
 *
 * @param output what the outputs stand for
 * @param features number of features d
 * @param classes number of classes K
 * @param hidden number of hidden units
 * @param seed of the start
 */
record Perceptron(Output output, int features, int classes, int hidden, long seed) implements TunedModel<Layers> {
    /** Enough for the bends in tables of a few hundred rows, few enough to be fitted to a minimum. */
    static final int HIDDEN = 16;

    /**
     * Parameters.
     *
     * @param hiddenWeight {@code [d, h]}
     * @param hiddenIntercept {@code [h]}
     * @param weight {@code [h]}, or {@code [h, K]} for more than two classes
     * @param intercept a scalar, or {@code [K]}
     */
    record Layers(Tensor hiddenWeight, Tensor hiddenIntercept, Tensor weight, Tensor intercept) {}

    static Perceptron of(Problem problem, long seed) {
        return new Perceptron(Output.of(problem), problem.train().columns(), Output.classes(problem), HIDDEN, seed);
    }

    @Override
    public Layers start() {
        List<Key> keys = Key.of(seed).split(2);
        Tensor first = Random.normal(keys.get(0), features, hidden).times(Math.sqrt(2.0 / (features + hidden)));
        if (output == Output.CLASSES) {
            Tensor second = Random.normal(keys.get(1), hidden, classes).times(Math.sqrt(2.0 / (hidden + classes)));
            return new Layers(first, zeros(hidden), second, zeros(classes));
        }
        Tensor second = Random.normal(keys.get(1), hidden).times(Math.sqrt(2.0 / (hidden + 1)));
        return new Layers(first, zeros(hidden), second, zeros());
    }

    @Override
    public Tensor predictions(Layers p, Tensor x) {
        Tensor inside = x.matmul(p.hiddenWeight()).plus(p.hiddenIntercept()).tanh();
        return inside.matmul(p.weight()).plus(p.intercept());
    }

    @Override
    public List<Tensor> layers(Layers p) {
        return List.of(p.hiddenWeight(), p.weight());
    }

    @Override
    public List<String> layerNames() {
        return List.of("hidden layer", "output layer");
    }

    @Override
    public Layers absorb(Layers p, Tensor scales) {
        return new Layers(p.hiddenWeight().times(scales.expandDims(1)), p.hiddenIntercept(), p.weight(), p.intercept());
    }

    @Override
    public List<NamedArray> arrays(Layers p) {
        return List.of(
                NamedArray.of("hidden_weight", p.hiddenWeight()),
                NamedArray.of("hidden_intercept", p.hiddenIntercept()),
                NamedArray.of("weight", p.weight()),
                NamedArray.of("intercept", p.intercept()));
    }
}
