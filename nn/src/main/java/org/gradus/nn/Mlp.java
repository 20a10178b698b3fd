package org.gradus.nn;

import java.util.ArrayList;
import java.util.List;
import org.gradus.error.ArgumentException;
import org.gradus.tensor.Fn;
import org.gradus.tensor.Key;
import org.gradus.tensor.Tensor;

/**
 * A multilayer perceptron: dense layers with an activation between them, none after the last.
 *
 * @param layers the layers from input to output
 */
public record Mlp(List<Dense> layers) {

    /**
     * Layers with weights by {@link Initializer#heNormal}, for relu and its relatives.
     *
     * @param key used up by this call
     * @param widths numbers of features from input to output, two or more
     * @return the perceptron
     */
    public static Mlp init(Key key, int... widths) {
        return init(key, Initializer.heNormal(), widths);
    }

    /**
     * Layers with biases of zero.
     *
     * @param key used up by this call
     * @param weights how the weights are chosen
     * @param widths numbers of features from input to output, two or more
     * @return the perceptron
     */
    public static Mlp init(Key key, Initializer weights, int... widths) {
        if (widths.length < 2) {
            throw new ArgumentException("mlp: " + widths.length + " widths given", "give at least input and output");
        }
        List<Key> keys = key.split(widths.length - 1);
        List<Dense> layers = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            layers.add(Dense.init(keys.get(i), widths[i], widths[i + 1], weights));
        }
        return new Mlp(layers);
    }

    /**
     * The last layer's outputs.
     *
     * @param x {@code [..., inputs]}
     * @param activation what is done between layers, for example {@code Tensors::relu}
     * @return {@code [..., outputs]}
     */
    public Tensor apply(Tensor x, Fn<Tensor, Tensor> activation) {
        Tensor h = layers.getFirst().apply(x);
        for (Dense layer : layers.subList(1, layers.size())) {
            h = layer.apply(activation.apply(h));
        }
        return h;
    }
}
